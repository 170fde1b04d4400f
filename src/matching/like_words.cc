#include "matching/like_words.h"

#include <algorithm>
#include <bit>

#include "matching/spelling.h"

namespace heed::matching {
namespace {

// Classes of letters that romanisations take for each other; vowels, h and w are in none.
std::uint32_t consonants(std::uint32_t letters) {
  constexpr auto set = [](std::string_view text) {
    std::uint32_t out = 0;
    for (char c : text) out |= 1u << (c & 31);
    return out;
  };
  constexpr std::uint32_t classes[] = {set("bpvf"), set("ckqgxj"), set("szcx"), set("td"),
                                       set("m"),    set("n"),      set("l"),    set("r")};
  std::uint32_t out = 0;
  for (std::uint32_t i = 0; i < 8; ++i) out |= (letters & classes[i]) ? 1u << i : 0;
  return out;
}

// True where one word has more than `limit` letters that the other has nowhere: each edit brings in
// one at most and takes out one at most. Without a population count, which is a call on old
// processors.
inline bool lacks_more(std::uint32_t a, std::uint32_t b, int limit) {
  std::uint32_t x = a & ~b, y = b & ~a;
  for (int i = 0; i < limit; ++i) {
    x &= x - 1;
    y &= y - 1;
  }
  return (x | y) != 0;
}

}  // namespace

Scratch& LikeWords::scratch() {
  static thread_local Scratch own;
  return own;
}

LikeWords::LikeWords(const Segment& segment, const PreparedQuery& query, const WordShares& shares)
    : segment_(segment), query_(query), shares_(shares), scratch_(scratch()) {
  scratch_.fit(segment.words());
}

LikeWords::~LikeWords() {
  for (const Hit& hit : hits_) {
    scratch_.like[hit.word] = 0;
    scratch_.hit_at[hit.word] = 0;
  }
}

void LikeWords::note(std::uint32_t word, std::size_t query_word, std::uint8_t as) {
  std::uint32_t& at = scratch_.hit_at[word];
  if (at == 0) {
    hits_.push_back({word, 0, {}});
    at = static_cast<std::uint32_t>(hits_.size());
  }
  hits_[at - 1].mask |= 1u << query_word;
  scratch_.like[word] |= as;
}

void LikeWords::note_near(std::size_t i, std::string_view text, std::uint8_t as) {
  const WordPattern pattern(text);
  const std::uint32_t letters = letter_set(text);
  const int size = pattern.size();
  const auto& a = segment_.arrays();
  for (int length = std::max(2, size - 3); length <= size + 3; ++length) {
    if (length > static_cast<int>(word_letters_max)) break;
    const int limit = std::min(size, length) >= 8 ? 3 : 2;
    if (std::abs(size - length) > limit) continue;
    const std::uint32_t first = a.bucket_at[static_cast<std::size_t>(length)];
    const std::uint32_t last = a.bucket_at[static_cast<std::size_t>(length) + 1];
    for (std::uint32_t word = first; word < last; ++word) {
      if (lacks_more(letters, a.letters[word], limit)) continue;
      if (pattern.distance(segment_.word_text(word), limit) <= limit) note(word, i, as);
    }
  }
}

// One of the two was romanised: lengths tell little, consonants much.
void LikeWords::note_across(std::size_t i, std::string_view text, bool own_romanised,
                            std::uint8_t as) {
  const auto& a = segment_.arrays();
  const std::size_t half = word_letters_max + 2;
  const std::uint32_t first = own_romanised ? 0 : a.bucket_at[half];
  const std::uint32_t last = segment_.words();
  const std::uint32_t letters = consonants(letter_set(text));
  for (std::uint32_t word = first; word < last; ++word) {
    if (std::popcount(consonants(a.letters[word]) ^ letters) > 3) continue;
    const std::string_view other = segment_.word_text(word);
    if (match_words(text, other, NameRole::unknown, 15).kind != Likeness::different) {
      note(word, i, as);
    }
  }
}

void LikeWords::note_initials(std::size_t i, char initial, std::uint8_t as) {
  const auto& a = segment_.arrays();
  for (std::size_t length = 1; length <= word_letters_max; ++length) {
    std::uint32_t first = a.bucket_at[length];
    const std::uint32_t last = a.bucket_at[length + 1];
    std::uint32_t low = first, high = last;
    while (low < high) {
      const std::uint32_t mid = (low + high) / 2;
      if (segment_.word_text(mid)[0] < initial)
        low = mid + 1;
      else
        high = mid;
    }
    for (; low < last && segment_.word_text(low)[0] == initial; ++low) note(low, i, as);
  }
}

void LikeWords::note_text(std::size_t i, std::string_view text, std::uint8_t as) {
  if (auto word = segment_.find_word(text)) note(*word, i, as);
}

void LikeWords::note_forms(std::size_t i, std::string_view text, std::uint8_t as) {
  struct Context {
    LikeWords* self;
    std::size_t i;
    std::uint8_t as;
  } context{this, i, as};
  for_each_form(
      text,
      [](std::string_view form, void* c) {
        auto* context = static_cast<Context*>(c);
        context->self->note_text(context->i, form, context->as);
      },
      &context);
}

void LikeWords::note_sounds(std::size_t i, std::string_view text, std::uint8_t as) {
  if (text.size() < 3) return;
  const std::string key = sound_key(text);
  for (std::uint64_t entry : Segment::equal_hash(segment_.arrays().by_sound, hash32(key))) {
    const auto word = static_cast<std::uint32_t>(entry);
    const std::string_view other = segment_.word_text(word);
    if (other.size() >= 3 && !other.ends_with('~') && sound_key(other) == key) note(word, i, as);
  }
}

void LikeWords::find() {
  const auto& words = query_.person.name.words;
  bool family = false, given = false;
  for (const auto& word : words) {
    (word.role == NameRole::given || word.role == NameRole::middle ? given : family) |=
        !word.particle;
  }
  // Names of which nobody said which is which: any of them may lead, any other must follow.
  one_part_ = !family || !given;
  for (const auto& word : words) {
    if (word.joined || word.particle || word.text.size() == 1 || one_part_) continue;
    clear_given_ |= word.role == NameRole::given;
    clear_family_ |= word.role == NameRole::family;
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (word.particle) {
      note_text(i, word.text, 0);
      continue;
    }
    const bool is_given = word.role == NameRole::given || word.role == NameRole::middle;
    const std::uint8_t as = one_part_ || !is_given ? like_first : like_second;
    leading_words_ += !word.joined && word.text.size() > 1;
    if (word.text.size() == 1) {
      note_initials(i, word.text[0], as);
      continue;
    }
    const bool romanised = word.text.ends_with('~');
    note_text(i, word.text, as);
    note_across(i, word.text, romanised, as);
    if (romanised) continue;
    note_near(i, word.text, as);
    note_sounds(i, word.text, as);
    if (word.role != NameRole::family) note_forms(i, word.text, as);
    note_text(i, std::string_view(word.text).substr(0, 1), as);
  }
}

const WordMatch& LikeWords::match_for(Hit& hit, std::size_t query_word, NameRole row_role) {
  for (const auto& known : hit.matches) {
    if (known.query_word == query_word && known.role == row_role) return known.match;
  }
  const auto& word = query_.person.name.words[query_word];
  const std::string_view text = segment_.word_text(hit.word);
  const NameRole role = role_of_pair(word.role, row_role);
  const float info = std::min(shares_.info(word.text, role), shares_.info(text, role));
  hit.matches.push_back(
      {static_cast<std::uint8_t>(query_word), row_role, match_words(word.text, text, role, info)});
  return hit.matches.back().match;
}

}  // namespace heed::matching
