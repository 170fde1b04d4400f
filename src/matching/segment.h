// One immutable part of the people index: an array of people sorted by date of birth, the words of
// their names, and sorted keys of their identifiers, laid out so that a file can be used in place.
// Built once by SegmentBuilder; read by any number of threads. Strings handed out live as long as
// the segment. A house-internal header.
//
// Layout, all little-endian (do not change without a new version): a header, then the arrays in the
// order of Segment::Arrays, each aligned to 64 bytes with its own checksum in the header.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "matching/near_words.h"
#include "matching/score.h"
#include "matching/spelling.h"

namespace heed::matching {

constexpr std::uint32_t no_word = 0xFFFFFFFF;

// One word of a person's name: which word, and what it is there. Joined words are followed by one
// more entry, the plain words they cover.
struct RowWord {
  static constexpr std::uint32_t word_mask = (1u << 28) - 1;
  std::uint32_t bits = 0;
  std::uint32_t word() const { return bits & word_mask; }
  NameRole role() const { return static_cast<NameRole>(bits >> 28 & 3); }
  bool joined() const { return bits >> 30 & 1; }
  bool particle() const { return bits >> 31 & 1; }
};

// The person's other words, so that a search need not go to the row: at most two, and only where
// the whole name is up to three plain words of known parts; `look_at_row` in the first otherwise.
constexpr std::uint32_t look_at_row = 0xFFFFFFFE;
struct Posting {
  std::uint32_t row = 0;
  std::uint32_t partner[2] = {no_word, no_word};
};

// What a row holds beside name and day.
struct RowDetail {
  std::string_view id;
  Birth birth;  // only where not an exact day
  std::vector<std::string> phones, emails, identifiers;
  std::string_view address, postcode;
};

class Segment {
 public:
  struct Arrays {
    std::span<const std::int32_t> day;       // of each row; dated rows first, ascending
    std::span<const std::uint32_t> word_at;  // rows + 1
    std::span<const std::uint32_t> row_words;
    std::span<const std::uint32_t> detail_at;  // in units of four bytes
    std::span<const std::uint8_t> flags;       // sex, and what the detail holds
    std::span<const char> details;
    std::span<const std::uint32_t> text_at;  // words + 1
    std::span<const char> text;
    std::span<const std::uint32_t> letters;    // letter_set() of each word
    std::span<const std::uint32_t> bucket_at;  // first word of each (romanised, length)
    std::span<const std::uint64_t> by_text;    // hash << 32 | word, ascending
    std::span<const std::uint64_t> by_sound;
    std::span<const std::uint32_t> posting_at;  // words + 1
    std::span<const Posting> postings;          // of each word, rows ascending
    std::span<const std::uint64_t> keys;        // hash << 32 | row, ascending
  };
  static constexpr std::size_t array_count = 15;
  static constexpr std::uint8_t flag_sex = 3, flag_range = 4, flag_address = 8, flag_postcode = 16,
                                flag_contact = 32;
  static constexpr std::size_t buckets = 2 * (word_letters_max + 2);

  ~Segment();
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;

  // Code::corrupt with what is wrong; Code::not_found.
  static Result<std::shared_ptr<const Segment>> open(const std::filesystem::path& path);
  static Result<std::shared_ptr<const Segment>> from_bytes(std::string bytes);
  // The whole file's bytes.
  std::string_view bytes() const { return bytes_; }

  std::uint32_t rows() const { return static_cast<std::uint32_t>(a_.day.size()); }
  std::uint32_t dated() const { return dated_; }  // rows [0, dated) have an exact day
  std::uint32_t words() const { return static_cast<std::uint32_t>(a_.letters.size()); }
  const Arrays& arrays() const { return a_; }

  std::string_view word_text(std::uint32_t word) const {
    return {a_.text.data() + a_.text_at[word], a_.text_at[word + 1] - a_.text_at[word]};
  }
  std::uint32_t people_with(std::uint32_t word) const {
    return a_.posting_at[word + 1] - a_.posting_at[word];
  }
  std::span<const Posting> postings(std::uint32_t word) const {
    return a_.postings.subspan(a_.posting_at[word], people_with(word));
  }
  std::span<const std::uint32_t> row_words(std::uint32_t row) const {
    return a_.row_words.subspan(a_.word_at[row], a_.word_at[row + 1] - a_.word_at[row]);
  }
  // Those written in Latin letters; 2 to word_letters_max.
  WordsOfLength words_of_length(std::size_t length) const {
    return {a_.bucket_at[length],
            a_.bucket_at[length + 1],
            length,
            a_.letters,
            a_.text_at,
            {a_.text.data(), a_.text.size()},
            columns_.data() + column_at_[length],
            stride_of(length)};
  }
  // The first dated row of that day or a later one.
  std::uint32_t first_row_from(std::int32_t day) const;
  std::optional<std::uint32_t> find_word(std::string_view text) const;
  // Entries of a sorted hash array with that hash.
  static std::span<const std::uint64_t> equal_hash(std::span<const std::uint64_t> sorted,
                                                   std::uint32_t hash);
  Sex sex(std::uint32_t row) const { return static_cast<Sex>(a_.flags[row] & flag_sex); }
  Birth birth(std::uint32_t row) const;
  RowDetail detail(std::uint32_t row) const;
  std::string_view id(std::uint32_t row) const;
  std::optional<std::uint32_t> row_of(std::string_view id) const;
  // As it was given to the builder, for merging and for explaining.
  PreparedPerson person(std::uint32_t row) const;

 private:
  Segment() = default;
  Status attach(std::string_view bytes);
  // What in the arrays contradicts itself, or null.
  const char* disagreement() const;
  std::size_t stride_of(std::size_t length) const {
    const std::size_t count = a_.bucket_at[length + 1] - a_.bucket_at[length];
    return (count + column_lanes - 1) / column_lanes * column_lanes;
  }
  void lay_columns();
  void lay_days();
  std::string_view bytes_;
  std::string owned_;
  void* mapped_ = nullptr;
  std::size_t mapped_bytes_ = 0;
  std::uint32_t dated_ = 0;
  Arrays a_;
  // The letters of the words of one length turned about, for find_near().
  std::vector<std::uint8_t> columns_;
  std::size_t column_at_[word_letters_max + 1] = {};
  // Of many rows, the first row of each day from the first day on, so that days are found at once.
  std::vector<std::uint32_t> day_at_;
};

std::uint32_t hash32(std::string_view text);
// The bytes of a segment with their checksums written anew, so that a test gets behind them.
std::string with_checksums(std::string bytes);
// The texts under which a person's identifiers are found: exact ones, then less sure ones.
void for_each_key(const PreparedPerson& person, void (*visit)(std::string_view, void*),
                  void* context);

class SegmentBuilder {
 public:
  SegmentBuilder();
  ~SegmentBuilder();
  // Code::limit over 2^28 words or 2^32 - 2 people.
  Status add(std::string_view id, const PreparedPerson& person);
  std::size_t size() const;
  // The segment's bytes, as on disk; the builder is empty afterwards.
  std::string finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace heed::matching
