#include "rehearsal/twin.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/random.h"
#include "base/text.h"

namespace heed::rehearsal {
namespace {

// Invented people: names that are no common words and tell no sex.
constexpr std::array given_names = {"Rowan",   "Casey", "Reese",   "Kendal",  "Shannon", "Harper",
                                    "Avery",   "Quinn", "Emery",   "Marley",  "Ariel",   "Blair",
                                    "Corin",   "Devon", "Ellis",   "Finlay",  "Hadley",  "Indy",
                                    "Jocelyn", "Kerry", "Lindsay", "Merrill", "Noel",    "Perrin"};
constexpr std::array family_names = {
    "Whitcombe", "Ollerton", "Pargeter",   "Stanhope",  "Tillotson", "Yardley",
    "Fenwick",   "Hathers",  "Brackley",   "Cotgrave",  "Dunmore",   "Elvaston",
    "Gunthorpe", "Hickling", "Ibstock",    "Kegworth",  "Lambley",   "Mapperley",
    "Nuthall",   "Oxton",    "Papplewick", "Radcliffe", "Selston",   "Thoroton"};

struct Wishes {
  std::vector<std::string> given, family, keep;
  std::vector<std::vector<std::string>> wording;
  bool dates = true;
  LocalTime starts;
  std::string zone;
};

bool word_character(char c) {
  return is_alpha(c) || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool has_word(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

void replace_words(std::string& text, const std::string& from, const std::string& to) {
  std::size_t at = 0;
  while ((at = text.find(from, at)) != std::string::npos) {
    const bool begins = at == 0 || !word_character(text[at - 1]);
    const std::size_t end = at + from.size();
    const bool ends = end == text.size() || !word_character(text[end]);
    if (begins && ends) {
      text.replace(at, from.size(), to);
      at += to.size();
    } else {
      at = end;
    }
  }
}

// ---- what the files ask for
// ----------------------------------------------------------------------

void read_twin(const policy::Table& root, Wishes& wishes) {
  const auto table = root.optional_table("twin");
  if (!table) return;
  for (auto& name : table->optional_strings("given")) wishes.given.push_back(std::move(name));
  for (auto& name : table->optional_strings("family")) wishes.family.push_back(std::move(name));
  for (auto& ending : table->optional_strings("keep")) {
    if (ending.size() < 3 || !std::all_of(ending.end() - 3, ending.end(), is_digit)) {
      table->wrong_at("keep", "expected the last three digits of a number");
    } else {
      wishes.keep.push_back(std::move(ending));
    }
  }
  wishes.dates = table->boolean_or("dates", true) && wishes.dates;
  const auto wording = table->value("wording");
  if (!wording) return;
  const auto groups = wording->list();
  if (!groups) return;
  for (const policy::Value& group : *groups) {
    std::vector<std::string> ways;
    const auto items = group.list();
    if (!items) continue;
    for (const policy::Value& item : *items) {
      if (auto way = item.string()) ways.push_back(std::move(*way));
    }
    if (ways.size() < 2) {
      group.wrong("expected the wording of the file and at least one other");
    } else {
      wishes.wording.push_back(std::move(ways));
    }
  }
}

// The keys of [twin] alone are checked: the rest of the file is read elsewhere.
Status check_twin(const std::string& name, const std::string& text, Wishes& wishes) {
  HEED_TRY(const policy::Document document, policy::Document::parse(text, name));
  const policy::Table root = document.root();
  for (const auto& key : root.keys()) {
    if (key != "twin") {
      if (const auto value = root.value(key)) value->json();
    }
  }
  read_twin(root, wishes);
  return document.finish();
}

Result<Wishes> wishes_of(const std::string& name, const Texts& texts) {
  Wishes wishes;
  for (const auto& [file, text] : texts) HEED_CHECK(check_twin(file, text, wishes));
  HEED_TRY(const Script script, read_script(name, texts));
  wishes.starts = script.starts;
  wishes.zone = script.zone;
  return wishes;
}

// ---- the changes
// ---------------------------------------------------------------------------------

class Changer {
 public:
  Changer(Texts texts, Wishes wishes, std::uint64_t seed)
      : wishes_(std::move(wishes)), random_(seed) {
    twin_.texts = std::move(texts);
  }

  Result<Twin> run() {
    reword();
    rename(wishes_.given, {given_names.begin(), given_names.end()});
    rename(wishes_.family, {family_names.begin(), family_names.end()});
    renumber();
    HEED_CHECK(move_dates());
    return std::move(twin_);
  }

 private:
  bool anywhere(std::string_view word) const {
    return std::any_of(twin_.texts.begin(), twin_.texts.end(),
                       [&](const auto& each) { return has_word(each.second, word); });
  }

  void say(std::string_view from, std::string_view to) {
    twin_.changes.push_back(fmt::format("{} -> {}", from, to));
  }

  void reword() {
    for (const auto& ways : wishes_.wording) {
      const std::string& to = ways[1 + random_.below(ways.size() - 1)];
      for (auto& [file, text] : twin_.texts) {
        // The list itself stays as it is: it is read before anything is changed.
        std::size_t at = 0;
        while ((at = text.find(ways[0], at)) != std::string::npos) {
          text.replace(at, ways[0].size(), to);
          at += to.size();
        }
      }
      say(ways[0], to);
    }
  }

  void rename(const std::vector<std::string>& names, std::vector<std::string> pool) {
    pool.erase(std::remove_if(pool.begin(), pool.end(),
                              [this](const auto& name) { return anywhere(name); }),
               pool.end());
    for (const auto& name : names) {
      if (pool.empty()) return;
      const auto at = static_cast<std::ptrdiff_t>(random_.below(pool.size()));
      const std::string to = pool[at];
      pool.erase(pool.begin() + at);
      for (auto& [file, text] : twin_.texts) {
        replace_words(text, name, to);
        replace_words(text, upper_ascii(name), upper_ascii(to));
      }
      say(name, to);
    }
  }

  // Each ending of three digits becomes another, the same everywhere, two never the same.
  void renumber() {
    const std::uint64_t factor = 10 * (1 + random_.below(99)) + (random_.below(2) == 0 ? 3 : 7);
    const std::uint64_t shift = 1 + random_.below(999);
    std::set<std::uint64_t> kept;
    for (const auto& ending : wishes_.keep)
      kept.insert(std::stoull(ending.substr(ending.size() - 3)));
    // Past what is kept, walking on: still no two endings become one.
    const auto to = [&](std::uint64_t ending) {
      if (kept.count(ending) != 0) return ending;
      do ending = (factor * ending + shift) % 1000;
      while (kept.count(ending) != 0);
      return ending;
    };
    for (auto& [file, text] : twin_.texts) {
      for (const char* block : {"7700900", "1632960"}) renumber_block(text, block, to);
    }
  }

  template <class To>
  void renumber_block(std::string& text, std::string_view block, To to) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (at > 0 && is_digit(text[at - 1]) && text[at - 1] != '0' && text[at - 1] != '4') continue;
      std::size_t i = at, matched = 0;
      while (i < text.size() && matched < block.size()) {
        if (text[i] == block[matched]) {
          ++matched;
        } else if (matched == 0 || (text[i] != ' ' && text[i] != '-')) {
          break;
        }
        ++i;
      }
      if (matched < block.size()) continue;
      if (i < text.size() && (text[i] == ' ' || text[i] == '-')) ++i;
      if (i + 3 > text.size() ||
          !std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i),
                       text.begin() + static_cast<std::ptrdiff_t>(i + 3), is_digit)) {
        continue;
      }
      if (i + 3 < text.size() && is_digit(text[i + 3])) continue;
      const std::string from = text.substr(i, 3);
      const std::string changed = fmt::format("{:03}", to(std::stoull(from)));
      text.replace(i, 3, changed);
      if (said_.insert(from).second && from != changed) say("…" + from, "…" + changed);
      at = i + 2;
    }
  }

  Status move_dates() {
    if (!wishes_.dates) return ok();
    HEED_TRY(const Zone zone, Zone::load(wishes_.zone));
    std::vector<int> fitting;
    for (const int weeks : {-3, -2, -1, 1, 2, 3}) {
      if (fits(weeks, zone)) fitting.push_back(weeks);
    }
    if (fitting.empty()) return ok();
    const int weeks = fitting[random_.below(fitting.size())];
    for (auto& [file, text] : twin_.texts) each_date(text, weeks * 7);
    say("dates", fmt::format("{:+} weeks", weeks));
    return ok();
  }

  // The offset from UTC at noon, in the zone, of every date near the rehearsal's stays as it is.
  bool fits(int weeks, const Zone& zone) {
    const auto offset = [&](LocalDate date) {
      const Instant noon = zone.instant({date, std::chrono::hours(12)}).at;
      return noon.time_since_epoch() - std::chrono::sys_days(date).time_since_epoch();
    };
    bool all = true;
    for (auto& [file, text] : twin_.texts) {
      std::string copy = text;
      each_date(copy, 0, [&](LocalDate date) {
        if (std::abs(days_between(wishes_.starts.date, date)) > 120) return;
        all = all && offset(date) == offset(add_days(date, weeks * 7));
      });
    }
    return all;
  }

  // 2026-11-19, 19/11/2026 and the 20261119 within a reference.
  static void each_date(
      std::string& text, int days, const std::function<void(LocalDate)>& tell = [](LocalDate) {}) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!is_digit(text[at]) || (at > 0 && word_character(text[at - 1]))) continue;
      if (const auto iso = written(text, at, 10)) {
        if (auto date = parse_date(*iso)) {
          tell(*date);
          text.replace(at, 10, format_date(add_days(*date, days)));
          at += 9;
          continue;
        }
        const std::string turned =
            iso->substr(6) + "-" + iso->substr(3, 2) + "-" + iso->substr(0, 2);
        if (auto date = parse_date(turned); date && (*iso)[2] == '/' && (*iso)[5] == '/') {
          tell(*date);
          const std::string to = format_date(add_days(*date, days));
          text.replace(at, 10, to.substr(8) + "/" + to.substr(5, 2) + "/" + to.substr(0, 4));
          at += 9;
          continue;
        }
      }
      if (at == 0 || text[at - 1] != '-' || at + 8 >= text.size() || text[at + 8] != '-') continue;
      const auto packed = written(text, at, 8);
      if (!packed) continue;
      auto date =
          parse_date(packed->substr(0, 4) + "-" + packed->substr(4, 2) + "-" + packed->substr(6));
      if (!date) continue;
      tell(*date);
      std::string to = format_date(add_days(*date, days));
      to.erase(std::remove(to.begin(), to.end(), '-'), to.end());
      text.replace(at, 8, to);
      at += 7;
    }
  }

  static std::optional<std::string> written(const std::string& text, std::size_t at,
                                            std::size_t length) {
    if (at + length > text.size()) return std::nullopt;
    if (at + length < text.size() && is_digit(text[at + length])) return std::nullopt;
    return text.substr(at, length);
  }

  Wishes wishes_;
  SeededRandom random_;
  Twin twin_;
  std::set<std::string> said_;
};

}  // namespace

Result<Twin> twin_of(const std::string& name, const Texts& texts, std::uint64_t seed) {
  HEED_TRY(Wishes wishes, wishes_of(name, texts));
  return Changer(texts, std::move(wishes), seed).run();
}

}  // namespace heed::rehearsal
