// Our own reading of Latin letters beside ICU's, from a seed: HEED_MATCHING_CASES texts.
#include "matching/fold.h"

#include <gtest/gtest.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <cstdlib>
#include <memory>

#include "matching/invented_people.h"

namespace heed::matching {
namespace {

// ICU's reading, what is not printable ASCII then left out.
std::string by_icu(icu::Transliterator& icu, const icu::UnicodeString& text) {
  icu::UnicodeString work(text);
  icu.transliterate(work);
  std::string latin, out;
  work.toUTF8String(latin);
  for (char c : latin) {
    if (c >= 0x20 && c < 0x7f) out.push_back(c);
  }
  return out;
}

TEST(Fold, AsciiAndLatinLettersAreReadAsIcuReadsThem) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> icu(
      icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  ASSERT_TRUE(U_SUCCESS(status));
  const auto expect_equal = [&](const icu::UnicodeString& text) {
    std::string utf8;
    text.toUTF8String(utf8);
    ASSERT_EQ(fold(utf8), by_icu(*icu, text)) << utf8;
  };
  for (UChar32 c = 0x20; c < 0x180; ++c) {
    if (c >= 0x7f && c < 0xC0) continue;
    expect_equal(icu::UnicodeString(c));
  }
  const char* cases = std::getenv("HEED_MATCHING_CASES");
  InventedPeople from(20261122);
  for (int left = cases ? std::atoi(cases) : 2000; left > 0; --left) {
    icu::UnicodeString text;
    for (std::uint64_t letters = 1 + from.below(12); letters > 0; --letters) {
      const std::uint64_t kind = from.below(10);
      if (kind < 4) {
        text.append(static_cast<UChar32>(0x20 + from.below(0x5f)));
      } else if (kind < 9) {
        text.append(static_cast<UChar32>(0xC0 + from.below(0xC0)));
      } else {  // a letter and its mark apart
        text.append(static_cast<UChar32>('a' + from.below(26)));
        text.append(static_cast<UChar32>(0x300 + from.below(0x10)));
      }
    }
    expect_equal(text);
  }
}

}  // namespace
}  // namespace heed::matching
