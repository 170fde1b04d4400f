#include "base/text.h"
#include "rehearsal/script.h"

namespace heed::rehearsal {
namespace {

using namespace std::chrono;

std::optional<int> two_digits(std::string_view text) {
  if (text.size() != 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

struct ClockReading {
  Micros since_midnight{0};
  Micros precision{0};
};

std::optional<ClockReading> clock_reading(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const auto hour = two_digits(parts[0]);
  const auto minute = two_digits(parts[1]);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  ClockReading reading{hours(*hour) + minutes(*minute), minutes(1)};
  if (parts.size() == 2) return reading;
  const auto second = two_digits(parts[2].substr(0, 2));
  if (!second || *second > 59) return std::nullopt;
  reading.since_midnight += seconds(*second);
  reading.precision = seconds(1);
  if (parts[2].size() == 2) return reading;
  // TOML's own times are written back with a fraction; rehearsals are not that exact.
  if (parts[2][2] != '.' || parts[2].find_first_not_of('0', 3) != std::string_view::npos) {
    return std::nullopt;
  }
  return reading;
}

}  // namespace

Result<TimeText> parse_time_text(std::string_view text) {
  const auto wrong = [] {
    return error(Code::invalid,
                 "expected a time: \"+90s\", \"18:52\", \"18:52:05\", \"2026-11-22 17:10\" or an "
                 "instant with Z or an offset");
  };
  TimeText time;
  if (!text.empty() && text[0] == '+') {
    auto by = parse_duration(text.substr(1));
    if (!by) return wrong();
    time.by = *by;
    return time;
  }
  if (const auto clock = clock_reading(text)) {
    time.kind = TimeText::Kind::clock;
    time.by = clock->since_midnight;
    time.precision = clock->precision;
    return time;
  }
  if (text.size() < 10) return wrong();
  auto date = parse_date(text.substr(0, 10));
  if (!date) return wrong();
  if (text.size() == 10) {
    time.kind = TimeText::Kind::local;
    time.date = *date;
    return time;
  }
  if (text[10] != 'T' && text[10] != ' ') return wrong();
  if (const auto clock = clock_reading(text.substr(11))) {
    time.kind = TimeText::Kind::local;
    time.date = *date;
    time.by = clock->since_midnight;
    time.precision = clock->precision;
    return time;
  }
  std::string instant(text);
  instant[10] = 'T';
  auto at = parse_instant(instant);
  if (!at) return wrong();
  time.kind = TimeText::Kind::instant;
  time.instant = *at;
  time.precision = seconds(1);
  return time;
}

Instant resolve(const TimeText& time, Instant now, const Zone& zone) {
  switch (time.kind) {
    case TimeText::Kind::relative: return now + time.by;
    case TimeText::Kind::clock: return zone.instant({zone.date_of(now), time.by}).at;
    case TimeText::Kind::local: return zone.instant({*time.date, time.by}).at;
    case TimeText::Kind::instant: return time.instant;
  }
  return now;
}

}  // namespace heed::rehearsal
