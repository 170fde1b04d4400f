#include "rehearsal/acts_find.h"

#include <algorithm>

#include "base/text.h"
#include "desk/incident_view.h"

namespace heed::rehearsal {
namespace {

std::optional<incident::PersonRole> role_named(std::string_view word) {
  using Role = incident::PersonRole;
  if (word == "victim") return Role::victim;
  if (word == "suspect") return Role::suspect;
  if (word == "witness") return Role::witness;
  if (word == "third_party") return Role::third_party;
  return std::nullopt;
}

bool is_called(const incident::Person& person, std::string_view words) {
  const std::string whole = person.given_name + " " + person.family_name;
  return contains_words(person.name, words) || contains_words(whole, words) ||
         contains_words(person.described, words) || contains_words(person.relation, words);
}

}  // namespace

Error nothing_has(std::string_view kind, std::string_view words,
                  const std::vector<std::string>& there) {
  return error(Code::not_found, fmt::format("no {} has the words \"{}\"", kind, words), {},
               there.empty() ? "there is none" : "there are: " + join(there, "; "));
}

Result<incident::PersonId> person_meant(std::string_view words, const Scene& scene) {
  const incident::State& state = scene.whole.incident;
  if (words.empty() || words == "caller") {
    const auto contact = state.contacts.find(scene.contact);
    if (contact != state.contacts.end()) return contact->second.opened.caller;
    if (const auto caller = state.caller()) return *caller;
  }
  const auto role = role_named(words);
  std::vector<std::string> there;
  for (const auto id : state.people_order) {
    const incident::Person& person = *state.person(id);
    if (role ? person.has(*role) : is_called(person, words)) return id;
    there.push_back(desk::called(person));
  }
  // Until somebody says who is, the caller may be the victim.
  if (words == "victim" && state.caller()) return *state.caller();
  return nothing_has("person", words, there);
}

Result<incident::IdentifierId> identifier_meant(std::string_view words, const Scene& scene) {
  std::vector<std::string> there;
  for (const auto& [id, identifier] : scene.whole.incident.identifiers) {
    const auto& heard = identifier.heard;
    if (same_identifier(heard.value, words) || contains_words(heard.quote, words) ||
        contains_words(heard.value, words)) {
      return id;
    }
    there.push_back(heard.value);
  }
  return nothing_has("identifier", words, there);
}

std::vector<incident::ObligationId> open_obligations(const Scene& scene) {
  std::vector<incident::ObligationId> all;
  for (const auto& [id, obligation] : scene.whole.incident.obligations) {
    if (obligation.open()) all.push_back(id);
  }
  return all;
}

Result<incident::ObligationId> obligation_meant(std::string_view words, const Scene& scene) {
  std::vector<std::string> there;
  for (const auto id : open_obligations(scene)) {
    const auto& raised = scene.whole.incident.obligations.at(id).raised;
    if (contains_words(raised.what, words)) return id;
    there.push_back(raised.what);
  }
  return nothing_has("thing owed", words, there);
}

Result<incident::UndertakingId> undertaking_meant(std::string_view words, const Scene& scene) {
  std::vector<std::string> there;
  for (const auto& [id, undertaking] : scene.whole.incident.undertakings) {
    if (undertaking.ended) continue;
    if (contains_words(undertaking.given.what, words)) return id;
    there.push_back(undertaking.given.what);
  }
  return nothing_has("open promise", words, there);
}

Result<incident::HistoryId> history_meant(std::string_view words, const Scene& scene) {
  std::vector<std::string> there;
  for (const auto& [id, history] : scene.whole.incident.history) {
    const auto& shown = history.shown;
    if (contains_words(shown.summary, words) || contains_words(shown.reference, words)) return id;
    there.push_back(shown.summary);
  }
  return nothing_has("earlier entry", words, there);
}

std::string asked_about(const checks::Check& check) {
  std::vector<std::string> values;
  for (const auto& key : check.intended.keys) values.push_back(key.value);
  return join(values, " ");
}

Result<checks::CheckId> check_meant(const Act& act, const Scene& scene) {
  const std::string source = text(act, "source");
  const std::string about = text(act, "about");
  std::vector<std::string> there;
  std::optional<checks::CheckId> found;
  for (const auto id : scene.whole.checks.order) {
    const checks::Check& check = scene.whole.checks.checks.at(id);
    if (check.intended.source != source) continue;
    const std::string keys = asked_about(check);
    there.push_back(keys);
    const bool fits = about.empty() || contains_words(keys, about) || same_identifier(keys, about);
    if (fits && (!found || !check.done())) found = id;
    if (found && !scene.whole.checks.checks.at(*found).done()) break;
  }
  if (found) return *found;
  return nothing_has("look-up at " + source, about, there);
}

}  // namespace heed::rehearsal
