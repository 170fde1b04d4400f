#include "incident/incident_facts.h"

#include <algorithm>

namespace heed::incident {
namespace {

using policy::FactDeclaration;
using policy::FactTable;
using policy::FactType;
using policy::FactValue;
using policy::Subject;
using policy::Truth;

// A fact of the incident that an answer settles, or a cue as long as nobody rejects it.
struct Asked {
  const char* fact;
  const char* cue;       // makes it yes; may be empty
  const char* question;  // id in policy/questions.toml
  const char* says;
};
constexpr Asked asked_facts[] = {
    {"hurt_now", "medical", "hurt_or_in_danger", "somebody is hurt or in danger now"},
    {"thinks_of_self_harm", "self_harm", "self_harm", "somebody means to hurt themselves"},
    {"meeting_arranged", "meeting", "meeting_arranged", "a meeting is arranged"},
    {"met_in_person", "met_before", "met_before", "they have met in person"},
    {"met_online", "online", "how_met", "the contact is over the internet"},
    {"images_shared", "", "images_shared", "images have been shared"},
    {"weapons_about", "weapons", "weapons", "a weapon is there or threatened"},
    {"suspect_near", "location_risk", "suspect_near", "the person complained of is near"},
    {"evidence_kept", "evidence", "evidence_kept", "messages or other evidence are kept"},
    {"reported_before", "repeat", "reported_before", "it was reported before"},
    {"children_there", "", "children_there", "children live or are there"},
    {"safe_now", "", "safe_now", "the person at risk is safe for now"},
};

const Subject incident_subject{"incident", ""};

Truth answered(const State& state, std::string_view question, const SubjectRef& subject) {
  const auto found = state.answers.find({std::string(question), subject});
  if (found == state.answers.end() || found->second.last.outcome != Outcome::answered) {
    return Truth::unknown;
  }
  const std::string& value = found->second.last.value;
  if (value == "yes") return Truth::yes;
  return value == "no" ? Truth::no : Truth::unknown;
}

Truth asked_fact(const State& state, const Asked& asked) {
  const Truth said = answered(state, asked.question, {"incident", ""});
  if (said != Truth::unknown) return said;
  return *asked.cue && state.cue(asked.cue) ? Truth::yes : Truth::unknown;
}

std::set<std::string> heard_meanings(const State& state) {
  std::set<std::string> meanings;
  for (const auto& [id, cue] : state.cues) {
    if (!cue.rejected) meanings.insert(cue.heard.meaning);
  }
  return meanings;
}

FactValue set_of(const std::set<std::string>& names) {
  return FactValue::set({names.begin(), names.end()});
}

bool any_in(const std::set<std::string>& names, const std::set<std::string>& wanted) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return wanted.count(name) != 0; });
}

std::string grade_name(Grade grade) {
  switch (grade) {
    case Grade::resolution_without_deployment: return "resolution_without_deployment";
    case Grade::scheduled: return "scheduled";
    case Grade::priority: return "priority";
    case Grade::emergency: return "emergency";
  }
  return "emergency";
}

std::string channel_name(Channel channel) {
  switch (channel) {
    case Channel::emergency_999: return "999";
    case Channel::non_emergency_101: return "101";
    case Channel::chat: return "chat";
    case Channel::in_person: return "in_person";
  }
  return "999";
}

std::string role_name(IdentifierRole role) {
  switch (role) {
    case IdentifierRole::unknown: return "unknown";
    case IdentifierRole::callers: return "callers";
    case IdentifierRole::victims: return "victims";
    case IdentifierRole::complained_of: return "complained_of";
    case IdentifierRole::third_party: return "third_party";
  }
  return "unknown";
}

std::string age_status_name(AgeStatus status) {
  switch (status) {
    case AgeStatus::not_asked: return "not_asked";
    case AgeStatus::known: return "known";
    case AgeStatus::recorded: return "recorded";
    case AgeStatus::estimated: return "estimated";
    case AgeStatus::not_known: return "not_known";
    case AgeStatus::refused: return "refused";
  }
  return "not_asked";
}

Truth truth_of(PossibleChild child) {
  switch (child) {
    case PossibleChild::yes: return Truth::yes;
    case PossibleChild::no: return Truth::no;
    case PossibleChild::unknown: return Truth::unknown;
  }
  return Truth::unknown;
}

// Somebody has asked, or it is on record for an accepted person: a guess by ear and a word in
// passing are not an answer.
bool age_settled(const Age& age) {
  switch (age.status) {
    case AgeStatus::known:
    case AgeStatus::recorded:
    case AgeStatus::refused:
    case AgeStatus::not_known: return true;
    case AgeStatus::estimated: return age.claims.front().basis == AgeBasis::seen_by_officer;
    case AgeStatus::not_asked: return false;
  }
  return false;
}

// Whatever has been said or is on record of the age settles it, or nothing does.
Truth under_16(const Age& age) {
  if (age.conflict) return Truth::unknown;
  if (age.high && *age.high < 16) return Truth::yes;
  if (age.low && *age.low >= 16) return Truth::no;
  return Truth::unknown;
}

void fill_contacts(const State& state, FactTable& facts) {
  for (const ContactId& id : state.contact_order) {
    const Contact& contact = state.contacts.at(id);
    const Subject subject{"contact", id.str()};
    facts.set(subject, "lost", FactValue::truth(contact.ended && contact.ended->lost));
    facts.set(subject, "ended", FactValue::truth(contact.ended.has_value()));
    facts.set(subject, "leaving_answered", FactValue::truth(contact.leaving_answered));
    facts.set(subject, "ring_back_decided", FactValue::truth(contact.ring_back.has_value()));
    facts.set(subject, "entered_afterwards", FactValue::truth(contact.opened.entered_afterwards));
    facts.set(subject, "contact_channel", FactValue::text(channel_name(contact.opened.channel)));
  }
}

struct CandidateFacts {
  bool open = false;
  bool needs = false;
  bool managed = false;
  bool sure = false;
  bool any = false;
  std::set<std::string> markers;
};

CandidateFacts candidate_facts(const State& state, PersonId person) {
  CandidateFacts out;
  for (const auto& [id, candidate] : state.candidates) {
    if (candidate.found.person != person || candidate.state == Candidate::State::rejected) continue;
    out.any = true;
    const bool accepted = candidate.state == Candidate::State::accepted;
    const std::string& band = candidate.found.band;
    const bool good = accepted || ((band == "exact" || band == "strong") && !candidate.found.tied);
    out.open = out.open || !accepted;
    out.needs = out.needs || !candidate.found.needs.empty();
    out.markers.insert(candidate.found.markers.begin(), candidate.found.markers.end());
    out.sure = out.sure || good;
    out.managed = out.managed || (candidate.found.managed_offender && good);
  }
  return out;
}

void fill_people(const State& state, Instant now, const Zone& zone, FactTable& facts) {
  const LocalDate today = zone.date_of(now);
  Truth any_child = Truth::no;
  bool any_unsettled = false;
  bool any_managed = false;
  for (const PersonId& id : state.people_order) {
    const Person& person = state.people.at(id);
    const Subject subject{"person", id.str()};
    const Age age = age_of(state, id, today);
    const Truth child = truth_of(possible_child(state, id, today));
    const bool victim = possible_victim(state, id);
    const CandidateFacts held = candidate_facts(state, id);
    const bool settled = age_settled(age);
    facts.set(subject, "reporting", FactValue::truth(person.has(PersonRole::reporting)));
    facts.set(subject, "victim", FactValue::truth(person.has(PersonRole::victim)));
    facts.set(subject, "suspect", FactValue::truth(person.has(PersonRole::suspect)));
    facts.set(subject, "possible_victim", FactValue::truth(victim));
    facts.set(subject, "possible_child", FactValue::truth(child));
    facts.set(subject, "under_16", FactValue::truth(under_16(age)));
    facts.set(subject, "age_status", FactValue::text(age_status_name(age.status)));
    facts.set(subject, "age_settled", FactValue::truth(settled));
    facts.set(subject, "age_conflict", FactValue::truth(age.conflict));
    facts.set(subject, "named", FactValue::truth(!person.name.empty()));
    facts.set(subject, "address_known", FactValue::truth(!person.address.empty()));
    facts.set(subject, "record_held", FactValue::truth(held.any));
    facts.set(subject, "record_sure", FactValue::truth(held.sure));
    facts.set(subject, "record_undecided", FactValue::truth(held.open));
    facts.set(subject, "needs_recorded", FactValue::truth(held.needs));
    facts.set(subject, "record_markers", set_of(held.markers));
    facts.set(subject, "managed_offender", FactValue::truth(held.managed));
    if (victim) any_child = policy::either(any_child, child);
    any_unsettled = any_unsettled || (victim && !settled);
    any_managed = any_managed || held.managed;
  }
  facts.set(incident_subject, "any_victim_possible_child", FactValue::truth(any_child));
  facts.set(incident_subject, "any_victim_age_open", FactValue::truth(any_unsettled));
  facts.set(incident_subject, "managed_offender_linked", FactValue::truth(any_managed));
}

void fill_identifiers(const State& state, FactTable& facts) {
  for (const auto& [id, identifier] : state.identifiers) {
    const IdentifierHeard& heard = identifier.heard;
    const bool rejected = identifier.state == IdentifierState::rejected;
    if (rejected) continue;  // nothing is owed about what is not one
    const Subject subject{"identifier", id.str()};
    facts.set(subject, "kind", FactValue::text(heard.kind));
    facts.set(subject, "role", FactValue::text(role_name(identifier.role)));
    facts.set(subject, "accepted", FactValue::truth(identifier.state == IdentifierState::accepted));
    facts.set(subject, "said", FactValue::truth(heard.hops == 0));
    facts.set(subject, "hops", FactValue::number(heard.hops));
    facts.set(subject, "read_back", FactValue::truth(identifier.read_back));
    facts.set(subject, "own_line",
              FactValue::truth(heard.hops == 0 && !heard.entry &&
                               identifier.role == IdentifierRole::callers));
    facts.set(subject, "stood_unaccepted", FactValue::truth(identifier.stood_unaccepted));
  }
}

void fill_undertakings(const State& state, FactTable& facts) {
  for (const auto& [id, undertaking] : state.undertakings) {
    const Subject subject{"undertaking", id.str()};
    facts.set(subject, "only_heard", FactValue::truth(false));
    facts.set(subject, "ended", FactValue::truth(undertaking.ended.has_value()));
  }
  for (const auto& [id, heard] : state.heard_undertakings) {
    const Subject subject{"undertaking", id.str()};
    facts.set(subject, "only_heard", FactValue::truth(true));
    facts.set(subject, "ended", FactValue::truth(false));
  }
}

FactDeclaration truth(const char* subject, const char* name, const char* says,
                      const char* question = "") {
  // What no question has to supply is set for every subject, in every turn.
  return {name, subject, FactType::truth, question, says, {}, *question == '\0'};
}

void fill_incident(const State& state, const DangerWords& danger, Instant now, const Zone& zone,
                   FactTable& facts) {
  const Subject& it = incident_subject;
  const std::set<std::string> heard = heard_meanings(state);
  const auto deadline = next_deadline(state, now);
  const bool live = state.live_contact() != nullptr;
  const auto grade = state.effective_grade();
  const auto set = [&](const char* name, bool value) {
    facts.set(it, name, FactValue::truth(value));
  };
  facts.add(it);
  for (const Asked& asked : asked_facts) {
    facts.set(it, asked.fact, FactValue::truth(asked_fact(state, asked)));
  }
  facts.set(it, "heard", set_of(heard));
  facts.set(it, "flags", set_of(state.flags));
  facts.set(it, "themes", set_of(state.themes));
  facts.set(it, "opening_code", FactValue::text(state.opening_code));
  if (!state.contact_order.empty()) {
    const Contact& latest = state.contacts.at(state.contact_order.back());
    facts.set(it, "channel", FactValue::text(channel_name(latest.opened.channel)));
  }
  if (grade) facts.set(it, "grade", FactValue::text(grade_name(*grade)));
  set("grade_set", grade.has_value());
  set("danger_reported", danger_reported(state, danger));
  set("age_theme", any_in(state.themes, danger.age_themes) || danger_reported(state, danger));
  set("contact_live", live);
  set("opening_code_set", !state.opening_code.empty());
  set("location_known", state.location.has_value());
  set("location_confirmed", state.location && state.location->confirmed);
  set("deadline_ahead", deadline.has_value());
  set("deadline_within_day", deadline && *deadline - now <= std::chrono::hours(24));
  set("deadline_today", deadline && zone.date_of(*deadline) == zone.date_of(now));
  set("deadline_within_two_hours", deadline && *deadline - now <= std::chrono::hours(2));
  set("blocking_held_back", state.blocking_held_back);
  set("blocking_advised",
      heard.count("advice_block") != 0 ||
          std::any_of(state.advice.begin(), state.advice.end(),
                      [](const AdviceGiven& a) { return a.advice == "block"; }));
  set("conclusion_marked", std::any_of(state.entries.begin(), state.entries.end(),
                                       [](const Entry& entry) { return !entry.marked.empty(); }));
  set("history_unread", std::any_of(state.history.begin(), state.history.end(),
                                    [](const auto& item) { return !item.second.acknowledged; }));
  set("linked_earlier", !state.links.empty());
  set("reopened", !state.reopened.empty());
  set("wish_against_telling",
      std::any_of(state.wishes.begin(), state.wishes.end(),
                  [](const auto& item) { return item.second.kind == "do_not_tell"; }));
  set("offence_offered", !state.offences.empty());
  set("risk_concluded", state.conclusions.count("risk") != 0);
  facts.set(it, "contacts", FactValue::number(static_cast<std::int64_t>(state.contacts.size())));
}

}  // namespace

bool danger_reported(const State& state, const DangerWords& danger) {
  return any_in(state.themes, danger.themes) || any_in(state.flags, danger.flags) ||
         any_in(heard_meanings(state), danger.cues);
}

std::optional<Instant> next_deadline(const State& state, Instant now) {
  std::optional<Instant> earliest;
  for (const auto& [id, deadline] : state.deadlines) {
    // A deadline known to the day or a part of it has not passed while that day lasts.
    const bool coarse =
        deadline.heard.precision == "day" || deadline.heard.precision == "part_of_day";
    const Instant end = deadline.heard.at + (coarse ? Micros(std::chrono::hours(24)) : Micros(0));
    if (deadline.rejected || end < now) continue;
    if (!earliest || deadline.heard.at < *earliest) earliest = deadline.heard.at;
  }
  return earliest;
}

std::vector<FactDeclaration> fact_declarations() {
  std::vector<FactDeclaration> out;
  for (const Asked& asked : asked_facts) {
    out.push_back(truth("incident", asked.fact, asked.says, asked.question));
  }
  const auto add = [&](FactDeclaration declaration) { out.push_back(std::move(declaration)); };
  add({"heard",
       "incident",
       FactType::set,
       "",
       "meanings of the cues heard and not rejected",
       {},
       true});
  add({"flags", "incident", FactType::set, "", "flags that hearing has raised", {}, true});
  add({"themes", "incident", FactType::set, "", "themes set by code, key or words", {}, true});
  add({"opening_code",
       "incident",
       FactType::text,
       "",
       "the opening code; empty where none",
       {},
       true});
  add({"channel",
       "incident",
       FactType::text,
       "",
       "of the latest contact",
       {"999", "101", "chat", "in_person"}});
  add({"grade",
       "incident",
       FactType::text,
       "",
       "the grade in force",
       {"resolution_without_deployment", "scheduled", "priority", "emergency"}});
  add(truth("incident", "grade_set", "a grade or a floor is in force"));
  add(truth("incident", "danger_reported",
            "threat, coercion, hurt or sexual approach is reported"));
  add(truth("incident", "age_theme", "policy asks for ages in a theme of this incident"));
  add(truth("incident", "contact_live", "somebody is on the line"));
  add(truth("incident", "opening_code_set", "there is an opening code"));
  add(truth("incident", "location_known", "a place is known, confirmed or not"));
  add(truth("incident", "location_confirmed", "the place is confirmed"));
  add(truth("incident", "deadline_ahead", "something falls due at a time that was said"));
  add(truth("incident", "deadline_within_day", "it falls due within 24 hours"));
  add(truth("incident", "deadline_today", "it falls due today"));
  add(truth("incident", "deadline_within_two_hours", "it falls due within two hours"));
  add(truth("incident", "blocking_held_back", "a block of the number is held back"));
  add(truth("incident", "blocking_advised", "the caller was told to block the number"));
  add(truth("incident", "conclusion_marked", "the log concludes while something is open"));
  add(truth("incident", "history_unread", "a previous entry has not been acknowledged"));
  add(truth("incident", "linked_earlier", "an earlier incident shares an identifier"));
  add(truth("incident", "reopened", "the incident was reopened"));
  add(truth("incident", "wish_against_telling", "the caller asks us not to tell somebody"));
  add(truth("incident", "offence_offered", "what is known may amount to an offence"));
  add(truth("incident", "risk_concluded", "somebody has concluded about risk"));
  add({"contacts", "incident", FactType::number, "", "how many contacts have joined it", {}, true});
  add(truth("incident", "any_victim_possible_child", "somebody at risk may be a child",
            "date_of_birth"));
  add(truth("incident", "any_victim_age_open", "the age of somebody at risk is not settled"));
  add(truth("incident", "managed_offender_linked", "a managed offender is linked"));

  add(truth("contact", "lost", "the line was lost"));
  add(truth("contact", "ended", "the contact has ended"));
  add(truth("contact", "leaving_answered", "what we said we would do is on record"));
  add(truth("contact", "ring_back_decided", "ringing back was decided"));
  add(truth("contact", "entered_afterwards", "taken while Heed was down"));
  add({"contact_channel",
       "contact",
       FactType::text,
       "",
       "its channel",
       {"999", "101", "chat", "in_person"}});

  add(truth("person", "reporting", "is in contact with us"));
  add(truth("person", "victim", "is the person at risk or harmed"));
  add(truth("person", "suspect", "is complained of"));
  add(truth("person", "possible_victim", "victim, or a reporter nobody has told apart from one"));
  add(truth("person", "possible_child", "may be under 18", "date_of_birth"));
  add(truth("person", "under_16", "is under 16", "date_of_birth"));
  add({"age_status",
       "person",
       FactType::text,
       "",
       "what is known of the age",
       {"not_asked", "known", "recorded", "estimated", "not_known", "refused"},
       true});
  add(truth("person", "age_settled", "age asked and answered, refused, not known, or on record"));
  add(truth("person", "age_conflict", "two statements of the age cannot both be true"));
  add(truth("person", "named", "a name is known"));
  add(truth("person", "address_known", "an address is known"));
  add(truth("person", "record_held", "a source holds somebody who may be this person"));
  add(truth("person", "record_sure", "one of them is accepted, or exact or strong and not tied"));
  add(truth("person", "record_undecided", "nobody has said whether it is them"));
  add(truth("person", "needs_recorded", "the record tells of needs"));
  add({"record_markers",
       "person",
       FactType::set,
       "",
       "codes of current markers on records that may be this person's",
       {},
       true});
  add(truth("person", "managed_offender", "the record is a managed offender's, and sure"));

  add({"kind", "identifier", FactType::text, "", "phone, email, username, vehicle, …", {}, true});
  add({"role",
       "identifier",
       FactType::text,
       "",
       "whose it is",
       {"unknown", "callers", "victims", "complained_of", "third_party"},
       true});
  add(truth("identifier", "accepted", "a person has accepted it"));
  add(truth("identifier", "said", "it was said or came with the line, not from a record"));
  add({"hops",
       "identifier",
       FactType::number,
       "",
       "recorded links between it and what was said",
       {},
       true});
  add(truth("identifier", "read_back", "it was read back to the caller"));
  add(truth("identifier", "own_line", "the line the caller rang from"));
  add(truth("identifier", "stood_unaccepted", "neither accepted nor rejected in time"));

  add(truth("undertaking", "only_heard", "heard in our own words and not yet taken up"));
  add(truth("undertaking", "ended", "kept, or the caller was told"));
  return out;
}

void fill_facts(const State& state, const DangerWords& danger, Instant now, const Zone& zone,
                policy::FactTable& facts) {
  fill_incident(state, danger, now, zone, facts);
  fill_contacts(state, facts);
  fill_people(state, now, zone, facts);
  fill_identifiers(state, facts);
  fill_undertakings(state, facts);
}

}  // namespace heed::incident
