// What every back end promises, run over each of them.
#include <gtest/gtest.h>

#include "journal/journal_fixture.h"

namespace heed::journal {
namespace {

class Contract : public testing::TestWithParam<BackEnd> {
 protected:
  Contract() : ledger(GetParam()) {}
  Journal& journal() { return *ledger.journal; }
  TestLedger ledger;
};

TEST_P(Contract, BeginsWithTheFactsThatAreFixedForEver) {
  const auto events = journal().read_feed(0, 10).value();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].type, "ledger.opened.v1");
  EXPECT_EQ(decode_facts(*events[0].payload).value(), journal().ledger());
  EXPECT_EQ(journal().ledger().force_code, "NM");
  EXPECT_EQ(journal().head().seq, 1u);
}

TEST_P(Contract, GivesBackExactlyWhatWasAppended) {
  const StreamId stream = ledger.new_stream();
  Append append = ledger.append_to(stream, 0, {"log.added.v1", "log.added.v1"});
  append.events[0].payload = std::string("\0\xff not text \n", 13);
  append.events[1].payload.clear();
  append.events[1].scope = KeyScope::of_person(ledger.new_uuid());
  const Receipt receipt = journal().append(append).value();
  EXPECT_EQ(receipt.first_seq, 2u);
  EXPECT_EQ(receipt.last_seq, 3u);
  EXPECT_EQ(receipt.version, 2u);
  EXPECT_FALSE(receipt.repeated);

  const auto events = journal().read_stream(stream, 1, 10).value();
  ASSERT_EQ(events.size(), 2u);
  const EventHeader& header = events[1].header;
  EXPECT_EQ(events[0].payload, append.events[0].payload);
  EXPECT_EQ(events[1].payload, "");
  EXPECT_EQ(header.ledger, journal().ledger().ledger);
  EXPECT_EQ(header.stream, stream);
  EXPECT_EQ(header.version, 2u);
  EXPECT_EQ(header.actor, append.actor);
  EXPECT_EQ(header.purpose, append.purpose);
  EXPECT_EQ(header.policy_version, append.policy_version);
  EXPECT_EQ(header.type, "log.added.v1");
  EXPECT_EQ(header.previous_hash, events[0].header.hash);
  EXPECT_EQ(header.hash, header_hash(header));
  EXPECT_NE(header.key_id, events[0].header.key_id) << "a person has a key of his own";
  EXPECT_EQ(journal().head().hash, header.hash);
  EXPECT_EQ(receipt.at, header.at);
}

TEST_P(Contract, ReadsFromAVersionAndAfterASeqUpToALimit) {
  const StreamId stream = ledger.new_stream();
  ASSERT_TRUE(journal().append(ledger.append_to(
      stream, 0, {"log.added.v1", "log.added.v1", "log.added.v1", "log.added.v1"})));
  EXPECT_EQ(journal().read_stream(stream, 3, 10).value().size(), 2u);
  EXPECT_EQ(journal().read_stream(stream, 2, 2).value()[0].header.version, 2u);
  EXPECT_EQ(journal().read_stream(stream, 5, 2).value().size(), 0u);
  EXPECT_EQ(journal().read_stream(ledger.new_stream(), 1, 2).value().size(), 0u);
  EXPECT_EQ(journal().read_feed(2, 2).value()[0].header.seq, 3u);
  EXPECT_EQ(journal().read_feed(5, 2).value().size(), 0u);
  EXPECT_EQ(journal().read_feed(99, 2).value().size(), 0u);
  EXPECT_EQ(journal().version_of(stream).value(), 4u);
  EXPECT_EQ(journal().version_of(ledger.new_stream()).value(), 0u);
}

TEST_P(Contract, RefusesAnotherVersionThanTheExpectedOneAndKeepsNothing) {
  const StreamId stream = ledger.new_stream();
  ASSERT_TRUE(journal().append(ledger.append_to(stream, 0, {"log.added.v1"})));
  for (const std::uint64_t wrong : {0, 2, 7}) {
    const auto refused = journal().append(ledger.append_to(stream, wrong, {"log.added.v1"}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::conflict);
  }
  EXPECT_EQ(journal().head().seq, 2u);
  EXPECT_TRUE(journal().append(ledger.append_to(stream, std::nullopt, {"log.added.v1"})));
  EXPECT_EQ(journal().version_of(stream).value(), 2u);
}

TEST_P(Contract, DoesACommandOnce) {
  const StreamId stream = ledger.new_stream();
  Append append = ledger.append_to(stream, 0, {"log.added.v1"});
  append.command = CommandKey{"k1", hash_bytes("body")};
  const Receipt first = journal().append(append).value();
  const Receipt again = journal().append(append).value();
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.first_seq, first.first_seq);
  EXPECT_EQ(again.last_seq, first.last_seq);
  EXPECT_EQ(again.version, first.version);
  EXPECT_EQ(again.at, first.at);
  EXPECT_EQ(journal().head().seq, 2u);

  append.command->body = hash_bytes("another body");
  EXPECT_EQ(journal().append(append).error().code, Code::conflict);
  append.actor = ledger.new_actor();
  append.expected_version = 1;
  EXPECT_FALSE(journal().append(append).value().repeated) << "keys are each actor's own";
}

TEST_P(Contract, RemembersACommandForThirtyDays) {
  Append append = ledger.append_to(ledger.new_stream(), 0, {"log.added.v1"});
  append.command = CommandKey{"k1", hash_bytes("body")};
  const Receipt receipt = journal().append(append).value();
  EXPECT_FALSE(journal().remembered(append.actor, "k2").value());
  ledger.clock.advance(std::chrono::days(30));
  const auto known = journal().remembered(append.actor, "k1").value();
  ASSERT_TRUE(known);
  EXPECT_EQ(known->receipt.last_seq, receipt.last_seq);
  EXPECT_EQ(known->body, append.command->body);
  EXPECT_TRUE(known->receipt.repeated);
  ledger.clock.advance(std::chrono::seconds(1));
  EXPECT_FALSE(journal().remembered(append.actor, "k1").value());
  append.expected_version = 1;
  EXPECT_FALSE(journal().append(append).value().repeated);
}

TEST_P(Contract, RefusesWhatCannotBeRight) {
  const auto code_of = [&](auto change) {
    Append append = ledger.append_to(ledger.new_stream(), 0, {"log.added.v1"});
    change(append);
    const auto result = journal().append(append);
    return result ? std::optional<Code>() : std::optional(result.error().code);
  };
  EXPECT_EQ(code_of([](Append&) {}), std::nullopt);
  EXPECT_EQ(code_of([](Append& a) { a.events.clear(); }), Code::invalid);
  EXPECT_EQ(code_of([](Append& a) { a.actor = {}; }), Code::invalid);
  EXPECT_EQ(code_of([](Append& a) { a.purpose = "Because"; }), Code::invalid);
  EXPECT_EQ(code_of([](Append& a) { a.stream.kind = ""; }), Code::invalid);
  EXPECT_EQ(code_of([](Append& a) { a.events[0].type = "log.unheard_of.v1"; }), Code::invalid);
  EXPECT_EQ(code_of([](Append& a) { a.events[0].scope = KeyScope::unsealed(); }), Code::invalid);
  EXPECT_EQ(code_of([](Append& a) { a.events[0].payload.resize(payload_bytes_max + 1); }),
            Code::limit);
  EXPECT_EQ(code_of([](Append& a) { a.cause = {99, 1}; }), Code::invalid);
  EXPECT_EQ(code_of([](Append& a) { a.command = CommandKey{"", {}}; }), Code::invalid);
}

TEST_P(Contract, RefusesACauseSixteenDeepWithAnAlarm) {
  Append append = ledger.append_to(ledger.new_stream(), 0, {"log.added.v1"});
  append.cause = {1, 15};
  EXPECT_EQ(journal().append(append).value().first_seq, 2u);
  const StoredEvent event = journal().read_feed(1, 1).value()[0];
  EXPECT_EQ(event.header.cause, (Cause{1, 15}));
  append.cause = caused_by(event);
  append.expected_version = 1;
  EXPECT_EQ(journal().append(append).error().code, Code::refused);
  EXPECT_EQ(ledger.alarms_of(Alarm::Kind::causes_too_deep), 1);
}

TEST_P(Contract, NeverLetsRecordedTimeRunBackAndRecordsAClockThatWasSet) {
  const StreamId stream = ledger.new_stream();
  const Instant before = journal().append(ledger.append_to(stream, 0, {"log.added.v1"}))->at;
  ledger.clock.set(before - std::chrono::seconds(1));
  EXPECT_EQ(journal().append(ledger.append_to(stream, 1, {"log.added.v1"}))->at, before);
  EXPECT_EQ(ledger.alarms_of(Alarm::Kind::clock_stepped), 0) << "within two seconds is drift";
  ledger.clock.set(before - std::chrono::hours(1));
  EXPECT_EQ(journal().append(ledger.append_to(stream, 2, {"log.added.v1"}))->at, before);
  EXPECT_EQ(ledger.alarms_of(Alarm::Kind::clock_stepped), 1);
  const auto events = journal().read_feed(3, 10).value();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].type, "ledger.clock_stepped.v1");
  ledger.clock.advance(std::chrono::hours(2));
  EXPECT_GT(journal().append(ledger.append_to(stream, 3, {"log.added.v1"}))->at, before);
  EXPECT_EQ(ledger.alarms_of(Alarm::Kind::clock_stepped), 1) << "time passing is no step";
}

TEST_P(Contract, ForgetsForEverWhatADestroyedKeySealed) {
  const StreamId stream = ledger.new_stream();
  const auto anna = KeyScope::of_person(ledger.new_uuid());
  const auto bert = KeyScope::of_person(ledger.new_uuid());
  Append append = ledger.append_to(stream, 0, {"log.added.v1", "log.added.v1", "log.added.v1"});
  append.events[1].scope = anna;
  append.events[2].scope = bert;
  ASSERT_TRUE(journal().append(append));
  const auto keys = journal().keys_of(stream, anna).value();
  ASSERT_EQ(keys.size(), 1u);
  ASSERT_TRUE(journal().destroy_key(keys[0], ledger.new_actor(), "erasure"));
  ASSERT_TRUE(journal().destroy_key(keys[0], ledger.new_actor(), "erasure")) << "again is fine";
  EXPECT_TRUE(journal().keys_of(stream, anna).value().empty());

  auto events = journal().read_stream(stream, 1, 10).value();
  EXPECT_TRUE(events[0].payload);
  EXPECT_FALSE(events[1].payload);
  EXPECT_TRUE(events[2].payload);
  EXPECT_EQ(journal().read_feed(4, 10).value()[0].type, "ledger.key_destroyed.v1");
  EXPECT_EQ(journal().head().seq, 5u);

  append = ledger.append_to(stream, 3, {"log.added.v1"});
  append.events[0].scope = anna;
  ASSERT_TRUE(journal().append(append));
  events = journal().read_stream(stream, 4, 10).value();
  EXPECT_TRUE(events[0].payload);
  EXPECT_NE(events[0].header.key_id, keys[0]);
}

TEST_P(Contract, RefusesToDestroyAKeyThatNeverWas) {
  EXPECT_EQ(journal().destroy_key(1'000'000, ledger.new_actor(), "erasure").error().code,
            Code::not_found);
}

TEST_P(Contract, KeepsCursors) {
  EXPECT_FALSE(journal().cursor("linking").value());
  ASSERT_TRUE(journal().save_cursor("linking", 4));
  ASSERT_TRUE(journal().save_cursor("linking", 9));
  EXPECT_EQ(journal().cursor("linking").value(), 9u);
}

TEST_P(Contract, TellsListenersAfterWhatTheyCanRead) {
  std::vector<std::uint64_t> told;
  const auto id = journal().listen([&](std::uint64_t seq) {
    EXPECT_EQ(journal().head().seq, seq);
    told.push_back(seq);
  });
  const StreamId stream = ledger.new_stream();
  ASSERT_TRUE(journal().append(ledger.append_to(stream, 0, {"log.added.v1", "log.added.v1"})));
  journal().stop_listening(id);
  ASSERT_TRUE(journal().append(ledger.append_to(stream, 2, {"log.added.v1"})));
  EXPECT_EQ(told, std::vector<std::uint64_t>{3});
}

TEST_P(Contract, ReadsOldTypesThroughTheirConverters) {
  const StreamId stream = ledger.new_stream();
  Append append = ledger.append_to(stream, 0, {"note.written.v1"});
  append.events[0].payload = "two words";
  ASSERT_TRUE(journal().append(append));
  const auto event = journal().read_stream(stream, 1, 1).value()[0];
  EXPECT_EQ(event.header.type, "note.written.v1");
  EXPECT_EQ(event.type, "note.written.v3");
  EXPECT_EQ(event.payload, "v3:v2:two words");
}

INSTANTIATE_TEST_SUITE_P(Journals, Contract, testing::ValuesIn(back_ends()),
                         [](const auto& info) { return back_end_name(info.param); });

}  // namespace
}  // namespace heed::journal
