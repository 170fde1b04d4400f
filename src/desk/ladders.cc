#include "desk/ladders.h"

#include <algorithm>

#include "base/text.h"

namespace heed::desk {
namespace {

// "22:00" as time since midnight; nothing where it is none.
std::optional<Micros> clock_time(std::string_view text) {
  const auto digit = [&](std::size_t i) { return is_digit(text[i]); };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) {
    return std::nullopt;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return Micros(std::chrono::hours(hours) + std::chrono::minutes(minutes));
}

std::optional<Micros> hour(const policy::Table& table, const char* key) {
  const auto written = table.optional_string(key);
  if (!written) return std::nullopt;
  const auto time = clock_time(*written);
  if (!time) table.wrong_at(key, "expected a time of day such as \"22:00\"");
  return time;
}

std::vector<Rung> read_rungs(const policy::Table& table,
                             const std::map<std::string, std::string>& duties) {
  std::vector<Rung> rungs;
  const auto written = table.tables("rung");
  for (const policy::Table& rung : written) {
    Rung read;
    read.duty = rung.string("duty");
    if (!duties.count(read.duty)) rung.wrong_at("duty", "expected a duty of this file");
    const bool last = rungs.size() + 1 == written.size();
    const bool own = rungs.empty() && read.duty == "handler";
    if (!last && !own) {
      read.after = rung.duration("after");
    } else if (rung.has("after")) {
      rung.wrong_at("after",
                    last ? "nobody stands above the last rung"
                         : "a handler's own work waits for nobody: it climbs once it is overdue",
                    "leave it out");
    }
    rungs.push_back(std::move(read));
  }
  if (rungs.empty()) table.wrong("expected at least one rung");
  return rungs;
}

}  // namespace

bool Ladders::Hours::hold(Micros time) const {
  if (!from || !to) return true;
  return *from <= *to ? *from <= time && time < *to : time >= *from || time < *to;
}

Ladders Ladders::read(const policy::Table& root, const std::map<std::string, std::string>& duties) {
  Ladders out;
  for (const policy::Table& table : root.tables("ladder")) {
    const std::string id = table.string("id");
    Hours hours{hour(table, "from"), hour(table, "to"), read_rungs(table, duties)};
    if (table.has("from") != table.has("to")) table.wrong("\"from\" and \"to\" belong together");
    auto& all = out.ladders_[id];
    const bool whole_day = !hours.from;
    if (whole_day && !all.empty() && !all.back().from) {
      table.wrong_at("id", "a second ladder of that name without hours");
    }
    all.insert(whole_day || all.empty() || all.back().from ? all.end() : all.end() - 1,
               std::move(hours));
  }
  for (const policy::Table& table : root.tables("ladder")) {
    const auto found = out.ladders_.find(table.string("id"));
    if (found != out.ladders_.end() && found->second.back().from) {
      table.wrong("this ladder has no rungs for the rest of the day",
                  "write it once without hours");
    }
  }
  return out;
}

const std::vector<Rung>* Ladders::at(std::string_view id, const Zone& zone, Instant now) const {
  const auto found = ladders_.find(id);
  if (found == ladders_.end()) return nullptr;
  const Micros time = zone.local(now).since_midnight;
  for (const Hours& hours : found->second) {
    if (hours.hold(time)) return &hours.rungs;
  }
  return nullptr;
}

int Ladders::rung_of(const std::vector<Rung>& rungs, std::string_view duty) {
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    if (rungs[i].duty == duty) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace heed::desk
