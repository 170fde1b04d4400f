#include <algorithm>

#include "base/text.h"
#include "checks/checks.h"

namespace heed::checks {
namespace {

constexpr std::size_t originator_max = 53;

void add(std::vector<SearchKey>& keys, const char* kind, const std::string& value) {
  const auto trimmed = trim(value);
  if (!trimmed.empty()) keys.push_back({kind, std::string(trimmed), {}});
}

// One source writes SAMPLE and another Sample: that is one question, asked once.
bool same_question(const std::vector<SearchKey>& a, const std::vector<SearchKey>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const SearchKey& x, const SearchKey& y) {
                      return x.kind == y.kind && x.platform == y.platform &&
                             lower_ascii(x.value) == lower_ascii(y.value);
                    });
}

void add_once(std::vector<std::vector<SearchKey>>& sets, std::vector<SearchKey> keys) {
  const bool known = std::any_of(sets.begin(), sets.end(),
                                 [&](const auto& set) { return same_question(set, keys); });
  if (!keys.empty() && !known) sets.push_back(std::move(keys));
}

// A date of birth said, seen or recorded by a person; never one judged by ear.
std::optional<LocalDate> born_of(const incident::State& incident, const incident::Person& person) {
  for (const auto& claim : person.claims) {
    if (claim.born) return claim.born;
  }
  for (const auto& finding : person.heard) {
    const auto it = incident.heard_ages.find(finding);
    if (it != incident.heard_ages.end() && !it->second.rejected && it->second.heard.claim.born) {
      return it->second.heard.claim.born;
    }
  }
  return std::nullopt;
}

std::vector<std::vector<SearchKey>> keys_of_person(const incident::State& incident,
                                                   const incident::Person& person) {
  std::vector<std::vector<SearchKey>> sets;
  std::vector<SearchKey> said;
  add(said, "given_name", person.given_name);
  add(said, "family_name", person.family_name);
  if (said.empty()) add(said, "name", person.name);
  if (!said.empty()) {
    if (const auto born = born_of(incident, person)) add(said, "born", format_date(*born));
  }
  add(said, "address", person.address);
  add(said, "uprn", person.uprn);
  add_once(sets, std::move(said));
  for (const auto& [id, candidate] : incident.candidates) {
    const auto& found = candidate.found;
    if (found.person != person.id || candidate.state == incident::Candidate::State::rejected) {
      continue;
    }
    const bool sure = found.band == "exact" || found.band == "strong";
    if (!sure && candidate.state != incident::Candidate::State::accepted) continue;
    std::vector<SearchKey> keys;
    add(keys, "given_name", found.given_name);
    add(keys, "family_name", found.family_name);
    if (keys.empty()) continue;
    if (found.born) add(keys, "born", format_date(*found.born));
    add_once(sets, std::move(keys));
  }
  return sets;
}

struct Subject {
  std::optional<PersonId> person;
  std::string role = "unknown";
  int hops = 0;
  std::string from_check;
};

std::string role_name(incident::IdentifierRole role) {
  switch (role) {
    case incident::IdentifierRole::callers: return "callers";
    case incident::IdentifierRole::victims: return "victims";
    case incident::IdentifierRole::complained_of: return "complained_of";
    case incident::IdentifierRole::third_party: return "third_party";
    case incident::IdentifierRole::unknown: break;
  }
  return "unknown";
}

std::string role_name(const incident::Person& person) {
  using incident::PersonRole;
  if (person.has(PersonRole::suspect)) return "suspect";
  if (person.has(PersonRole::victim)) return "victim";
  if (person.has(PersonRole::reporting)) return "reporting";
  if (person.has(PersonRole::witness)) return "witness";
  if (person.has(PersonRole::third_party)) return "third_party";
  return "unknown";
}

Subject subject_of(const incident::State& incident, const SubjectRef& ref) {
  Subject out;
  if (ref.kind == "identifier") {
    const auto id = incident::IdentifierId::parse(ref.id);
    const auto it = id ? incident.identifiers.find(*id) : incident.identifiers.end();
    if (it == incident.identifiers.end()) return out;
    out.person = it->second.person;
    out.role = role_name(it->second.role);
    out.hops = it->second.heard.hops;
    out.from_check = it->second.heard.from_check;
  } else if (ref.kind == "person") {
    const auto id = PersonId::parse(ref.id);
    const auto* person = id ? incident.person(*id) : nullptr;
    if (!person) return out;
    out.person = person->id;
    out.role = role_name(*person);
  }
  return out;
}

CheckAnswered never_sent(const CheckIntended& intended, Reason reason, std::string detail) {
  CheckAnswered out;
  out.check = intended.check;
  out.outcome = OutcomeKind::not_searched;
  out.reason = reason;
  out.detail = std::move(detail);
  out.asked = intended.keys;
  out.person = intended.person;
  return out;
}

}  // namespace

std::string originator_line(std::string_view reference, std::string_view who) {
  std::string line = scrub_utf8(std::string(reference) + " " + std::string(who));
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return line.substr(0, byte_offset(line, originator_max));
}

std::vector<std::vector<SearchKey>> keys_of(const incident::State& incident,
                                            const SubjectRef& subject) {
  if (subject.kind == "identifier") {
    const auto id = incident::IdentifierId::parse(subject.id);
    const auto it = id ? incident.identifiers.find(*id) : incident.identifiers.end();
    if (it == incident.identifiers.end() || it->second.heard.value.empty()) return {};
    const auto& heard = it->second.heard;
    return {{SearchKey{heard.kind, heard.value, heard.platform}}};
  }
  if (subject.kind == "person") {
    const auto id = PersonId::parse(subject.id);
    if (const auto* person = id ? incident.person(*id) : nullptr) {
      return keys_of_person(incident, *person);
    }
  }
  return {};
}

namespace {

// One question: nothing where it has been asked. `out` holds those of this very call.
bool asked_already(const State& state, const Events& out, const CheckIntended& intended) {
  if (state.find(intended.source, intended.keys)) return true;
  return std::any_of(out.begin(), out.end(), [&](const Event& event) {
    const auto* other = std::get_if<CheckIntended>(&event);
    return other && other->source == intended.source && other->keys == intended.keys;
  });
}

void intend_by(const State& state, const SourceDeclaration* source, CheckIntended intended,
               const std::vector<SearchKey>& keys, const Deciding& deciding, Events& out) {
  auto questions = source ? source->usable(keys) : std::vector<std::vector<SearchKey>>{};
  const bool applicable = !questions.empty();
  if (!applicable) questions.push_back(keys);
  for (const auto& question : questions) {
    intended.check = CheckId::fresh(deciding.now, deciding.random);
    intended.keys = question;
    if (asked_already(state, out, intended)) continue;
    out.push_back(intended);
    if (!source) {
      out.push_back(never_sent(intended, Reason::misconfigured, "no such source is configured"));
    } else if (!applicable) {
      out.push_back(never_sent(intended, Reason::not_applicable, source->not_applicable(keys)));
    }
  }
}

}  // namespace

Events intend(const State& state, const incident::State& incident, const Sources& sources,
              const std::vector<Wanted>& wanted, const Asking& asking, const Deciding& deciding) {
  Events out;
  for (const auto& want : wanted) {
    const Subject subject = subject_of(incident, want.subject);
    for (const auto& keys : keys_of(incident, want.subject)) {
      CheckIntended intended;
      intended.source = want.source;
      intended.subject = want.subject;
      intended.person = subject.person;
      intended.role = subject.role;
      intended.purpose = asking.purpose;
      intended.originator = asking.originator;
      intended.hops = subject.hops;
      intended.from_check = subject.from_check;
      intended.required = want.required;
      intended.urgent = asking.urgent;
      intended.rule = want.rule;
      intend_by(state, sources.find(want.source), std::move(intended), keys, deciding, out);
    }
  }
  return out;
}

}  // namespace heed::checks
