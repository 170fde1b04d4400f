// The words of a segment that are like the words of a query: within two edits (three of long
// words), of one sound, a short form, an initial, or the same across scripts. A house-internal
// header. One LikeWords lives on one thread for one query; it borrows arrays that the thread keeps.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "matching/near_words.h"
#include "matching/search.h"

namespace heed::matching {

// Which of the query's words a word of the segment is like.
constexpr std::uint8_t like_first = 1, like_second = 2;

struct Hit {
  std::uint32_t word;
  std::uint32_t mask = 0;  // of the query's words
  float most = 0;          // no pair with this word weighs more
  bool measured = false;   // `most` is what the pairs weigh, not what such pairs can weigh
  NameInfo info;           // filled, with the rest, when first needed
  struct Like {
    std::uint8_t query_word;
    WordLikeness likeness;
  };
  std::vector<Like> likes;
};

// Arrays as long as the segment has words, kept clean between queries: each puts back what it set.
struct Scratch {
  std::vector<std::uint64_t> first, second;  // a bit for each word: small enough for the cache
  std::vector<std::uint32_t> hit_at;
  void fit(std::size_t words) {
    if (hit_at.size() < words) {
      first.resize(words / 64 + 1, 0);
      second.resize(words / 64 + 1, 0);
      hit_at.resize(words, 0);
    }
  }
};

class LikeWords {
 public:
  LikeWords(const Segment& segment, const PreparedQuery& query, const WordShares& shares);
  ~LikeWords();
  LikeWords(const LikeWords&) = delete;
  LikeWords& operator=(const LikeWords&) = delete;

  void find();
  const std::vector<Hit>& hits() const { return hits_; }
  // like_first and like_second, or 0.
  std::uint8_t like(std::uint32_t word) const {
    const std::size_t at = word / 64, bit = word % 64;
    return static_cast<std::uint8_t>((scratch_.first[at] >> bit & 1) |
                                     (scratch_.second[at] >> bit & 1) << 1);
  }
  Hit* hit_of(std::uint32_t word) {
    const std::uint32_t at = scratch_.hit_at[word];
    return at == 0 ? nullptr : &hits_[at - 1];
  }
  std::vector<Hit>& hits() { return hits_; }
  WordMatch match_for(Hit& hit, std::size_t query_word, NameRole row_role);
  // What a pair with that word weighs at most, measured once.
  float most_of(Hit& hit);
  // What all the query's words but one of `mask` can weigh together.
  float most_beside(std::uint32_t mask) const;

  // Names of which nobody said which is which: any of them may lead, any other must follow.
  bool one_part() const { return one_part_; }
  int leading_words() const { return leading_words_; }
  // A whole word of that part was given: neither a particle nor an initial.
  bool clear_given() const { return clear_given_; }
  bool clear_family() const { return clear_family_; }

 private:
  static Scratch& scratch();
  void note(std::uint32_t word, std::size_t query_word, std::uint8_t as, float most);
  void note_near(std::size_t i, std::string_view text, std::uint8_t as);
  void note_across(std::size_t i, std::string_view text, bool own_romanised, std::uint8_t as);
  void note_initials(std::size_t i, char initial, std::uint8_t as);
  void note_text(std::size_t i, std::string_view text, std::uint8_t as, float most);
  void note_forms(std::size_t i, std::string_view text, std::uint8_t as);
  void note_sounds(std::size_t i, std::string_view text, std::uint8_t as);

  const Segment& segment_;
  const PreparedQuery& query_;
  const WordShares& shares_;
  Scratch& scratch_;
  std::vector<Hit> hits_;
  std::vector<NearWord> near_;
  std::vector<SeenWord> seen_;  // the query's words
  std::vector<NameInfo> part_info_;
  std::vector<float> info_;  // of each of them, the most it can tell
  bool one_part_ = false;
  int leading_words_ = 0;
  bool clear_given_ = false, clear_family_ = false;
};

}  // namespace heed::matching
