// A person's names as words ready to be laid beside another person's: folded to Latin letters, in
// no fixed order, titles dropped, particles marked, neighbouring words of one name also joined
// ("Mac Donald" is found under "macdonald"). And how one word speaks for another, and one whole
// name for another, in log2. A house-internal header. Pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matching/name_tables.h"
#include "matching/spelling.h"

namespace heed::matching {

constexpr std::size_t name_words_max = 12;  // further words are not compared

struct NameWord {
  std::string text;  // a to z; '~' at the end where it was romanised here
  NameRole role = NameRole::unknown;
  std::uint32_t covers = 0;  // the plain words that it stands for, one bit each
  bool joined = false;
  bool particle = false;
};

struct PreparedName {
  std::vector<NameWord> words;  // the plain words first, then the joined ones
  std::size_t plain = 0;
  bool empty() const { return plain == 0; }
};

PreparedName prepare_name(std::string_view given, std::string_view middle, std::string_view family,
                          std::string_view full);

enum class Likeness : std::uint8_t { different, initial, alike, sounds_alike, nickname, equal };

struct WordMatch {
  Likeness kind = Likeness::different;
  float weight = 0;         // log2; 0 where different
  float cost = 0;           // in letters
  bool both_known = false;  // two names of their own, not a slip of one: Kieran, Kieron
};

// A word read once, to be laid beside many. Borrows the text.
struct SeenWord {
  explicit SeenWord(std::string_view word)
      : text(word),
        facts(name_facts(word)),
        pattern(word),
        heard(as_heard(word)),
        sound(sound_key_of_heard(heard)) {}
  std::string_view text;
  NameFacts facts;
  WordPattern pattern;
  std::string heard, sound;
};

// What two words have to do with each other, whatever parts of a name they are.
struct WordLikeness {
  Likeness kind = Likeness::different;  // a nickname has the kind of its spelling too
  bool across = false;
  std::uint8_t nickname_steps = 0;
  bool given_known = false, family_known = false;  // both words are listed as such
  std::uint8_t letters = 0;                        // of the shorter; across scripts: consonants
  float cost = 0;
};
WordLikeness likeness_of(const SeenWord& a, const SeenWord& b);
// `info`: -log2 of the share of people who have the commoner of the two.
WordMatch weigh_words(const WordLikeness& likeness, NameRole role, float info);
WordMatch match_words(std::string_view a, std::string_view b, NameRole role, float info);
float info_of(const NameFacts& facts, NameRole role);
NameRole role_of_pair(NameRole a, NameRole b);

// As a given and as a family name; of unknown part the less.
struct NameInfo {
  float given = 0, family = 0;
  float as(NameRole role) const {
    return role == NameRole::family    ? family
           : role == NameRole::unknown ? std::min(given, family)
                                       : given;
  }
};

class Segment;

// How common a word is: -log2 of the share of people who have it in that role.
class WordShares {
 public:
  virtual ~WordShares() = default;
  virtual float info(std::string_view word, NameRole role) const = 0;
  // Both at once, for a word whose facts are known.
  virtual NameInfo info_of_parts(std::string_view word, const NameFacts& facts) const = 0;
  // The same of a word of that segment.
  virtual NameInfo info_of_word(const Segment&, std::uint32_t, std::string_view text,
                                const NameFacts& facts) const {
    return info_of_parts(text, facts);
  }
};
// By the tables of the United Kingdom.
class ListedShares final : public WordShares {
 public:
  float info(std::string_view word, NameRole role) const override {
    return info_of(name_facts(word), role);
  }
  NameInfo info_of_parts(std::string_view, const NameFacts& facts) const override {
    return {info_of(facts, NameRole::given), info_of(facts, NameRole::family)};
  }
};

// A pair of words, one of each name, that are not different.
struct WordPair {
  std::uint8_t a = 0, b = 0;  // places in PreparedName::words
  WordMatch match;
};

struct NameScore {
  float weight = 0;
  float given = 0, family = 0;  // what each part brought
  bool given_agrees = false;    // equal, nickname or nearly
  bool family_agrees = false;
  bool given_differs = false;  // both sides have one and they are not alike
  bool family_differs = false;
  bool swapped = false;
  bool own_names = false;  // alike, but each a name of its own
  bool any = false;        // both sides have names
  float worst_cost = 0;
  float matched_share = 0;       // of the words, 0 to 1
  int unmatched_both = 0;        // words without a partner that face one another
  std::vector<WordPair> chosen;  // only where asked for
};

struct NameShape {  // the roles and covers of a name's words, without their text
  std::uint8_t plain = 0, count = 0;
  struct Word {
    NameRole role;
    std::uint32_t covers;
    bool joined, particle, initial;
  };
  Word words[name_words_max * 2];
};
NameShape shape_of(const PreparedName& name);
// Every pair that speaks for one person at all. Without `shares`: by the listed ones.
std::vector<WordPair> pairs_of(const PreparedName& a, const PreparedName& b,
                               const WordShares* shares);

// Chooses partners, each word once, heaviest first, and adds up.
NameScore score_name(const NameShape& a, const NameShape& b, std::vector<WordPair>& pairs,
                     bool keep_chosen);

}  // namespace heed::matching
