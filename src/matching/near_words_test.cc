// Many at a time finds what one by one finds.
#include "matching/near_words.h"

#include <gtest/gtest.h>

#include "matching/invented_people.h"

namespace heed::matching {
namespace {

TEST(NearWords, ManyAtATimeFindWhatOneByOneFinds) {
  InventedPeople from(20261124);
  std::size_t found = 0;
  for (int round = 0; round < 400; ++round) {
    WordsOfLength words;
    words.length = 2 + from.below(16);
    std::string text;
    std::vector<std::uint32_t> at{0}, letters;
    const auto word = [&](std::size_t length) {
      std::string out;
      const char most = from.chance(.5) ? 4 : 26;  // few letters: many near
      for (std::size_t i = 0; i < length; ++i) {
        out += static_cast<char>('a' + from.below(static_cast<std::uint64_t>(most)));
      }
      return out;
    };
    const std::size_t count = from.below(70);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string one = word(words.length);
      text += one;
      at.push_back(static_cast<std::uint32_t>(text.size()));
      letters.push_back(letter_set(one));
    }
    words.last = static_cast<std::uint32_t>(count);
    words.letters = letters;
    words.text_at = at;
    words.text = text;
    words.stride = (count + column_lanes - 1) / column_lanes * column_lanes;
    std::vector<std::uint8_t> columns(words.stride * words.length);
    for (std::size_t i = 0; i < text.size(); ++i) {
      columns[i % words.length * words.stride + i / words.length] =
          static_cast<std::uint8_t>(text[i] & 31);
    }
    words.columns = columns.data();
    const std::string asked = word(std::max<std::size_t>(1, words.length + from.below(5) - 2));
    const WordPattern pattern(asked);
    for (int limit = 0; limit <= 3; ++limit) {
      std::vector<NearWord> fast, slow;
      find_near(pattern, letter_set(asked), words, limit, fast);
      find_near_plainly(pattern, letter_set(asked), words, limit, slow);
      ASSERT_EQ(fast.size(), slow.size()) << asked << " in " << text << " by " << words.length;
      for (std::size_t i = 0; i < fast.size(); ++i) {
        ASSERT_EQ(fast[i].word, slow[i].word);
        ASSERT_EQ(fast[i].distance, slow[i].distance);
      }
      found += fast.size();
    }
  }
  EXPECT_GT(found, 1000u);
}

}  // namespace
}  // namespace heed::matching
