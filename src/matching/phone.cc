#include "matching/phone.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace heed::matching {
namespace {

// Country codes of ITU-T E.164 (list of 2016-11). One digit: 1, 7; two digits: this table; all the
// others have three and must begin with one of the prefixes below it.
constexpr std::string_view kTwoDigitCountries =
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 "
    "65 66 81 82 84 86 90 91 92 93 94 95 98 ";
constexpr std::string_view kThreeDigitCountries =
    "211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 "
    "238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 "
    "262 263 264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 "
    "370 371 372 373 374 375 376 377 378 379 380 381 382 383 385 386 387 389 420 421 423 500 501 "
    "502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 "
    "676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 800 808 850 852 853 855 856 "
    "870 878 880 881 882 883 886 888 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 "
    "976 977 979 992 993 994 995 996 998 ";
// Where a national number itself may begin with 0: nothing is dropped behind these.
constexpr std::string_view kKeepsZero = "39 225 241 242 378 379 ";
// Numbers that everybody in the United Kingdom may ring; they identify nobody.
constexpr std::string_view kService =
    "999 112 101 111 105 100 118 119 123 141 155 159 195 1470 1471 1475 1571 116000 116006 116111 "
    "116117 116123 18000 18001 18002 911 ";

bool listed(std::string_view table, std::string_view word) {
  for (std::size_t at = table.find(word); at != std::string_view::npos;
       at = table.find(word, at + 1)) {
    const bool starts = at == 0 || table[at - 1] == ' ';
    if (starts && table[at + word.size()] == ' ') return true;
  }
  return false;
}

Error bad(std::string expected) {
  return error(Code::invalid, "expected a telephone number: " + std::move(expected));
}

struct Written {
  std::string digits;
  std::string extension;
  bool international = false;  // a plus stood before the first digit
};

// One code point of a number as written: a digit, '+', 'x' (an extension follows), ' ' (skipped).
std::optional<char> reading(char32_t c) {
  if (c < 0x80 && is_digit(static_cast<char>(c))) return static_cast<char>(c);
  if (c >= 0xFF10 && c <= 0xFF19) return static_cast<char>('0' + (c - 0xFF10));  // full width
  if (c >= 0x660 && c <= 0x669) return static_cast<char>('0' + (c - 0x660));     // Arabic-Indic
  if (c >= 0x6F0 && c <= 0x6F9) return static_cast<char>('0' + (c - 0x6F0));     // Persian
  if (c >= 0x966 && c <= 0x96F) return static_cast<char>('0' + (c - 0x966));     // Devanagari
  if (c == '+' || c == 0xFF0B) return '+';
  if (c == 'o' || c == 'O') return '0';
  if (c == '#') return 'x';
  const bool separator = c == ' ' || c == '\t' || c == '(' || c == ')' || c == '[' || c == ']' ||
                         c == '-' || c == '.' || c == '/' || c == '_' || c == 0xA0 || c == 0xAD ||
                         c == 0x2060 || c == 0xFEFF || c == 0x3000 ||
                         (c >= 0x2000 && c <= 0x2015) || c == 0x202F || c == 0x2212 ||
                         c == 0xFF0D || c == 0x202A || c == 0x202C || c == 0x2066 || c == 0x2069;
  if (separator) return ' ';
  return std::nullopt;
}

// Cuts "ext. 12", "extn 12", "x12" off the end.
std::string_view without_extension(std::string_view text, std::string& extension) {
  std::size_t end = text.size();
  while (end > 0 && (is_digit(text[end - 1]) || text[end - 1] == ' ')) --end;
  if (end == 0 || end == text.size()) return text;
  const std::string head = lower_ascii(text.substr(0, end));
  for (std::string_view mark : {"extension", "extn.", "extn", "ext.", ";ext=", "ext", "x", "#"}) {
    if (!head.ends_with(mark)) continue;
    std::string digits;
    for (char c : text.substr(end)) {
      if (is_digit(c)) digits.push_back(c);
    }
    if (digits.empty() || digits.size() > 7) return text;
    extension = digits;
    std::string_view rest = trim(text.substr(0, end - mark.size()));
    while (!rest.empty() && (rest.back() == ',' || rest.back() == ';')) rest.remove_suffix(1);
    return rest;
  }
  return text;
}

Result<Written> read_number(std::string_view text) {
  Written out;
  text = trim(text);
  const std::string start = lower_ascii(text.substr(0, 8));
  for (std::string_view prefix : {"tel:", "tel.", "tel ", "phone:", "mob:", "mobile:", "ph:"}) {
    if (start.starts_with(prefix)) {
      text.remove_prefix(prefix.size());
      break;
    }
  }
  text = without_extension(trim(text), out.extension);
  for (std::size_t at = 0; at < text.size();) {
    const auto c = reading(next_code_point(text, at));
    if (!c || *c == 'x') return bad("digits, spaces, + ( ) - . only");
    if (*c == ' ') continue;
    if (*c == '+') {
      if (!out.digits.empty() || out.international) return bad("one + at the beginning");
      out.international = true;
      continue;
    }
    out.digits.push_back(*c);
    if (out.digits.size() > 22) return bad("at most 15 digits");
  }
  if (out.digits.empty()) return bad("digits");
  return out;
}

// The national significant number, without its 0. Ofcom's lengths: ten digits; nine for some old
// 01, 0800 and 0500 numbers; 0800 1111 and 0845 46 4x have seven.
Result<std::string> uk_key(std::string_view national) {
  if (!national.empty() && national.front() == '0') national.remove_prefix(1);
  if (national.empty() || national.front() == '0' || national.front() == '4' ||
      national.front() == '6') {
    return bad("a United Kingdom number begins 01, 02, 03, 05, 07, 08 or 09");
  }
  const bool nine =
      national.size() == 9 &&
      (national.front() == '1' || national.starts_with("800") || national.starts_with("500"));
  const bool seven =
      national == "8001111" || (national.size() == 7 && national.starts_with("845464"));
  if (national.size() != 10 && !nine && !seven) {
    return bad("a United Kingdom number has 11 digits with its first 0, this has " +
               std::to_string(national.size() + 1));
  }
  return "+44" + std::string(national);
}

Result<std::string> international_key(std::string_view digits) {
  std::size_t length = 0;
  if (!digits.empty() && (digits[0] == '1' || digits[0] == '7')) {
    length = 1;
  } else if (digits.size() > 2 && listed(kTwoDigitCountries, digits.substr(0, 2))) {
    length = 2;
  } else if (digits.size() > 3 && listed(kThreeDigitCountries, digits.substr(0, 3))) {
    length = 3;
  }
  if (length == 0) return bad("a country code after + or 00");
  const std::string_view country = digits.substr(0, length);
  std::string_view national = digits.substr(length);
  if (country == "44") return uk_key(national);
  if (national.starts_with('0') && !listed(kKeepsZero, country)) national.remove_prefix(1);
  if (national.size() < 4 || national.size() + length > 15) {
    return bad("4 to 15 digits after the country code");
  }
  if (country == "1" && national.size() == 11 && national.front() == '1') national.remove_prefix(1);
  if (country == "1" && national.size() != 10) {
    return bad("a number in North America has 10 digits");
  }
  return "+" + std::string(country) + std::string(national);
}

Result<std::string> key_of(const Written& written) {
  std::string_view digits = written.digits;
  if (written.international) return international_key(digits);
  if (is_service_phone(digits)) return std::string(digits);
  // Dialled before a number to withhold or release one's own.
  for (std::string_view prefix : {"141", "1470"}) {
    if (digits.starts_with(prefix) && digits.size() > prefix.size() + 9 &&
        digits[prefix.size()] == '0') {
      digits.remove_prefix(prefix.size());
      break;
    }
  }
  if (digits.starts_with("00")) return international_key(digits.substr(2));
  if (digits.front() == '0') return uk_key(digits);
  // Without 0 and without +: a spreadsheet took one of them. 44 and twelve digits is a country
  // code, ten digits are a national number; a shorter one could be anything.
  if (digits.starts_with("44") && digits.size() >= 11) return uk_key(digits.substr(2));
  if (digits.size() == 10) return uk_key(digits);
  return bad("a number from abroad needs + or 00 before its country code");
}

}  // namespace

bool is_service_phone(std::string_view key) { return listed(kService, key); }

Result<std::string> phone_key(std::string_view text) {
  HEED_TRY(const Written written, read_number(text));
  HEED_TRY(std::string key, key_of(written));
  if (!written.extension.empty() && key.front() == '+') key += ";ext=" + written.extension;
  return key;
}

std::string phone_for_people(std::string_view key) {
  const std::size_t mark = key.find(";ext=");
  const std::string_view number = key.substr(0, mark);
  const std::string extension =
      mark == std::string_view::npos ? "" : " ext. " + std::string(key.substr(mark + 5));
  if (!number.starts_with("+44") || number.size() != 13) return std::string(number) + extension;
  const std::string national = "0" + std::string(number.substr(3));
  const auto spaced = [&](std::size_t first, std::size_t second) {
    std::string out = national.substr(0, first) + " " + national.substr(first, second);
    if (first + second < national.size()) out += " " + national.substr(first + second);
    return out + extension;
  };
  if (national[1] == '2') return spaced(3, 4);
  const bool four = national[1] == '3' || national[1] == '8' || national[1] == '9' ||
                    national.starts_with("011") || (national[1] == '1' && national[3] == '1');
  return four ? spaced(4, 3) : spaced(5, 6);
}

}  // namespace heed::matching
