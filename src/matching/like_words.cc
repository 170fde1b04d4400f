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

// What pairs can weigh at most (weigh_words()), by how they were found; `info` is the most that the
// query's word can tell.
constexpr float slip = 3.3f;          // the cheapest difference in letters or sound
constexpr float nickname_info = 9.f;  // … of which 2.8 are taken off
float most_of_slip(float info) { return info - slip; }
float most_of_form(float info) { return std::max(1.f, std::min(info, nickname_info) - 2.8f); }
float most_of_initial(float info) { return std::min(info, 3.f); }

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
    scratch_.first[hit.word / 64] = scratch_.second[hit.word / 64] = 0;
    scratch_.hit_at[hit.word] = 0;
  }
}

void LikeWords::note(std::uint32_t word, std::size_t query_word, std::uint8_t as, float most) {
  std::uint32_t& at = scratch_.hit_at[word];
  if (at == 0) {
    hits_.push_back({word, 0, 0, false, {}, {}});
    at = static_cast<std::uint32_t>(hits_.size());
  }
  Hit& hit = hits_[at - 1];
  hit.mask |= 1u << query_word;
  hit.most = std::max(hit.most, most);
  const std::uint64_t bit = 1ull << word % 64;
  if (as & like_first) scratch_.first[word / 64] |= bit;
  if (as & like_second) scratch_.second[word / 64] |= bit;
}

void LikeWords::note_near(std::size_t i, std::string_view text, std::uint8_t as) {
  const WordPattern& pattern = seen_[i].pattern;
  const std::uint32_t letters = letter_set(text);
  const int size = pattern.size();
  for (int length = std::max(2, size - 3); length <= size + 3; ++length) {
    if (length > static_cast<int>(word_letters_max)) break;
    const int limit = std::min(size, length) >= 8 ? 3 : 2;
    if (std::abs(size - length) > limit) continue;
    near_.clear();
    find_near(pattern, letters, segment_.words_of_length(static_cast<std::size_t>(length)), limit,
              near_);
    for (const NearWord& near : near_) note(near.word, i, as, most_of_slip(info_[i]));
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
    const WordLikeness likeness = likeness_of(seen_[i], SeenWord(other));
    if (weigh_words(likeness, NameRole::unknown, 15).kind != Likeness::different) {
      note(word, i, as, info_[i]);
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
    for (; low < last && segment_.word_text(low)[0] == initial; ++low) note(low, i, as, info_[i]);
  }
}

void LikeWords::note_text(std::size_t i, std::string_view text, std::uint8_t as, float most) {
  if (auto word = segment_.find_word(text)) note(*word, i, as, most);
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
        context->self->note_text(context->i, form, context->as,
                                 most_of_form(context->self->info_[context->i]));
      },
      &context);
}

void LikeWords::note_sounds(std::size_t i, std::string_view text, std::uint8_t as) {
  if (text.size() < 3) return;
  const std::string& key = seen_[i].sound;
  for (std::uint64_t entry : Segment::equal_hash(segment_.arrays().by_sound, hash32(key))) {
    const auto word = static_cast<std::uint32_t>(entry);
    const std::string_view other = segment_.word_text(word);
    if (other.size() >= 3 && !other.ends_with('~') && sound_key(other) == key) {
      note(word, i, as, most_of_slip(info_[i]));
    }
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
  for (const auto& word : words) {
    seen_.emplace_back(word.text);
    part_info_.push_back(shares_.info_of_parts(word.text, seen_.back().facts));
    // Of a known part it tells what it tells as that, or less (role_of_pair()).
    const NameInfo& info = part_info_.back();
    info_.push_back(word.role == NameRole::unknown ? std::max(info.given, info.family)
                                                   : info.as(word.role));
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (word.particle) {
      note_text(i, word.text, 0, info_[i]);
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
    note_text(i, word.text, as, info_[i]);
    note_across(i, word.text, romanised, as);
    if (romanised) continue;
    note_near(i, word.text, as);
    note_sounds(i, word.text, as);
    note_forms(i, word.text, as);  // a family name too: it may be the given name of the record
    note_text(i, std::string_view(word.text).substr(0, 1), as, most_of_initial(info_[i]));
  }
}

WordMatch LikeWords::match_for(Hit& hit, std::size_t query_word, NameRole row_role) {
  const NameRole role = role_of_pair(query_.person.name.words[query_word].role, row_role);
  const auto weigh = [&](const WordLikeness& likeness) {
    return weigh_words(likeness, role,
                       std::min(part_info_[query_word].as(role), hit.info.as(role)));
  };
  for (const auto& known : hit.likes) {
    if (known.query_word == query_word) return weigh(known.likeness);
  }
  const std::string_view text = segment_.word_text(hit.word);
  const SeenWord seen(text);
  if (hit.likes.empty()) hit.info = shares_.info_of_word(segment_, hit.word, text, seen.facts);
  hit.likes.push_back(
      {static_cast<std::uint8_t>(query_word), likeness_of(seen_[query_word], seen)});
  return weigh(hit.likes.back().likeness);
}

float LikeWords::most_of(Hit& hit) {
  if (hit.measured) return hit.most;
  float most = 0;
  for (std::uint32_t mask = hit.mask; mask; mask &= mask - 1) {
    const auto q = static_cast<std::size_t>(std::countr_zero(mask));
    // A middle name is compared as a given one; a word of no known part tells least.
    for (NameRole role : {NameRole::given, NameRole::family}) {
      most = std::max(most, match_for(hit, q, role).weight);
    }
  }
  hit.measured = true;
  return hit.most = most;
}

float LikeWords::most_beside(std::uint32_t mask) const {
  // A word that is like several of the query's ("Lee" like "Louie" too) stands for one of them.
  float all = 0, least = 1e9f;
  for (std::size_t i = 0; i < info_.size(); ++i) {
    all += info_[i];
    if (mask >> i & 1) least = std::min(least, info_[i]);
  }
  return mask == 0 ? all : all - least;
}

}  // namespace heed::matching
