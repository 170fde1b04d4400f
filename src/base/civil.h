// Civil time: what people say and read. Instants are UTC; a Zone (the force's, fixed in its
// ledger's first event) turns them into local dates and times and back. A local time that the
// clocks pass twice takes the earlier instant and says so; one that they skip moves forward by the
// gap. Zones come from the system's tz database and are immutable; safe from every thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace heed {

using LocalDate = std::chrono::year_month_day;  // proleptic Gregorian; always ok() once built here

struct LocalTime {
  LocalDate date;
  Micros since_midnight{0};  // wall-clock reading, 0 <= x < 24 h
  bool operator==(const LocalTime&) const = default;
};

enum class Clarity : std::uint8_t { plain, ambiguous, gap };

struct Resolved {
  Instant at;
  Clarity clarity = Clarity::plain;
};

class Zone {
 public:
  // Code::invalid where the system's tz database has no zone of that name.
  static Result<Zone> load(std::string_view name);
  const std::string& name() const { return name_; }

  LocalTime local(Instant at) const;
  Resolved instant(const LocalTime& local) const;
  // The first instant of that local day.
  Instant start_of(LocalDate date) const;
  LocalDate date_of(Instant at) const { return local(at).date; }

 private:
  Zone(std::string name, const void* zone) : name_(std::move(name)), zone_(zone) {}
  std::string name_;
  const void* zone_;  // owned by the tz database for the life of the process
};

// Completed years. A person born on 29 February is a year older on 1 March in other years (a day
// begins the year of age: Family Law Reform Act 1969 s.9). Negative before birth.
int age_on(LocalDate born, LocalDate on);
// The born-on dates, both included, of people who are `low` to `high` years old on that day.
struct BornBetween {
  LocalDate earliest;
  LocalDate latest;
};
BornBetween born_between(int age_low, int age_high, LocalDate on);

LocalDate add_days(LocalDate date, int days);
int days_between(LocalDate from, LocalDate to);

// "2026-11-19"; only dates that exist, years 1800 to 2200.
Result<LocalDate> parse_date(std::string_view iso);
std::string format_date(LocalDate date);  // ISO 8601
// "2026-11-19T18:30:00.000000Z"; parsing accepts 0 to 6 digits of a second and an offset instead
// of Z.
Result<Instant> parse_instant(std::string_view rfc3339);
std::string format_instant(Instant at);
// "18:30" and "Thu 19 Nov 2026 18:30", in that zone: for people.
std::string format_clock(const Zone& zone, Instant at);
std::string format_for_people(const Zone& zone, Instant at);
// "90s", "2m", "1h", "24h", "3d", "250ms": as policy and configuration write durations. Positive,
// at most 10 years.
Result<Micros> parse_duration(std::string_view text);
std::string format_duration(Micros duration);  // the largest unit that loses nothing

}  // namespace heed
