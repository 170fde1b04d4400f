#include "desk/desk.h"

#include <gtest/gtest.h>

#include <future>

#include "journal/memory_journal.h"

namespace heed::desk {
namespace {

class NobodyOnDuty final : public DutyBook {
 public:
  std::optional<ActorId> on_duty(std::string_view, Instant) const override { return {}; }
  std::set<std::string> roles_of(ActorId, Instant) const override { return {"handler"}; }
  std::string name_of(ActorId) const override { return "a handler"; }
  bool is_system(ActorId) const override { return false; }
};

class DeskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    journal::EventTypes types;
    add_types(types);
    auto made = journal::new_memory_journal(
        {"Test Police", "TP", "Europe/London", journal::Nature::rehearsal}, std::move(types),
        {clock_, random_, [](const journal::Alarm&) {}});
    ASSERT_TRUE(made) << made.error().message();
    journal_ = std::move(*made);
    auto policy = load_force_policy(HEED_SOURCE_DIR "/policy", zone_);
    ASSERT_TRUE(policy) << policy.error().message();
    Desk::Parts parts{
        *journal_,
        clock_,
        random_,
        zone_,
        duty_,
        *policy,
        [this](const Submission&, const Whole*) { return allowed_; },
        [](ActorId, std::string_view, Instant) { return training::Gate{true, {}, ""}; }};
    desk_ = std::make_unique<Desk>(std::move(parts));
  }

  Submission opening(std::string key) {
    incident::OpenContact open;
    open.channel = incident::Channel::non_emergency_101;
    open.line = "01632 960118";
    open.handler = who_;
    return submission(std::move(key), {}, incident::Command(open));
  }
  Submission entry(std::string key, incident::IncidentId incident, std::string text) {
    incident::WriteEntry write;
    write.text = std::move(text);
    return submission(std::move(key), incident, incident::Command(write));
  }
  Submission submission(std::string key, incident::IncidentId incident, Command command) {
    Submission out;
    out.actor = who_;
    out.key = std::move(key);
    out.incident = incident;
    out.command = std::move(command);
    return out;
  }

  ManualClock clock_{parse_instant("2026-11-19T18:30:00Z").value()};
  SeededRandom random_{7};
  Zone zone_ = Zone::load("Europe/London").value();
  NobodyOnDuty duty_;
  ActorId who_ = ActorId::derived("test", "who");
  Status allowed_ = ok();
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Desk> desk_;
};

TEST_F(DeskTest, GivesAReferenceInTheSameAppendAndNeverTheSameTwice) {
  const auto first = desk_->submit(opening("a"));
  const auto second = desk_->submit(opening("b"));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->reference, "TP-20261119-00001");
  EXPECT_EQ(second->reference, "TP-20261119-00002");
}

TEST_F(DeskTest, DoesTheSameCommandOnceAndRefusesItsKeyForAnother) {
  const auto opened = desk_->submit(opening("a"));
  ASSERT_TRUE(opened);
  ASSERT_TRUE(desk_->submit(entry("e", opened->incident, "noise next door")));
  const auto head = journal_->head().seq;
  const auto again = desk_->submit(entry("e", opened->incident, "noise next door"));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(journal_->head().seq, head);
  Submission other = entry("e", opened->incident, "something else");
  other.body = hash_bytes("something else");
  EXPECT_EQ(desk_->submit(other).error().code, Code::conflict);
}

TEST_F(DeskTest, KeepsTheSameStateAsTheLedgerFolds) {
  const auto opened = desk_->submit(opening("a"));
  ASSERT_TRUE(opened);
  ASSERT_TRUE(desk_->submit(entry("e", opened->incident, "He says he'll tell my mum if I don't.")));
  const auto kept = desk_->look(opened->incident);
  const auto folded = fold(*journal_, opened->incident);
  ASSERT_TRUE(kept && folded);
  EXPECT_EQ((*kept)->version, folded->version);
  EXPECT_EQ((*kept)->incident.obligations.size(), folded->incident.obligations.size());
  EXPECT_EQ((*kept)->incident.cues.size(), folded->incident.cues.size());
  EXPECT_FALSE(folded->incident.cues.empty());
}

TEST_F(DeskTest, AppendsNothingOfACommandThatAccessDenies) {
  const auto opened = desk_->submit(opening("a"));
  ASSERT_TRUE(opened);
  const auto head = journal_->head().seq;
  allowed_ = error(Code::denied, "not yours");
  EXPECT_EQ(desk_->submit(entry("e", opened->incident, "x")).error().code, Code::denied);
  EXPECT_EQ(journal_->head().seq, head);
}

TEST_F(DeskTest, KeepsARefusalThatIsItselfOnRecord) {
  const auto opened = desk_->submit(opening("a"));
  ASSERT_TRUE(opened);
  ASSERT_TRUE(desk_->submit(submission(
      "w", opened->incident,
      incident::Command(incident::RecordWish{"do_not_call", "suspect", "please don't ring him"}))));
  const auto rung = desk_->submit(submission(
      "r", opened->incident, incident::Command(incident::PlaceCall{"07700 900461", ""})));
  ASSERT_TRUE(rung);
  ASSERT_TRUE(rung->refusal);
  EXPECT_EQ(desk_->look(opened->incident).value()->incident.calls.size(), 1u);
}

// An event is on the feed before the command that caused it has returned: whoever follows it must
// not find the incident as it was before.
TEST_F(DeskTest, ShowsAFollowerOfAnEventTheIncidentAtLeastAsFarAsIt) {
  const auto opened = desk_->submit(opening("a"));
  ASSERT_TRUE(opened);
  std::future<std::uint64_t> seen;
  const auto listener = journal_->listen([&](std::uint64_t last) {
    const auto events = journal_->read_feed(last - 1, 1).value();
    seen = std::async(std::launch::async, [this, event = events.front(), &opened] {
      return desk_->look(opened->incident, event.header.version).value()->version;
    });
    // The command has not returned yet. A look that does not wait for it ends here, with what was;
    // one that waits ends once the command has.
    seen.wait_for(std::chrono::milliseconds(200));
  });
  const auto done = desk_->submit(entry("e", opened->incident, "noise next door"));
  ASSERT_TRUE(done);
  EXPECT_GE(seen.get(), done->receipt.version);
  journal_->stop_listening(listener);
}

TEST_F(DeskTest, RunsTheTurnAgainWhereAnotherProcessAppended) {
  const auto opened = desk_->submit(opening("a"));
  ASSERT_TRUE(opened);
  journal::Append other;
  other.stream = stream_of(opened->incident);
  other.expected_version = opened->receipt.version;
  other.actor = who_;
  other.purpose = "call_handling";
  other.policy_version = "other";
  other.events = {
      to_journal(AnyEvent(incident::Event(incident::ThemeSet{"nuisance", true, "key"})))};
  ASSERT_TRUE(journal_->append(other));
  ASSERT_TRUE(desk_->submit(entry("e", opened->incident, "still noisy")));
  const auto whole = desk_->look(opened->incident).value();
  EXPECT_EQ(whole->incident.themes.count("nuisance"), 1u);
  EXPECT_EQ(whole->incident.entries.size(), 1u);
}

}  // namespace
}  // namespace heed::desk
