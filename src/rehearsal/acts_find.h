// Finds in an incident what a step's words mean. For acts*.cc.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "rehearsal/acts.h"
#include "rehearsal/judge.h"

namespace heed::rehearsal {

inline const Given* given(const Act& act, std::string_view name) {
  const auto found = act.given.find(name);
  return found == act.given.end() ? nullptr : &found->second;
}
inline std::string text(const Act& act, std::string_view name, std::string_view otherwise = {}) {
  const Given* found = given(act, name);
  return found == nullptr ? std::string(otherwise) : found->text;
}
inline bool truth(const Act& act, std::string_view name, bool otherwise = false) {
  const Given* found = given(act, name);
  return found == nullptr ? otherwise : found->truth;
}
inline std::optional<Instant> time(const Act& act, std::string_view name, const Scene& scene) {
  const Given* found = given(act, name);
  if (found == nullptr) return std::nullopt;
  return resolve(found->time, scene.now, scene.zone);
}

// The enumerator of that name; `names` in the order of the enumeration.
template <class Enum>
Enum named(std::string_view name, std::initializer_list<std::string_view> names) {
  int at = 0;
  for (const auto each : names) {
    if (each == name) return static_cast<Enum>(at);
    ++at;
  }
  return static_cast<Enum>(0);
}

Error nothing_has(std::string_view kind, std::string_view words,
                  const std::vector<std::string>& there);

Result<incident::ObligationId> obligation_meant(std::string_view words, const Scene& scene);
std::vector<incident::ObligationId> open_obligations(const Scene& scene);
Result<incident::UndertakingId> undertaking_meant(std::string_view words, const Scene& scene);
Result<incident::HistoryId> history_meant(std::string_view words, const Scene& scene);
Result<checks::CheckId> check_meant(const Act& act, const Scene& scene);
// The value that a check is about, as its keys say it.
std::string asked_about(const checks::Check& check);

}  // namespace heed::rehearsal
