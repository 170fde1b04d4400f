#include "rehearsal/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "matching/identifiers.h"
#include "rehearsal/vocabulary.h"

namespace heed::rehearsal {
namespace {

std::string folded(std::string_view text) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    if (is_space(c)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += lower(c);
  }
  return out;
}

int grade_rank(std::string_view grade) {
  const auto& order = find_sight("grade")->arguments[0].names;
  const auto found = std::find(order.begin(), order.end(), grade);
  return found == order.end() ? -1 : static_cast<int>(found - order.begin());  // none is no grade
}

// What an argument asks of one item.
class Matcher {
 public:
  Matcher(const Expectation& expectation, Instant now, const Zone& zone)
      : expectation_(expectation), now_(now), zone_(zone) {}

  // How many of the arguments the item fulfils, and whether all of them.
  std::pair<int, bool> against(const Item& item, std::size_t position) const {
    int fulfilled = 0;
    bool all = true;
    for (const Argument& declared : find_sight(expectation_.sight)->arguments) {
      const auto given = expectation_.given.find(declared.name);
      if (given == expectation_.given.end()) {
        if (!silent_default(declared.name, item)) all = false;
        continue;
      }
      if (fulfils(declared, given->second, item, position)) {
        // What it is about counts for more than how it stands.
        fulfilled += &declared == &find_sight(expectation_.sight)->arguments[0] ? 4 : 1;
      } else {
        all = false;
      }
    }
    return {fulfilled, all};
  }

 private:
  // What holds where the file says nothing: what is owed, or promised, is open.
  bool silent_default(std::string_view argument, const Item& item) const {
    const bool stands = expectation_.sight == "owed" || expectation_.sight == "promise";
    if (argument != "state" || !stands || expectation_.given.count("overdue") != 0) return true;
    return has(item, "state", [](const std::string& state) { return state == "open"; });
  }

  template <class Test>
  static bool has(const Item& item, std::string_view name, Test test) {
    const auto [first, last] = item.says.equal_range(name);
    return std::any_of(first, last, [&](const auto& each) { return test(each.second); });
  }

  bool fulfils(const Argument& declared, const Given& given, const Item& item,
               std::size_t position) const {
    const std::string& name = declared.name;
    if (name == "who" || name == "times") return true;  // not about one item
    if (name == "in") return item.part == given.text;
    if (name == "among_first") return static_cast<std::int64_t>(position) < given.number;
    if (name == "at_least") {
      return has(item, "is",
                 [&](const auto& grade) { return grade_rank(grade) >= grade_rank(given.text); });
    }
    if (name == "unmarked") return (item.says.count("marked") == 0) == given.truth;
    if (name == "without") return !has_words(item, "with", given.text);
    switch (declared.kind) {
      case Argument::Kind::texts: return texts_fulfil(declared, given, item);
      case Argument::Kind::time: return time_fulfils(name, given.time, item);
      case Argument::Kind::identifier:
        return has(item, name,
                   [&](const auto& each) { return same_identifier(each, given.text); }) ||
               has_words(item, name, given.text);
      case Argument::Kind::text:
        return has_words(item, name, given.text) ||
               has(item, name, [&](const auto& each) { return same_identifier(each, given.text); });
      default: return has(item, name, [&](const auto& each) { return each == given.text; });
    }
  }

  static bool has_words(const Item& item, std::string_view name, std::string_view words) {
    return has(item, name, [&](const auto& each) { return contains_words(each, words); });
  }

  bool texts_fulfil(const Argument& declared, const Given& given, const Item& item) const {
    if (expectation_.sight != "sees") {
      return std::all_of(given.texts.begin(), given.texts.end(), [&](const auto& text) {
        return has(item, declared.name, [&](const auto& each) { return each == text; });
      });
    }
    return std::any_of(item.lines.begin(), item.lines.end(), [&](const auto& line) {
      return std::all_of(given.texts.begin(), given.texts.end(),
                         [&](const auto& text) { return contains_words(line, text); });
    });
  }

  bool time_fulfils(const std::string& name, const TimeText& time, const Item& item) const {
    const auto found = item.times.find(name);
    if (found == item.times.end()) return false;
    const Instant wanted = resolve(time, now_, zone_);
    const auto cut = [&](Instant at) { return at.time_since_epoch() / time.precision; };
    return cut(found->second) == cut(wanted);
  }

  const Expectation& expectation_;
  Instant now_;
  const Zone& zone_;
};

}  // namespace

bool contains_words(std::string_view text, std::string_view words) {
  return folded(text).find(folded(words)) != std::string::npos;
}

bool same_identifier(std::string_view a, std::string_view b) {
  if (folded(a) == folded(b)) return true;
  const auto key = [](std::string_view text) -> std::optional<std::string> {
    const auto digit = [](char c) { return is_digit(c); };
    if (std::count_if(text.begin(), text.end(), digit) < 6) return std::nullopt;
    auto phone = matching::normalise(matching::IdentifierKind::phone, text);
    if (!phone) return std::nullopt;
    return phone->value;
  };
  const auto first = key(a), second = key(b);
  return first && second && *first == *second;
}

std::string in_words(const Expectation& expectation) {
  std::string out = expectation.sight;
  for (const Argument& declared : find_sight(expectation.sight)->arguments) {
    const auto given = expectation.given.find(declared.name);
    if (given == expectation.given.end()) continue;
    const std::string value = declared.kind == Argument::Kind::texts
                                  ? join(given->second.texts, "\" and \"")
                                  : given->second.text;
    const bool main = &declared == &find_sight(expectation.sight)->arguments[0];
    out += main ? fmt::format(" \"{}\"", value) : fmt::format(", {} \"{}\"", declared.name, value);
  }
  return out;
}

namespace {

std::string shortened(std::string text) {
  constexpr std::size_t bytes_max = 160;
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

// Each value once, in the order in which they were said.
std::string values_of(const Item& item, std::string_view name) {
  std::vector<std::string> values;
  const auto [first, last] = item.says.equal_range(name);
  for (auto at = first; at != last; ++at) {
    if (std::find(values.begin(), values.end(), at->second) == values.end()) {
      values.push_back(at->second);
    }
  }
  return join(values, " / ");
}

}  // namespace

std::string in_words(const Item& item, const Expectation& expectation, const Zone& zone) {
  if (expectation.sight == "sees") return shortened(join(item.lines, "; "));
  std::string out = expectation.sight;
  const auto& arguments = find_sight(expectation.sight)->arguments;
  for (const Argument& declared : arguments) {
    const bool main = &declared == &arguments[0];
    if (!main && expectation.given.count(declared.name) == 0) continue;
    std::string value = values_of(item, declared.name == "at_least" ? "is" : declared.name);
    if (const auto time = item.times.find(declared.name); time != item.times.end()) {
      const bool seconds =
          expectation.given.count(declared.name) != 0 &&
          expectation.given.at(declared.name).time.precision < Micros(std::chrono::minutes(1));
      value = seconds ? format_instant(time->second) : format_for_people(zone, time->second);
    }
    if (value.empty() && (declared.name == "who" || declared.name == "times")) continue;
    value = shortened(std::move(value));
    out += main ? fmt::format(" \"{}\"", value) : fmt::format(", {} \"{}\"", declared.name, value);
  }
  return out;
}

Judgement judge(const Expectation& expectation, const std::vector<Item>& seen, Instant now,
                const Zone& zone) {
  constexpr std::size_t shown_max = 3;
  const Matcher matcher(expectation, now, zone);
  std::vector<const Item*> fitting;
  std::vector<std::pair<int, const Item*>> others;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const auto [fulfilled, all] = matcher.against(seen[i], i);
    if (all) {
      fitting.push_back(&seen[i]);
    } else {
      others.emplace_back(fulfilled, &seen[i]);
    }
  }
  std::stable_sort(others.begin(), others.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  const auto times = expectation.given.find("times");
  const bool there = times == expectation.given.end()
                         ? !fitting.empty()
                         : static_cast<std::int64_t>(fitting.size()) == times->second.number;
  Judgement judgement;
  judgement.as_expected = there == (expectation.mood == Mood::must);
  if (judgement.as_expected) return judgement;
  for (const Item* item : fitting) judgement.instead.push_back(in_words(*item, expectation, zone));
  for (const auto& [fulfilled, item] : others) {
    if (expectation.mood != Mood::must || judgement.instead.size() >= shown_max) break;
    judgement.instead.push_back(in_words(*item, expectation, zone));
  }
  if (judgement.instead.empty()) judgement.instead.push_back("nothing of the kind");
  return judgement;
}

}  // namespace heed::rehearsal
