// A notice is ahead of nothing: by the time anybody is told, the incident shows what it tells of.
#include <future>

#include "server/desk_fixture.h"

namespace heed::server {
namespace {

class Notices : public test::DeskRoom {};

// An event can be read from the ledger before the command that caused it has returned. A handler to
// whom something was handed over, told by the incident as it was before, would not be told at all.
TEST_F(Notices, go_to_whom_the_event_itself_brought_in_and_never_before_it_can_be_seen) {
  const std::string subject = take_call("p.nair");
  const auto id = incident::IncidentId::parse(subject).value();
  struct Told {
    Audience audience;
    std::uint64_t notice = 0, seen = 0;
  };
  std::future<Told> told;
  auto& journal = *all_->journal;
  const auto listener = journal.listen([&](std::uint64_t last) {
    const auto event = journal.read_feed(last - 1, 1).value().front();
    told = std::async(std::launch::async, [this, event, id] {
      const Notice notice = notice_of(event);
      Told out{audience_of(door(), notice), notice.version, 0};
      out.seen = all_->room->desk().look(id).value()->version;
      return out;
    });
    // Without waiting for the command, the audience is known now and is the one before it.
    told.wait_for(std::chrono::milliseconds(200));
  });
  const auto to = person("l.adeyemi").id;
  const auto handed =
      ask("p.nair", "hand_over", {.incident = subject, .body = R"({"to":")" + to.str() + "\"}"});
  journal.stop_listening(listener);
  ASSERT_TRUE(handed) << handed.error().message();
  ASSERT_TRUE(told.valid());
  const Told out = told.get();
  EXPECT_EQ(out.audience.people.count(to), 1u);
  EXPECT_GT(out.notice, 0u);
  EXPECT_GE(out.seen, out.notice);
}

}  // namespace
}  // namespace heed::server
