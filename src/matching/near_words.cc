#include "matching/near_words.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace heed::matching {
namespace {

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

void look_at(const WordPattern& pattern, const WordsOfLength& words, std::uint32_t word, int limit,
             std::vector<NearWord>& out) {
  const int distance =
      pattern.distance(words.text.substr(words.text_at[word], words.length), limit);
  if (distance <= limit) out.push_back({word, distance});
}

}  // namespace

void find_near_plainly(const WordPattern& pattern, std::uint32_t letters,
                       const WordsOfLength& words, int limit, std::vector<NearWord>& out) {
  for (std::uint32_t word = words.first; word < words.last; ++word) {
    if (!lacks_more(letters, words.letters[word], limit)) {
      look_at(pattern, words, word, limit, out);
    }
  }
}

#if defined(__x86_64__)
namespace {

#define HEED_AVX2 __attribute__((target("avx2")))

// Looks letters up in a table of 32 bytes.
HEED_AVX2 inline __m256i look_up(__m256i letters, __m256i low, __m256i high) {
  const __m256i upper = _mm256_cmpgt_epi8(letters, _mm256_set1_epi8(15));
  return _mm256_blendv_epi8(_mm256_shuffle_epi8(low, letters), _mm256_shuffle_epi8(high, letters),
                            upper);
}
HEED_AVX2 inline __m128i look_up(__m128i letters, __m128i low, __m128i high) {
  const __m128i upper = _mm_cmpgt_epi8(letters, _mm_set1_epi8(15));
  return _mm_blendv_epi8(_mm_shuffle_epi8(low, letters), _mm_shuffle_epi8(high, letters), upper);
}

// WordPattern::distance() step by step in all lanes, each as wide as the pattern needs.
struct Lanes {
  __m256i vp, vn, d0, before;
};
HEED_AVX2 inline void step(Lanes& l, __m256i match, __m256i sum, __m256i twice_swapped, __m256i& hp,
                           __m256i& hn) {
  const __m256i ones = _mm256_set1_epi32(-1);
  const __m256i swapped = _mm256_and_si256(twice_swapped, l.before);
  l.d0 = _mm256_or_si256(_mm256_or_si256(_mm256_xor_si256(sum, l.vp), match),
                         _mm256_or_si256(l.vn, swapped));
  hp = _mm256_or_si256(l.vn, _mm256_andnot_si256(_mm256_or_si256(l.d0, l.vp), ones));
  hn = _mm256_and_si256(l.d0, l.vp);
  l.before = match;
}
HEED_AVX2 inline void close_step(Lanes& l, __m256i twice_hp_and_one, __m256i twice_hn) {
  const __m256i ones = _mm256_set1_epi32(-1);
  l.vp =
      _mm256_or_si256(twice_hn, _mm256_andnot_si256(_mm256_or_si256(l.d0, twice_hp_and_one), ones));
  l.vn = _mm256_and_si256(twice_hp_and_one, l.d0);
}

inline void take(std::uint32_t near, std::uint32_t from, std::uint32_t last,
                 const std::int8_t* distances, std::vector<NearWord>& out) {
  for (; near != 0; near &= near - 1) {
    const auto lane = static_cast<std::uint32_t>(__builtin_ctz(near));
    if (from + lane < last) out.push_back({from + lane, distances[lane]});
  }
}

// Patterns of up to eight letters: thirty-two words at a time.
HEED_AVX2 void find_by_bytes(const WordPattern& pattern, const WordsOfLength& words, int limit,
                             std::vector<NearWord>& out) {
  alignas(32) std::uint8_t table[64];
  for (std::size_t i = 0; i < 16; ++i) {
    table[i] = table[i + 16] = static_cast<std::uint8_t>(pattern.positions()[i]);
    table[i + 32] = table[i + 48] = static_cast<std::uint8_t>(pattern.positions()[i + 16]);
  }
  const auto* tables = reinterpret_cast<const __m256i*>(table);
  const __m256i low = _mm256_load_si256(tables), high = _mm256_load_si256(tables + 1);
  const __m256i one = _mm256_set1_epi8(1), zero = _mm256_setzero_si256();
  const __m256i last = _mm256_set1_epi8(static_cast<char>(1u << (pattern.size() - 1)));
  const __m256i above = _mm256_set1_epi8(static_cast<char>(limit + 1));
  for (std::uint32_t from = words.first; from < words.last; from += 32) {
    Lanes l{_mm256_set1_epi32(-1), zero, zero, zero};
    __m256i distance = _mm256_set1_epi8(static_cast<char>(pattern.size())), hp, hn;
    const std::uint8_t* column = words.columns + (from - words.first);
    for (std::size_t i = 0; i < words.length; ++i, column += words.stride) {
      const __m256i match =
          look_up(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(column)), low, high);
      const __m256i new_match = _mm256_andnot_si256(l.d0, match);
      step(l, match, _mm256_add_epi8(_mm256_and_si256(match, l.vp), l.vp),
           _mm256_add_epi8(new_match, new_match), hp, hn);
      // A comparison gives -1 where true.
      distance = _mm256_sub_epi8(distance, _mm256_cmpeq_epi8(_mm256_and_si256(hp, last), last));
      distance = _mm256_add_epi8(distance, _mm256_cmpeq_epi8(_mm256_and_si256(hn, last), last));
      close_step(l, _mm256_or_si256(_mm256_add_epi8(hp, hp), one), _mm256_add_epi8(hn, hn));
    }
    const auto near =
        static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpgt_epi8(above, distance)));
    if (near == 0) continue;
    alignas(32) std::int8_t distances[32];
    _mm256_store_si256(reinterpret_cast<__m256i*>(distances), distance);
    take(near, from, words.last, distances, out);
  }
}

// Patterns of up to sixteen letters: sixteen words at a time.
HEED_AVX2 void find_by_words(const WordPattern& pattern, const WordsOfLength& words, int limit,
                             std::vector<NearWord>& out) {
  alignas(16) std::uint8_t table[4][16];
  for (std::size_t i = 0; i < 16; ++i) {
    for (std::size_t half = 0; half < 2; ++half) {
      const std::uint32_t bits = pattern.positions()[i + 16 * half];
      table[half][i] = static_cast<std::uint8_t>(bits);
      table[2 + half][i] = static_cast<std::uint8_t>(bits >> 8);
    }
  }
  __m128i tables[4];
  for (int i = 0; i < 4; ++i) {
    tables[i] = _mm_load_si128(reinterpret_cast<const __m128i*>(table[i]));
  }
  const __m256i one = _mm256_set1_epi16(1), zero = _mm256_setzero_si256();
  const __m256i last = _mm256_set1_epi16(static_cast<short>(1u << (pattern.size() - 1)));
  const __m256i above = _mm256_set1_epi16(static_cast<short>(limit + 1));
  for (std::uint32_t from = words.first; from < words.last; from += 16) {
    Lanes l{_mm256_set1_epi32(-1), zero, zero, zero};
    __m256i distance = _mm256_set1_epi16(static_cast<short>(pattern.size())), hp, hn;
    const std::uint8_t* column = words.columns + (from - words.first);
    for (std::size_t i = 0; i < words.length; ++i, column += words.stride) {
      const __m128i letters = _mm_loadu_si128(reinterpret_cast<const __m128i*>(column));
      const __m128i lower = look_up(letters, tables[0], tables[1]);
      const __m128i upper = look_up(letters, tables[2], tables[3]);
      const __m256i match =
          _mm256_set_m128i(_mm_unpackhi_epi8(lower, upper), _mm_unpacklo_epi8(lower, upper));
      const __m256i new_match = _mm256_andnot_si256(l.d0, match);
      step(l, match, _mm256_add_epi16(_mm256_and_si256(match, l.vp), l.vp),
           _mm256_add_epi16(new_match, new_match), hp, hn);
      distance = _mm256_sub_epi16(distance, _mm256_cmpeq_epi16(_mm256_and_si256(hp, last), last));
      distance = _mm256_add_epi16(distance, _mm256_cmpeq_epi16(_mm256_and_si256(hn, last), last));
      close_step(l, _mm256_or_si256(_mm256_add_epi16(hp, hp), one), _mm256_add_epi16(hn, hn));
    }
    const __m256i near16 = _mm256_cmpgt_epi16(above, distance);
    const __m128i near8 =
        _mm_packs_epi16(_mm256_castsi256_si128(near16), _mm256_extracti128_si256(near16, 1));
    const auto near = static_cast<std::uint32_t>(_mm_movemask_epi8(near8));
    if (near == 0) continue;
    alignas(16) std::int8_t distances[16];
    _mm_store_si128(
        reinterpret_cast<__m128i*>(distances),
        _mm_packs_epi16(_mm256_castsi256_si128(distance), _mm256_extracti128_si256(distance, 1)));
    take(near, from, words.last, distances, out);
  }
}

bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2");
  return has;
}

}  // namespace

void find_near(const WordPattern& pattern, std::uint32_t letters, const WordsOfLength& words,
               int limit, std::vector<NearWord>& out) {
  const int size = pattern.size();
  if (!has_avx2() || !words.columns || size == 0 || size > 16) {
    find_near_plainly(pattern, letters, words, limit, out);
  } else if (size <= 8) {
    find_by_bytes(pattern, words, limit, out);
  } else {
    find_by_words(pattern, words, limit, out);
  }
}
#else
void find_near(const WordPattern& pattern, std::uint32_t letters, const WordsOfLength& words,
               int limit, std::vector<NearWord>& out) {
  find_near_plainly(pattern, letters, words, limit, out);
}
#endif

}  // namespace heed::matching
