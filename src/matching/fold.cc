#include "matching/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>

#include "base/text.h"

namespace heed::matching {
namespace {

const icu::Transliterator* shared_transliterator() {
  static const std::unique_ptr<const icu::Transliterator> shared = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<const icu::Transliterator> made(icu::Transliterator::createInstance(
        icu::UnicodeString::fromUTF8("Any-Latin; Latin-ASCII; Lower"), UTRANS_FORWARD, status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  return shared.get();
}

// Creating one costs milliseconds, using one changes its state: one clone for each thread.
icu::Transliterator* transliterator() {
  static thread_local const std::unique_ptr<icu::Transliterator> own(
      shared_transliterator() ? shared_transliterator()->clone() : nullptr);
  return own.get();
}

void append_printable_ascii(std::string& out, std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f) {
      out.push_back(lower(c));
    } else if (is_space(c)) {
      out.push_back(' ');
    }
  }
}

// The letters of Latin-1 and Latin Extended-A, U+00C0 to U+017F, as ICU's Latin-ASCII reads them.
constexpr const char* kLatin[192] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e",  "e", "e", "i", "i", "i",  "i",   // C0
    "d", "n", "o",  "o",  "o", "o", "o",  "*", "o", "u",  "u", "u", "u", "y", "th", "ss",  // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e",  "e", "e", "i", "i", "i",  "i",   // E0
    "d", "n", "o",  "o",  "o", "o", "o",  "/", "o", "u",  "u", "u", "u", "y", "th", "y",   // F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c",  "c", "c", "c", "c", "d",  "d",   // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e",  "e", "e", "g", "g", "g",  "g",   // 110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i",  "i", "i", "i", "i", "i",  "i",   // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "q", "l",  "l", "l", "l", "l", "l",  "l",   // 130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "'n", "n", "n", "o", "o", "o",  "o",   // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r",  "s", "s", "s", "s", "s",  "s",   // 150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u",  "u", "u", "u", "u", "u",  "u",   // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z",  "z", "z", "z", "z", "z",  "s"};  // 170

// False where a letter lies outside the tables and ICU must read the whole text.
bool fold_latin(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c < 0x80) {
      append_printable_ascii(out, std::string_view(text.data() + at - 1, 1));
    } else if (c >= 0xC0 && c < 0x180) {
      out += kLatin[c - 0xC0];
    } else if (c == 0xA0) {
      out.push_back(' ');
    } else if (c == 0x2018 || c == 0x2019 || c == 0x02BC) {
      out.push_back('\'');
    } else if (c >= 0x2010 && c <= 0x2015) {
      out.push_back('-');
    } else if (c >= 0x300 && c < 0x370) {
      continue;  // a combining mark: the letter before it stands
    } else if (c != 0xFFFD) {
      return false;
    }
  }
  return true;
}

std::string fold_by_icu(std::string_view text) {
  std::string out;
  auto* transliterate = transliterator();
  const std::string clean = scrub_utf8(text);
  icu::UnicodeString work =
      icu::UnicodeString::fromUTF8(icu::StringPiece(clean.data(), static_cast<int>(clean.size())));
  if (transliterate) transliterate->transliterate(work);
  std::string latin;
  work.toUTF8String(latin);
  append_printable_ascii(out, latin);
  return out;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (is_ascii(text)) {
    append_printable_ascii(out, text);
    return out;
  }
  if (fold_latin(out, text)) return out;
  return fold_by_icu(text);
}

Script script_of(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c < 0x250 && (c > 0xBF || (c < 0x80 && is_alpha(static_cast<char>(c))))) {
      return Script::latin;
    }
    if (c >= 0x370 && c < 0x400) return Script::greek;
    if (c >= 0x400 && c < 0x530) return Script::cyrillic;
    if (c >= 0x590 && c < 0x600) return Script::hebrew;
    if ((c >= 0x600 && c < 0x700) || (c >= 0x750 && c < 0x780) || (c >= 0xFB50 && c < 0xFE00) ||
        (c >= 0xFE70 && c < 0xFEFF)) {
      return Script::arabic;
    }
    if (c >= 0x3400 && c < 0xA000) return Script::han;
    if (c >= 0x530 && c != 0xFFFD && !(c >= 0x2000 && c < 0x2070)) return Script::other;
  }
  return Script::latin;
}

std::string fold_case(std::string_view text) {
  if (is_ascii(text)) return lower_ascii(text);
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) return lower_ascii(text);
  const std::string clean = scrub_utf8(text);
  icu::UnicodeString folded = fold->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(clean.data(), static_cast<int>(clean.size()))),
      status);
  if (U_FAILURE(status)) return lower_ascii(text);
  std::string out;
  folded.toUTF8String(out);
  return out;
}

}  // namespace heed::matching
