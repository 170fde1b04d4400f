#include <algorithm>

#include "training/training.h"

namespace heed::training {
namespace {

// The same day that many months later; the last of the month where there is no such day.
LocalDate months_later(LocalDate date, int months) {
  const std::chrono::year_month_day later = date + std::chrono::months(months);
  return later.ok() ? later : later.year() / later.month() / std::chrono::last;
}

// Why this entry does not do for that channel on that day; empty where it does.
std::string why_not(const Competence& held, const TrainingPolicy::CompetenceKind& kind,
                    std::string_view channel, LocalDate today) {
  if (held.gained > today) return kind.says + ": only from " + format_date(held.gained);
  if (held.expires && *held.expires < today) {
    return kind.says + ": expired with " + format_date(*held.expires);
  }
  if (kind.refresh_months && months_later(held.gained, *kind.refresh_months) < today) {
    return kind.says + ": last refreshed on " + format_date(held.gained) +
           ", to be refreshed every " + std::to_string(*kind.refresh_months) + " months";
  }
  for (const std::string& restriction : held.restrictions) {
    if (restriction == channel) return kind.says + ": not for " + std::string(channel);
    if (restriction == "supervised") return kind.says + ": only with a tutor beside them";
  }
  return {};
}

}  // namespace

Gate gate(const Register& reg, const TrainingPolicy& policy, std::string_view who,
          std::string_view channel, Instant now, const Zone& zone) {
  Gate out;
  out.shift = policy.shift_of(now, zone);
  const TrainingPolicy::Channel* needed = policy.channel(channel);
  if (!needed) {
    out.reasons.push_back("policy does not say what the channel " + std::string(channel) +
                          " needs");
    return out;
  }
  const LocalDate today = zone.date_of(now);
  const auto entries = reg.of(who);
  for (const std::string& what : needed->requires_all) {
    const TrainingPolicy::CompetenceKind& kind = *policy.kind(what);  // read() has made sure
    std::string nearest = kind.says + ": not in the register";
    for (const Competence* held : entries) {
      if (held->what != what) continue;
      nearest = why_not(*held, kind, channel, today);
      if (nearest.empty()) break;
    }
    if (!nearest.empty()) out.reasons.push_back(std::move(nearest));
  }
  out.unguided = out.reasons.empty();
  return out;
}

std::string alert_key(std::string_view who, const Gate& gate) {
  return "guided/" + std::string(who) + "/" + gate.shift;
}

}  // namespace heed::training
