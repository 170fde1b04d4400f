#include "matching/name_tables.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "matching/name_data.h"

namespace heed::matching {
namespace {

struct Forms {
  std::vector<std::string_view> of;  // formal names that this is a form of, itself included
};

struct Tables {
  std::unordered_map<std::string_view, NameFacts> facts;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> groups_of;
  std::vector<std::vector<std::string_view>> groups;  // the first is the formal name
};

double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void read_forenames(Tables& tables) {
  double total = 0;
  const auto rows = split(name_data::forenames, '\n');
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto cells = split(rows[i], ',');
    if (cells.size() == 3) total += number(cells[1]) + number(cells[2]);
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto cells = split(rows[i], ',');
    if (cells.size() != 3) continue;
    const double girls = number(cells[1]), boys = number(cells[2]);
    auto& facts = tables.facts[cells[0]];
    facts.given = static_cast<float>(-std::log2((girls + boys) / (total * 1.08)));
    facts.listed_given = true;
    facts.sex = girls > 20 * boys ? -1 : boys > 20 * girls ? 1 : 0;
  }
}

void read_surnames(Tables& tables) {
  const auto rows = split(name_data::surnames, '\n');
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto cells = split(rows[i], ',');
    if (cells.size() != 2) continue;
    auto& facts = tables.facts[cells[0]];
    // The names without a share have some two fifths of the people between them.
    facts.family = cells[1].empty() ? 13.f : static_cast<float>(-std::log2(number(cells[1]) / 100));
    facts.listed_family = true;
  }
}

void read_forms(Tables& tables, std::string_view text) {
  for (std::string_view row : split(text, '\n')) {
    const auto words = split(trim(row), ' ');
    if (words.size() < 2) continue;
    const auto group = static_cast<std::uint32_t>(tables.groups.size());
    tables.groups.emplace_back(words.begin(), words.end());
    for (std::string_view word : words) {
      tables.groups_of[word].push_back(group);
      tables.facts[word].groups = 1;
    }
  }
}

const Tables& tables() {
  static const Tables made = [] {
    Tables out;
    read_forenames(out);
    read_surnames(out);
    read_forms(out, name_data::nicknames);
    read_forms(out, name_data::nicknames_uk);
    return out;
  }();
  return made;
}

constexpr std::string_view kParticles =
    " de da do dos das di del della dello du la le les los las van von vom der den ter ten zu zur "
    "af "
    "al el ul ud ad as ar az bin ibn ben bint binti abu abou abd ap ab mac mc fitz st san santa "
    "na wa ould oglu ";
constexpr std::string_view kTitles =
    " mr mrs ms miss mx dr prof sir dame lord lady rev master mister pc dc ds di pcso jr sr jnr "
    "snr "
    "ii iii esq ";

bool in_list(std::string_view list, std::string_view word) {
  for (std::size_t at = list.find(word); at != std::string_view::npos;
       at = list.find(word, at + 1)) {
    if (list[at - (at > 0)] == ' ' && list[at + word.size()] == ' ') return true;
  }
  return false;
}

}  // namespace

NameFacts name_facts(std::string_view word) {
  const auto& facts = tables().facts;
  const auto at = facts.find(word);
  return at == facts.end() ? NameFacts{} : at->second;
}

int nickname_steps(std::string_view a, std::string_view b) {
  const auto& t = tables();
  const auto left = t.groups_of.find(a), right = t.groups_of.find(b);
  if (left == t.groups_of.end() || right == t.groups_of.end()) return 0;
  int best = 0;
  for (std::uint32_t x : left->second) {
    if (std::find(right->second.begin(), right->second.end(), x) == right->second.end()) continue;
    const std::string_view formal = t.groups[x].front();
    if (formal == a || formal == b) return 1;
    best = 2;
  }
  return best;
}

void for_each_form(std::string_view word, void (*visit)(std::string_view, void*), void* context) {
  const auto& t = tables();
  const auto at = t.groups_of.find(word);
  if (at == t.groups_of.end()) return;
  int left = 256;
  for (std::uint32_t group : at->second) {
    for (std::string_view form : t.groups[group]) {
      if (form != word && left-- > 0) visit(form, context);
    }
  }
}

bool is_particle(std::string_view word) { return word.size() <= 5 && in_list(kParticles, word); }
bool is_title(std::string_view word) { return word.size() <= 6 && in_list(kTitles, word); }

}  // namespace heed::matching
