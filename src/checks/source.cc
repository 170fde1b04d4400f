#include "checks/source.h"

#include <algorithm>

#include "policy/document.h"

namespace heed::checks {
namespace {

constexpr Micros day = std::chrono::hours(24);

bool fills(const std::vector<std::string>& set, const std::vector<SearchKey>& keys) {
  return std::all_of(set.begin(), set.end(), [&](const std::string& kind) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const SearchKey& key) { return key.kind == kind; });
  });
}

bool holds_more(const std::vector<std::string>& large, const std::vector<std::string>& small) {
  return large.size() > small.size() &&
         std::all_of(small.begin(), small.end(), [&](const std::string& kind) {
           return std::find(large.begin(), large.end(), kind) != large.end();
         });
}

int weekday_of(LocalDate date) {
  return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(date)).iso_encoding());
}

bool on_day(const OpenWindow& window, LocalDate date) {
  return std::find(window.days.begin(), window.days.end(), weekday_of(date)) != window.days.end();
}

}  // namespace

Shown SourceDeclaration::shown_to(std::string_view role) const {
  const auto it = show.find(std::string(role));
  return it == show.end() ? show_others : it->second;
}

Shown SourceDeclaration::shown_to(const std::set<std::string>& roles) const {
  Shown most = roles.empty() ? Shown::nothing : show_others;
  for (const auto& role : roles) most = std::max(most, shown_to(role));
  return most;
}

std::vector<std::vector<SearchKey>> SourceDeclaration::usable(
    const std::vector<SearchKey>& keys) const {
  std::vector<std::vector<SearchKey>> out;
  for (const auto& set : accepts) {
    if (!fills(set, keys)) continue;
    const bool within_another = std::any_of(accepts.begin(), accepts.end(), [&](const auto& other) {
      return holds_more(other, set) && fills(other, keys);
    });
    if (within_another) continue;
    std::vector<SearchKey> question;
    for (const auto& key : keys) {
      if (std::find(set.begin(), set.end(), key.kind) != set.end()) question.push_back(key);
    }
    if (std::find(out.begin(), out.end(), question) == out.end())
      out.push_back(std::move(question));
  }
  return out;
}

std::string SourceDeclaration::not_applicable(const std::vector<SearchKey>& keys) const {
  for (const auto& key : keys) {
    if (const auto it = refuses.find(key.kind); it != refuses.end()) return it->second;
  }
  std::vector<std::string> sets;
  for (const auto& set : accepts) sets.push_back(policy::listed(set, "and"));
  return title + " is searched by " + policy::listed(sets, "or");
}

std::optional<Instant> SourceDeclaration::opens_at(Instant now, const Zone& zone) const {
  if (open.empty()) return std::nullopt;
  const LocalTime local = zone.local(now);
  const LocalDate yesterday = add_days(local.date, -1);
  for (const auto& window : open) {
    const bool past_midnight = window.to <= window.from;
    if (on_day(window, local.date) && local.since_midnight >= window.from &&
        (past_midnight || local.since_midnight < window.to)) {
      return std::nullopt;
    }
    if (past_midnight && on_day(window, yesterday) && local.since_midnight < window.to) {
      return std::nullopt;
    }
  }
  for (int ahead = 0; ahead <= 7; ++ahead) {
    const LocalDate date = add_days(local.date, ahead);
    std::optional<Instant> first;
    for (const auto& window : open) {
      if (!on_day(window, date)) continue;
      const Instant at = zone.instant({date, window.from}).at;
      if (at > now && (!first || at < *first)) first = at;
    }
    if (first) return first;
  }
  return now + 7 * day;  // not reached: every window has a day
}

const SourceDeclaration* Sources::find(std::string_view source) const {
  const auto it = std::find_if(all_.begin(), all_.end(),
                               [&](const auto& item) { return item->source == source; });
  return it == all_.end() ? nullptr : it->get();
}

}  // namespace heed::checks
