// Times ahead, from relative speech at the contact's time.
#include "hearing/deadlines.h"

#include <algorithm>

#include "base/text.h"

namespace heed::hearing {
namespace {

constexpr int minutes_a_day = 24 * 60;

class Deadlines {
 public:
  Deadlines(const Hearer& hearer, const std::vector<Match>* matches, const Segment& segment)
      : hearer_(hearer),
        matches_(matches),
        segment_(segment),
        words_(segment.tokens.words),
        now_(hearer.policy.zone->local(hearer.at)) {}

  std::optional<SaidTime> at(std::uint32_t start) {
    if (auto span = counted(start)) return span;
    const auto clock = clock_at(start);
    const auto day = day_at(start);
    if (clock && (!day || clock->end >= day->end)) return with_day(*clock);
    if (day) return with_clock(*day);
    if (const auto part = part_at(start)) return part_alone(*part, start);
    return std::nullopt;
  }

 private:
  struct ClockTime {
    int minute = 0;           // after midnight, as read
    bool known_half = false;  // am or pm is settled
    bool minutes_named = false;
    bool plain = false;  // a bare number: needs "at", "by" before it
    std::uint32_t first = 0, end = 0;
  };
  struct Day {
    LocalDate date;
    std::uint32_t first = 0, end = 0;
    int part = -1;  // minutes: "tonight"
    bool evening = false;
    bool surely_ahead = false;
    bool is_today = false;
  };
  struct Part {
    int minute = 0;
    std::uint32_t end = 0;
    std::string word;
  };

  const std::string& word(std::uint32_t at) const { return lowered(segment_, at); }
  bool is(std::uint32_t at, std::initializer_list<std::string_view> list) const {
    const std::string& text = word(at);
    return !text.empty() && std::find(list.begin(), list.end(), text) != list.end();
  }
  int today_minute() const { return static_cast<int>(now_.since_midnight.count() / 60000000); }

  // "in twenty minutes", "in half an hour", "within the hour", "in two hours", "in an hour"
  std::optional<SaidTime> counted(std::uint32_t start) const {
    std::uint32_t at = start;
    if (!is(at, {"in", "within"})) {
      // "ten minutes away", "an hour away"
      return away(start);
    }
    ++at;
    if (is(at, {"about", "like", "around", "the", "next", "under"})) ++at;
    return amount(start, at, false);
  }
  std::optional<SaidTime> away(std::uint32_t start) const {
    if (!(words_[start].is(trait_number) || words_[start].kind == TokenKind::digits ||
          is(start, {"half", "an"})))
      return std::nullopt;
    auto out = amount(start, start, true);
    if (!out || !is(out->end, {"away", "off", "out"})) return std::nullopt;
    if (is(out->end, {"off", "out"}) && !is(start - 1, {"is", "about", "he's", "only"}))
      return std::nullopt;
    ++out->end;
    return out;
  }
  std::optional<SaidTime> amount(std::uint32_t start, std::uint32_t at, bool need_number) const {
    int count = 1;
    bool half = false;
    if (is(at, {"half"}) && is(at + 1, {"an", "a"}) && is(at + 2, {"hour"})) {
      return from_now(start, at + 3, 30, Precision::minute);
    }
    if (is(at, {"quarter"}) && is(at + 1, {"of"}) && is(at + 2, {"an"}) && is(at + 3, {"hour"}))
      return from_now(start, at + 4, 15, Precision::minute);
    if (is(at, {"a"}) && is(at + 1, {"couple"})) {
      count = 2;
      at += is(at + 2, {"of"}) ? 3 : 2;
    } else if (is(at, {"a", "an"})) {
      ++at;
    } else if (const auto number = at < words_.size() ? number_at(segment_, at) : std::nullopt;
               number && !number->ordinal) {
      count = number->value;
      at = number->end;
      if (is(at, {"and"}) && is(at + 1, {"a"}) && is(at + 2, {"half"})) {
        half = true;
        at += 3;
      }
    } else if (need_number || !is(at, {"hour"})) {
      return std::nullopt;
    }
    if (is(at, {"minutes", "minute", "mins", "min", "minuets"}))
      return from_now(start, at + 1, count, Precision::minute);
    if (is(at, {"hours", "hour", "hrs", "hr"}))
      return from_now(start, at + 1, count * 60 + (half ? 30 : 0),
                      half ? Precision::minute : Precision::hour);
    if (is(at, {"days", "day", "week", "weeks", "weeks'", "days'"})) {
      if (is(at + 1, {"old", "or", "ago"})) return std::nullopt;
      const int days = is(at, {"days", "day"}) ? count : count * 7;
      if (days > 366 || days < 1) return std::nullopt;
      return on_day(start, at + 1, add_days(now_.date, days), Precision::day, 0);
    }
    return std::nullopt;
  }
  SaidTime from_now(std::uint32_t first, std::uint32_t end, int minutes,
                    Precision precision) const {
    SaidTime out;
    out.at = hearer_.at + std::chrono::minutes(std::min(minutes, 100 * minutes_a_day));
    out.precision = precision;
    out.first = first;
    out.end = end;
    out.surely_ahead = true;
    return out;
  }
  SaidTime on_day(std::uint32_t first, std::uint32_t end, LocalDate date, Precision precision,
                  int minute) const {
    SaidTime out;
    if (minute >= minutes_a_day) {
      date = add_days(date, minute / minutes_a_day);
      minute %= minutes_a_day;
    }
    const Resolved resolved = hearer_.policy.zone->instant({date, std::chrono::minutes(minute)});
    out.at = precision == Precision::day ? hearer_.policy.zone->start_of(date) : resolved.at;
    out.ambiguous = precision != Precision::day && resolved.clarity == Clarity::ambiguous;
    out.precision = precision;
    out.first = first;
    out.end = end;
    return out;
  }

  bool after_preposition(std::uint32_t at) const {
    if (at == 0) return false;
    std::uint32_t back = at - 1;
    if (is(back, {"about", "around", "like", "roughly", "exactly", "bang"}) && back > 0) --back;
    return is(back, {"at", "by", "before", "til", "till", "until", "for", "from", "after", "around",
                     "about", "@", "while"});
  }

  std::optional<ClockTime> clock_at(std::uint32_t at) const {
    ClockTime out;
    out.first = at;
    if (is(at, {"noon", "midday"})) return finish(ClockTime{720, true, false, false, at, at + 1});
    if (is(at, {"midnight"}))
      return finish(ClockTime{minutes_a_day, true, false, false, at, at + 1});
    if (is(at, {"half", "quarter"})) {
      const bool half = is(at, {"half"});
      std::uint32_t next = at + 1;
      bool to = false;
      if (is(next, {"past", "to", "gone"}))
        to = is(next++, {"to"});
      else if (!half)
        return std::nullopt;
      const auto hour = next < words_.size() ? number_at(segment_, next) : std::nullopt;
      if (!hour || hour->value < 1 || hour->value > 12) return std::nullopt;
      return finish(ClockTime{hour->value * 60 + (half ? 30
                                                  : to ? -15
                                                       : 15),
                              false, true, false, at, hour->end});
    }
    if (at >= words_.size()) return std::nullopt;
    const Token& token = words_[at];
    if (token.kind == TokenKind::mixed) return joined(at);
    if (token.kind != TokenKind::digits && !token.is(trait_number)) return std::nullopt;
    const auto number = number_at(segment_, at);
    if (!number || number->ordinal) return std::nullopt;
    // "17:30", "17.30", "5.15"
    const auto& text = segment_.text;
    if (number->digits && token.byte_end + 2 < text.size() &&
        (text[token.byte_end] == ':' || text[token.byte_end] == '.') && at + 1 < words_.size() &&
        words_[at + 1].byte_start == token.byte_end + 1) {
      const std::string minutes = word(at + 1);
      if (minutes.size() >= 2 && is_digit(minutes[0]) && is_digit(minutes[1]) &&
          number->value < 25) {
        const int minute = std::stoi(minutes.substr(0, 2));
        if (minute > 59 || (text[token.byte_end] == '.' && !after_preposition(at) &&
                            minutes.size() == 2 && !is(at + 2, {"am", "pm"})))
          return std::nullopt;
        if (minutes.size() > 2 && minutes.substr(2) != "pm" && minutes.substr(2) != "am")
          return std::nullopt;
        ClockTime clock{number->value * 60 + minute,
                        number->value > 12 || number->value == 0,
                        true,
                        false,
                        at,
                        at + 2};
        if (minutes.size() > 2) {
          half_day(clock, minutes.substr(2) == "pm");
          return clock;
        }
        return finish(clock);
      }
      return std::nullopt;
    }
    const std::size_t width = token.byte_end - token.byte_start;
    if (number->digits && width == 4 && number->value / 100 < 24 && number->value % 100 < 60) {
      const bool note = hearer_.voice == Voice::handler_note && at > 0 &&
                        (is(at - 1, {"today", "tomorrow", "returning", "due", "for", "by", "at",
                                     "until", "till", "to", "from", "approx", "tonight"}) ||
                         weekday_of(word(at - 1)) >= 0);
      const bool told = note || is(at + 1, {"hrs", "hours", "hr"}) || after_preposition(at);
      if (!told || (number->value >= 1900 && number->value <= 2099 && !after_preposition(at) &&
                    !is(at + 1, {"hrs", "hours"})))
        return std::nullopt;
      const std::uint32_t end = is(at + 1, {"hrs", "hours", "hr"}) ? at + 2 : at + 1;
      return ClockTime{number->value / 100 * 60 + number->value % 100, true, true, false, at, end};
    }
    if (number->value < 1 || number->value > 12) {
      // "twenty past five", "twenty-five to six"
      if (number->value <= 59 && is(number->end, {"past", "to"})) return past_or_to(at, *number);
      return std::nullopt;
    }
    if (is(number->end, {"past", "to"})) {
      if (auto clock = past_or_to(at, *number)) return clock;
    }
    if (is(number->end, {"o'clock", "oclock", "o'clock's", "oclok"}))
      return finish(ClockTime{number->value * 60, false, false, false, at, number->end + 1});
    if (is(number->end, {"am", "pm"}) ||
        (is(number->end, {"a", "p"}) && is(number->end + 1, {"m"})))
      return finish(ClockTime{number->value * 60, false, false, false, at, number->end});
    if (number->end < words_.size() && !words_[number->end].has(flag_clause_start)) {
      const auto minutes = number_at(segment_, number->end);
      if (minutes && !minutes->ordinal && !minutes->digits &&
          (minutes->value == 15 || minutes->value == 30 || minutes->value == 45 ||
           minutes->value == 20 || minutes->value == 10 || minutes->value == 40 ||
           minutes->value == 50) &&
          after_preposition(at)) {
        return finish(
            ClockTime{number->value * 60 + minutes->value, false, true, false, at, minutes->end});
      }
    }
    const bool bound =
        at > 0 && is(at - 1, {"by", "till", "til", "until", "before", "while"}) &&
        !is(number->end, {"minutes", "mins", "quid", "pounds", "of", "people", "times", "and",
                          "days", "weeks", "months", "years", "hours", "year", "miles", "others"});
    if (bound || (after_preposition(at) && may_be_hour(number->end)))
      return finish(ClockTime{number->value * 60, false, false, true, at, number->end});
    return std::nullopt;
  }
  std::optional<ClockTime> past_or_to(std::uint32_t at, const Number& minutes) const {
    std::uint32_t next = minutes.end;
    const bool to = is(next, {"to"});
    const auto hour = next + 1 < words_.size() ? number_at(segment_, next + 1) : std::nullopt;
    if (!hour || hour->ordinal || hour->value < 1 || hour->value > 12 || minutes.value > 59)
      return std::nullopt;
    return finish(ClockTime{hour->value * 60 + (to ? -minutes.value : minutes.value), false, true,
                            false, at, hour->end});
  }
  // "at two" may be an hour; "at two houses" is none.
  bool may_be_hour(std::uint32_t at) const {
    if (at >= words_.size()) return true;
    const Token& token = words_[at];
    if (token.has(flag_clause_start)) {
      return !(at > 0 && words_[at - 1].byte_end < segment_.text.size() &&
               segment_.text[words_[at - 1].byte_end] == '-');
    }
    if (token.is(trait_joint | trait_i | trait_he | trait_she | trait_they | trait_you))
      return true;
    return is(at, {"tonight",   "tomorrow", "today",   "in",       "this",   "on",     "sharp",
                   "at",        "or",       "outside", "from",     "with",   "monday", "tuesday",
                   "wednesday", "thursday", "friday",  "saturday", "sunday", "by",     "with",
                   "ish",       "else",     "tmrw",    "2moro",    "behind", "near",   "round",
                   "exactly",   "then",     "latest",  "please",   "the"});
  }
  // "5pm", "8.30pm" is cut as 8 and 30pm, "1730hrs"
  std::optional<ClockTime> joined(std::uint32_t at) const {
    const std::string text = word(at);
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    const std::string unit = text.substr(digits);
    if (digits == 0 || digits > 4) return std::nullopt;
    const int value = std::stoi(text.substr(0, digits));
    if (unit == "pm" || unit == "am") {
      int hour = value, minute = 0;
      if (digits > 2) hour = value / 100, minute = value % 100;
      if (hour < 1 || hour > 12 || minute > 59) return std::nullopt;
      ClockTime clock{hour * 60 + minute, false, digits > 2, false, at, at + 1};
      half_day(clock, unit == "pm");
      return clock;
    }
    if ((unit == "hrs" || unit == "hours" || unit == "h") && digits == 4 && value / 100 < 24 &&
        value % 100 < 60) {
      return ClockTime{value / 100 * 60 + value % 100, true, true, false, at, at + 1};
    }
    return std::nullopt;
  }
  static void half_day(ClockTime& clock, bool pm) {
    const int minute = clock.minute % 720;
    clock.minute = pm ? minute + 720 : minute;
    clock.known_half = true;
  }
  std::optional<ClockTime> finish(ClockTime clock) const {
    if (is(clock.end, {"am", "pm", "a.m", "p.m"})) {
      half_day(clock, is(clock.end, {"pm"}));
      ++clock.end;
    } else if (is(clock.end, {"p", "a"}) && is(clock.end + 1, {"m"})) {
      half_day(clock, is(clock.end, {"p"}));
      clock.end += 2;
    } else if (is(clock.end, {"in"}) && is(clock.end + 1, {"the"}) &&
               is(clock.end + 2, {"morning", "afternoon", "evening"})) {
      half_day(clock, !is(clock.end + 2, {"morning"}));
      clock.end += 3;
    } else if (is(clock.end, {"at"}) && is(clock.end + 1, {"night"})) {
      half_day(clock, clock.minute >= 360 && clock.minute < 720);
      clock.end += 2;
    }
    return clock;
  }

  std::optional<Part> part_at(std::uint32_t at) const {
    if (at >= words_.size()) return std::nullopt;
    std::uint32_t next = at;
    bool after = false;
    if (is(next, {"after"})) {
      after = true;
      ++next;
      if (next < words_.size() && words_[next].is(trait_possessive)) ++next;
      if (!is(next, {"school", "college", "work", "lunch", "class", "tea", "dinner", "sixth",
                     "lessons", "skool", "dark", "training", "football", "practice", "exam"}))
        return std::nullopt;
      const int minute = is(next, {"lunch"})                   ? 13 * 60
                         : is(next, {"work", "tea", "dinner"}) ? 17 * 60 + 30
                         : is(next, {"dark"})                  ? 18 * 60
                         : is(next, {"college"})               ? 16 * 60
                                                               : 15 * 60 + 30;
      std::uint32_t end = next + 1;
      if (is(next, {"sixth"}) && is(end, {"form"})) ++end;
      return Part{minute, end, "after"};
    }
    if (is(next, {"first"}) && is(next + 1, {"thing"}))
      return Part{8 * 60, next + 2, "first thing"};
    if (is(next, {"end"}) && is(next + 1, {"of"}) && is(next + 2, {"school", "college"}))
      return Part{15 * 60 + 30, next + 3, "end"};
    if (is(next, {"in", "at"})) ++next;
    if (next != at && is(next, {"the"})) ++next;
    if (next >= words_.size()) return std::nullopt;
    const auto found = hearer_.policy.parts_of_day.find(words_[next].id);
    if (found == hearer_.policy.parts_of_day.end()) return std::nullopt;
    (void)after;
    return Part{found->second, next + 1, word(next)};
  }

  std::optional<Day> day_at(std::uint32_t start) const {
    std::uint32_t at = start;
    Day day;
    day.first = start;
    if (is(at, {"tonight", "2nite", "tonite", "2night"}))
      return Day{now_.date, start, at + 1, part_minute("tonight"), true, true, true};
    if (is(at, {"today"})) return Day{now_.date, start, at + 1, -1, false, true, true};
    if (is(at, {"tomorrow", "2moro", "tmrw", "tomoz", "2morrow", "tomorow", "tommorow", "tmr",
                "tomo", "tommorrow"}))
      return Day{add_days(now_.date, 1), start, at + 1, -1, false, true};
    if (is(at, {"day"}) && is(at + 1, {"after"}) && is(at + 2, {"tomorrow"}))
      return Day{add_days(now_.date, 2), start, at + 3, -1, false, true};
    if (is(at, {"this"}) && is(at + 1, {"evening", "afternoon", "morning"})) {
      const int part = part_minute(word(at + 1));
      return Day{
          now_.date, start, at + 2, part, is(at + 1, {"evening"}), today_minute() < part + 240,
          true};
    }
    if (is(at, {"weekend"}) || (is(at, {"the", "this"}) && is(at + 1, {"weekend"}))) {
      return Day{
          next_weekday(6, false), start, is(at, {"weekend"}) ? at + 1 : at + 2, -1, false, false};
    }
    if (is(at, {"next"}) && is(at + 1, {"week"}))
      return Day{add_days(next_weekday(1, false), 0), start, at + 2, -1, false, true};
    bool next = false;
    if (is(at, {"on", "this", "next", "by", "coming"})) next = is(at++, {"next"});
    if (is(at, {"the"}) && at + 1 < words_.size()) {
      if (const auto number = number_at(segment_, at + 1);
          number && number->ordinal && number->value <= 31 && is(start, {"on", "by", "the"}) &&
          !is(number->end, {"time", "one", "of", "floor", "day", "person"}) &&
          (number->digits || number->value > 3)) {
        day.date = next_day_of_month(number->value);
        day.end = number->end;
        return day;
      }
    }
    const int weekday = weekday_of(word(at));
    if (weekday >= 0) {
      if (word(at).ends_with("days")) return std::nullopt;
      day.date = next_weekday(weekday, next);
      day.end = at + 1;
      return day;
    }
    const int year = static_cast<int>(now_.date.year());
    if (at < words_.size() && (words_[at].kind != TokenKind::word || words_[at].is(trait_number) ||
                               month_of(word(at)) > 0)) {
      if (const auto said = date_at(segment_, at, year + 1); said) {
        int in_year = said->year.value_or(year);
        using namespace std::chrono;
        LocalDate date(std::chrono::year(in_year),
                       std::chrono::month(static_cast<unsigned>(said->month)),
                       std::chrono::day(static_cast<unsigned>(said->day)));
        if (!said->year && date.ok() && days_between(date, now_.date) > 60)
          date = LocalDate(std::chrono::year(in_year + 1), date.month(), date.day());
        if (!date.ok() || days_between(now_.date, date) < 0 || days_between(now_.date, date) > 400)
          return std::nullopt;
        day.date = date;
        day.end = said->end;
        return day;
      }
    }
    return std::nullopt;
  }
  static int weekday_of(std::string_view text) {
    static constexpr std::array<std::string_view, 7> names{
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    static constexpr std::array<std::string_view, 7> brief{"sun",   "mon", "tues", "weds",
                                                           "thurs", "fri", "sat"};
    for (int each = 0; each < 7; ++each) {
      const auto name = names[static_cast<std::size_t>(each)];
      if (text == name ||
          (text.size() > 3 && text.ends_with("s") && text.substr(0, text.size() - 1) == name))
        return each;
      if (text == brief[static_cast<std::size_t>(each)] && text != "sun" && text != "sat")
        return each;
    }
    return text == "wed" ? 3 : text == "tue" ? 2 : text == "thur" ? 4 : -1;
  }
  int part_minute(std::string_view name) const {
    const auto found = hearer_.policy.parts_of_day.find(hearer_.policy.lexicon.find(name));
    return found == hearer_.policy.parts_of_day.end() ? 18 * 60 : found->second;
  }
  LocalDate next_weekday(int weekday, bool next_week) const {
    const std::chrono::weekday today{std::chrono::sys_days(now_.date)};
    int ahead = (weekday - static_cast<int>(today.c_encoding()) + 7) % 7;
    if (ahead == 0) ahead = 7;
    const int monday_based = (static_cast<int>(today.c_encoding()) + 6) % 7;
    if (next_week && ahead <= 6 - monday_based) ahead += 7;
    return add_days(now_.date, ahead);
  }
  LocalDate next_day_of_month(int day) const {
    LocalDate date = now_.date;
    for (int each = 0; each < 400; ++each) {
      if (static_cast<int>(static_cast<unsigned>(date.day())) == day) return date;
      date = add_days(date, 1);
    }
    return now_.date;
  }

  // The hour that makes sense on a day, or the next one.
  int settle(const ClockTime& clock, bool today, bool evening, bool morning, bool afternoon) const {
    int minute = clock.minute;
    if (clock.known_half) return minute;
    if (evening && minute < 720) return minute + 720;
    if (evening && minute >= 720 && minute < 780) return minute + 720;  // twelve tonight
    if (morning) return minute;
    if (afternoon) return minute < 720 ? minute + 720 : minute;
    if (today) {
      for (int candidate = minute; candidate <= minute + 2 * minutes_a_day; candidate += 720) {
        if (candidate > today_minute()) return candidate;
      }
    }
    if (minute >= 720) return minute;
    return minute < 7 * 60 ? minute + 720 : minute;
  }

  SaidTime with_day(const ClockTime& clock) {
    std::uint32_t at = clock.end;
    if (is(at, {"ish", "sharp"})) ++at;
    if (is(at, {"on"}) && !day_at(at)) return day_for(clock, std::nullopt, clock.end);
    if (at < words_.size() && !(words_[at].has(flag_sentence_start))) {
      if (const auto day = day_at(at); day && day->first == at)
        return day_for(clock, day, day_end(*day));
    }
    return day_for(clock, std::nullopt, clock.end);
  }
  // "tomorrow night", "Saturday afternoon"
  std::uint32_t day_end(const Day& day) const { return day.end; }

  SaidTime day_for(const ClockTime& clock, const std::optional<Day>& day, std::uint32_t end) const {
    bool evening = day && day->evening, morning = false, afternoon = false;
    if (day && day->end < words_.size()) {
      evening = evening || is(day->end, {"night", "evening"});
      morning = is(day->end, {"morning"});
      afternoon = is(day->end, {"afternoon"});
      if (evening || morning || afternoon) {
        if (is(day->end, {"night", "evening", "morning", "afternoon"}))
          end = std::max(end, day->end + 1);
      }
    }
    const bool today = !day || day->is_today;
    const int minute = settle(clock, today && !evening, evening, morning, afternoon);
    const LocalDate date = day ? day->date : now_.date;
    SaidTime out =
        on_day(std::min(clock.first, day ? day->first : clock.first), std::max(end, clock.end),
               date, clock.minutes_named ? Precision::minute : Precision::hour,
               day || clock.known_half ? fix_past(minute, day.has_value()) : minute);
    out.surely_ahead = day && day->surely_ahead;
    out.needs_future = clock.plain || !day;
    return out;
  }
  int fix_past(int minute, bool has_day) const {
    return !has_day && minute <= today_minute() ? minute + minutes_a_day : minute;
  }

  std::optional<SaidTime> with_clock(const Day& day) {
    std::uint32_t at = day.end;
    std::uint32_t gap = at;
    // "tomorrow after college", "Saturday night", "on Saturday at two", "tonight at ten"
    bool night = false, morning = false, afternoon = false;
    std::optional<Part> part;
    if (at < words_.size() && !words_[at].has(flag_sentence_start)) part = part_at(at);
    if (part && !is(at, {"at"})) {
      night = part->word == "night" || part->word == "evening";
      morning = part->word == "morning";
      afternoon = part->word == "afternoon";
      at = part->end;
      gap = at;
    }
    if (is(gap, {"at", "by", "before", "about", "around", "for", "@", "from"})) ++gap;
    if (is(gap, {"about", "around", "like"})) ++gap;
    if (gap < words_.size() && !words_[gap].has(flag_sentence_start)) {
      if (auto clock = clock_at(gap)) {
        Day whole = day;
        whole.evening = day.evening || night;
        ClockTime time = *clock;
        if (!time.known_half && morning) time.known_half = true;
        if (!time.known_half && afternoon) half_day(time, true);
        SaidTime out = day_for(time, whole, time.end);
        out.first = day.first;
        out.surely_ahead = day.surely_ahead;
        out.needs_future = !day.surely_ahead;
        return out;
      }
    }
    const int minute = part ? part->minute : day.part;
    SaidTime out = minute >= 0 ? on_day(day.first, part ? part->end : day.end, day.date,
                                        Precision::part_of_day, minute)
                               : on_day(day.first, day.end, day.date, Precision::day, 0);
    out.surely_ahead = day.surely_ahead;
    out.needs_future = !day.surely_ahead;
    if (day.is_today && minute < 0)
      out.needs_future = true, out.surely_ahead = false, out.needs_future_word = true;
    if (day.is_today && minute >= 0) out.surely_ahead = false, out.needs_future_word = true;
    return out;
  }

  std::optional<SaidTime> part_alone(const Part& part, std::uint32_t start) const {
    // "after school" alone is a time ahead only with a word that says so
    if (!is(start, {"after", "first"}) &&
        !is(part.end - 1, {"lunchtime", "teatime", "hometime", "bedtime"}))
      return std::nullopt;
    SaidTime out =
        on_day(start, part.end, part.minute > today_minute() ? now_.date : add_days(now_.date, 1),
               Precision::part_of_day, part.minute);
    out.needs_future = true;
    out.needs_future_word = true;
    return out;
  }

  const Hearer& hearer_;
  const std::vector<Match>* matches_;
  const Segment& segment_;
  const std::vector<Token>& words_;
  LocalTime now_;
};

bool may_start(const Hearer& hearer, const Token& token) {
  return token.kind != TokenKind::word || token.is(trait_number) ||
         hearer.policy.lexicon.size() == 0 || token.id != unknown_word;
}

// Whether the clause says that something is ahead, or that it is past.
bool sentence_has(const Hearer& hearer, const std::vector<Match>& matches, const Segment& segment,
                  std::string_view name, std::uint32_t word) {
  for (const auto& match : matches) {
    const Phrase& phrase = hearer.policy.phrases[match.pattern];
    if (phrase.use != PhraseUse::context || hearer.policy.contexts[phrase.group].name != name)
      continue;
    if (segment.sentence_of[match.begin] == segment.sentence_of[word]) return true;
  }
  return false;
}

bool near_has(const Hearer& hearer, const std::vector<Match>& matches, std::string_view name,
              std::uint32_t first, std::uint32_t end) {
  return in_context(hearer, matches, name, first, 2, end);
}

}  // namespace

std::optional<SaidTime> time_at(const Hearer& hearer, const Segment& segment, std::uint32_t word) {
  return Deadlines(hearer, nullptr, segment).at(word);
}

void find_deadlines(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  const auto& words = segment.tokens.words;
  Deadlines deadlines(hearer, &matches, segment);
  for (std::uint32_t at = 0; at < words.size();) {
    if (words[at].has(flag_continued) || !may_start(hearer, words[at])) {
      ++at;
      continue;
    }
    const auto time = deadlines.at(at);
    if (!time) {
      ++at;
      continue;
    }
    at = std::max(time->end, at + 1);
    const bool past = sentence_has(hearer, matches, segment, "past", time->first);
    const bool ahead = sentence_has(hearer, matches, segment, "ahead", time->first);
    if (near_has(hearer, matches, "not_deadline", time->first, time->end)) continue;
    if (!time->surely_ahead &&
        ((past && !ahead) || (time->needs_future_word && !ahead) || (!ahead && past)))
      continue;
    if (time->at < hearer.at - std::chrono::hours(24)) continue;
    const bool handler = (hearer.voice == Voice::handler_note &&
                          sentence_has(hearer, matches, segment, "promise", time->first)) ||
                         words[time->first].has(flag_handler_turn);
    if (handler) continue;
    RawDeadline out;
    out.place = place_of(segment, time->first, time->end);
    out.at = time->at;
    out.precision = time->precision;
    out.ambiguous = time->ambiguous;
    out.why = "a time ahead";
    segment.deadlines.push_back(out);
  }
}

}  // namespace heed::hearing
