#include "matching/invented_people.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "matching/name_data.h"
#include "matching/name_tables.h"

namespace heed::matching {
namespace {

struct Drawn {
  std::vector<std::string_view> name;
  std::vector<double> until;  // running sum
  void add(std::string_view text, double weight) {
    if (weight <= 0) return;
    name.push_back(text);
    until.push_back((until.empty() ? 0 : until.back()) + weight);
  }
  std::string_view at(double share) const {
    const auto found = std::upper_bound(until.begin(), until.end(), share * until.back());
    return name[std::min<std::size_t>(static_cast<std::size_t>(found - until.begin()),
                                      name.size() - 1)];
  }
};

double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct Lists {
  Drawn girls, boys, families;
  std::vector<std::string_view> districts;
};

const Lists& lists() {
  static const Lists made = [] {
    Lists out;
    for (std::string_view row : split(name_data::forenames, '\n')) {
      const auto cells = split(row, ',');
      if (cells.size() != 3 || cells[0] == "name") continue;
      out.girls.add(cells[0], number(cells[1]));
      out.boys.add(cells[0], number(cells[2]));
    }
    std::size_t without = 0;
    for (std::string_view row : split(name_data::surnames, '\n')) without += row.ends_with(',');
    for (std::string_view row : split(name_data::surnames, '\n')) {
      const auto cells = split(row, ',');
      if (cells.size() != 2 || cells[0] == "surname") continue;
      // Those without a share have 55 % of the people between them.
      out.families.add(cells[0],
                       cells[1].empty() ? 55.0 / static_cast<double>(without) : number(cells[1]));
    }
    for (std::string_view row : split(name_data::outcodes, '\n')) {
      const auto cells = split(row, ',');
      if (cells.size() == 3 && cells[0] != "district") out.districts.push_back(cells[0]);
    }
    return out;
  }();
  return made;
}

std::string capitalised(std::string_view name) {
  std::string out(name);
  if (!out.empty()) out[0] = upper(out[0]);
  return out;
}

constexpr std::string_view kSides[26] = {
    "qsz", "vgn", "xdv", "sfe", "wrd", "dgr", "fht", "gjy", "uok", "hku", "jli", "ko",  "n",
    "bm",  "ipl", "o",   "wa",  "etf", "adw", "ryg", "yij", "cb",  "qes", "zc",  "tuh", "xs"};

}  // namespace

InventedPeople::InventedPeople(std::uint64_t seed) {
  for (auto& word : state_) {  // splitmix64
    std::uint64_t z = (seed += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    word = z ^ (z >> 31);
  }
}

std::uint64_t InventedPeople::below(std::uint64_t bound) {  // xoshiro256**
  const auto rotate = [](std::uint64_t x, int by) { return x << by | x >> (64 - by); };
  const std::uint64_t out = rotate(state_[1] * 5, 7) * 9, t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = rotate(state_[3], 45);
  return static_cast<std::uint64_t>((static_cast<unsigned __int128>(out) * bound) >> 64);
}

bool InventedPeople::chance(double share) {
  return static_cast<double>(below(1u << 30)) < share * (1u << 30);
}

std::string InventedPeople::some_given(bool female) {
  const auto& list = female ? lists().girls : lists().boys;
  return capitalised(list.at(static_cast<double>(below(1ull << 40)) / (1ull << 40)));
}

std::string InventedPeople::some_family() {
  return capitalised(lists().families.at(static_cast<double>(below(1ull << 40)) / (1ull << 40)));
}

LocalDate InventedPeople::some_date() {
  // Births from 1930 to 2020; the oldest half as many.
  std::int64_t day;
  do {
    day = static_cast<std::int64_t>(below(33237)) - 14610;
  } while (day < -3650 && chance(.4));
  return LocalDate(std::chrono::sys_days(std::chrono::days(day)));
}

PersonRecord InventedPeople::next() {
  PersonRecord out;
  const bool female = chance(.5);
  out.id = "p" + std::to_string(made_++);
  out.given_name = some_given(female);
  if (chance(.6)) out.middle_name = some_given(female);
  out.family_name = some_family();
  if (chance(.02)) out.family_name += "-" + some_family();
  out.born = some_date();
  out.sex = female ? "F" : "M";
  // 01000 is nobody's area code.
  out.phones = {"01000" + std::to_string(1000000 + below(1000000)).substr(1)};
  const auto& districts = lists().districts;
  const auto letter = [&] { return static_cast<char>('A' + below(26)); };
  out.postcode = std::string(districts[below(districts.size())]) + " " + std::to_string(below(10)) +
                 letter() + letter();
  return out;
}

std::string InventedPeople::typed_wrong(std::string_view name) {
  std::string out(name);
  if (out.size() < 2) return out + "e";
  const std::size_t at = chance(.1) ? 0 : 1 + below(out.size() - 1);
  switch (below(5)) {
    case 0:
    case 1: {
      const char c = lower(out[at]);
      if (c < 'a' || c > 'z') break;
      const std::string_view sides = kSides[c - 'a'];
      out[at] = sides[below(sides.size())];
      break;
    }
    case 2: out.erase(at, 1); break;
    case 3: out.insert(at, 1, chance(.4) ? out[at] : static_cast<char>('a' + below(26))); break;
    default:
      if (at + 1 < out.size())
        std::swap(out[at], out[at + 1]);
      else
        std::swap(out[at], out[at - 1]);
  }
  return out;
}

std::string InventedPeople::heard_wrong(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kHeard[] = {
      {"ph", "f"},  {"f", "ph"},  {"ck", "k"},  {"k", "c"},  {"c", "k"},   {"s", "z"},
      {"z", "s"},   {"ee", "ea"}, {"ea", "ee"}, {"y", "i"},  {"i", "y"},   {"ie", "y"},
      {"y", "ie"},  {"m", "n"},   {"n", "m"},   {"d", "t"},  {"t", "d"},   {"b", "p"},
      {"p", "b"},   {"th", "f"},  {"a", "e"},   {"e", "a"},  {"o", "u"},   {"er", "or"},
      {"or", "er"}, {"ou", "oo"}, {"ll", "l"},  {"l", "ll"}, {"tt", "t"},  {"nn", "n"},
      {"n", "nn"},  {"v", "f"},   {"g", "j"},   {"j", "g"},  {"sh", "ch"}, {"wh", "w"},
      {"e", "i"},   {"i", "e"}};
  std::string out = lower_ascii(name);
  for (int attempt = 0; attempt < 40; ++attempt) {
    const auto& [from, to] = kHeard[below(std::size(kHeard))];
    const std::size_t at = out.find(from, chance(.5) ? 0 : 1);
    if (at == std::string::npos) continue;
    out.replace(at, from.size(), to);
    return capitalised(out);
  }
  return typed_wrong(name);
}

LocalDate InventedPeople::date_wrong(LocalDate date) {
  const int year = static_cast<int>(date.year());
  const int month = static_cast<int>(static_cast<unsigned>(date.month()));
  const int day = static_cast<int>(static_cast<unsigned>(date.day()));
  for (int attempt = 0; attempt < 60; ++attempt) {
    int y = year, m = month, d = day;
    switch (below(5)) {
      case 0: std::swap(m, d); break;
      case 1: d = d % 10 * 10 + d / 10; break;
      case 2: y = y - y % 100 + y % 10 * 10 + y / 10 % 10; break;
      case 3: y += chance(.5) ? 1 : -1; break;
      default: {
        const int digit = static_cast<int>(below(10));
        if (chance(.4))
          d = d / 10 * 10 + digit;
        else if (chance(.5))
          m = m / 10 * 10 + digit;
        else if (chance(.5))
          y = y / 10 * 10 + digit;
        else
          y = y - y % 100 + digit * 10 + y % 10;
      }
    }
    const LocalDate out{std::chrono::year(y), std::chrono::month(static_cast<unsigned>(m)),
                        std::chrono::day(static_cast<unsigned>(d))};
    if (out.ok() && out != date && y > 1900 && y < 2030) return out;
  }
  return date;
}

std::string InventedPeople::nickname(std::string_view name) {
  std::vector<std::string> forms;
  const std::string folded = lower_ascii(name);
  for_each_form(
      folded,
      [](std::string_view form, void* out) {
        static_cast<std::vector<std::string>*>(out)->emplace_back(form);
      },
      &forms);
  std::erase_if(forms, [&](const std::string& form) { return nickname_steps(folded, form) != 1; });
  return forms.empty() ? std::string(name) : capitalised(forms[below(forms.size())]);
}

}  // namespace heed::matching
