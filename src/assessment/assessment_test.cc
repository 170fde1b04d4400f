#include "assessment/assessment.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "assessment/assessment_facts.h"

namespace heed::assessment {
namespace {

Instant at(const char* text) { return parse_instant(text).value(); }

const Zone& london() {
  static const Zone zone = Zone::load("Europe/London").value();
  return zone;
}

const ThrivePolicy& shipped() {
  static const ThrivePolicy policy = [] {
    auto read = ThrivePolicy::read(*policy::Document::load(HEED_SOURCE_DIR "/policy/thrive.toml"));
    EXPECT_TRUE(read) << read.error().message();
    return *read;
  }();
  return policy;
}

// Somebody rings; nothing else is known.
struct World {
  incident::State incident;
  checks::State checks;
  orders::State orders;
  incident::DangerWords danger{{"exploitation"}, {"coercion"}, {}, {"exploitation"}};
  State assessment;
  incident::PersonId caller = incident::PersonId::derived("test", "caller");
  Instant now = at("2026-11-19T18:30:00Z");
  int made = 0;

  World() {
    incident.opened_at = now;
    incident.people[caller].id = caller;
    incident.people[caller].roles = {incident::PersonRole::reporting};
    incident.people_order.push_back(caller);
    contact();
  }
  Known known() const { return {incident, checks, orders, danger, now, london()}; }
  std::vector<std::string> open() const { return open_against(known(), shipped()); }

  void contact() {
    const auto id = incident::ContactId::derived("test", std::to_string(++made));
    incident.contacts[id].opened.answered_at = now;
    incident.contact_order.push_back(id);
  }
  incident::FindingId cue(const std::string& meaning) {
    const auto id = incident::FindingId::derived("test", std::to_string(++made));
    incident.cues[id].heard.meaning = meaning;
    incident.cues[id].heard.quote = "so it was said";
    return id;
  }
  void age(int years) {
    incident::AgeClaim claim;
    claim.status = incident::AgeStatus::known;
    claim.low = claim.high = years;
    claim.at = now;
    incident.people[caller].claims = {claim};
  }
  checks::Check& check(const char* source = "local_intel") {
    const auto id = checks::CheckId::derived("test", std::to_string(++made));
    checks::Check& it = checks.checks[id];
    it.intended.check = id;
    it.intended.source = source;
    it.intended.keys = {{"phone", "+447700900999", ""}};
    checks.order.push_back(id);
    return it;
  }
  void answer(checks::Check& check, checks::Outcome outcome) {
    check.answers.push_back({std::move(outcome), now, 1, true});
    check.state = checks::RunState::done;
  }
  checks::Outcome nothing(const checks::Check& check) const {
    checks::Said said;
    said.subject = check.intended.keys;
    said.searched = {"phone"};
    said.rows_declared = 0;
    said.last_page = true;
    said.as_of = now;
    said.coverage = "all records";
    auto outcome = checks::outcome_of(check.intended.keys, said, {}, now);
    EXPECT_TRUE(std::holds_alternative<checks::NoTrace>(outcome));
    return outcome;
  }
  checks::Outcome something(const checks::Check& check) const {
    checks::Said said;
    said.subject = check.intended.keys;
    said.findings.events.emplace_back();
    return checks::Hit{said, std::nullopt};
  }
  incident::Candidate& candidate(incident::PersonId person) {
    const auto id = incident::HistoryId::derived("test", std::to_string(++made));
    incident::Candidate& it = incident.candidates[id];
    it.found.candidate = id;
    it.found.person = person;
    it.found.band = "exact";
    return it;
  }
  Result<std::vector<Event>> write(std::vector<Element> elements,
                                   std::optional<int> if_version = std::nullopt) {
    auto events = decide(assessment, {std::move(elements), if_version}, known(), shipped());
    if (events) take(*events);
    return events;
  }
  void take(const std::vector<Event>& events) {
    for (const Event& event : events) {
      const auto again = decode(type_name(event), encode(event));
      EXPECT_TRUE(again) << again.error().message();
      apply(assessment, *again, now, ActorId::derived("test", "who"));
    }
  }
  std::vector<std::string> expire_now() {
    const auto events = expire(assessment, known(), shipped());
    take(events);
    return events.empty() ? std::vector<std::string>()
                          : std::get<AssessmentExpired>(events.front()).why;
  }
};

Element element(const char* id, Says says = Says::present, const char* rationale = "he threatens") {
  return {id, says, rationale, {"entry:1"}, false};
}
const std::vector<Element> both{element("risk"), element("vulnerability")};

bool has(const std::vector<std::string>& words, std::string_view part) {
  for (const std::string& one : words) {
    if (one.find(part) != std::string::npos) return true;
  }
  return false;
}

// ---- writing ------------------------------------------------------------------------------------

TEST(Write, OnlyRiskAndVulnerabilityNeedBeWritten) {
  World world;
  EXPECT_FALSE(fresh(world.assessment, shipped()));
  ASSERT_TRUE(world.write({element("risk")}));
  EXPECT_FALSE(fresh(world.assessment, shipped()));
  ASSERT_TRUE(world.write({element("vulnerability")}, 1));
  EXPECT_TRUE(fresh(world.assessment, shipped()));
  EXPECT_EQ(world.assessment.version, 2);
  const WrittenElement& risk = world.assessment.elements.at("risk");
  EXPECT_EQ(risk.version, 1);
  EXPECT_EQ(risk.at, world.now);
  EXPECT_EQ(risk.by, ActorId::derived("test", "who"));
  EXPECT_EQ(risk.element.evidence, std::vector<std::string>{"entry:1"});
}

TEST(Write, UponTheVersionThatStands) {
  World world;
  ASSERT_TRUE(world.write(both));
  EXPECT_EQ(world.write(both).error().code, Code::invalid);
  EXPECT_EQ(world.write(both, 0).error().code, Code::conflict);
  EXPECT_EQ(world.write(both, 2).error().code, Code::conflict);
  EXPECT_TRUE(world.write(both, 1));
}

TEST(Write, RefusesWhatSaysNothing) {
  World world;
  EXPECT_EQ(world.write({}).error().code, Code::invalid);
  EXPECT_EQ(world.write({element("luck")}).error().where, "/elements/0/id");
  EXPECT_EQ(world.write({element("risk"), element("risk")}).error().where, "/elements/1/id");
  EXPECT_EQ(world.write({element("risk", Says::present, "  ")}).error().where,
            "/elements/0/rationale");
  EXPECT_EQ(world.write({element("risk", Says::none, "")}).error().code, Code::invalid);
  EXPECT_EQ(world.write({element("risk", Says::present, "\xff")}).error().code, Code::invalid);
  const std::string long_text(4001, 'a');
  EXPECT_EQ(world.write({element("risk", Says::present, long_text.c_str())}).error().code,
            Code::limit);
  EXPECT_TRUE(world.write({element("risk", Says::unknown, "")}));
}

TEST(Write, NoneIsRefusedWhileSomethingIsOpenAndUnknownNeverIs) {
  World world;
  const std::vector<Element> none{element("risk", Says::none, "nothing apparent")};
  world.check();
  const auto refused = world.write(none);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::refused);
  EXPECT_NE(refused.error().detail.find("local intel: not answered yet"), std::string::npos);
  EXPECT_TRUE(world.write({element("risk", Says::unknown, "")}));
  EXPECT_TRUE(world.write({element("threat", Says::none, "none said")}, 1));  // not guarded
  auto& check = world.checks.checks.begin()->second;
  world.answer(check, world.nothing(check));
  EXPECT_TRUE(world.write(none, 2));
}

// ---- what is open against a conclusion ----------------------------------------------------------

TEST(OpenAgainst, NothingForAnEverydayContact) {
  World world;
  EXPECT_TRUE(world.open().empty());
  auto& check = world.check();
  world.answer(check, world.nothing(check));
  EXPECT_TRUE(world.open().empty());
}

TEST(OpenAgainst, AnAgeNotKnownWhereAgesMatter) {
  World world;
  world.incident.themes = {"exploitation"};
  EXPECT_TRUE(has(world.open(), "age of somebody at risk has not been asked"));
  incident::AgeClaim refused;
  refused.status = incident::AgeStatus::refused;
  world.incident.people[world.caller].claims = {refused};
  EXPECT_TRUE(has(world.open(), "age of somebody at risk is not known"));
  world.age(30);
  EXPECT_FALSE(has(world.open(), "age of"));
  // By ear is not known.
  world.incident.people[world.caller].claims.back().basis = incident::AgeBasis::heard_in_voice;
  EXPECT_TRUE(has(world.open(), "age of somebody at risk is not known"));
  // A child of sixteen is a child, in any theme.
  world.incident.themes.clear();
  world.age(16);
  EXPECT_EQ(world.open(), std::vector<std::string>{"somebody at risk is or may be a child"});
}

TEST(OpenAgainst, ThreatAndWhatWasHeard) {
  World world;
  const auto heard = world.cue("coercion");
  EXPECT_TRUE(has(world.open(), "threat, coercion, hurt"));
  world.incident.cues[heard].rejected = true;
  EXPECT_TRUE(world.open().empty());
  world.cue("disability");
  EXPECT_EQ(world.open(), std::vector<std::string>{"a disability was heard"});
}

TEST(OpenAgainst, HistoryUnreadAndRecords) {
  World world;
  const auto id = incident::HistoryId::derived("test", "h");
  world.incident.history[id];
  EXPECT_TRUE(has(world.open(), "previous entries have not been read: 1"));
  world.incident.history[id].acknowledged = true;
  EXPECT_TRUE(world.open().empty());
  auto& held = world.candidate(world.caller);
  held.found.needs = {"autism"};
  held.found.markers = {"learning_difficulties"};
  EXPECT_EQ(world.open(), (std::vector<std::string>{"needs are recorded for somebody at risk",
                                                    "markers are recorded for somebody at risk"}));
  held.state = incident::Candidate::State::rejected;
  EXPECT_TRUE(world.open().empty());
  world.candidate(incident::PersonId::derived("test", "him")).found.managed_offender = true;
  EXPECT_TRUE(has(world.open(), "held for a managed offender"));
}

TEST(OpenAgainst, EveryCheckThatWasNotSearched) {
  using checks::NotSearched;
  using checks::Reason;
  for (const Reason reason :
       {Reason::timeout, Reason::unavailable, Reason::denied, Reason::rate_limited,
        Reason::malformed, Reason::partial, Reason::wrong_subject, Reason::stale,
        Reason::misconfigured, Reason::cancelled}) {
    World world;
    world.answer(world.check("offender_management"), NotSearched{reason, ""});
    EXPECT_TRUE(has(world.open(), "offender management: not searched"));
    EXPECT_EQ(world.open().size(), 1u);
  }
  World world;
  auto& waived = world.check();
  world.answer(waived, NotSearched{Reason::waived, ""});
  waived.waived.emplace();
  EXPECT_TRUE(has(world.open(), "decided not to wait"));
  World asked_in_vain;
  asked_in_vain.answer(asked_in_vain.check(), NotSearched{Reason::not_applicable, ""});
  EXPECT_TRUE(asked_in_vain.open().empty());
}

TEST(OpenAgainst, AHitThatNobodyHasRead) {
  World world;
  auto& check = world.check();
  world.answer(check, world.something(check));
  EXPECT_TRUE(has(world.open(), "local intel: it holds something that nobody has read"));
  check.acknowledged = true;
  EXPECT_TRUE(world.open().empty());
}

TEST(OpenAgainst, CourtOrders) {
  World world;
  orders::Judgement judged;
  judged.condition = orders::ConditionId::derived("test", "c");
  judged.outcome = orders::ConditionOutcome::insufficient_facts;
  orders::apply(world.orders, orders::OrderJudged{judged}, world.now, {});
  EXPECT_EQ(world.open(), std::vector<std::string>{"a court order of which not enough is known"});
  judged.outcome = orders::ConditionOutcome::possible_breach;
  orders::apply(world.orders, orders::OrderJudged{judged}, world.now, {});
  EXPECT_EQ(world.open(), std::vector<std::string>{"a possible breach of a court order"});
  judged.outcome = orders::ConditionOutcome::not_met;
  orders::apply(world.orders, orders::OrderJudged{judged}, world.now, {});
  EXPECT_TRUE(world.open().empty());
}

// ---- expiry -------------------------------------------------------------------------------------

TEST(Expiry, OnceByWhatMovedAndNotByWhatWasKnown) {
  World world;
  world.cue("coercion");
  world.age(16);
  ASSERT_TRUE(world.write(both));
  EXPECT_TRUE(world.expire_now().empty());
  world.cue("coercion");  // the same again is not new
  EXPECT_TRUE(world.expire_now().empty());

  world.cue("met_before");
  EXPECT_EQ(world.expire_now(), std::vector<std::string>{"heard since: met before"});
  EXPECT_FALSE(fresh(world.assessment, shipped()));
  EXPECT_TRUE(world.expire_now().empty());  // once

  // Writing one element again does not freshen the other; at the same instant too.
  ASSERT_TRUE(world.write({element("risk")}, 1));
  EXPECT_FALSE(fresh(world.assessment, shipped()));
  EXPECT_TRUE(world.assessment.expired);
  ASSERT_TRUE(world.write({element("vulnerability")}, 2));
  EXPECT_TRUE(fresh(world.assessment, shipped()));
  EXPECT_FALSE(world.assessment.expired);
}

TEST(Expiry, ByEachKindOfChange) {
  const auto why = [](auto change) {
    World world;
    world.age(30);
    auto& check = world.check();
    EXPECT_TRUE(world.write(both));
    change(world, check);
    return world.expire_now();
  };
  EXPECT_TRUE(has(why([](World& w, auto&) { w.contact(); }), "a new contact"));
  EXPECT_TRUE(has(why([](World& w, auto& c) { w.answer(c, w.nothing(c)); }), "answered since"));
  EXPECT_TRUE(has(why([](World& w, auto&) { w.age(16); }), "of an age"));
  EXPECT_TRUE(has(why([](World& w, auto&) { w.incident.themes = {"missing"}; }), "theme missing"));
  EXPECT_TRUE(has(why([](World& w, auto&) { w.incident.flags = {"child"}; }), "flagged since"));
  EXPECT_TRUE(has(why([](World& w, auto&) {
                    w.incident.answers[{"weapons", {"incident", ""}}].last.value = "yes";
                  }),
                  "a question was answered"));
  EXPECT_TRUE(
      has(why([](World& w, auto&) { w.incident.links.push_back({}); }), "earlier incident"));
  EXPECT_TRUE(has(why([](World& w, auto&) { w.incident.reopened.push_back({}); }), "reopened"));
  EXPECT_TRUE(has(why([](World& w, auto&) {
                    w.candidate(w.caller).state = incident::Candidate::State::accepted;
                  }),
                  "record was accepted"));
  EXPECT_TRUE(has(why([](World& w, auto&) {
                    orders::Judgement judged;
                    judged.outcome = orders::ConditionOutcome::possible_breach;
                    orders::apply(w.orders, orders::OrderJudged{judged}, w.now, {});
                  }),
                  "a court order: possible breach"));
  EXPECT_TRUE(has(
      why([](World& w, auto&) { w.incident.deadlines[incident::FindingId::derived("test", "d")]; }),
      "a time ahead"));
  // A check that is only asked, or fails, tells nothing new.
  EXPECT_TRUE(why([](World& w, auto& c) {
                w.check();
                w.answer(c, checks::NotSearched{});
              }).empty());
}

TEST(Expiry, ByAnAnswerThatDiffersLater) {
  World world;
  auto& check = world.check();
  world.answer(check, world.nothing(check));
  ASSERT_TRUE(world.write(both));
  world.answer(check, world.something(check));
  EXPECT_TRUE(has(world.expire_now(), "local intel answered since"));
}

TEST(Expiry, ByTheTargetTimeOnceForEachGradeAndContact) {
  World world;
  world.incident.grade = incident::Grade::priority;
  ASSERT_TRUE(world.write(both));
  EXPECT_EQ(target_time(world.known(), shipped()), at("2026-11-19T19:30:00Z"));
  world.now = at("2026-11-19T19:29:59Z");
  EXPECT_TRUE(world.expire_now().empty());
  world.now = at("2026-11-19T19:30:00Z");
  EXPECT_TRUE(has(world.expire_now(), "target time"));
  ASSERT_TRUE(world.write(both, 1));
  world.now = at("2026-11-19T23:30:00Z");
  EXPECT_TRUE(world.expire_now().empty());
  world.incident.grade = incident::Grade::emergency;
  EXPECT_TRUE(has(world.expire_now(), "target time"));
  world.incident.grade = incident::Grade::resolution_without_deployment;
  EXPECT_FALSE(target_time(world.known(), shipped()));
}

TEST(Expiry, NothingWrittenCannotExpire) {
  World world;
  world.cue("coercion");
  EXPECT_TRUE(world.expire_now().empty());
}

// ---- drafts -------------------------------------------------------------------------------------

TEST(Draft, TellsWhatIsKnownAndWhatIsNot) {
  World world;
  const auto heard = world.cue("coercion");
  world.check("offender_management");
  auto& held = world.candidate(incident::PersonId::derived("test", "him"));
  held.found.managed_offender = true;
  held.found.danger = "children";
  held.found.given_name = "Vernon";
  held.found.family_name = "Blackstone";
  const auto elements = draft(world.known(), shipped());
  ASSERT_EQ(elements.size(), shipped().elements().size());
  std::map<std::string, Element> by_id;
  for (const Element& one : elements) {
    EXPECT_TRUE(one.drafted);
    EXPECT_EQ(one.rationale.find("Blackstone"), std::string::npos);
    by_id[one.id] = one;
  }
  EXPECT_EQ(by_id["threat"].says, Says::present);
  EXPECT_EQ(by_id["threat"].evidence.front(), "cue:" + heard.str());
  EXPECT_NE(by_id["threat"].rationale.find("\"so it was said\""), std::string::npos);
  EXPECT_NE(by_id["risk"].rationale.find("a danger to children"), std::string::npos);
  EXPECT_NE(by_id["risk"].rationale.find("offender management: not answered yet"),
            std::string::npos);
  // What is not known is said and makes nothing present.
  EXPECT_EQ(by_id["vulnerability"].says, Says::unknown);
  EXPECT_NE(by_id["vulnerability"].rationale.find("age of the person at risk is not known"),
            std::string::npos);
  world.age(16);
  EXPECT_NE(draft(world.known(), shipped())[4].rationale.find("A child: 16 years old"),
            std::string::npos);
}

// A draft is never "none": only a person concludes that there is nothing.
RC_GTEST_PROP(Draft, NeverConcludesThatThereIsNothing, ()) {
  World world;
  for (const std::string& meaning : *rc::gen::container<std::vector<std::string>>(
           rc::gen::element<std::string>("coercion", "child", "wish", "evidence", "meeting"))) {
    world.cue(meaning);
  }
  if (*rc::gen::arbitrary<bool>()) world.age(*rc::gen::inRange(8, 60));
  for (const Element& one : draft(world.known(), shipped())) RC_ASSERT(one.says != Says::none);
}

// ---- policy, facts, events ----------------------------------------------------------------------

TEST(PolicyFile, MistakesHaveTheirPlace) {
  auto document = policy::Document::parse(
      "[[element]]\nid = \"risk\"\ntitle = \"a\"\nasks = \"a\"\ntakes = [\"agess\"]\n"
      "[[target]]\ngrade = \"prioritty\"\nwithin = \"1h\"\n",
      "thrive.toml");
  const auto read = ThrivePolicy::read(*document);
  ASSERT_FALSE(read);
  const std::string said = read.error().message();
  for (const char* part : {"thrive.toml:5", "\"agess\"", "\"prioritty\"", "required"}) {
    EXPECT_NE(said.find(part), std::string::npos) << said;
  }
}

TEST(Facts, FollowWhatIsWritten) {
  const auto catalogue =
      policy::FactCatalogue::join("incident", {"incident"}, {fact_declarations()});
  ASSERT_TRUE(catalogue) << catalogue.error().message();
  World world;
  const auto get = [&](const char* name) {
    policy::FactTable facts(*catalogue);
    fill_facts(world.assessment, world.known(), shipped(), facts);
    return facts.get({"incident", ""}, name).as_truth() == policy::Truth::yes;
  };
  EXPECT_FALSE(get("assessment_written"));
  EXPECT_FALSE(get("assessment_expired"));
  ASSERT_TRUE(world.write({element("risk")}));
  EXPECT_TRUE(get("risk_written"));
  EXPECT_FALSE(get("vulnerability_written"));
  ASSERT_TRUE(world.write(both, 1));
  EXPECT_TRUE(get("assessment_fresh"));
  EXPECT_FALSE(get("none_is_open"));
  world.cue("coercion");
  world.expire_now();
  EXPECT_TRUE(get("assessment_expired"));
  EXPECT_FALSE(get("assessment_fresh"));
  EXPECT_FALSE(get("risk_written"));
  EXPECT_TRUE(get("none_is_open"));
  world.incident.grade = incident::Grade::emergency;
  EXPECT_FALSE(get("target_passed"));
  world.now += std::chrono::minutes(15);
  EXPECT_TRUE(get("target_passed"));
}

TEST(Events, NamesAreFrozen) {
  EXPECT_EQ(type_names(),
            (std::vector<std::string_view>{"assessment.written.v1", "assessment.expired.v1"}));
}

}  // namespace
}  // namespace heed::assessment
