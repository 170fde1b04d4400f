// What becomes of a reply's bytes. The property: spoil a complete "nobody" in any place and it is
// "no trace" no longer.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>

#include "base/json.h"
#include "checks/testing.h"

namespace heed::checks {
namespace {

namespace json = boost::json;
using testing::register_reply;

constexpr const char* phone = "+447700900123";
const Instant now = *parse_instant("2026-11-19T13:00:00Z");

const Sources& sources() {
  static const Sources loaded =
      testing::sources_of({testing::register_toml("[limits]\nbytes = 4096\n"), testing::desk_toml(),
                           testing::journal_toml()});
  return loaded;
}

Asked asked(const std::string& source = "register") {
  Asked out;
  out.source = source;
  out.request_id = "r";
  out.keys = {{"phone", phone, ""}};
  out.purpose = "safeguarding";
  out.originator = "a \"quoted\" {phone} line";
  return out;
}

Outcome read(const std::string& body, int status = 200) {
  return read_once(asked(), *sources().find("register"), Incoming{status, {}, body}, now);
}

// Every place in a JSON value, outermost first.
void places(json::value& value, std::vector<json::value*>& out) {
  out.push_back(&value);
  if (auto* object = value.if_object()) {
    for (auto& item : *object) places(item.value(), out);
  } else if (auto* list = value.if_array()) {
    for (auto& item : *list) places(item, out);
  }
}

json::value something_else() {
  return *rc::gen::element<json::value>(
      json::value(nullptr), json::value(0), json::value(-1), json::value(7), json::value(2.5),
      json::value(true), json::value(false), json::value(""), json::value(" "), json::value("0"),
      json::value("+447700900999"), json::value(json::array{}), json::value(json::object{}),
      json::value(json::array{"email"}), json::value(json::array{json::object{}}),
      json::value("2021-01-01T00:00:00Z"), json::value("2031-01-01T00:00:00Z"));
}

RC_GTEST_PROP(MappingProperty, aReplySpoiltInAnyPlaceIsNotNoTrace, ()) {
  const json::value good = json::parse(register_reply(phone, 0));
  json::value bad = good;
  std::vector<json::value*> all;
  places(bad, all);
  const auto at = *rc::gen::inRange<std::size_t>(0, all.size());
  *all[at] = something_else();
  RC_PRE(bad != good);
  // What is left a whole claim is one: another coverage in words, another time in the past (this
  // source is of no age).
  const auto* object = bad.if_object();
  if (object && object->contains("coverage") && object->at("coverage").is_string() &&
      object->at("coverage") != good.at("coverage")) {
    RC_PRE(object->at("coverage") == json::value("") || object->at("coverage") == json::value(" "));
  }
  if (object && object->contains("as_of") && object->at("as_of") != good.at("as_of")) {
    RC_PRE(object->at("as_of") != json::value("2021-01-01T00:00:00Z"));
  }
  RC_LOG() << json::serialize(bad);
  RC_ASSERT(kind_of(read(json::serialize(bad))) == OutcomeKind::not_searched);
}

RC_GTEST_PROP(MappingProperty, aReplyWithoutOneOfItsFieldsIsNotNoTrace, ()) {
  json::value bad = json::parse(register_reply(phone, 0));
  auto& object = bad.get_object();
  const auto which = *rc::gen::inRange<std::size_t>(0, object.size());
  object.erase(std::next(object.begin(), static_cast<std::ptrdiff_t>(which)));
  RC_ASSERT(kind_of(read(json::serialize(bad))) == OutcomeKind::not_searched);
}

RC_GTEST_PROP(MappingProperty, aReplyCutShortIsMalformed, ()) {
  const auto good = register_reply(phone, 0);
  const auto length = *rc::gen::inRange<std::size_t>(0, good.size());
  const auto outcome = read(good.substr(0, length));
  RC_ASSERT(std::get<NotSearched>(outcome).reason == Reason::malformed);
}

// Whatever bytes come, it is an outcome, and never a "no trace".
RC_GTEST_PROP(MappingProperty, anyBytesAreAnOutcome, (const std::string& bytes)) {
  RC_ASSERT(kind_of(read(bytes)) == OutcomeKind::not_searched);
  for (const auto* source : {"desk", "own"}) {
    RC_ASSERT(kind_of(read_once(asked(source), *sources().find(source), Incoming{200, {}, bytes},
                                now)) == OutcomeKind::not_searched);
  }
}

RC_GTEST_PROP(MappingProperty, onlyTwoHundredIsAnAnswer, ()) {
  const int status = *rc::gen::inRange(100, 600);
  const auto outcome = read(register_reply(phone, 0), status);
  RC_ASSERT((kind_of(outcome) == OutcomeKind::no_trace) == (status == 200));
}

TEST(Mapping, deepAndLargeRepliesAreRefused) {
  EXPECT_EQ(std::get<NotSearched>(read(std::string(2000, '[') + std::string(2000, ']'))).reason,
            Reason::malformed);
  EXPECT_NE(kind_of(read(register_reply(phone, 0) + std::string(8192, ' '))),
            OutcomeKind::no_trace);
}

TEST(Mapping, whatIsPutIntoARequestStaysWhereItIsPut) {
  const auto connector =
      make_connector(std::make_shared<const SourceDeclaration>(*sources().find("register")));
  const auto request = connector->request(asked());
  const auto* out = std::get_if<Outgoing>(&request);
  ASSERT_NE(out, nullptr);
  const auto body = json::parse(out->body);
  EXPECT_EQ(body.at("number").as_string(), phone);
  EXPECT_EQ(body.at("who").as_string(), "a \"quoted\" {phone} line") << "no template in a value";
  EXPECT_EQ(out->path, "/search");
}

TEST(Mapping, aRejectedPersonLeavesWithEverythingThatHangsOnThem) {
  Said said;
  records::Nominal person;
  person.record_id = "R1";
  person.family_name = "Quill";
  said.findings.people = {person};
  records::CourtOrder order;
  order.order_id = "O1";
  order.against_record_id = "R1";
  said.findings.orders = {order};
  said.subject = {
      {"given_name", "Zebedee", ""}, {"family_name", "Oxnard", ""}, {"born", "1999-01-01", ""}};
  said.searched = {"given_name", "family_name", "born"};
  said.rows_declared = said.rows_received = said.rows_read = 1;
  said.last_page = true;
  said.as_of = now;
  said.coverage = "all";
  said.findings.people[0].given_name = "Ada";
  said.findings.people[0].born = *parse_date("1950-05-05");
  Asked question = asked();
  question.keys = said.subject;
  const auto outcome = meaning(question, *sources().find("register"), {said}, now);
  ASSERT_TRUE(std::holds_alternative<NoTrace>(outcome));
  const auto* read = said_of(outcome);
  EXPECT_TRUE(read->findings.empty());
  ASSERT_EQ(read->rejected.size(), 1U) << "logged by its record id";
  EXPECT_EQ(read->rejected[0].record_id, "R1");
}

TEST(Mapping, somebodyFoundUnderAnotherNameOfTheirsIsKept) {
  Said said;
  records::Nominal person;
  person.record_id = "R1";
  person.given_name = "Ada";
  person.family_name = "Quill";
  person.born = *parse_date("1999-01-01");
  said.subject = {
      {"given_name", "Zebedee", ""}, {"family_name", "Oxnard", ""}, {"born", "1999-01-01", ""}};
  said.searched = {"given_name", "family_name", "born"};
  said.rows_declared = said.rows_received = said.rows_read = 1;
  said.last_page = true;
  said.as_of = now;
  said.coverage = "all";
  Asked question = asked();
  question.keys = said.subject;
  const auto outcome_with = [&](std::vector<std::string> names) {
    person.also_known_as = std::move(names);
    said.findings.people = {person};
    return meaning(question, *sources().find("register"), {said}, now);
  };
  EXPECT_TRUE(std::holds_alternative<NoTrace>(outcome_with({})));
  EXPECT_TRUE(std::holds_alternative<NoTrace>(outcome_with({"Oxnard", "Bea Fenn"})));
  const auto found = outcome_with({"Bea Fenn", "Zebedee Oxnard"});
  ASSERT_TRUE(std::holds_alternative<Hit>(found));
  const auto& matched = std::get<Hit>(found).said.matched;
  ASSERT_EQ(matched.size(), 1U);
  EXPECT_NE(matched[0].band, "rejected");
  EXPECT_EQ(matched[0].reasons.back(), "under another name that the record holds");
}

}  // namespace
}  // namespace heed::checks
