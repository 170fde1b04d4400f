// One incident as those need it who are sent, who decide, or who release. Each is a consultation of
// its own kind, on record before a byte leaves; what a source lets the viewer see holds here as
// everywhere.
#include <algorithm>

#include "base/json_map.h"
#include "base/text.h"
#include "desk/incident_view_describe.h"
#include "incident/incident_describe.h"
#include "server/people_door.h"
#include "server/typed_route.h"

namespace heed::server {

// ---- the slip of whoever is sent --------------------------------------------------------------
struct SlipPerson {
  std::string called;
  std::vector<std::string> roles;
  desk::AgeView age;
  std::string described;
  std::vector<std::string> needs;  // as recorded, of whoever it may be
  std::vector<std::string> markers;
  bool may_be_another = false;  // nobody has said that the record is this person's
  bool managed_offender = false;
  std::string danger;
};
BOOST_DESCRIBE_STRUCT(SlipPerson, (),
                      (called, roles, age, described, needs, markers, may_be_another,
                       managed_offender, danger))
struct SlipAnswer {
  std::string question;
  std::string words;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(SlipAnswer, (), (question, words, value))
// The first lines first: what the person wants respected, what they need, how they are safely
// reached; then where, who, and what whoever goes must know.
struct Slip {
  incident::IncidentId incident;
  std::string reference;
  std::string grade;
  std::string grade_why;
  std::vector<desk::WishView> wishes;
  std::vector<std::string> needs;
  std::vector<SlipAnswer> safe_contact;
  std::optional<desk::LocationView> place;
  std::string ward;
  std::string line;  // that was rung from
  std::vector<SlipPerson> people;
  std::vector<SlipAnswer> must_know;
  std::vector<desk::ConditionView> conditions;
  std::vector<desk::OwedView> dispatches;
  std::vector<desk::EntryView> last_words;  // of the log, latest first
};
BOOST_DESCRIBE_STRUCT(Slip, (),
                      (incident, reference, grade, grade_why, wishes, needs, safe_contact, place,
                       ward, line, people, must_know, conditions, dispatches, last_words))

// ---- the full records ------------------------------------------------------------------------
struct HeldIdentifier {
  std::string kind;
  std::string value;
  std::string platform;
  std::string note;
  std::optional<LocalDate> from;
  std::optional<LocalDate> until;
  std::optional<LocalDate> last_confirmed;
};
BOOST_DESCRIBE_STRUCT(HeldIdentifier, (),
                      (kind, value, platform, note, from, until, last_confirmed))
struct HeldMarker {
  std::string code;
  std::string meaning;
  std::optional<LocalDate> from;
  std::optional<LocalDate> review_by;
  bool current = true;
};
BOOST_DESCRIBE_STRUCT(HeldMarker, (), (code, meaning, from, review_by, current))
struct HeldPerson {
  std::string record_id;
  std::string name;
  std::vector<std::string> also_known_as;
  std::optional<LocalDate> born;
  std::string sex;
  std::string address;
  std::string postcode;
  std::vector<HeldIdentifier> identifiers;
  std::vector<HeldMarker> markers;
  std::vector<std::string> needs;
  bool managed_offender = false;
  std::string danger;
  std::string manager;
  std::string risk_level;
  std::optional<LocalDate> last_confirmed;
};
BOOST_DESCRIBE_STRUCT(HeldPerson, (),
                      (record_id, name, also_known_as, born, sex, address, postcode, identifiers,
                       markers, needs, managed_offender, danger, manager, risk_level,
                       last_confirmed))
struct HeldClause {
  std::string id;
  std::string verbatim;
  std::string kind;
};
BOOST_DESCRIBE_STRUCT(HeldClause, (), (id, verbatim, kind))
struct HeldOrder {
  std::string order_id;
  std::string kind;
  std::string court;
  std::string against;  // record id
  std::optional<LocalDate> made;
  std::optional<LocalDate> served;
  std::optional<LocalDate> expires;
  std::optional<LocalDate> discharged;
  std::optional<LocalDate> varied;
  std::string verbatim;
  bool structured = false;
  std::vector<HeldClause> clauses;
};
BOOST_DESCRIBE_STRUCT(HeldOrder, (),
                      (order_id, kind, court, against, made, served, expires, discharged, varied,
                       verbatim, structured, clauses))
struct HeldEvent {
  std::string kind;
  std::string reference;
  std::optional<LocalDate> on;
  std::string summary;
  std::string role;
  std::string grading;
};
BOOST_DESCRIBE_STRUCT(HeldEvent, (), (kind, reference, on, summary, role, grading))
struct FullRecord {
  checks::CheckId check;
  std::string source;
  std::string title;
  std::string lawful_basis;
  std::string caveat;
  std::optional<Instant> as_of;
  std::string coverage;
  std::string incomplete;
  std::string searched_by;
  std::string words;
  std::vector<HeldPerson> people;
  std::vector<HeldOrder> orders;
  std::vector<HeldEvent> events;
  std::vector<HeldMarker> address_markers;
  std::int64_t restricted = 0;  // people whom policy restricts: left out
};
BOOST_DESCRIBE_STRUCT(FullRecord, (),
                      (check, source, title, lawful_basis, caveat, as_of, coverage, incomplete,
                       searched_by, words, people, orders, events, address_markers, restricted))
struct FullRecords {
  std::string reference;
  std::vector<FullRecord> records;
  std::vector<std::string> not_shown;  // sources that hold something which is not for this role
};
BOOST_DESCRIBE_STRUCT(FullRecords, (), (reference, records, not_shown))

// ---- what a release sets aside ---------------------------------------------------------------
struct SetAside {
  std::string reference;
  desk::OwedView owed;
  std::string rule;
  std::string rule_source;             // law, guidance or decision
  std::vector<std::string> stands_on;  // the facts that it was raised for
  std::vector<desk::CheckView> checks;
  std::vector<desk::ConditionView> conditions;
  std::vector<desk::QuestionView> questions;
  std::vector<desk::UndertakingView> undertakings;
  std::vector<desk::EntryView> entries;   // words of the log that bear on it
  std::vector<std::string> open_against;  // what else stands open
  bool by_me = false;  // the incident is the asker's own: another supervisor releases
};
BOOST_DESCRIBE_STRUCT(SetAside, (),
                      (reference, owed, rule, rule_source, stands_on, checks, conditions, questions,
                       undertakings, entries, open_against, by_me))

namespace {

constexpr std::size_t last_words_max = 6;
constexpr std::size_t entries_max = 8;
// policy/questions.toml: how and when somebody may be reached.
constexpr std::string_view safe_contact_question = "safe_contact";

void add_once(std::vector<std::string>& list, const std::string& word) {
  if (std::find(list.begin(), list.end(), word) == list.end()) list.push_back(word);
}

SlipPerson slip_person(const desk::PersonView& person, const desk::IncidentView& view) {
  SlipPerson out{person.called, person.roles, person.age, person.described, {}, {},
                 false,         false,        {}};
  for (const auto& held : view.candidates) {
    if (held.person != person.id || held.state == "rejected") continue;
    out.may_be_another = out.may_be_another || held.state != "accepted";
    for (const auto& need : held.needs) add_once(out.needs, need);
    for (const auto& marker : held.markers) add_once(out.markers, marker);
    out.managed_offender = out.managed_offender || held.managed_offender;
    if (!held.danger.empty()) out.danger = held.danger;
  }
  return out;
}

Slip slip_of(const desk::IncidentView& view, const desk::ForcePolicy& policy) {
  Slip out;
  out.incident = view.id;
  out.reference = view.reference;
  out.grade = view.grade;
  out.grade_why = view.grade_why.empty() ? join(view.floor_why, "; ") : view.grade_why;
  out.wishes = view.wishes;
  out.place = view.location;
  for (const auto& contact : view.contacts) {
    out.line = contact.line;
    if (!out.place) out.place = contact.location;
  }
  for (const auto& person : view.people) {
    out.people.push_back(slip_person(person, view));
    const auto& one = out.people.back();
    const bool suspect =
        std::find(one.roles.begin(), one.roles.end(), "suspect") != one.roles.end();
    for (const auto& need : one.needs) {
      if (!suspect) add_once(out.needs, need + (one.may_be_another ? " (may be another)" : ""));
    }
  }
  for (const auto& given : view.answers) {
    if (given.outcome != "answered" || given.value.empty()) continue;
    const auto* question = policy.rules->question(given.question);
    SlipAnswer said{given.question, question ? question->words : given.question, given.value};
    auto& list = given.question == safe_contact_question ? out.safe_contact : out.must_know;
    list.push_back(std::move(said));
  }
  out.conditions = view.conditions;
  for (const auto& owed : view.owed) {
    if (owed.kind == "dispatch") out.dispatches.push_back(owed);
  }
  for (auto entry = view.log.rbegin();
       entry != view.log.rend() && out.last_words.size() < last_words_max; ++entry) {
    out.last_words.push_back(*entry);
  }
  return out;
}

Route slip(const PeopleDoor& door) {
  Route route = get_route("/v1/incidents/{incident}/slip", "dispatch_slip",
                          "What whoever is sent must know: wishes, needs and safe contact first",
                          answer_schema<Slip>());
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, door.desk.incident(call));
    HEED_TRY(const auto admitted, admit_to(door.desk, call, id, "view_incident", "slip"));
    return answer(slip_of(desk::view_of(*admitted.whole, admitted.viewer), *admitted.policy));
  };
  return route;
}

HeldMarker held(const records::Marker& marker) {
  return {marker.code, marker.meaning, marker.from, marker.review_by, marker.current};
}

HeldPerson held(const records::Nominal& one) {
  HeldPerson out;
  out.record_id = one.record_id;
  std::vector<std::string> names;
  for (const auto* name : {&one.given_name, &one.middle_name, &one.family_name}) {
    if (!name->empty()) names.push_back(*name);
  }
  out.name = join(names, " ");
  out.also_known_as = one.also_known_as;
  out.born = one.born;
  out.sex = one.sex;
  out.address = one.address;
  out.postcode = one.postcode;
  for (const auto& each : one.identifiers) {
    out.identifiers.push_back({each.kind, each.value, each.platform, each.note, each.from,
                               each.until, each.last_confirmed});
  }
  for (const auto& marker : one.markers) out.markers.push_back(held(marker));
  out.needs = one.needs;
  out.managed_offender = one.managed_offender;
  out.danger = one.danger;
  out.manager = one.manager;
  out.risk_level = one.risk_level;
  out.last_confirmed = one.provenance.last_confirmed;
  return out;
}

HeldOrder held(const records::CourtOrder& order) {
  HeldOrder out{order.order_id, order.kind,     order.court,      order.against_record_id,
                order.made,     order.served,   order.expires,    order.discharged,
                order.varied,   order.verbatim, order.structured, {}};
  for (const auto& one : order.conditions) {
    out.clauses.push_back({one.condition_id, one.verbatim, one.kind});
  }
  return out;
}

FullRecord record_of(const checks::Check& check, const checks::SourceDeclaration& source) {
  FullRecord out;
  out.check = check.intended.check;
  out.source = source.source;
  out.title = source.title;
  out.lawful_basis = source.lawful_basis;
  const auto* said = check.said();
  if (!said) return out;
  out.caveat = said->caveat;
  out.as_of = said->as_of;
  out.coverage = said->coverage;
  out.searched_by = said->searched_by;
  out.words = said->words;
  for (const auto& one : said->findings.people) {
    if (one.restricted) {
      ++out.restricted;
    } else {
      out.people.push_back(held(one));
    }
  }
  for (const auto& order : said->findings.orders) out.orders.push_back(held(order));
  for (const auto& event : said->findings.events) {
    out.events.push_back(
        {event.kind, event.reference, event.on, event.summary, event.role, event.grading});
  }
  for (const auto& marker : said->findings.address_markers) {
    out.address_markers.push_back(held(marker));
  }
  return out;
}

FullRecords records_of(const OpenCase& admitted) {
  FullRecords out;
  out.reference = admitted.whole->incident.reference;
  const auto& state = admitted.whole->checks;
  for (const auto& id : state.order) {
    const auto* check = state.check(id);
    if (!check || !check->hit()) continue;
    const auto* source = admitted.policy->sources->find(check->intended.source);
    if (!source || source->shown_to(admitted.viewer.roles) != checks::Shown::full) {
      add_once(out.not_shown, source ? source->title : check->intended.source);
      continue;
    }
    out.records.push_back(record_of(*check, *source));
    if (const auto* hit = check->hit(); hit->incomplete) {
      out.records.back().incomplete = "there may be more: " + hit->incomplete->detail;
    }
  }
  return out;
}

Route full_records(const PeopleDoor& door) {
  Route route = get_route("/v1/incidents/{incident}/records", "full_records",
                          "What the sources hold, whole, as far as your role is shown all of it",
                          answer_schema<FullRecords>());
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, door.desk.incident(call));
    HEED_TRY(const auto admitted, admit_to(door.desk, call, id, "view_results", "records"));
    return answer(records_of(admitted));
  };
  return route;
}

// Words that were heard in the log and stand: what a duty was raised for is mostly there.
std::vector<desk::EntryView> entries_heard(const desk::IncidentView& view) {
  std::vector<desk::EntryView> out;
  for (const auto& entry : view.log) {
    const bool heard =
        std::any_of(view.findings.begin(), view.findings.end(),
                    [&](const auto& one) { return one.entry == entry.id && !one.rejected; });
    if (heard || !entry.marks.empty()) out.push_back(entry);
  }
  if (out.size() > entries_max) out.erase(out.begin(), out.end() - entries_max);
  return out;
}

Result<SetAside> set_aside(const OpenCase& admitted, incident::ObligationId id, ActorId me) {
  const auto* obligation = admitted.whole->incident.obligation(id);
  if (!obligation) {
    return error(Code::not_found, "nothing of that id is owed in this incident", "/obligation");
  }
  const desk::IncidentView view = desk::view_of(*admitted.whole, admitted.viewer);
  const auto& raised = obligation->raised;
  SetAside out;
  out.reference = view.reference;
  for (const auto* list : {&view.owed, &view.ended}) {
    for (const auto& one : *list) {
      if (one.id == id) out.owed = one;
    }
  }
  out.rule = raised.rule;
  if (const auto* rule = admitted.policy->rules->rule(raised.rule)) out.rule_source = rule->source;
  out.stands_on = raised.triggers;
  const std::string about = raised.subject.kind + ":" + raised.subject.id;
  for (const auto& check : view.checks) {
    const bool itself = raised.subject.kind == "check" && check.id.str() == raised.subject.id;
    if (itself || check.subject == about) out.checks.push_back(check);
  }
  if (raised.subject.kind == "order_condition") out.conditions = view.conditions;
  for (const auto& question : view.questions) {
    if (question.obligation == id) out.questions.push_back(question);
  }
  for (const auto& promise : view.undertakings) {
    if (promise.id.str() == raised.subject.id) out.undertakings.push_back(promise);
  }
  out.entries = entries_heard(view);
  out.open_against = view.open_against;
  out.by_me = admitted.whole->incident.handler == me;
  return out;
}

Route obligation(const PeopleDoor& door) {
  Route route = get_route("/v1/incidents/{incident}/obligations/{obligation}", "obligation",
                          "One thing owed, opened: what releasing it would set aside",
                          answer_schema<SetAside>());
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, door.desk.incident(call));
    const auto owed = incident::ObligationId::parse(call.path.find("obligation")->second);
    if (!owed) return error(Code::invalid, "expected an obligation's id", "/obligation");
    HEED_TRY(const auto admitted,
             admit_to(door.desk, call, id, "view_incident", "obligation/" + owed->str()));
    HEED_TRY(const auto out, set_aside(admitted, *owed, call.who.id));
    return answer(out);
  };
  return route;
}

}  // namespace

RouteTable case_routes(const PeopleDoor& door) {
  return {slip(door), full_records(door), obligation(door)};
}

}  // namespace heed::server
