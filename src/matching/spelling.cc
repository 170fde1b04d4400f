#include "matching/spelling.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "base/text.h"

namespace heed::matching {
namespace {

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

struct CostTable {
  std::array<std::array<float, 32>, 32> replace;
  std::array<std::array<float, 32>, 32> replace_translit;
};

void set_pairs(std::array<std::array<float, 32>, 32>& table, std::string_view pairs, float cost) {
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 3) {
    auto& one = table[pairs[i] & 31][pairs[i + 1] & 31];
    auto& other = table[pairs[i + 1] & 31][pairs[i] & 31];
    one = std::min(one, cost);
    other = std::min(other, cost);
  }
}

CostTable make_costs() {
  CostTable t;
  for (int i = 0; i < 32; ++i) {
    for (int j = 0; j < 32; ++j) t.replace[i][j] = i == j ? 0 : 1;
  }
  constexpr std::string_view rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  for (int r = 0; r < 3; ++r) {
    for (std::size_t i = 0; i < rows[r].size(); ++i) {
      const auto side = [&](char c) {
        auto& a = t.replace[rows[r][i] & 31][c & 31];
        a = t.replace[c & 31][rows[r][i] & 31] = std::min(a, .8f);
      };
      if (i + 1 < rows[r].size()) side(rows[r][i + 1]);
      if (r < 2 && i < rows[r + 1].size()) side(rows[r + 1][i]);
      if (r < 2 && i > 0 && i - 1 < rows[r + 1].size()) side(rows[r + 1][i - 1]);
    }
  }
  set_pairs(t.replace, "ae ai ao au ei eo eu io iu ou ya ye yo yu", .7f);
  set_pairs(t.replace, "iy ck cs sz kq vw gj", .4f);
  set_pairs(t.replace, "td mn bp fv kg sx bv ij xk uw hj", .65f);
  t.replace_translit = t.replace;
  set_pairs(t.replace_translit, "ae ai ao au ei eo eu io iu ou ya ye yo yu", .25f);
  set_pairs(t.replace_translit, "iy ck sz kq vw uw ow gj ij", .15f);
  set_pairs(t.replace_translit, "cs td bp fv kg gq gh hk tz dz fp bv cz ts vb xk hx gk fw sx", .4f);
  return t;
}
const CostTable kCosts = make_costs();

float gap(std::string_view word, std::size_t i, bool translit) {
  const char c = word[i];
  if ((i > 0 && word[i - 1] == c) || (i + 1 < word.size() && word[i + 1] == c && !translit)) {
    return translit ? .1f : .4f;
  }
  if (translit) return is_vowel(c) ? .2f : c == 'w' || c == 'h' ? .3f : 1.f;
  if (c == 'h') return .6f;
  if (c == 'e' && i + 1 == word.size()) return .6f;
  return is_vowel(c) ? .85f : 1.f;
}

double align(std::string_view a, std::string_view b, bool translit) {
  a = a.substr(0, word_letters_max);
  b = b.substr(0, word_letters_max);
  const auto& replace = translit ? kCosts.replace_translit : kCosts.replace;
  std::array<std::array<float, word_letters_max + 1>, 3> row;
  row[0][0] = 0;
  std::array<float, word_letters_max> add;
  for (std::size_t j = 0; j < b.size(); ++j) add[j] = gap(b, j, translit);
  for (std::size_t j = 1; j <= b.size(); ++j) row[0][j] = row[0][j - 1] + add[j - 1];
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& now = row[i % 3];
    const auto& before = row[(i - 1) % 3];
    const float drop = gap(a, i - 1, translit);
    const auto& swap = replace[a[i - 1] & 31];
    now[0] = before[0] + drop;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      float best = before[j - 1] + swap[b[j - 1] & 31];
      best = std::min(best, before[j] + drop);
      best = std::min(best, now[j - 1] + add[j - 1]);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        best = std::min(best, row[(i - 2) % 3][j - 2] + .8f);
      }
      now[j] = best;
    }
  }
  return row[a.size() % 3][b.size()];
}

std::string_view letters(std::string_view word) {
  if (!word.empty() && word.back() == '~') word.remove_suffix(1);
  return word;
}

struct Rule {
  std::string_view from, to;
};
// By first letter; among those the longer ones first.
constexpr Rule kRules[] = {{"ay", "e"},   {"ai", "e"},  {"ch", "C"}, {"ck", "k"},   {"cz", "C"},
                           {"dzh", "J"},  {"dh", "d"},  {"dj", "J"}, {"ee", "i"},   {"ea", "i"},
                           {"ei", "i"},   {"ey", "i"},  {"gh", "g"}, {"ie", "i"},   {"kh", "h"},
                           {"ks", "x"},   {"oo", "u"},  {"ou", "u"}, {"ph", "f"},   {"qu", "kv"},
                           {"shch", "S"}, {"sch", "S"}, {"sh", "S"}, {"tsch", "C"}, {"tch", "C"},
                           {"th", "t"},   {"ts", "s"},  {"tz", "s"}, {"wh", "v"},   {"zh", "J"}};

std::span<const Rule> rules_from(char letter) {
  static constexpr auto ranges = [] {
    std::array<std::pair<std::uint8_t, std::uint8_t>, 32> out{};
    for (std::uint8_t i = 0; i < std::size(kRules); ++i) {
      auto& range = out[kRules[i].from[0] & 31];
      if (range.second == 0) range.first = i;
      range.second = static_cast<std::uint8_t>(i + 1);
    }
    return out;
  }();
  if (letter < 'a' || letter > 'z') return {};
  const auto [first, last] = ranges[letter & 31];
  return std::span(kRules).subspan(first, last - first);
}

}  // namespace

// One letter for each sound, whatever the language that spelled it; vowels stay.
std::string as_heard(std::string_view w) {
  std::string out;
  w = letters(w);
  for (std::size_t i = 0; i < w.size();) {
    const std::string_view rest = w.substr(i);
    bool done = false;
    for (const auto& rule : rules_from(rest[0])) {
      if (rest.size() > 1 && rest[1] == rule.from[1] && rest.starts_with(rule.from)) {
        out += rule.to;
        i += rule.from.size();
        done = true;
        break;
      }
    }
    if (done) continue;
    const char next = i + 1 < w.size() ? w[i + 1] : ' ';
    char c = w[i++];
    if (c == 'c') c = next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
    if (c == 'q') c = 'k';
    if (c == 'w') c = 'v';
    if (c == 'y') c = 'i';
    if (c == 'z') c = 's';
    if (c == 'j') c = 'J';
    if (out.empty() || out.back() != c) out.push_back(c);
  }
  return out;
}

WordPattern::WordPattern(std::string_view word) {
  word = letters(word).substr(0, word_letters_max);
  size_ = static_cast<int>(word.size());
  for (int i = 0; i < size_; ++i) position_[word[i] & 31] |= 1u << i;
}

int WordPattern::distance(std::string_view other, int limit) const {
  other = letters(other).substr(0, word_letters_max);
  if (size_ == 0) return static_cast<int>(other.size());
  if (std::abs(size_ - static_cast<int>(other.size())) > limit) return limit + 1;
  std::uint32_t vp = ~0u, vn = 0, d0 = 0, before = 0;
  int distance = size_;
  const std::uint32_t last = 1u << (size_ - 1);
  for (char c : other) {
    const std::uint32_t match = position_[c & 31];
    const std::uint32_t swapped = (((~d0) & match) << 1) & before;
    d0 = (((match & vp) + vp) ^ vp) | match | vn | swapped;
    std::uint32_t hp = vn | ~(d0 | vp);
    const std::uint32_t hn = d0 & vp;
    if (hp & last) ++distance;
    if (hn & last) --distance;
    hp = (hp << 1) | 1;
    vp = (hn << 1) | ~(d0 | hp);
    vn = hp & d0;
    before = match;
  }
  return distance;
}

std::uint32_t letter_set(std::string_view word) {
  std::uint32_t set = 0;
  for (char c : letters(word)) set |= 1u << (c & 31);
  return set;
}

double spelling_cost(std::string_view a, std::string_view b, std::string_view heard_a,
                     std::string_view heard_b) {
  a = letters(a);
  b = letters(b);
  if (a == b) return 0;
  const double written = align(a, b, false);
  if (written <= .4) return written;
  return std::min(written, .35 + align(heard_a, heard_b, false));
}

double spelling_cost(std::string_view a, std::string_view b) {
  return spelling_cost(a, b, as_heard(a), as_heard(b));
}

double transliteration_cost(std::string_view a, std::string_view b, std::string_view heard_a,
                            std::string_view heard_b) {
  return std::min(align(letters(a), letters(b), true), .1 + align(heard_a, heard_b, true));
}

double transliteration_cost(std::string_view a, std::string_view b) {
  return transliteration_cost(a, b, as_heard(a), as_heard(b));
}

std::string sound_key_of_heard(std::string_view heard) {
  std::string out;
  for (std::size_t i = 0; i < heard.size(); ++i) {
    const char c = heard[i];
    if (is_vowel(c)) {
      if (i == 0) out.push_back('a');
      continue;
    }
    if (c == 'h' && i > 0) continue;
    if (out.empty() || out.back() != c) out.push_back(c);
  }
  if (out.empty() && !heard.empty()) out = heard.substr(0, 1);
  return out;
}

std::string sound_key(std::string_view word) { return sound_key_of_heard(as_heard(word)); }

}  // namespace heed::matching
