#include "base/civil.h"

#include <date/tz.h>
#include <fmt/core.h>

#include <array>
#include <charconv>

namespace heed {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::month;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;

const date::time_zone& tz(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

Error bad_date() {
  return error(Code::invalid, "expected a date that exists, written year-month-day: 2026-11-19");
}

Error bad_instant() {
  return error(Code::invalid, "expected an instant such as 2026-11-19T18:30:00Z");
}

// Exactly `count` digits at `at`; -1 where they are not there.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

struct Unit {
  std::string_view suffix;
  std::int64_t micros;
};
constexpr std::array units{
    Unit{"ms", 1'000},     Unit{"d", 86'400'000'000}, Unit{"h", 3'600'000'000},
    Unit{"m", 60'000'000}, Unit{"s", 1'000'000},
};

}  // namespace

Result<Zone> Zone::load(std::string_view name) {
  try {
    return Zone(std::string(name), date::locate_zone(std::string(name)));
  } catch (const std::exception&) {
    return error(Code::invalid, fmt::format("no time zone named '{}'", name), "zone",
                 "Use a name of the tz database, such as Europe/London, and install tzdata");
  }
}

LocalTime Zone::local(Instant at) const {
  const auto local = tz(zone_).to_local(at);
  const auto midnight = std::chrono::floor<days>(local);
  return {LocalDate(sys_days(midnight.time_since_epoch())), local - midnight};
}

Resolved Zone::instant(const LocalTime& local) const {
  const date::local_time<Micros> reading(sys_days(local.date).time_since_epoch() +
                                         local.since_midnight);
  const auto info = tz(zone_).get_info(reading);
  const auto with = [&](const date::sys_info& part) {
    return Instant(reading.time_since_epoch() - part.offset);
  };
  switch (info.result) {
    case date::local_info::ambiguous: return {with(info.first), Clarity::ambiguous};
    case date::local_info::nonexistent: return {with(info.first), Clarity::gap};
    default: return {with(info.first), Clarity::plain};
  }
}

Instant Zone::start_of(LocalDate date) const { return instant({date, Micros(0)}).at; }

int age_on(LocalDate born, LocalDate on) {
  int years = static_cast<int>(on.year()) - static_cast<int>(born.year());
  LocalDate birthday = on.year() / born.month() / born.day();
  if (!birthday.ok()) birthday = on.year() / std::chrono::March / day(1);
  if (sys_days(on) < sys_days(birthday)) --years;
  return years;
}

BornBetween born_between(int age_low, int age_high, LocalDate on) {
  // The youngest was born `age_low` years ago today at the latest; the oldest reaches
  // `age_high` + 1 tomorrow at the earliest.
  const auto years_before = [&](int years, bool leap_day_moves_forward) {
    const LocalDate date = (on.year() - std::chrono::years(years)) / on.month() / on.day();
    if (date.ok()) return date;
    return leap_day_moves_forward ? LocalDate(date.year() / 3 / 1)
                                  : LocalDate(date.year() / 2 / 28);
  };
  LocalDate earliest = add_days(years_before(age_high + 1, false), 1);
  if (age_on(earliest, on) > age_high) earliest = add_days(earliest, 1);
  LocalDate latest = years_before(age_low, false);
  if (age_on(add_days(latest, 1), on) >= age_low) latest = add_days(latest, 1);
  if (const LocalDate before = add_days(earliest, -1); age_on(before, on) <= age_high) {
    earliest = before;
  }
  return {earliest, latest};
}

LocalDate add_days(LocalDate date, int count) { return LocalDate(sys_days(date) + days(count)); }

int days_between(LocalDate from, LocalDate to) {
  return static_cast<int>((sys_days(to) - sys_days(from)).count());
}

Result<LocalDate> parse_date(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return bad_date();
  const int y = digits(iso, 0, 4);
  const int m = digits(iso, 5, 2);
  const int d = digits(iso, 8, 2);
  if (y < 1800 || y > 2200 || m < 1 || d < 1) return bad_date();
  const LocalDate date = year(y) / month(static_cast<unsigned>(m)) / day(static_cast<unsigned>(d));
  if (!date.ok()) return bad_date();
  return date;
}

std::string format_date(LocalDate date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Result<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != ' ')) return bad_instant();
  const auto date = parse_date(text.substr(0, 10));
  const int h = digits(text, 11, 2);
  const int m = digits(text, 14, 2);
  const int s = digits(text, 17, 2);
  if (!date || text[13] != ':' || text[16] != ':' || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 ||
      s > 59) {
    return bad_instant();
  }
  std::size_t at = 19;
  std::int64_t micros = 0;
  if (text[at] == '.') {
    std::int64_t scale = 100'000;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
      if (scale == 0) return bad_instant();
      micros += (text[at] - '0') * scale;
    }
  }
  const std::string_view zone = text.substr(at);
  minutes offset{0};
  if (zone != "Z" && zone != "z") {
    const int oh = digits(zone, 1, 2);
    const int om = digits(zone, 4, 2);
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || oh < 0 ||
        oh > 14 || om < 0 || om > 59) {
      return bad_instant();
    }
    offset = minutes(oh * 60 + om) * (zone[0] == '-' ? -1 : 1);
  }
  return Instant(sys_days(*date).time_since_epoch() + hours(h) + minutes(m) + seconds(s) - offset +
                 Micros(micros));
}

std::string format_instant(Instant at) {
  const auto midnight = std::chrono::floor<days>(at);
  const std::chrono::hh_mm_ss<Micros> time(at - midnight);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", format_date(LocalDate(midnight)),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

std::string format_clock(const Zone& zone, Instant at) {
  const std::chrono::hh_mm_ss<Micros> time(zone.local(at).since_midnight);
  return fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count());
}

std::string format_for_people(const Zone& zone, Instant at) {
  static constexpr std::array week{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const LocalDate date = zone.local(at).date;
  const std::chrono::weekday weekday{sys_days(date)};
  return fmt::format("{} {} {} {} {}", week[weekday.c_encoding()],
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     format_clock(zone, at));
}

Result<Micros> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view suffix(end, static_cast<std::size_t>(text.data() + text.size() - end));
  for (const Unit& unit : units) {
    constexpr std::int64_t most = 3'653LL * 86'400'000'000;
    if (failed == std::errc() && suffix == unit.suffix && count > 0 &&
        count <= most / unit.micros) {
      return Micros(count * unit.micros);
    }
  }
  return error(Code::invalid, "expected a duration such as 250ms, 90s, 2m, 24h or 3d");
}

std::string format_duration(Micros duration) {
  for (const Unit& unit : {units[1], units[2], units[3], units[4], units[0]}) {
    if (duration.count() % unit.micros == 0) {
      return fmt::format("{}{}", duration.count() / unit.micros, unit.suffix);
    }
  }
  return fmt::format("{}us", duration.count());
}

}  // namespace heed
