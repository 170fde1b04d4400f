// What becomes of commands: decisions, what they fold to, the matrix, what a hit names.
#include "checks/checks.h"

#include <gtest/gtest.h>

#include "checks/checks_facts.h"
#include "checks/testing.h"

namespace heed::checks {
namespace {

using testing::intended;

constexpr const char* phone = "+447700900123";

class ChecksTest : public ::testing::Test {
 protected:
  ChecksTest() : clock(*parse_instant("2026-11-19T18:30:00Z")), random(3), sink(clock) {}

  CheckId begin(const std::string& source = "register") {
    const auto event = intended(source, phone);
    sink.intend(event);
    return event.check;
  }
  Said said(int people) {
    Said out;
    out.subject = {{"phone", phone, ""}};
    out.searched = {"phone"};
    out.rows_declared = out.rows_received = out.rows_read = people;
    out.last_page = true;
    out.as_of = clock.now();
    out.coverage = "all records";
    for (int i = 0; i < people; ++i) {
      records::Nominal person;
      person.record_id = "R" + std::to_string(i);
      person.given_name = "Ada";
      person.family_name = "Quill";
      person.identifiers = {{"phone", phone, "", "", {}, {}, {}},
                            {"phone", "+447700900222", "", "", {}, {}, {}}};
      out.findings.people.push_back(person);
      out.matched.push_back({person.record_id, "exact", 1, false, false, {"phone equal"}});
    }
    return out;
  }
  Outcome outcome(int people) {
    return outcome_of({{"phone", phone, ""}}, said(people), {}, clock.now());
  }
  Status tell(Command command) { return sink.deliver({}, command); }
  const Check& check(CheckId id) { return sink.check(id); }
  Deciding deciding() { return {clock.now(), {}, random}; }

  ManualClock clock;
  SeededRandom random;
  testing::FoldingSink sink;
};

TEST_F(ChecksTest, anAnswerIsRecordedExactlyOnce) {
  const auto id = begin();
  ASSERT_TRUE(tell(RecordAsked{id, 1}));
  ASSERT_TRUE(tell(RecordAnswer{id, 1, outcome(1), true}));
  ASSERT_TRUE(tell(RecordAnswer{id, 1, outcome(1), true}));
  EXPECT_EQ(sink.events_of(id).size(), 3U);
  EXPECT_EQ(check(id).band(), "exact");
}

TEST_F(ChecksTest, aDifferingLaterAnswerIsAppendedAndToBeReadAnew) {
  const auto id = begin();
  ASSERT_TRUE(tell(RecordAnswer{id, 1, outcome(0), true}));
  ASSERT_TRUE(tell(AcknowledgeAnswer{id}));
  EXPECT_TRUE(check(id).acknowledged);
  ASSERT_TRUE(tell(RecordAnswer{id, 2, outcome(1), true}));
  EXPECT_EQ(sink.events_of(id).back(), "check.answered_again.v1");
  EXPECT_FALSE(check(id).acknowledged);
  EXPECT_EQ(check(id).answers.size(), 2U) << "the former stays on record";
  EXPECT_EQ(check(id).outcome(), OutcomeKind::hit);
}

TEST_F(ChecksTest, notBeingAbleToSearchTakesNothingBack) {
  const auto id = begin();
  ASSERT_TRUE(tell(RecordAnswer{id, 1, outcome(1), true}));
  ASSERT_TRUE(tell(RecordAnswer{id, 2, NotSearched{Reason::timeout, ""}, true}));
  EXPECT_EQ(check(id).outcome(), OutcomeKind::hit);
  EXPECT_EQ(check(id).answers.size(), 1U);
}

TEST_F(ChecksTest, askedAgainAnOldNoTraceIsNotAPresentOne) {
  const auto id = begin();
  ASSERT_TRUE(tell(RecordAnswer{id, 1, outcome(0), true}));
  ASSERT_TRUE(tell(AskAgain{id, "an hour has passed"}));
  EXPECT_FALSE(check(id).outcome());
  EXPECT_TRUE(check(id).open());
  ASSERT_TRUE(tell(RecordFailure{id, 2, {Reason::timeout, ""}, clock.now()}));
  EXPECT_EQ(check(id).outcome(), OutcomeKind::not_searched);
  ASSERT_TRUE(tell(RecordAnswer{id, 3, NotSearched{Reason::timeout, ""}, true}));
  EXPECT_EQ(check(id).outcome(), OutcomeKind::not_searched);
}

TEST_F(ChecksTest, askedAgainAHitGoesOnStanding) {
  const auto id = begin();
  ASSERT_TRUE(tell(RecordAnswer{id, 1, outcome(1), true}));
  ASSERT_TRUE(tell(AskAgain{id, "once more"}));
  EXPECT_EQ(check(id).outcome(), OutcomeKind::hit);
  ASSERT_TRUE(tell(RecordAnswer{id, 2, NotSearched{Reason::timeout, ""}, true}));
  EXPECT_EQ(check(id).outcome(), OutcomeKind::hit);
  EXPECT_TRUE(check(id).done());
}

TEST_F(ChecksTest, aHitAfterWaivingIsShown) {
  const auto id = begin();
  EXPECT_EQ(tell(WaiveCheck{id, " "}).error().code, Code::refused) << "without a reason";
  ASSERT_TRUE(tell(WaiveCheck{id, "the officer has seen the file"}));
  EXPECT_FALSE(check(id).open());
  ASSERT_TRUE(tell(RecordAnswer{id, 1, outcome(1), true}));
  EXPECT_EQ(check(id).outcome(), OutcomeKind::hit);
  EXPECT_EQ(sink.events_of(id).back(), "check.answered_again.v1");
}

TEST_F(ChecksTest, theRunnerIsToldWhatIsNoLongerWanted) {
  const auto id = begin();
  ASSERT_TRUE(tell(CancelCheck{id, "the number was misheard"}));
  EXPECT_EQ(tell(RecordAsked{id, 1}).error().code, Code::refused);
  EXPECT_EQ(check(id).not_searched()->reason, Reason::cancelled);
  EXPECT_EQ(tell(RecordAsked{CheckId::derived("no", "such"), 1}).error().code, Code::not_found);
}

TEST_F(ChecksTest, aDeskThatFoundNothingSaysWhoWhenAndByWhat) {
  const auto id = begin("desk");
  AnswerByPerson answer;
  answer.check = id;
  answer.what = AnswerByPerson::What::nothing_found;
  answer.searched = {"phone"};
  answer.coverage = "the desk's files";
  EXPECT_EQ(tell(answer).error().where, "searched_by");
  answer.searched_by = "PC 1234";
  EXPECT_EQ(tell(answer).error().where, "searched_at");
  answer.searched_at = clock.now();
  auto less = answer;
  less.searched.clear();
  ASSERT_TRUE(tell(less));
  EXPECT_EQ(check(id).not_searched()->reason, Reason::partial) << "searched by less than was asked";
  ASSERT_TRUE(tell(answer));
  EXPECT_EQ(check(id).outcome(), OutcomeKind::no_trace);
}

TEST_F(ChecksTest, aDeskThatFoundSomethingInWordsIsAHit) {
  const auto id = begin("desk");
  AnswerByPerson answer;
  answer.check = id;
  answer.what = AnswerByPerson::What::found;
  answer.searched = {"phone"};
  answer.searched_by = "PC 1234";
  answer.searched_at = clock.now();
  answer.words = "One report, owner to be contacted";
  answer.coverage = "the desk's files";
  ASSERT_TRUE(tell(answer));
  ASSERT_NE(check(id).hit(), nullptr);
  EXPECT_EQ(check(id).hit()->said.findings.events[0].summary, answer.words);
}

TEST_F(ChecksTest, aDeskThatDidNotSearchForAnotherReasonIsOnRecordToo) {
  const auto id = begin("desk");
  AnswerByPerson answer;
  answer.check = id;
  answer.what = AnswerByPerson::What::not_searched;
  for (const Reason reason : {Reason::unavailable, Reason::denied, Reason::partial}) {
    answer.reason = reason;
    ASSERT_TRUE(tell(answer));
    EXPECT_EQ(check(id).not_searched()->reason, reason);
  }
  answer.words = "the clerk has gone home";
  ASSERT_TRUE(tell(answer));
  EXPECT_EQ(check(id).not_searched()->detail, answer.words);
  EXPECT_EQ(check(id).answers.size(), 4u);
  ASSERT_TRUE(tell(answer));
  EXPECT_EQ(check(id).answers.size(), 4u) << "the same again says nothing new";
}

TEST_F(ChecksTest, everyEventReadsBackAsItWas) {
  const auto id = begin();
  ASSERT_TRUE(tell(RecordAsked{id, 1}));
  ASSERT_TRUE(tell(RecordFailure{id, 1, {Reason::timeout, "x"}, clock.now()}));
  ASSERT_TRUE(tell(RecordAnswer{id, 2, outcome(0), false}));
  ASSERT_TRUE(tell(RecordAnswer{id, 3, outcome(2), true}));
  ASSERT_TRUE(tell(AcknowledgeAnswer{id}));
  ASSERT_TRUE(tell(AskAgain{id, "again"}));
  ASSERT_TRUE(tell(WaiveCheck{id, "why"}).has_error());
  ASSERT_TRUE(tell(CancelCheck{id, "why"}));
  State folded;
  for (const auto& event : sink.log) {
    const auto read = decode(type_name(event), encode(event));
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(encode(*read), encode(event));
    apply(folded, *read, clock.now(), {});
  }
  EXPECT_EQ(folded.check(id)->answers.size(), check(id).answers.size());
  EXPECT_EQ(type_names().size(), 9U);
  EXPECT_EQ(decode("check.unknown.v1", "{}").error().code, Code::not_found);
  EXPECT_EQ(decode("check.asked.v1", "{\"x\":1}").error().code, Code::corrupt);
}

// An event that claims no_trace, written by whoever, folds to what its answer is worth.
TEST_F(ChecksTest, aForgedNoTraceFoldsToMalformed) {
  const auto id = begin();
  CheckAnswered forged;
  forged.check = id;
  forged.outcome = OutcomeKind::no_trace;
  forged.asked = {{"phone", phone, ""}};
  apply(sink.state, forged, clock.now(), {});
  EXPECT_EQ(check(id).not_searched()->reason, Reason::malformed);
}

TEST_F(ChecksTest, aPayloadIsSealedForAtMostOnePerson) {
  const auto person = PersonId::derived("test", "person");
  auto event = intended("register", phone);
  event.person = person;
  sink.intend(event);
  ASSERT_TRUE(tell(RecordAnswer{event.check, 1, outcome(1), true}));
  EXPECT_EQ(sealed_for(sink.log[0]), person);
  EXPECT_EQ(sealed_for(sink.log[1]), person);
  ASSERT_TRUE(tell(RecordAnswer{event.check, 2, outcome(2), true}));
  EXPECT_FALSE(sealed_for(sink.log[2])) << "two people: the incident's key";
}

// ---- the matrix ---------------------------------------------------------------------------------

struct Incident {
  incident::State state;
  incident::IdentifierId number = incident::IdentifierId::derived("test", "number");
  incident::PersonId person = incident::PersonId::derived("test", "suspect");

  Incident() {
    incident::IdentifierHeard heard;
    heard.identifier = number;
    heard.kind = "phone";
    heard.value = phone;
    incident::Identifier item;
    item.heard = heard;
    item.role = incident::IdentifierRole::complained_of;
    item.person = person;
    state.identifiers.emplace(number, item);
    incident::Person suspect;
    suspect.id = person;
    suspect.roles = {incident::PersonRole::suspect};
    state.people.emplace(person, suspect);
  }
};

TEST_F(ChecksTest, intendsEachQuestionOnce) {
  const auto sources = testing::sources_of({testing::register_toml(), testing::list_toml()});
  Incident incident;
  const std::vector<Wanted> wanted{{"register", {"identifier", incident.number.str()}, "r1", true},
                                   {"list", {"identifier", incident.number.str()}, "r2", true},
                                   {"register", {"identifier", incident.number.str()}, "r3", true}};
  const Asking asking{"safeguarding", originator_line("XX-20261119-00001", "control room"), true};
  const auto events = intend({}, incident.state, sources, wanted, asking, deciding());
  ASSERT_EQ(events.size(), 2U);
  const auto& first = std::get<CheckIntended>(events[0]);
  EXPECT_EQ(first.role, "complained_of");
  EXPECT_EQ(first.person, incident.person);
  EXPECT_EQ(first.purpose, "safeguarding");
  State state;
  for (const auto& event : events) apply(state, event, clock.now(), {});
  EXPECT_TRUE(intend(state, incident.state, sources, wanted, asking, deciding()).empty());
}

TEST_F(ChecksTest, whatCannotBeAskedIsNeverSent) {
  auto text = testing::register_toml();
  const auto sources = testing::sources_of({text});
  Incident incident;
  incident.state.people.at(incident.person).family_name = "Quill";
  const auto events = intend({}, incident.state, sources,
                             {{"register", {"person", incident.person.str()}, "r", true},
                              {"nowhere", {"identifier", incident.number.str()}, "r", true}},
                             {}, deciding());
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(std::get<CheckAnswered>(events[1]).reason, Reason::not_applicable);
  EXPECT_EQ(std::get<CheckAnswered>(events[3]).reason, Reason::misconfigured);
  State state;
  for (const auto& event : events) apply(state, event, clock.now(), {});
  EXPECT_FALSE(state.checks.at(state.order[0]).open()) << "nobody waits for what cannot be asked";
  EXPECT_TRUE(state.checks.at(state.order[1]).open());
}

TEST_F(ChecksTest, anOriginatorIsAtMostFiftyThreeCharacters) {
  const auto line =
      originator_line("XX-20261119-00001", "a name that is much longer than the line\n");
  EXPECT_LE(line.size(), 53U);
  EXPECT_EQ(line.find('\n'), std::string::npos);
}

// ---- what a hit names ---------------------------------------------------------------------------

TEST_F(ChecksTest, anExactHitIsFollowedToItsOtherIdentifiersWithinTheHops) {
  Incident incident;
  auto event = intended("register", phone);
  event.subject = {"identifier", incident.number.str()};
  event.person = incident.person;
  sink.intend(event);
  ASSERT_TRUE(tell(RecordAnswer{event.check, 1, outcome(1), true}));
  const auto found = follow_up(check(event.check), incident.state, 2, deciding());
  ASSERT_EQ(found.candidates.size(), 1U);
  EXPECT_EQ(found.candidates[0].band, "exact");
  ASSERT_EQ(found.identifiers.size(), 1U) << "the number asked about is known already";
  EXPECT_EQ(found.identifiers[0].value, "+447700900222");
  EXPECT_EQ(found.identifiers[0].hops, 1);
  EXPECT_EQ(found.identifiers[0].role, incident::IdentifierRole::complained_of);
  EXPECT_TRUE(follow_up(check(event.check), incident.state, 0, deciding()).identifiers.empty());
}

TEST_F(ChecksTest, whatASuspectsNameBringsIsComplainedOfToo) {
  Incident incident;
  auto event = intended("register", phone);
  event.subject = {"person", incident.person.str()};
  event.person = incident.person;
  sink.intend(event);
  ASSERT_TRUE(tell(RecordAnswer{event.check, 1, outcome(1), true}));
  auto& person = incident.state.people[incident.person];
  person.id = incident.person;
  person.roles = {incident::PersonRole::suspect};
  auto found = follow_up(check(event.check), incident.state, 2, deciding());
  ASSERT_FALSE(found.identifiers.empty());
  EXPECT_EQ(found.identifiers[0].role, incident::IdentifierRole::complained_of);
  person.roles = {incident::PersonRole::witness};
  found = follow_up(check(event.check), incident.state, 2, deciding());
  ASSERT_FALSE(found.identifiers.empty());
  EXPECT_EQ(found.identifiers[0].role, incident::IdentifierRole::unknown);
}

TEST_F(ChecksTest, aPossibleHitWaitsForAPersonAndAnEndedLinkIsNotFollowed) {
  Incident incident;
  auto event = intended("register", phone);
  event.subject = {"identifier", incident.number.str()};
  sink.intend(event);
  auto answer = said(1);
  answer.matched[0].band = "possible";
  ASSERT_TRUE(tell(RecordAnswer{
      event.check, 1, outcome_of({{"phone", phone, ""}}, answer, {}, clock.now()), true}));
  auto found = follow_up(check(event.check), incident.state, 2, deciding());
  EXPECT_EQ(found.candidates.size(), 1U);
  EXPECT_TRUE(found.identifiers.empty());
  // Somebody accepts the candidate: then it is followed.
  incident::Candidate accepted;
  accepted.found = found.candidates[0];
  accepted.state = incident::Candidate::State::accepted;
  incident.state.candidates.emplace(accepted.found.candidate, accepted);
  found = follow_up(check(event.check), incident.state, 2, deciding());
  EXPECT_EQ(found.identifiers.size(), 1U);

  auto ended = said(1);
  ended.findings.people[0].identifiers[1].until = *parse_date("2024-01-01");
  ASSERT_TRUE(tell(RecordAnswer{event.check, 2,
                                outcome_of({{"phone", phone, ""}}, ended, {}, clock.now()), true}));
  EXPECT_TRUE(follow_up(check(event.check), Incident().state, 2, deciding()).identifiers.empty());
}

TEST_F(ChecksTest, anIdentifierOfNobodyBringsOnePersonHoweverOften) {
  Incident incident;
  incident.state.identifiers.at(incident.number).person.reset();
  auto event = intended("register", phone);
  event.subject = {"identifier", incident.number.str()};
  sink.intend(event);
  ASSERT_TRUE(tell(RecordAnswer{event.check, 1, outcome(1), true}));
  const auto once = follow_up(check(event.check), incident.state, 2, deciding());
  const auto twice = follow_up(check(event.check), incident.state, 2, deciding());
  ASSERT_EQ(once.people.size(), 1U);
  EXPECT_EQ(once.people[0].person, twice.people[0].person);
  EXPECT_EQ(once.candidates[0].candidate, twice.candidates[0].candidate);
}

TEST_F(ChecksTest, aRestrictedRecordIsSaidToBeThereAndNothingOfItsContent) {
  Incident incident;
  auto event = intended("register", phone);
  event.subject = {"identifier", incident.number.str()};
  sink.intend(event);
  auto answer = said(1);
  answer.findings.people[0].restricted = true;
  ASSERT_TRUE(tell(RecordAnswer{
      event.check, 1, outcome_of({{"phone", phone, ""}}, answer, {}, clock.now()), true}));
  const auto found = follow_up(check(event.check), incident.state, 2, deciding());
  ASSERT_EQ(found.candidates.size(), 1U);
  EXPECT_TRUE(found.candidates[0].family_name.empty());
  EXPECT_TRUE(found.identifiers.empty());
}

// ---- facts --------------------------------------------------------------------------------------

TEST_F(ChecksTest, unknownIsNotNone) {
  const auto catalogue = policy::FactCatalogue::join(
      "incident", {"incident", "identifier", "person", "check"}, {fact_declarations()});
  ASSERT_TRUE(catalogue) << catalogue.error().message();
  const auto sources = testing::sources_of({testing::register_toml()});
  Incident incident;
  auto event = intended("register", phone);
  event.subject = {"identifier", incident.number.str()};
  sink.intend(event);
  const auto fact = [&](const policy::Subject& subject, const char* name) {
    policy::FactTable facts(*catalogue);
    facts.add({"identifier", incident.number.str()});  // as the incident does, before checks
    fill_facts(sink.state, sources, clock.now(), facts);
    return facts.get(subject, name).str();
  };
  const policy::Subject number{"identifier", incident.number.str()};
  EXPECT_EQ(fact(number, "hit_managed_offender"), "unknown");
  EXPECT_EQ(fact({"incident", ""}, "any_check_open"), "yes");
  ASSERT_TRUE(tell(RecordFailure{event.check, 1, {Reason::timeout, ""}, clock.now()}));
  EXPECT_EQ(fact(number, "hit_managed_offender"), "unknown");
  EXPECT_EQ(fact(number, "unsearched_sources"), "{register}");
  EXPECT_EQ(fact({"check", event.check.str()}, "not_searched_because"), "\"timeout\"");
  ASSERT_TRUE(tell(RecordAnswer{event.check, 2, outcome(0), true}));
  EXPECT_EQ(fact(number, "hit_managed_offender"), "no");
  EXPECT_EQ(fact({"incident", ""}, "any_check_open"), "no");
  auto answer = said(1);
  answer.findings.people[0].managed_offender = true;
  answer.findings.people[0].danger = "children";
  ASSERT_TRUE(tell(RecordAnswer{
      event.check, 3, outcome_of({{"phone", phone, ""}}, answer, {}, clock.now()), true}));
  EXPECT_EQ(fact(number, "hit_managed_offender"), "yes");
  EXPECT_EQ(fact({"incident", ""}, "any_hit_danger_to_children"), "yes");
  EXPECT_EQ(fact({"check", event.check.str()}, "found_unread"), "yes");
  ASSERT_TRUE(tell(AcknowledgeAnswer{event.check}));
  EXPECT_EQ(fact({"incident", ""}, "any_hit_unread"), "no");
}

}  // namespace
}  // namespace heed::checks
