#include "matching/address.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "matching/fold.h"
#include "matching/identifiers.h"

namespace heed::matching {
namespace {

using Words = std::vector<std::string>;

// How streets end, and how they are shortened.
constexpr std::array<std::pair<std::string_view, std::string_view>, 34> kStreetWords = {{
    {"rd", "road"},     {"st", "street"},     {"str", "street"},     {"ave", "avenue"},
    {"av", "avenue"},   {"cl", "close"},      {"clo", "close"},      {"dr", "drive"},
    {"drv", "drive"},   {"ln", "lane"},       {"la", "lane"},        {"cres", "crescent"},
    {"cr", "crescent"}, {"crt", "court"},     {"ct", "court"},       {"gdns", "gardens"},
    {"gdn", "garden"},  {"gr", "grove"},      {"gro", "grove"},      {"pl", "place"},
    {"sq", "square"},   {"ter", "terrace"},   {"terr", "terrace"},   {"tce", "terrace"},
    {"pk", "park"},     {"wlk", "walk"},      {"wk", "walk"},        {"wy", "way"},
    {"hse", "house"},   {"bldg", "building"}, {"blvd", "boulevard"}, {"mt", "mount"},
    {"grn", "green"},   {"pde", "parade"},
}};
constexpr std::array<std::string_view, 36> kStreetEnds = {
    "road",    "street", "avenue", "close", "drive",  "lane",    "crescent", "court",
    "gardens", "garden", "grove",  "place", "square", "terrace", "park",     "walk",
    "way",     "hill",   "rise",   "row",   "view",   "mews",    "parade",   "boulevard",
    "circuit", "green",  "mount",  "croft", "gate",   "bank",    "avenues",  "approach",
    "vale",    "side",   "yard",   "wharf"};
constexpr std::array<std::string_view, 8> kBuildingEnds = {
    "house", "building", "buildings", "tower", "lodge", "cottage", "farm", "hall"};
constexpr std::array<std::string_view, 6> kFlatWords = {"flat", "apartment", "apt",
                                                        "unit", "room",      "studio"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// "12", "12a", "12-14", "12/1": begins with a digit and has at most two letters.
bool is_number(std::string_view word) {
  if (word.empty() || word.size() > 9 || !is_digit(word.front())) return false;
  return std::count_if(word.begin(), word.end(), is_alpha) <= 2;
}

std::string joined(const Words& words, std::size_t from, std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to; ++i) {
    if (i > from) out += ' ';
    out += words[i];
  }
  return out;
}

// The words between two commas; signs other than - / and ' inside a word are spaces.
Words words_of(std::string_view text) {
  Words out;
  std::string word;
  for (char c : std::string(text) + " ") {
    if (is_digit(c) || is_alpha(c) || ((c == '-' || c == '/') && !word.empty())) {
      word.push_back(lower(c));
    } else if (c != '\'' && c != '.') {
      while (!word.empty() && (word.back() == '-' || word.back() == '/')) word.pop_back();
      if (!word.empty()) out.push_back(std::move(word));
      word.clear();
    }
  }
  return out;
}

std::string written_out(const std::string& word) {
  for (const auto& [shortened, whole] : kStreetWords) {
    if (word == shortened) return std::string(whole);
  }
  return word;
}

// "st" is a saint where a name begins and a street behind it: "12 st james st".
void write_out(Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!is_number(words[i - 1]) && words[i - 1] != "flat") words[i] = written_out(words[i]);
  }
}

// Takes a postcode off the end of the words, whole or in two halves.
std::string take_postcode(Words& words) {
  const auto whole = [](const std::string& text) -> std::string {
    auto key = normalise(IdentifierKind::postcode, text);
    return key && key->value.find(' ') != std::string::npos ? key->value : std::string();
  };
  if (words.size() >= 2) {
    const std::string two = words[words.size() - 2] + words.back();
    if (const std::string key = words.back().size() == 3 ? whole(two) : ""; !key.empty()) {
      words.resize(words.size() - 2);
      return key;
    }
  }
  if (!words.empty() && words.back().size() >= 5) {
    if (const std::string key = whole(words.back()); !key.empty()) {
      words.pop_back();
      return key;
    }
  }
  return {};
}

// "flat 3", "apt b", "3/12" (flat 3 at number 12 as written in Scotland is left a number).
std::size_t take_flat(const Words& words, std::size_t at, AddressParts& parts) {
  if (parts.flat.empty() && at + 1 < words.size() && among(kFlatWords, words[at])) {
    parts.flat = words[at + 1];
    return at + 2;
  }
  return at;
}

void take_number_and_street(const Words& words, AddressParts& parts) {
  std::size_t at = take_flat(words, 0, parts);
  if (parts.number.empty() && at < words.size() && is_number(words[at])) {
    parts.number = words[at++];
    // "12 a sorrel close"
    if (at < words.size() && words[at].size() == 1 && is_alpha(words[at][0]) &&
        at + 1 < words.size() && is_digit(parts.number.back())) {
      parts.number += words[at++];
    }
  }
  if (at >= words.size()) return;
  if (at + 1 < words.size() && among(kBuildingEnds, words[at + 1]) && parts.building.empty() &&
      words.size() > at + 2) {
    parts.building = joined(words, at, at + 2);
    at += 2;
    if (parts.number.empty() && at < words.size() && is_number(words[at]))
      parts.number = words[at++];
  }
  // The street goes as far as a word that ends streets; what follows it is the town.
  std::size_t end = words.size();
  for (std::size_t i = at + 1; i < words.size(); ++i) {
    if (among(kStreetEnds, words[i])) {
      end = i + 1;
      if (end < words.size() && among(kStreetEnds, words[end])) ++end;
      break;
    }
  }
  const std::string street = joined(words, at, end);
  if (parts.street.empty() && !street.empty()) {
    const bool building = end == words.size() && at < end && among(kBuildingEnds, words[end - 1]);
    (building && parts.building.empty() ? parts.building : parts.street) = street;
  }
  if (end < words.size()) parts.town = joined(words, end, words.size());
}

void append(std::string& town, const std::string& more) {
  if (!more.empty()) town += (town.empty() ? "" : " ") + more;
}

}  // namespace

AddressParts parse_address(std::string_view line) {
  AddressParts parts;
  const std::string folded = fold(line.substr(0, identifier_bytes_max));
  std::vector<Words> groups;
  for (std::string_view group : split(folded, ',')) {
    if (Words words = words_of(group); !words.empty()) groups.push_back(std::move(words));
  }
  if (groups.empty()) return parts;
  parts.postcode = take_postcode(groups.back());
  if (groups.back().empty()) groups.pop_back();
  for (auto& words : groups) {
    write_out(words);
    const bool placed = !parts.street.empty();
    if (placed) {
      append(parts.town, joined(words, 0, words.size()));
      continue;
    }
    AddressParts found = parts;
    found.town.clear();
    take_number_and_street(words, found);
    const std::string town = found.town;
    found.town = parts.town;
    append(found.town, town);
    parts = std::move(found);
  }
  // "sorrel close" alone at a house with a name: the street is the better reading.
  if (parts.street.empty() && !parts.building.empty() && parts.number.empty() &&
      parts.flat.empty()) {
    parts.street = std::exchange(parts.building, {});
  }
  return parts;
}

std::string address_line(const AddressParts& parts) {
  std::string out;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : ", ") + text;
  };
  if (!parts.flat.empty()) add("flat " + parts.flat);
  add(parts.building);
  add(parts.number.empty() || parts.street.empty() ? parts.number + parts.street
                                                   : parts.number + " " + parts.street);
  add(parts.town);
  add(parts.postcode);
  return out;
}

}  // namespace heed::matching
