// How an age is found in one stretch of words: said in years, by school year, by a birthday, by a
// word (teenager, toddler), beside a name, or as a bare number where nothing else can be meant; and
// whose it is. Used by find_ages() alone, once for each stretch; not shared between threads. It
// fails at nothing: what is no age adds none.
#pragma once

#include <string>
#include <vector>

#include "hearing/numbers.h"

namespace heed::hearing {

class Ages {
 public:
  Ages(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment)
      : hearer_(hearer), matches_(matches), segment_(segment), words_(segment.tokens.words) {}

  void find() {
    for (std::uint32_t at = 0; at < words_.size();) {
      const std::uint32_t next = said(at);
      at = next > at ? next : at + 1;
    }
  }

 private:
  const std::string& word(std::uint32_t at) const { return lowered(segment_, at); }
  bool is(std::uint32_t at, std::initializer_list<std::string_view> list) const {
    const std::string& text = word(at);
    return !text.empty() && std::find(list.begin(), list.end(), text) != list.end();
  }

  void add(std::uint32_t first, std::uint32_t last, int low, int high, AgeBasis basis,
           const char* why, std::int32_t mention, bool speaker, bool correction = false);

  // Whose: the mention that the words go with, else the one just before.
  struct Whose {
    std::int32_t mention = -1;
    bool speaker = false;
  };
  Whose whose(std::uint32_t first, std::uint32_t last) const;

  bool unit_follows(std::uint32_t at) const;
  // What may follow a bare age: "I'm sixteen" and then the end, a comma, a new clause, a time.
  bool may_end(std::uint32_t at) const;
  bool in_past(std::uint32_t at) const;

  std::uint32_t said(std::uint32_t at);

  // "16yo", "15f", "14yoa", "yr11", "y10"
  std::uint32_t joined(std::uint32_t at, std::string_view text);

  std::uint32_t year_group(std::uint32_t first, std::uint32_t last, int year);

  std::uint32_t school_year(std::uint32_t at);

  // "three and six", "twelve, thirteen, fourteen": as whose the age just before it.
  std::uint32_t one_more(std::uint32_t at, const Number& value);
  // "a customer of ours, ninety-one, came in", "She's a vet, fifty-two.", "Sixteen last week."
  std::uint32_t apart(std::uint32_t at, int low, int high, std::uint32_t end);

  std::uint32_t number(std::uint32_t at);

  // "fifteen or sixteen", "14-15", "thirty to forty"
  std::optional<Number> range_end(std::uint32_t at, int low) const;

  // Widening words before a number: "about", "nearly".
  struct Near {
    std::uint32_t first;
    int low, high;
    bool widened = false;
  };
  Near nearly(std::uint32_t at, int low, int high) const;

  bool years_old(std::uint32_t at, int low, int high, std::uint32_t& last);

  bool aged(std::uint32_t at, int low, int high, std::uint32_t last);

  // "my sixteenth birthday": "it's my … next week" 15, "was …" 16
  std::uint32_t birthday(std::uint32_t at, const Number& value);

  // Within a user name, a mark or an address.
  bool is_taken(std::uint32_t at) const {
    return std::any_of(segment_.identifiers.begin(), segment_.identifiers.end(),
                       [&](const RawIdentifier& other) {
                         return other.place.first <= at && at < other.place.last;
                       });
  }
  // "until I'm 30", "thinks I'm 18", "tell you she's eighteen": not so.
  bool only_said(std::uint32_t at) const;
  // "I'm 17 just passed my test", "she's twelve for god's sake": nothing but an age can be meant.
  bool plainly_of(std::uint32_t at, int low, std::uint32_t end) const;
  // "she's five weeks", "baby's seven month"
  std::uint32_t weeks_old(std::uint32_t at, int value, std::uint32_t end);
  // "a lad of sixteen", "no more than thirteen", "looks about thirteen", "I'd say fifteen", "must
  // be forty", "both 13", and a figure that is a whole sentence.
  std::uint32_t led_to(std::uint32_t at, int low, int high, std::uint32_t end);

  // A number with nothing that says it is an age but its place.
  std::uint32_t bare(std::uint32_t at, int low, int high, std::uint32_t end);
  bool is_be(std::uint32_t at) const {
    const Lexicon& lexicon = hearer_.policy.lexicon;
    const std::string_view text =
        words_[at].id == unknown_word ? std::string_view() : lexicon.word(words_[at].id);
    return text == "am" || text == "is" || text == "are" || text == "'s" || text == "im" ||
           text == "be";
  }

  // "Mia Tran, fourteen,", "SON 14", "Tyler (15)", "female 15"
  std::uint32_t beside(const Near& near, std::uint32_t at, std::uint32_t end);

  std::uint32_t keep(const Near& near, std::uint32_t at, std::uint32_t end, Whose owner,
                     const char* why);

  struct Band {
    std::string_view word;
    int low, high;
    AgeBasis basis;
  };
  std::uint32_t by_word(std::uint32_t at, std::string_view text);

  const Hearer& hearer_;
  const std::vector<Match>& matches_;
  Segment& segment_;
  const std::vector<Token>& words_;
};

}  // namespace heed::hearing
