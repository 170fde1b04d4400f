#include "matching/names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <tuple>

#include "base/text.h"
#include "matching/fold.h"
#include "matching/spelling.h"

namespace heed::matching {
namespace {

struct Part {
  NameRole role;
  std::size_t first, last;  // plain words [first, last)
};

void add_plain(PreparedName& out, std::string_view text, NameRole role) {
  text = text.substr(0, 2048);
  const Script script = script_of(text);
  const bool romanised = script != Script::latin;
  std::string word;
  const auto finish = [&] {
    if (word.empty()) return;
    if (word.size() > word_letters_max - 1) word.resize(word_letters_max - 1);
    const bool title = out.plain == 0 && is_title(word);
    if (!title && out.words.size() < name_words_max) {
      const bool particle = is_particle(word);
      if (romanised) word.push_back('~');
      out.words.push_back({word, role, 1u << out.words.size(), false, particle});
    }
    word.clear();
  };
  for (char c : fold(text)) {
    if (is_alpha(c)) {
      word.push_back(c);
    } else if (c != '\'' && c != '`' && c != '"') {
      finish();
    }
  }
  finish();
}

void add_joined(PreparedName& out, std::size_t first, std::size_t last, NameRole role) {
  NameWord joined;
  joined.role = role;
  joined.joined = true;
  bool romanised = false;
  for (std::size_t i = first; i < last; ++i) {
    std::string_view text = out.words[i].text;
    if (text.ends_with('~')) romanised = true, text.remove_suffix(1);
    joined.text += text;
    joined.covers |= out.words[i].covers;
  }
  if (joined.text.size() > word_letters_max - 1) return;
  if (romanised) joined.text.push_back('~');
  if (out.words.size() < 2 * name_words_max) out.words.push_back(std::move(joined));
}

}  // namespace

PreparedName prepare_name(std::string_view given, std::string_view middle, std::string_view family,
                          std::string_view full) {
  PreparedName out;
  std::array<Part, 4> parts{};
  std::size_t count = 0;
  const auto add = [&](std::string_view text, NameRole role) {
    const std::size_t first = out.words.size();
    add_plain(out, text, role);
    if (out.words.size() > first) parts[count++] = {role, first, out.words.size()};
  };
  add(given, NameRole::given);
  add(middle, NameRole::middle);
  add(family, NameRole::family);
  if (out.words.empty()) add(full, NameRole::unknown);
  out.plain = out.words.size();
  for (std::size_t p = 0; p < count; ++p) {
    // "Ben" and "Le" are names of their own where no name follows, or where a first name stands.
    out.words[parts[p].last - 1].particle = false;
    NameWord& first = out.words[parts[p].first];
    if (parts[p].role != NameRole::family && name_facts(first.text).listed_given) {
      first.particle = false;
    }
  }
  // Further words of the given name are middle names: "Mary Ann" may be known as Mary.
  for (std::size_t p = 0; p < count; ++p) {
    const Part part = parts[p];
    for (std::size_t i = part.first; i + 1 < part.last; ++i) add_joined(out, i, i + 2, part.role);
    if (part.last - part.first == 3) add_joined(out, part.first, part.last, part.role);
    if (part.role == NameRole::given) {
      for (std::size_t i = part.first + 1; i < part.last; ++i) out.words[i].role = NameRole::middle;
    }
  }
  return out;
}

float info_of(const NameFacts& facts, NameRole role) {
  switch (role) {
    case NameRole::given:
    case NameRole::middle: return std::min(facts.given, 15.f);
    case NameRole::family: return std::min(facts.family, 15.f);
    case NameRole::unknown: break;
  }
  return std::min({facts.given, facts.family, 15.f});
}

NameRole role_of_pair(NameRole a, NameRole b) {
  if (a == NameRole::unknown) return b;
  if (b == NameRole::unknown || a == b) return a;
  if (a != NameRole::family && b != NameRole::family) return NameRole::given;
  return NameRole::unknown;
}

namespace {

// log2 of the share of people whose name lies that many letters from a name of that length, as
// measured over the surnames and forenames of src/matching/data.
float near_info(float cost, float length, float info) {
  const float one = std::min(info, 9.5f + .35f * length);
  const float two = std::min(one, 3.9f + .8f * length);
  const float three = std::min(two, .2f + length);
  if (cost <= 1) return info + (one - info) * cost;
  if (cost <= 2) return one + (two - one) * (cost - 1);
  return std::max(0.f, two + (three - two) * (cost - 2));
}

// log2 of how often one person's name is written with that many letters wrong.
float error_share(float cost) {
  if (cost <= 0) return -.15f;
  return cost <= 1 ? -2.9f - 1.3f * cost : -4.2f - 2.f * (cost - 1);
}

WordMatch weigh_across_scripts(const WordLikeness& likeness, float info) {
  WordMatch out;
  out.cost = likeness.cost;
  out.weight =
      std::min(info, 1.5f + 2.6f * static_cast<float>(likeness.letters)) - .5f - 3.6f * out.cost;
  if (out.weight <= 0) return WordMatch{};
  out.kind = out.cost < .3f ? Likeness::sounds_alike : Likeness::alike;
  return out;
}

}  // namespace

WordLikeness likeness_of(const SeenWord& a, const SeenWord& b) {
  WordLikeness out;
  out.across = a.text.ends_with('~') || b.text.ends_with('~');
  if (a.text == b.text) {
    out.kind = Likeness::equal;
    return out;
  }
  if (out.across) {
    out.kind = Likeness::alike;
    out.letters = static_cast<std::uint8_t>((a.text.size() < b.text.size() ? a : b).sound.size());
    out.cost = static_cast<float>(transliteration_cost(a.text, b.text, a.heard, b.heard));
    return out;
  }
  if (a.text.size() == 1 || b.text.size() == 1) {
    if (a.text[0] == b.text[0]) out.kind = Likeness::initial;
    return out;
  }
  if (a.facts.groups != 0 && b.facts.groups != 0) {
    out.nickname_steps = static_cast<std::uint8_t>(nickname_steps(a.text, b.text));
  }
  const std::size_t shorter = std::min(a.text.size(), b.text.size());
  out.letters = static_cast<std::uint8_t>(std::min<std::size_t>(shorter, word_letters_max));
  const int limit = shorter >= 8 ? 3 : 2;
  const int apart = a.pattern.distance(b.text, limit);
  const bool sounds = shorter >= 3 && a.sound == b.sound;
  if (apart > limit && !sounds) return out;
  out.cost = static_cast<float>(spelling_cost(a.text, b.text, a.heard, b.heard));
  if (sounds) {
    out.cost = std::min(
        out.cost, .6f + static_cast<float>(transliteration_cost(a.text, b.text, a.heard, b.heard)));
  }
  out.kind = sounds ? Likeness::sounds_alike : Likeness::alike;
  const auto as_family = [](const NameFacts& facts) {
    return facts.listed_family && facts.family < 12.9f;
  };
  const auto as_given = [](const NameFacts& facts) {
    return facts.listed_given && facts.given < 14.5f;
  };
  out.family_known = as_family(a.facts) && as_family(b.facts);
  out.given_known = as_given(a.facts) && as_given(b.facts);
  return out;
}

WordMatch weigh_words(const WordLikeness& likeness, NameRole role, float info) {
  WordMatch out;
  if (likeness.kind == Likeness::equal) {
    out.kind = Likeness::equal;
    out.weight = likeness.across ? std::min(info, 12.f) : info + error_share(0);
    return out;
  }
  if (likeness.across) return weigh_across_scripts(likeness, info);
  if (likeness.kind == Likeness::initial) {
    out.kind = Likeness::initial;
    out.weight = std::min(info, 3.f);
    return out;
  }
  if (role != NameRole::family && likeness.nickname_steps > 0) {
    out.kind = Likeness::nickname;
    out.weight = std::max(1.f, std::min(info, 9.f) - (likeness.nickname_steps == 1 ? 2.8f : 4.f));
    return out;
  }
  if (likeness.kind == Likeness::different) return out;
  out.kind = likeness.kind;
  out.cost = likeness.cost;
  out.weight = error_share(out.cost) + near_info(out.cost, likeness.letters, info);
  if (role == NameRole::family ? likeness.family_known : likeness.given_known) {
    out.both_known = true;
    out.weight -= out.kind == Likeness::sounds_alike ? 1.2f : 2.5f;
  }
  out.weight = std::max(out.weight, -2.f);
  return out;
}

WordMatch match_words(std::string_view a, std::string_view b, NameRole role, float info) {
  return weigh_words(likeness_of(SeenWord(a), SeenWord(b)), role, info);
}

std::vector<WordPair> pairs_of(const PreparedName& a, const PreparedName& b,
                               const WordShares* shares) {
  static const ListedShares listed;
  if (!shares) shares = &listed;
  std::vector<WordPair> out;
  const auto see = [&](const PreparedName& name) {
    std::vector<std::pair<SeenWord, NameInfo>> seen;
    seen.reserve(name.words.size());
    for (const auto& word : name.words) {
      SeenWord one(word.text);
      const NameInfo info = shares->info_of_parts(word.text, one.facts);
      seen.emplace_back(std::move(one), info);
    }
    return seen;
  };
  const auto left = see(a), right = see(b);
  for (std::size_t i = 0; i < a.words.size(); ++i) {
    for (std::size_t j = 0; j < b.words.size(); ++j) {
      const NameWord &x = a.words[i], &y = b.words[j];
      if (x.joined && y.joined) continue;
      if ((x.particle || y.particle) && x.text != y.text) continue;
      const NameRole role = role_of_pair(x.role, y.role);
      const float info = std::min(left[i].second.as(role), right[j].second.as(role));
      const WordMatch match = weigh_words(likeness_of(left[i].first, right[j].first), role, info);
      if (match.kind == Likeness::different) continue;
      out.push_back({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j), match});
    }
  }
  return out;
}

NameShape shape_of(const PreparedName& name) {
  NameShape out;
  out.plain = static_cast<std::uint8_t>(name.plain);
  out.count = static_cast<std::uint8_t>(name.words.size());
  for (std::size_t i = 0; i < name.words.size(); ++i) {
    const auto& word = name.words[i];
    out.words[i] = {word.role, word.covers, word.joined, word.particle, word.text.size() == 1};
  }
  return out;
}

namespace {

bool is_given(NameRole role) { return role == NameRole::given || role == NameRole::middle; }

// Words left without a partner, by what they are; particles and initials prove nothing.
struct Left {
  int given = 0, middle = 0, family = 0, unknown = 0;
  int all() const { return given + middle + family + unknown; }
};

Left left_over(const NameShape& name, std::uint32_t used) {
  Left out;
  for (std::size_t i = 0; i < name.plain; ++i) {
    const auto& word = name.words[i];
    if ((used & word.covers) || word.particle || word.initial) continue;
    switch (word.role) {
      case NameRole::given: ++out.given; break;
      case NameRole::middle: ++out.middle; break;
      case NameRole::family: ++out.family; break;
      case NameRole::unknown: ++out.unknown; break;
    }
  }
  return out;
}

// What the words that stayed alone say. A name that both have and that is not alike speaks against;
// one that only one side has hardly does.
void add_left_over(const NameShape& a, const NameShape& b, std::uint32_t used_a,
                   std::uint32_t used_b, NameScore& out) {
  Left x = left_over(a, used_a), y = left_over(b, used_b);
  const auto meet = [&](int& left, int& right, float weight) {
    const int pairs = std::min(left, right);
    left -= pairs;
    right -= pairs;
    out.unmatched_both += pairs;
    out.weight += weight * static_cast<float>(pairs);
    return pairs > 0;
  };
  if (meet(x.given, y.given, -5.f)) out.given_differs = true;
  if (meet(x.family, y.family, -4.5f) && !out.family_agrees) out.family_differs = true;
  meet(x.middle, y.middle, -2.5f);
  // A middle name may be the one that is used.
  const auto both_ways = [&](int& x_given, int& y_other, int& x_other, int& y_given, float weight) {
    const bool there = meet(x_given, y_other, weight);
    return meet(x_other, y_given, weight) || there;
  };
  if (both_ways(x.given, y.middle, x.middle, y.given, -4.f)) {
    out.given_differs = !out.given_agrees;
  }
  if (both_ways(x.given, y.family, x.family, y.given, -4.5f)) out.given_differs = true;
  meet(x.middle, y.family, -2.f);
  meet(x.family, y.middle, -2.f);
  int left = x.all(), right = y.all();
  if (x.unknown + y.unknown > 0 && meet(left, right, -4.5f)) {
    (out.family_agrees ? out.given_differs : out.family_differs) = true;
  }
  out.weight -= .6f * static_cast<float>(left + right);
}

}  // namespace

NameScore score_name(const NameShape& a, const NameShape& b, std::vector<WordPair>& pairs,
                     bool keep_chosen) {
  NameScore out;
  if (a.plain == 0 || b.plain == 0) return out;
  out.any = true;
  const auto rank = [&](const WordPair& pair) {
    const NameRole x = a.words[pair.a].role, y = b.words[pair.b].role;
    return pair.match.weight + (x == y ? 1.f : 0.f);
  };
  std::sort(pairs.begin(), pairs.end(), [&](const WordPair& p, const WordPair& q) {
    const float x = rank(p), y = rank(q);
    if (x != y) return x > y;
    // The same either way round: compare(a, b) and compare(b, a) have one weight.
    const auto place = [](const WordPair& pair) {
      return std::tuple(pair.a + pair.b, std::abs(pair.a - pair.b), pair.a);
    };
    return place(p) < place(q);
  });
  std::uint32_t used_a = 0, used_b = 0;
  int crossed = 0, straight = 0;
  for (const auto& pair : pairs) {
    const auto& x = a.words[pair.a];
    const auto& y = b.words[pair.b];
    if ((used_a & x.covers) || (used_b & y.covers)) continue;
    used_a |= x.covers;
    used_b |= y.covers;
    float weight = pair.match.weight;
    if (x.particle || y.particle) weight = std::min(weight, .3f);
    out.weight += weight;
    out.worst_cost = std::max(out.worst_cost, pair.match.cost);
    const bool across = (is_given(x.role) && y.role == NameRole::family) ||
                        (x.role == NameRole::family && is_given(y.role));
    const bool agrees = pair.match.kind != Likeness::initial && weight > 1;
    // What the query calls the part decides, else what the record calls it.
    const NameRole role = x.role == NameRole::unknown ? y.role : x.role;
    if (across) {
      ++crossed;
    } else if (role != NameRole::unknown) {
      ++straight;
    }
    if (role == NameRole::family) {
      out.family += weight;
      out.family_agrees |= agrees;
    } else if (role == NameRole::unknown) {
      (out.family_agrees ? out.given : out.family) += weight;
      (out.family_agrees ? out.given_agrees : out.family_agrees) |= agrees;
    } else {
      out.given += weight;
      out.given_agrees |= agrees;
    }
    out.own_names |= pair.match.both_known && !x.particle && !y.particle;
    if (keep_chosen) out.chosen.push_back(pair);
  }
  if (crossed > 0) {
    out.swapped = true;
    out.weight -= straight == 0 ? 4.f : 2.f * static_cast<float>(crossed);
  }
  add_left_over(a, b, used_a, used_b, out);
  // Names run in families and in peoples: where one part differs, the rest proves kinship at most.
  if (out.given_differs || out.family_differs) out.weight = std::min(out.weight, 4.f);
  out.weight = std::max(out.weight, -9.f);
  const Left x = left_over(a, used_a), y = left_over(b, used_b);
  const float words = static_cast<float>(a.plain + b.plain);
  out.matched_share = words > 0 ? 1 - static_cast<float>(x.all() + y.all()) / words : 0;
  return out;
}

}  // namespace heed::matching
