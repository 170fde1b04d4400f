#include "access/access.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "access/consultation.h"

namespace heed::access {
namespace {

const Zone& london() {
  static const Zone zone = Zone::load("Europe/London").value();
  return zone;
}

Instant at(const char* text) { return parse_instant(text).value(); }

const AccessPolicy& shipped() {
  static const AccessPolicy policy = [] {
    auto read = AccessPolicy::read(*policy::Document::load(HEED_SOURCE_DIR "/policy/access.toml"));
    EXPECT_TRUE(read) << read.error().message();
    return *read;
  }();
  return policy;
}

const Staff& northmoor() {
  static const Staff staff = [] {
    auto read = Staff::read(*policy::Document::load(HEED_SOURCE_DIR "/config/northmoor/staff.toml"),
                            shipped(), london());
    EXPECT_TRUE(read) << read.error().message();
    return *read;
  }();
  return staff;
}

bool allowed(ActorId who, std::string_view action, Relation relation,
             std::string_view reason = "") {
  return may(shipped(), northmoor(), who, action, relation, reason).has_value();
}

Error refusal(ActorId who, std::string_view action, Relation relation,
              std::string_view reason = "") {
  const Status status = may(shipped(), northmoor(), who, action, relation, reason);
  EXPECT_FALSE(status);
  return status ? Error() : status.error();
}

const ActorId handler = actor_of("p.nair");
const ActorId supervisor = actor_of("s.khan");
const char* const reason = "the caller asks about it";

// ---- who may ------------------------------------------------------------------------------------

TEST(May, DeniesWhatPolicyDoesNotName) {
  const Error said = refusal(supervisor, "delete_everything", Relation::own);
  EXPECT_EQ(said.code, Code::denied);
  EXPECT_FALSE(allowed(system_actor(), "delete_everything", Relation::none));
  EXPECT_FALSE(allowed(supervisor, "", Relation::own));
}

TEST(May, DeniesSomebodyUnknownAndClosedAccounts) {
  EXPECT_FALSE(allowed(actor_of("nobody"), "view_board", Relation::none));
  EXPECT_FALSE(allowed(ActorId{}, "write_entry", Relation::own));
  const Staff closed = Staff::make({{actor_of("x"), "x", "X", {"supervisor"}, "", false}},
                                   {{"supervisor", actor_of("x")}}, london());
  EXPECT_FALSE(may(shipped(), closed, actor_of("x"), "write_entry", Relation::own, ""));
  EXPECT_TRUE(closed.roles(actor_of("x")).empty());
  EXPECT_TRUE(closed.on_duty("supervisor", at("2026-11-19T12:00:00Z")).empty());
}

TEST(May, AHandlerActsOnTheirOwnAndSeesOthersForAReason) {
  EXPECT_TRUE(allowed(handler, "write_entry", Relation::own));
  EXPECT_FALSE(allowed(handler, "write_entry", Relation::linked, reason));
  EXPECT_EQ(refusal(handler, "write_entry", Relation::other, reason).remedy,
            "join it, or have it handed to you");
  EXPECT_TRUE(allowed(handler, "view_incident", Relation::linked));
  EXPECT_FALSE(allowed(handler, "view_incident", Relation::other));
  EXPECT_FALSE(allowed(handler, "view_incident", Relation::other, "  because  "));
  EXPECT_TRUE(allowed(handler, "view_incident", Relation::other, reason));
  EXPECT_NE(refusal(handler, "view_incident", Relation::other).remedy.find("10 characters"),
            std::string::npos);
  EXPECT_TRUE(allowed(handler, "open_contact", Relation::none));
}

TEST(May, OnlyASupervisorReleases) {
  EXPECT_TRUE(allowed(supervisor, "release_obligation", Relation::other));
  EXPECT_EQ(refusal(handler, "release_obligation", Relation::own).remedy,
            "it takes the role force_incident_manager or supervisor");
  EXPECT_FALSE(allowed(actor_of("g.marsden"), "waive_check", Relation::own));
  EXPECT_FALSE(allowed(system_actor(), "release_obligation", Relation::other));
}

TEST(May, WhatTheSystemDoesNobodyElseDoes) {
  EXPECT_TRUE(allowed(system_actor(), "record_answer", Relation::other));
  for (const Person& person : northmoor().people()) {
    for (const char* action : {"record_answer", "mark_overdue", "find_candidates"}) {
      EXPECT_FALSE(allowed(person.id, action, Relation::own)) << person.login << " " << action;
    }
  }
  EXPECT_EQ(refusal(handler, "mark_overdue", Relation::own).remedy, "only the system does this");
}

TEST(May, TheOperatorSeesNoIncident) {
  const ActorId operator_ = actor_of("v.stone");
  EXPECT_FALSE(allowed(operator_, "view_incident", Relation::own));
  EXPECT_TRUE(allowed(operator_, "view_sources", Relation::none));
}

TEST(May, RefusalsNameNobody) {
  const Error said = refusal(handler, "write_entry", Relation::other);
  for (const Person& person : northmoor().people()) {
    EXPECT_EQ(said.message().find(person.name), std::string::npos);
  }
}

// Being nearer to an incident, or giving a reason, never takes anything away.
RC_GTEST_PROP(May, NearerNeverMeansLess, ()) {
  const auto& people = northmoor().people();
  const Person& person = people[*rc::gen::inRange<std::size_t>(0, people.size())];
  const std::string action = *rc::gen::element<std::string>(
      "write_entry", "view_incident", "close", "release_obligation", "answer_by_person",
      "search_incidents", "join_incident", "view_consultations", "record_answer", "no_such_thing");
  const bool other = allowed(person.id, action, Relation::other);
  const bool other_for = allowed(person.id, action, Relation::other, reason);
  const bool linked = allowed(person.id, action, Relation::linked);
  const bool own = allowed(person.id, action, Relation::own);
  RC_ASSERT(!other || other_for);
  RC_ASSERT(!other || linked);
  RC_ASSERT(!linked || own);
}

TEST(Purpose, HasToBeOneOfThemAndHaveItsReason) {
  EXPECT_TRUE(purpose_given(shipped(), "call_handling", ""));
  EXPECT_FALSE(purpose_given(shipped(), "curiosity", reason));
  EXPECT_FALSE(purpose_given(shipped(), "quality", ""));
  EXPECT_TRUE(purpose_given(shipped(), "quality", reason));
}

TEST(PolicyFile, MistakesHaveTheirPlace) {
  auto document = policy::Document::parse(
      "reason_letters_min = 10\n[[purpose]]\ncode = \"a\"\nsays = \"a\"\n[[role]]\nid = "
      "\"handler\"\nsays = \"a\"\n[[group]]\nid = \"log\"\nsays = \"a\"\nactions = [\"x\"]\n"
      "[[group]]\nid = \"other\"\nsays = \"a\"\nactions = [\"x\"]\n"
      "[[allow]]\nrole = \"handlr\"\ngroups = [\"lok\"]\nreach = \"own\"\n",
      "access.toml");
  const auto read = AccessPolicy::read(*document);
  ASSERT_FALSE(read);
  const std::string said = read.error().message();
  EXPECT_NE(said.find("access.toml:15"), std::string::npos) << said;
  EXPECT_NE(said.find("\"handlr\""), std::string::npos) << said;
  EXPECT_NE(said.find("\"lok\""), std::string::npos) << said;
}

// ---- who is on duty -----------------------------------------------------------------------------

std::vector<ActorId> on(const char* duty, const char* when) {
  return northmoor().on_duty(duty, at(when));
}

TEST(Duty, FollowsTheRosterInLocalTime) {
  const ActorId day = actor_of("s.khan"), night = actor_of("d.price");
  EXPECT_EQ(on("supervisor", "2026-11-19T18:59:59Z"), std::vector{day});
  EXPECT_EQ(on("supervisor", "2026-11-19T19:00:00Z"), std::vector{night});
  EXPECT_EQ(on("supervisor", "2026-11-20T06:59:59Z"), std::vector{night});
  EXPECT_EQ(on("supervisor", "2026-11-20T07:00:00Z"), std::vector{day});
  // Summer time: nineteen hundred is 18:00 UTC.
  EXPECT_EQ(on("supervisor", "2026-07-14T17:59:59Z"), std::vector{day});
  EXPECT_EQ(on("supervisor", "2026-07-14T18:00:00Z"), std::vector{night});
  // Both passes of 01:30 on the night the clocks go back, and the hour that is skipped in spring.
  EXPECT_EQ(on("supervisor", "2026-10-25T00:30:00Z"), std::vector{night});
  EXPECT_EQ(on("supervisor", "2026-10-25T01:30:00Z"), std::vector{night});
  EXPECT_EQ(on("supervisor", "2026-03-29T01:00:00Z"), std::vector{night});
}

TEST(Duty, DaysAndTheOrderOfOffering) {
  const std::vector both{actor_of("m.lane"), actor_of("c.ruiz")};
  EXPECT_EQ(on("public_protection", "2026-11-19T12:00:00Z"), both);  // Thursday
  EXPECT_EQ(on("public_protection", "2026-11-22T12:00:00Z"), std::vector{actor_of("c.ruiz")});
  EXPECT_TRUE(on("offender_manager", "2026-11-22T17:10:00Z").empty());
  EXPECT_TRUE(on("nobody_does_this", "2026-11-19T12:00:00Z").empty());
}

// Every duty that a ladder may end at has somebody at every hour of both nights of clock change.
TEST(Duty, TheRoomIsNeverEmpty) {
  for (const char* duty : {"supervisor", "force_incident_manager", "dispatcher", "handler",
                           "public_protection", "investigator", "operator"}) {
    for (const char* from : {"2026-03-28T00:00:00Z", "2026-10-24T00:00:00Z"}) {
      for (Instant now = at(from); now < at(from) + std::chrono::hours(72);
           now += std::chrono::minutes(10)) {
        ASSERT_FALSE(northmoor().on_duty(duty, now).empty()) << duty << format_instant(now);
      }
    }
  }
}

// What is owed to a duty is decided by people of that role, and somebody has to be of it.
TEST(Duty, EveryDutyOfPolicyIsARoleAndOnTheRoster) {
  auto document = policy::Document::load(HEED_SOURCE_DIR "/policy/duties.toml");
  ASSERT_TRUE(document) << document.error().message();
  const auto rostered = northmoor().duties();
  for (const auto& table : document->root().tables("duty")) {
    const std::string duty = table.string("id");
    EXPECT_TRUE(shipped().roles().count(duty)) << duty;
    EXPECT_EQ(std::count(rostered.begin(), rostered.end(), duty), 1) << duty;
  }
}

TEST(Duty, AnOverrideStandsInsteadAndSomebodyOffIsLeftOut) {
  auto document = policy::Document::parse(
      "[[person]]\nlogin = \"a\"\nname = \"A\"\nroles = [\"supervisor\"]\n"
      "[[person]]\nlogin = \"b\"\nname = \"B\"\nroles = [\"supervisor\"]\n"
      "[[roster]]\nduty = \"supervisor\"\nwho = \"a\"\ndays = [\"thu\"]\nfrom = \"22:00\"\n"
      "to = \"06:00\"\n"
      "[[override]]\nduty = \"supervisor\"\nwho = \"b\"\nfrom = \"2026-11-19 22:00\"\n"
      "to = \"2026-11-20 00:00\"\n"
      "[[override]]\nduty = \"supervisor\"\nwho = \"a\"\nfrom = \"2026-11-20 05:00\"\n"
      "to = \"2026-11-20 06:00\"\noff = true\n",
      "staff.toml");
  const auto staff = Staff::read(*document, shipped(), london());
  ASSERT_TRUE(staff) << staff.error().message();
  const auto who = [&](const char* when) { return staff->on_duty("supervisor", at(when)); };
  EXPECT_TRUE(who("2026-11-19T21:59:59Z").empty());
  EXPECT_EQ(who("2026-11-19T22:00:00Z"), std::vector{actor_of("b")});
  EXPECT_EQ(who("2026-11-20T00:00:00Z"), std::vector{actor_of("a")});
  EXPECT_TRUE(who("2026-11-20T05:30:00Z").empty());
  EXPECT_TRUE(who("2026-11-20T06:00:00Z").empty());
  EXPECT_TRUE(who("2026-11-20T23:00:00Z").empty());  // Friday night
}

TEST(StaffFile, MistakesHaveTheirPlace) {
  auto document = policy::Document::parse(
      "[[person]]\nlogin = \"a\"\nname = \"A\"\nroles = [\"supervizor\"]\n"
      "[[roster]]\nduty = \"supervisor\"\nwho = \"z\"\nfrom = \"7\"\nto = \"19:00\"\n",
      "staff.toml");
  const auto staff = Staff::read(*document, shipped(), london());
  ASSERT_FALSE(staff);
  const std::string said = staff.error().message();
  for (const char* part : {"staff.toml:4", "did you mean \"supervisor\"?", "\"z\"", "\"7\""}) {
    EXPECT_NE(said.find(part), std::string::npos) << said;
  }
}

TEST(StaffFile, NobodyIsTheSystem) {
  auto document = policy::Document::parse(
      "[[person]]\nlogin = \"a\"\nname = \"A\"\nroles = [\"system\"]\n", "staff.toml");
  EXPECT_FALSE(Staff::read(*document, shipped(), london()));
  EXPECT_EQ(northmoor().roles(system_actor()), std::set<std::string>{"system"});
  EXPECT_NE(actor_of("system"), system_actor());
}

// ---- consultations ------------------------------------------------------------------------------

TEST(Consultations, NamesAreFrozenAndEveryEventComesBack) {
  EXPECT_EQ(type_names(),
            (std::vector<std::string_view>{"view.opened.v1", "view.closed.v1", "search.done.v1",
                                           "glass.broken.v1", "glass.reviewed.v1"}));
  const ViewId view = ViewId::derived("test", "v");
  const GlassId glass = GlassId::derived("test", "g");
  const Instant now = at("2026-11-19T18:30:00Z");
  for (const Event& event :
       {Event(ViewOpened{view, handler, "incident", "i", "call_handling", "", "own", {"flag"}, 7}),
        Event(ViewClosed{view, "left", 9}),
        Event(SearchDone{handler, "people", {"phone"}, "i", "call_handling", "", 0}),
        Event(GlassBroken{glass, handler, "incident", "i", reason, now}),
        Event(GlassReviewed{glass, supervisor, true, "it could not wait"})}) {
    const auto again = decode(type_name(event), encode(event));
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(encode(*again), encode(event));
  }
}

TEST(Consultations, AViewClosesOnce) {
  Consultations state;
  const ViewId view = ViewId::derived("test", "v");
  apply(state, ViewOpened{view, handler, "incident", "i", "call_handling", "", "own", {}, 7}, {},
        handler);
  const auto events = close_view(state, view, "left", 9);
  ASSERT_EQ(events.size(), 1u);
  apply(state, events[0], {}, handler);
  EXPECT_TRUE(close_view(state, view, "silent", 9).empty());
}

TEST(Glass, OneSubjectFifteenMinutesAndAnotherPersonReviews) {
  Consultations state;
  SeededRandom random(1);
  const Instant now = at("2026-11-19T18:30:00Z");
  EXPECT_EQ(break_glass(state, handler, "incident", "i", "please", now, random).error().code,
            Code::invalid);
  EXPECT_EQ(break_glass(state, handler, "", "", reason, now, random).error().code, Code::invalid);
  const auto broken = break_glass(state, handler, "incident", "i", reason, now, random);
  ASSERT_TRUE(broken);
  apply(state, (*broken)[0], now, handler);
  EXPECT_TRUE(glass_open(state, "incident", "i", now));
  EXPECT_FALSE(glass_open(state, "incident", "j", now));
  EXPECT_TRUE(glass_open(state, "incident", "i", now + glass_lasts - Micros(1)));
  EXPECT_FALSE(glass_open(state, "incident", "i", now + glass_lasts));
  EXPECT_EQ(break_glass(state, handler, "incident", "i", reason, now, random).error().code,
            Code::conflict);
  const GlassId glass = state.glasses.begin()->first;
  EXPECT_EQ(review_glass(state, glass, handler, true, "it could not wait").error().code,
            Code::denied);
  const auto reviewed = review_glass(state, glass, supervisor, true, "it could not wait");
  ASSERT_TRUE(reviewed);
  apply(state, (*reviewed)[0], now, supervisor);
  EXPECT_EQ(review_glass(state, glass, supervisor, true, "it could not wait").error().code,
            Code::conflict);
}

}  // namespace
}  // namespace heed::access
