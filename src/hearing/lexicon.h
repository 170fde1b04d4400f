// Words as numbers. A Lexicon knows every word that policy names: its id, what it stands for when
// it is a spelling variant ("dont" is "do not", "skool" is "school") and its classes. It is filled
// while policy loads and constant afterwards. Internal to src/hearing.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace heed::hearing {

using WordId = std::uint32_t;
inline constexpr WordId unknown_word = 0;

// What a word is by itself, whatever policy says; from words.toml's reserved classes.
enum WordTrait : std::uint32_t {
  trait_i = 1u << 0,       // I, me, my, we
  trait_you = 1u << 1,     // you, your
  trait_he = 1u << 2,      // he, him, his
  trait_she = 1u << 3,     // she, her
  trait_they = 1u << 4,    // they, them
  trait_kin = 1u << 5,     // son, mum, partner: a person with a relation
  trait_person = 1u << 6,  // man, lad, girl, neighbour, INFT: a person without one
  trait_male = 1u << 7,
  trait_female = 1u << 8,
  trait_young = 1u << 9,          // son, girl, pupil: likely a child, or looked after
  trait_partner = 1u << 10,       // ex, boyfriend, husband
  trait_caller_noun = 1u << 11,   // INFT, IP, caller: in a handler's note, the caller
  trait_suspect_noun = 1u << 12,  // suspect, offender
  trait_victim_noun = 1u << 13,   // victim, AP
  trait_possessive = 1u << 14,    // my, his, her, their, your, our, the
  trait_negation = 1u << 15,      // not, never, no, without
  trait_joint = 1u << 16,         // and, but, because, so, or, if, when: a clause may begin here
  trait_forename = 1u << 17,
  trait_surname = 1u << 18,
  trait_number = 1u << 19,      // a number word: one, twenty, double, hundred
  trait_common = 1u << 20,      // an everyday English word, no name though it be written large
  trait_determiner = 1u << 21,  // a, an, this, that, some, another
  trait_elder = 1u << 22,       // nan, grandad, pensioner
  trait_plural = 1u << 23,
  trait_witness_noun = 1u << 24,
  trait_object = 1u << 25,  // me, him, us, them: the one to whom it is done
  trait_filler = 1u << 26,  // um, just, really: may stand between the words of any phrase
  trait_looked_after =
      1u << 28,  // pupil, patient, resident: who is reported about is mostly in need
  trait_complained_of =
      1u << 29,            // stepdad, dealer, boss: where something is wrong, mostly its doer
  trait_thing = 1u << 27,  // phone, car, dog: what belongs to a person and is none
};

class Lexicon {
 public:
  Lexicon();

  // The id of a word in lower case, made if there is none yet.
  WordId intern(std::string_view word);
  // unknown_word where policy never named it.
  WordId find(std::string_view word) const;
  std::string_view word(WordId id) const { return words_[id]; }
  std::size_t size() const { return words_.size(); }

  std::uint32_t traits(WordId id) const { return traits_[id]; }
  void add_trait(WordId id, std::uint32_t trait) {
    if (id != unknown_word) traits_[id] |= trait;
  }

  // Written `variant`, meant `meant` (one to six words). `variant` is one word.
  void add_variant(std::string_view variant, const std::vector<WordId>& meant);
  // Empty where the word stands for itself.
  const std::vector<WordId>& meant(WordId id) const { return meant_[id]; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  std::unordered_map<std::string, WordId, Hash, std::equal_to<>> ids_;
  std::vector<std::string> words_;
  std::vector<std::uint32_t> traits_;
  std::vector<std::vector<WordId>> meant_;
};

}  // namespace heed::hearing
