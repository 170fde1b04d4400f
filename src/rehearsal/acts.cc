#include "rehearsal/acts.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "rehearsal/acts_find.h"

namespace heed::rehearsal {
namespace {

using incident::Command;
using Commands = std::vector<desk::Command>;
using Translate = Result<Commands> (*)(const Act&, const Scene&);

Commands one(incident::Command command) { return {desk::Command(std::move(command))}; }
Commands one(checks::Command command) { return {desk::Command(std::move(command))}; }

Result<std::vector<incident::PersonRole>> roles_of(const Act& act) {
  using Role = incident::PersonRole;
  static const std::map<std::string, Role> names = {
      {"reporting", Role::reporting},     {"victim", Role::victim},
      {"suspect", Role::suspect},         {"witness", Role::witness},
      {"third_party", Role::third_party}, {"unknown", Role::unknown}};
  std::vector<Role> roles;
  const Given* given_roles = given(act, "roles");
  if (given_roles == nullptr) return roles;
  for (const auto& name : given_roles->texts) {
    const auto found = names.find(name);
    if (found == names.end()) {
      return error(Code::invalid, fmt::format("\"{}\" is no role", name), given_roles->place.str());
    }
    roles.push_back(found->second);
  }
  return roles;
}

// ---- the log
// -------------------------------------------------------------------------------------

Result<Commands> writes(const Act& act, const Scene& scene, incident::Voice voice) {
  incident::WriteEntry entry;
  const auto& state = scene.whole.incident;
  if (state.contacts.count(scene.contact) != 0 && !state.contacts.at(scene.contact).ended) {
    entry.contact = scene.contact;
  }
  entry.voice = voice;
  entry.text = text(act, "words");
  if (const std::string corrected = text(act, "corrects"); !corrected.empty()) {
    const auto found = std::find_if(
        state.entries.begin(), state.entries.end(),
        [&](const auto& each) { return contains_words(each.written.text, corrected); });
    if (found == state.entries.end()) return nothing_has("entry", corrected, {});
    entry.corrects = found->written.entry;
  }
  return one(std::move(entry));
}
Result<Commands> caller_says(const Act& act, const Scene& scene) {
  return writes(act, scene, incident::Voice::caller);
}
Result<Commands> types(const Act& act, const Scene& scene) {
  return writes(act, scene, incident::Voice::handler_note);
}
Result<Commands> quotes(const Act& act, const Scene& scene) {
  return writes(act, scene, incident::Voice::quoted);
}

// ---- questions, people, identifiers
// --------------------------------------------------------------

const policy::Question* question_named(std::string_view words, const Scene& scene) {
  if (const auto* question = scene.policy.rules->question(words)) return question;
  for (const auto& question : scene.policy.rules->questions()) {
    if (contains_words(question.words, words)) return &question;
  }
  return nullptr;
}

Result<Commands> answers(const Act& act, const Scene& scene) {
  const auto* question = question_named(text(act, "question"), scene);
  if (question == nullptr) return nothing_has("question", text(act, "question"), {});
  incident::AnswerQuestion answer;
  answer.question = question->id;
  answer.outcome = named<incident::Outcome>(
      text(act, "outcome", "answered"), {"answered", "refused", "not_known", "later", "dismissed"});
  answer.value = text(act, "value");
  answer.reason = text(act, "reason");
  answer.subject = {question->subject, ""};
  if (given(act, "of") != nullptr || question->subject == "person") {
    HEED_TRY(const auto person, person_meant(text(act, "of"), scene));
    answer.subject = {"person", person.str()};
  } else if (question->subject == "contact") {
    answer.subject.id = scene.contact.str();
  }
  // Where it is owed of one subject only, that is the one meant.
  if (given(act, "of") == nullptr) {
    for (const auto id : open_obligations(scene)) {
      const auto& raised = scene.whole.incident.obligations.at(id).raised;
      const auto asks = raised.details.find("question");
      if (asks == raised.details.end() || asks->second != question->id) continue;
      if (raised.subject.kind == question->subject) answer.subject = raised.subject;
      break;
    }
  }
  return one(std::move(answer));
}

incident::IdentifierRole identifier_role(const Act& act) {
  return named<incident::IdentifierRole>(
      text(act, "as"), {"unknown", "callers", "victims", "complained_of", "third_party"});
}

Result<Commands> accepts(const Act& act, const Scene& scene) {
  incident::AcceptIdentifier accept;
  HEED_TRY(accept.identifier, identifier_meant(text(act, "identifier"), scene));
  accept.role = identifier_role(act);
  return one(std::move(accept));
}

Result<Commands> adds(const Act& act, const Scene&) {
  incident::AddIdentifier add;
  add.kind = text(act, "kind", "phone");
  add.value = text(act, "identifier");
  add.platform = text(act, "platform");
  add.role = identifier_role(act);
  return one(std::move(add));
}

Result<Commands> rejects(const Act& act, const Scene& scene) {
  const std::string words = text(act, "what");
  const auto& state = scene.whole.incident;
  if (auto identifier = identifier_meant(words, scene)) {
    return one(incident::RejectIdentifier{*identifier});
  }
  for (const auto& [id, candidate] : state.candidates) {
    const std::string name = candidate.found.given_name + " " + candidate.found.family_name;
    if (candidate.found.record_id == words || contains_words(name, words)) {
      return one(incident::RejectCandidate{id, text(act, "reason", "not this person")});
    }
  }
  for (const auto& [id, cue] : state.cues) {
    if (!cue.rejected && contains_words(cue.heard.quote, words)) {
      return one(incident::RejectFinding{id});
    }
  }
  for (const auto& [id, age] : state.heard_ages) {
    if (!age.rejected && contains_words(age.heard.claim.words, words)) {
      return one(incident::RejectFinding{id});
    }
  }
  return nothing_has("thing heard or found", words, {});
}

Result<Commands> reads_back(const Act& act, const Scene& scene) {
  HEED_TRY(const auto identifier, identifier_meant(text(act, "identifier"), scene));
  return one(incident::ReadBackIdentifier{identifier});
}

Result<Commands> confirms(const Act& act, const Scene& scene) {
  const std::string words = text(act, "candidate");
  std::vector<std::string> there;
  for (const auto& [id, candidate] : scene.whole.incident.candidates) {
    const auto& found = candidate.found;
    const std::string name = found.given_name + " " + found.family_name;
    const bool source = text(act, "source", found.source) == found.source;
    if (source && (found.record_id == words || contains_words(name, words))) {
      return one(incident::AcceptCandidate{id});
    }
    there.push_back(name);
  }
  return nothing_has("candidate", words, there);
}

Result<Commands> names(const Act& act, const Scene& scene) {
  HEED_TRY(const auto person, person_meant(text(act, "whom"), scene));
  Commands commands;
  if (given(act, "given") != nullptr || given(act, "family") != nullptr) {
    commands.emplace_back(
        Command(incident::NamePerson{person, text(act, "given"), text(act, "family")}));
  }
  if (given(act, "address") != nullptr || given(act, "uprn") != nullptr) {
    commands.emplace_back(
        Command(incident::SetAddress{person, text(act, "address"), text(act, "uprn")}));
  }
  return commands;
}

Result<Commands> sets_roles(const Act& act, const Scene& scene) {
  HEED_TRY(const auto person, person_meant(text(act, "whom"), scene));
  HEED_TRY(const auto roles, roles_of(act));
  return one(incident::SetRoles{person, roles});
}

Result<Commands> records_age(const Act& act, const Scene& scene) {
  incident::RecordAge age;
  HEED_TRY(age.person, person_meant(text(act, "whom"), scene));
  using Basis = incident::AgeBasis;
  const std::string basis = text(act, "basis");
  age.basis = basis == "recorded"          ? Basis::recorded
              : basis == "seen_by_officer" ? Basis::seen_by_officer
              : basis == "heard_in_voice"  ? Basis::heard_in_voice
                                           : Basis::said;
  using Status = incident::AgeStatus;
  const std::string status = text(act, "status", "known");
  age.status = status == "estimated"   ? Status::estimated
               : status == "not_known" ? Status::not_known
               : status == "refused"   ? Status::refused
                                       : Status::known;
  if (given(act, "born") != nullptr) {
    HEED_TRY(age.born, parse_date(text(act, "born")));
  }
  if (const Given* low = given(act, "low")) age.low = static_cast<int>(low->number);
  if (const Given* high = given(act, "high")) age.high = static_cast<int>(high->number);
  return one(std::move(age));
}

Result<Commands> adds_person(const Act& act, const Scene&) {
  HEED_TRY(const auto roles, roles_of(act));
  return one(incident::AddPerson{roles, text(act, "given"), text(act, "family"),
                                 text(act, "described"), text(act, "relation")});
}

Result<Commands> acknowledges(const Act& act, const Scene& scene) {
  const std::string words = text(act, "what");
  for (const auto id : scene.whole.checks.order) {
    const checks::Check& check = scene.whole.checks.checks.at(id);
    const auto* source = scene.policy.sources->find(check.intended.source);
    const bool meant = check.intended.source == words ||
                       (source != nullptr && contains_words(source->title, words));
    if (meant && check.answer() != nullptr && !check.acknowledged) {
      return one(checks::AcknowledgeAnswer{id});
    }
  }
  HEED_TRY(const auto history, history_meant(words, scene));
  return one(incident::AcknowledgeHistory{history});
}

Result<Commands> acts_upon(const Act& act, const Scene& scene) {
  HEED_TRY(const auto history, history_meant(text(act, "what"), scene));
  return one(incident::ActUponHistory{history, text(act, "act")});
}

Result<Commands> confirms_place(const Act& act, const Scene&) {
  incident::Location place;
  place.address = text(act, "address");
  place.uprn = text(act, "uprn");
  place.method = "said";
  place.confirmed = true;
  return one(incident::ConfirmLocation{place});
}

Result<Commands> sets_code(const Act& act, const Scene&) {
  return one(incident::SetOpeningCode{text(act, "code"), {}});
}
Result<Commands> sets_theme(const Act& act, const Scene&) {
  return one(incident::SetTheme{text(act, "theme"), truth(act, "on", true)});
}

}  // namespace

Result<Commands> duty_commands_for(const Act& act, const Scene& scene);  // acts_duty.cc

Result<Commands> commands_for(const Act& act, const Scene& scene) {
  static const std::map<std::string_view, Translate> translate = {
      {"caller_says", caller_says},
      {"types", types},
      {"quotes", quotes},
      {"answers", answers},
      {"accepts", accepts},
      {"adds", adds},
      {"rejects", rejects},
      {"reads_back", reads_back},
      {"confirms", confirms},
      {"names", names},
      {"sets_roles", sets_roles},
      {"records_age", records_age},
      {"adds_person", adds_person},
      {"acknowledges", acknowledges},
      {"acts_upon", acts_upon},
      {"sets_code", sets_code},
      {"confirms_place", confirms_place},
      {"sets_theme", sets_theme}};
  const auto found = translate.find(act.verb);
  if (found != translate.end()) return found->second(act, scene);
  return duty_commands_for(act, scene);
}

}  // namespace heed::rehearsal
