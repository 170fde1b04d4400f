// Phrases with slots, as a policy officer writes them, compiled to a small program that runs over
// words. The language (policy/hearing/README.md tells it with examples):
//
//   word      that word, however it is spelt         word~     any of its forms (tell~: told …)
//   <class>   any word or phrase of a class          (a|b c)   either
//   [x]       x or nothing                           #         a number
//   *         any one word                           ...       up to three words, within a clause
//   ....      up to six words, within a clause       ^         only where a clause begins
//   @x        x is the person it is about            !x        x is the person who does it
//   {x y}     only these words are quoted
//
// Compiling may fail and says where in the phrase. Matching is bounded: `steps_max` steps from any
// one place, whatever the text. Compiled patterns are immutable. Internal to src/hearing.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hearing/lexicon.h"
#include "hearing/tokens.h"

namespace heed::hearing {

inline constexpr int steps_max = 600;
inline constexpr std::uint16_t no_token = 0xFFFF;

struct Match {
  std::uint32_t pattern = 0;
  std::uint32_t begin = 0;  // words matched, end excluded
  std::uint32_t end = 0;
  std::uint32_t quote_begin = 0;
  std::uint32_t quote_end = 0;
  std::int32_t about = -1;  // index of a word, or -1
  std::int32_t agent = -1;
};

class WordSet {
 public:
  void add(const WordSet& other) {
    if (other.bits_.size() > bits_.size()) bits_.resize(other.bits_.size());
    for (std::size_t at = 0; at < other.bits_.size(); ++at) bits_[at] |= other.bits_[at];
  }
  void add(WordId id) {
    if (id / 64 >= bits_.size()) bits_.resize(id / 64 + 1);
    bits_[id / 64] |= std::uint64_t{1} << (id % 64);
  }
  bool has(WordId id) const {
    return id / 64 < bits_.size() && ((bits_[id / 64] >> (id % 64)) & 1u) != 0;
  }
  std::vector<WordId> members() const;
  bool empty() const { return bits_.empty(); }
  bool operator==(const WordSet& other) const = default;
  bool operator<(const WordSet& other) const { return bits_ < other.bits_; }

 private:
  std::vector<std::uint64_t> bits_;
};

// All patterns of a policy, and the index that finds those worth trying at a word.
class PatternBook {
 public:
  explicit PatternBook(Lexicon& lexicon) : lexicon_(&lexicon) {}

  // A class is a list of words and phrases; phrases may name classes declared before it.
  Status add_class(const std::string& name, const std::vector<std::string>& phrases);
  bool has_class(std::string_view name) const { return classes_.count(std::string(name)) != 0; }
  // The words that a class holds by themselves (phrases of several words left out).
  std::vector<WordId> class_words(const std::string& name) const;
  // Irregular forms: the first word is what `word~` is written with.
  void add_forms(const std::vector<std::string>& forms);

  // The number of the pattern, to be found again in Match::pattern.
  Result<std::uint32_t> add(std::string_view phrase);
  // After the last add: builds the index.
  void finish();
  std::size_t size() const { return programs_.size(); }

  // Every place where a pattern holds, each (pattern, first word) once, in order of their anchors.
  void find(const std::vector<Token>& words, std::vector<Match>& out) const;

  struct Node;

 private:
  enum class Op : std::uint8_t {
    word,
    set,
    any,
    gap,
    number,
    name,
    split,
    jump,
    quote_on,
    quote_off,
    about,
    agent,
    clause,
    match
  };
  struct Instruction {
    Op op;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
  };
  struct Program {
    std::vector<Instruction> code;
    bool quoted = false;
    bool any_first = true;    // it may begin with any word, a number or a name
    std::uint32_t first = 0;  // the set of words that it may begin with, otherwise
  };
  // Of each phrase a few sets of words of which one each must be there: looked at before the phrase
  // is tried.
  static constexpr std::size_t needs_most = 3;
  struct Anchor {
    std::uint32_t pattern;
    std::uint8_t before_min;  // words before the anchor, fewest and most
    std::uint8_t before_max;
    std::array<std::uint16_t, needs_most> needs{};  // numbers of sets; 0 is always there
  };
  // Words of a text beside the sets that hold them: a row of bits for each word.
  struct Rows {
    std::vector<const std::uint64_t*> of;  // by word of the text
    std::vector<std::uint64_t> present;    // all rows together
    bool has(std::uint32_t set, std::uint32_t at) const {
      return ((of[at][set / 64] >> (set % 64)) & 1u) != 0;
    }
    bool holds(std::uint32_t set) const { return ((present[set / 64] >> (set % 64)) & 1u) != 0; }
  };
  struct State;
  struct Parser;

  std::uint32_t set_number(const WordSet& set);
  void emit(const Node& node, std::vector<Instruction>& code);
  void index(std::uint32_t pattern, const Node& root);
  std::vector<WordId> forms_of(std::string_view word);
  void find_first(Program& program);
  bool run(const Program& program, const std::vector<Token>& words, const Rows& rows,
           std::uint32_t begin, Match& match) const;
  void look_up(const std::vector<Token>& words, Rows& rows) const;

  Lexicon* lexicon_;
  std::vector<WordSet> sets_;
  std::size_t stride_ = 0;           // of a row, in 64 bits
  std::vector<std::uint64_t> rows_;  // by word id: which sets hold it
  std::map<WordSet, std::uint32_t> set_numbers_;
  std::map<std::string, std::vector<std::string>> classes_;
  std::map<std::string, std::vector<std::string>> forms_;
  std::vector<Program> programs_;
  std::vector<WordSet> anchor_sets_;
  std::vector<Anchor> anchors_;
  std::vector<std::uint32_t> first_;  // by word id: where its anchors begin in by_word_
  std::vector<Anchor> by_word_;
  WordId number_anchor_ = 0;
  std::vector<Anchor> by_number_;
  std::vector<Anchor> by_name_;
};

}  // namespace heed::hearing
