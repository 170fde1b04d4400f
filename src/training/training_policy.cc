#include <fmt/core.h>

#include <algorithm>

#include "training/training.h"

namespace heed::training {
namespace {

template <class Item>
const Item* by_id(const std::vector<Item>& items, std::string_view id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

// "07:00" as time since midnight; nothing where it is none.
std::optional<Micros> clock_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const int i : {0, 1, 3, 4}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return Micros(std::chrono::hours(hours) + std::chrono::minutes(minutes));
}

}  // namespace

Result<TrainingPolicy> TrainingPolicy::read(const policy::Policy& policy) {
  HEED_TRY(policy::Document document, policy.document("training.toml"));
  return read(std::move(document));
}

Result<TrainingPolicy> TrainingPolicy::read(policy::Document document) {
  TrainingPolicy out;
  const policy::Table root = document.root();
  for (const policy::Table& table : root.tables("competence")) {
    CompetenceKind kind;
    kind.id = table.string("id");
    kind.says = table.string("says");
    if (const auto months = table.optional_integer("refresh_months", 1, 240)) {
      kind.refresh_months = static_cast<int>(*months);
    }
    if (by_id(out.kinds_, kind.id)) table.wrong_at("id", "this competence is there already");
    out.kinds_.push_back(std::move(kind));
  }
  for (const policy::Table& table : root.tables("channel")) {
    Channel channel{table.string("id"), table.strings("requires")};
    for (const std::string& what : channel.requires_all) {
      if (!by_id(out.kinds_, what)) {
        table.wrong_at("requires",
                       "expected a [[competence]] of this file, found \"" + what + "\"");
      }
    }
    if (by_id(out.channels_, channel.id)) table.wrong_at("id", "this channel is there already");
    out.channels_.push_back(std::move(channel));
  }
  for (const std::string& start : root.strings("shifts")) {
    const auto at = clock_time(start);
    if (!at || (!out.shift_starts_.empty() && *at <= out.shift_starts_.back())) {
      root.wrong_at("shifts",
                    "expected times of day such as \"07:00\", each later than the one "
                    "before, found \"" +
                        start + "\"");
      break;
    }
    out.shift_starts_.push_back(*at);
  }
  if (out.shift_starts_.empty()) root.wrong_at("shifts", "expected at least one time of day");
  HEED_CHECK(document.finish());
  return out;
}

const TrainingPolicy::CompetenceKind* TrainingPolicy::kind(std::string_view id) const {
  return by_id(kinds_, id);
}

const TrainingPolicy::Channel* TrainingPolicy::channel(std::string_view id) const {
  return by_id(channels_, id);
}

std::string TrainingPolicy::shift_of(Instant now, const Zone& zone) const {
  const LocalTime local = zone.local(now);
  LocalDate date = local.date;
  auto next = std::upper_bound(shift_starts_.begin(), shift_starts_.end(), local.since_midnight);
  if (next == shift_starts_.begin()) {  // the night that began yesterday
    date = add_days(date, -1);
    next = shift_starts_.end();
  }
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(*std::prev(next)).count();
  return fmt::format("{} {:02}:{:02}", format_date(date), minutes / 60, minutes % 60);
}

}  // namespace heed::training
