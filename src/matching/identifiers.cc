#include "matching/identifiers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "matching/address.h"
#include "matching/fold.h"
#include "matching/phone.h"

namespace heed::matching {
namespace {

constexpr std::array<std::string_view, 9> kKindNames = {
    "phone", "email", "username", "vehicle", "postcode", "uprn", "address", "pncid", "cro"};

Error bad(std::string_view what) { return error(Code::invalid, "expected " + std::string(what)); }

// Upper-case letters and digits; spaces, dashes and dots between them dropped.
Result<std::string> alphanumerics(std::string_view text, std::string_view what) {
  std::string out;
  for (char c : text) {
    if (is_digit(c) || is_alpha(c)) {
      out.push_back(upper(c));
    } else if (!is_space(c) && c != '-' && c != '.' && c != '\'' && c != '"') {
      return bad(what);
    }
  }
  return out;
}

// Letters for 'A', digits for '9': the shape of a plate or a postcode.
bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (shape[i] == 'A' ? !is_alpha(text[i]) : !is_digit(text[i])) return false;
  }
  return true;
}

Result<std::string> email_key(std::string_view text) {
  constexpr std::string_view what = "an e-mail address such as name@example.org";
  if (!is_valid_utf8(text)) return bad(what);
  std::string folded = fold_case(trim(text));
  std::string_view t = trim(folded);
  if (t.starts_with("mailto:")) t.remove_prefix(7);
  if (const auto open = t.rfind('<'); open != std::string_view::npos && t.ends_with('>')) {
    t = t.substr(open + 1, t.size() - open - 2);
  }
  t = trim(t);
  while (t.ends_with('.')) t.remove_suffix(1);
  const auto at = t.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || t.size() > 254) return bad(what);
  const std::string_view local = t.substr(0, at), domain = t.substr(at + 1);
  for (char c : local) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '@' || c == ',' || c == ';' || c == '<' ||
        c == '>' || c == 0x7f) {
      return bad(what);
    }
  }
  if (domain.find('.') == std::string_view::npos) return bad(what);
  for (std::string_view label : split(domain, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
      return bad(what);
    }
    for (char c : label) {
      const bool good = is_digit(c) || is_alpha(c) || c == '-' || static_cast<signed char>(c) < 0;
      if (!good) return bad(what);
    }
  }
  return std::string(t);
}

Result<std::string> username_key(std::string_view text) {
  constexpr std::string_view what = "a user name of 1 to 100 letters, digits and signs";
  if (!is_valid_utf8(text)) return bad(what);
  std::string folded = fold_case(trim(text));
  std::string_view t = trim(folded);
  while (t.starts_with('@')) t = trim(t.substr(1));
  std::string out;
  for (char c : t) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return bad(what);
    // A run of spaces is one: display names are typed so.
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out.push_back(c);
  }
  if (out.empty() || code_point_count(out) > 100) return bad(what);
  return out;
}

// What people call a platform, and what it is called here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kPlatforms = {{
    {"insta", "instagram"},
    {"ig", "instagram"},
    {"snap", "snapchat"},
    {"sc", "snapchat"},
    {"fb", "facebook"},
    {"messenger", "facebook"},
    {"twitter", "x"},
    {"tik tok", "tiktok"},
    {"tt", "tiktok"},
    {"whats app", "whatsapp"},
    {"wa", "whatsapp"},
    {"you tube", "youtube"},
    {"yt", "youtube"},
}};

std::string platform_name(std::string_view platform) {
  const std::string folded = fold_case(trim(platform.substr(0, 64)));
  std::string name(trim(folded));
  for (const auto& [said, meant] : kPlatforms) {
    if (name == said) return std::string(meant);
  }
  return name;
}

Result<std::string> vehicle_key(std::string_view text) {
  constexpr std::string_view what = "a vehicle mark of 2 to 10 letters and digits";
  HEED_TRY(std::string key, alphanumerics(text, what));
  if (key.size() < 2 || key.size() > 10) return bad(what);
  return key;
}

// The six shapes of Royal Mail's outward code (BS 7666), and GIR.
bool is_outward(std::string_view text) {
  for (std::string_view shape : {"A9", "A99", "AA9", "AA99", "A9A", "AA9A"}) {
    if (has_shape(text, shape)) return true;
  }
  return text == "GIR";
}

// "0" typed as a letter or a letter as "0", where only one of them can stand.
std::string repaired_outward(std::string text) {
  if (is_outward(text)) return text;
  const auto letter = [](char& c) { c = c == '0' ? 'O' : c == '1' ? 'I' : c == '5' ? 'S' : c; };
  const auto digit = [](char& c) { c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c; };
  if (!text.empty()) letter(text.front());
  if (is_outward(text)) return text;
  if (text.size() > 1) digit(text.back());
  return text;
}

Result<std::string> postcode_key(std::string_view text) {
  constexpr std::string_view what = "a postcode such as NG1 1AA, or its first half";
  HEED_TRY(std::string key, alphanumerics(text, what));
  if (key.size() >= 5) {
    std::string inward = key.substr(key.size() - 3);
    inward[0] = inward[0] == 'O' ? '0' : inward[0] == 'I' || inward[0] == 'L' ? '1' : inward[0];
    for (std::size_t i : {1, 2})
      inward[i] = inward[i] == '0' ? 'O' : inward[i] == '1' ? 'I' : inward[i];
    const std::string outward = repaired_outward(key.substr(0, key.size() - 3));
    if (has_shape(inward, "9AA") && is_outward(outward)) return outward + " " + inward;
  }
  key = repaired_outward(key);
  if (!is_outward(key) || key == "GIR") return bad(what);
  return key;
}

Result<std::string> uprn_key(std::string_view text) {
  constexpr std::string_view what = "a UPRN of 1 to 12 digits";
  text = trim(text);
  if (lower_ascii(text.substr(0, 4)) == "uprn") text.remove_prefix(4);
  std::string out;
  for (char c : text) {
    if (is_digit(c)) {
      if (!(out.empty() && c == '0')) out.push_back(c);
    } else if (!is_space(c) && c != ':' && c != '.') {
      return bad(what);
    }
  }
  if (out.empty() || out.size() > 12) return bad(what);
  return out;
}

// Both identifiers end in a letter that is the rest, by 23, of two digits of year and the serial.
constexpr std::string_view kCheckLetters = "ZABCDEFGHJKLMNPQRTUVWXY";

char check_letter(std::string_view year, std::string_view serial) {
  unsigned rest = 0;
  for (char c : year) rest = (rest * 10 + static_cast<unsigned>(c - '0')) % 23;
  for (char c : serial) rest = (rest * 10 + static_cast<unsigned>(c - '0')) % 23;
  return kCheckLetters[rest];
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string padded(std::string_view digits, std::size_t width) {
  return std::string(width - std::min(width, digits.size()), '0') + std::string(digits);
}

Result<std::string> pncid_key(std::string_view text) {
  constexpr std::string_view what = "a PNC number such as 2001/0123456A";
  std::string t;
  for (char c : text) {
    if (is_space(c) || c == '-' || c == '.') continue;
    t.push_back(upper(c));
  }
  if (t.find('/') == std::string::npos && t.size() == 12) t.insert(4, "/");
  const auto slash = t.find('/');
  if (slash == std::string::npos || (slash != 2 && slash != 4) || t.size() < slash + 3) {
    return bad(what);
  }
  std::string year = t.substr(0, slash);
  const std::string serial = t.substr(slash + 1, t.size() - slash - 2);
  if (!all_digits(year) || !all_digits(serial) || serial.size() > 7 || !is_alpha(t.back())) {
    return bad(what);
  }
  // The computer began in 1974 and took over records from 1950 on.
  if (year.size() == 2) year = (year < "50" ? "20" : "19") + year;
  if (check_letter(std::string_view(year).substr(2), padded(serial, 7)) != t.back()) {
    return error(Code::invalid, "expected a PNC number; its check letter does not fit its digits",
                 {}, "Read it again.");
  }
  return year + "/" + padded(serial, 7) + t.back();
}

Result<std::string> cro_key(std::string_view text) {
  constexpr std::string_view what = "a CRO number such as 123456/99A or SF99/12345A";
  std::string t;
  for (char c : text) {
    if (!is_space(c) && c != '-' && c != '.') t.push_back(upper(c));
  }
  const bool file = t.starts_with("SF");
  std::string_view rest = std::string_view(t).substr(file ? 2 : 0);
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos || rest.size() < slash + 3 || !is_alpha(rest.back())) {
    return bad(what);
  }
  const std::string_view before = rest.substr(0, slash);
  const std::string_view after = rest.substr(slash + 1, rest.size() - slash - 2);
  const std::string_view year = file ? before : after;
  std::string serial(file ? after : before);
  if (!all_digits(year) || year.size() != 2 || !all_digits(serial) || serial.size() > 6) {
    return bad(what);
  }
  serial.erase(0, std::min(serial.find_first_not_of('0'), serial.size() - 1));
  if (!file) serial = padded(serial, 6);
  if (check_letter(year, serial) != rest.back()) {
    return error(Code::invalid, "expected a CRO number; its check letter does not fit its digits",
                 {}, "Read it again.");
  }
  return file ? "SF" + std::string(year) + "/" + serial + rest.back()
              : serial + "/" + std::string(year) + rest.back();
}

Result<std::string> address_key(std::string_view text) {
  constexpr std::string_view what = "an address with letters or digits";
  if (!is_valid_utf8(text)) return bad(what);
  // The parts of a written-out line may be read better the second time: go on until nothing moves.
  std::string line(text);
  for (int round = 0; round < 6; ++round) {
    std::string again = address_line(parse_address(line));
    if (again == line) break;
    line = std::move(again);
  }
  if (line.empty()) return bad(what);
  return line;
}

Result<std::string> key_text(IdentifierKind kind, std::string_view text) {
  switch (kind) {
    case IdentifierKind::phone: return phone_key(text);
    case IdentifierKind::email: return email_key(text);
    case IdentifierKind::username: return username_key(text);
    case IdentifierKind::vehicle: return vehicle_key(text);
    case IdentifierKind::postcode: return postcode_key(text);
    case IdentifierKind::uprn: return uprn_key(text);
    case IdentifierKind::address: return address_key(text);
    case IdentifierKind::pncid: return pncid_key(text);
    case IdentifierKind::cro: return cro_key(text);
  }
  return bad("a known kind of identifier");
}

}  // namespace

std::string_view to_string(IdentifierKind kind) {
  const auto at = static_cast<std::size_t>(kind);
  return at < kKindNames.size() ? kKindNames[at] : "unknown";
}

Result<IdentifierKind> parse_identifier_kind(std::string_view text) {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    if (kKindNames[i] == text) return static_cast<IdentifierKind>(i);
  }
  return bad("one of phone, email, username, vehicle, postcode, uprn, address, pncid, cro");
}

Result<IdentifierKey> normalise(IdentifierKind kind, std::string_view text,
                                std::string_view platform) {
  if (text.size() > identifier_bytes_max) {
    return error(Code::limit, "expected at most " + std::to_string(identifier_bytes_max) +
                                  " bytes of " + std::string(to_string(kind)));
  }
  HEED_TRY(std::string value, key_text(kind, text));
  IdentifierKey key{kind, std::move(value), {}};
  if (kind == IdentifierKind::username) key.platform = platform_name(platform);
  return key;
}

std::string display(const IdentifierKey& key) {
  switch (key.kind) {
    case IdentifierKind::phone: return phone_for_people(key.value);
    case IdentifierKind::username:
      return key.platform.empty() ? key.value : key.value + " (" + key.platform + ")";
    case IdentifierKind::vehicle:
      if (has_shape(key.value, "AA99AAA")) {
        return key.value.substr(0, 4) + " " + key.value.substr(4);
      }
      for (std::string_view shape : {"A999AAA", "A99AAA", "A9AAA"}) {
        if (has_shape(key.value, shape)) {
          return key.value.substr(0, key.value.size() - 3) + " " +
                 key.value.substr(key.value.size() - 3);
        }
      }
      return key.value;
    default: return key.value;
  }
}

bool is_service_number(const IdentifierKey& key) {
  return key.kind == IdentifierKind::phone && is_service_phone(key.value);
}

namespace {

constexpr std::size_t kAlternativesMax = 32;

void offer(std::vector<AlternativeKey>& out, const IdentifierKey& key, std::string value,
           double weight, std::string why) {
  if (value.empty() || value == key.value || out.size() >= kAlternativesMax) return;
  for (const auto& known : out) {
    if (known.key.value == value) return;
  }
  out.push_back({{key.kind, std::move(value), key.platform}, weight, std::move(why)});
}

void email_alternatives(std::vector<AlternativeKey>& out, const IdentifierKey& key) {
  const auto at = key.value.rfind('@');
  if (at == std::string::npos) return;
  std::string local = key.value.substr(0, at), domain = key.value.substr(at + 1);
  const auto plus = local.find('+');
  if (plus != std::string::npos && plus > 0) {
    local.resize(plus);
    offer(out, key, local + "@" + domain, 0.9, "the mailbox without its plus-tag");
  }
  if (domain == "googlemail.com" || domain == "gmail.com") {
    local.erase(std::remove(local.begin(), local.end(), '.'), local.end());
    offer(out, key, local + "@gmail.com", 0.9, "one mailbox at that provider");
  }
}

// O for 0, I for 1 and S for 5, each way, where the result is a plate of a known shape.
void vehicle_alternatives(std::vector<AlternativeKey>& out, const IdentifierKey& key) {
  constexpr std::array<std::string_view, 8> shapes = {"AA99AAA", "A999AAA", "A99AAA", "A9AAA",
                                                      "AAA999A", "AAA99A",  "AAA9A",  "AAA9999"};
  const auto swapped = [](char c) {
    return c == 'O' ? '0' : c == '0' ? 'O' : c == 'I' ? '1' : c == '1' ? 'I' : c;
  };
  std::vector<std::size_t> unsure;
  for (std::size_t i = 0; i < key.value.size() && unsure.size() < 5; ++i) {
    if (swapped(key.value[i]) != key.value[i]) unsure.push_back(i);
  }
  for (unsigned mask = 1; mask < (1u << unsure.size()); ++mask) {
    std::string value = key.value;
    int changed = 0;
    for (std::size_t i = 0; i < unsure.size(); ++i) {
      if (mask >> i & 1) {
        value[unsure[i]] = swapped(value[unsure[i]]);
        ++changed;
      }
    }
    const bool known = std::any_of(shapes.begin(), shapes.end(),
                                   [&](std::string_view shape) { return has_shape(value, shape); });
    if (known)
      offer(out, key, value, changed == 1 ? 0.8 : 0.6, "O and 0, or I and 1, read for each other");
  }
}

// One spelling for all that look or sound alike when read out: no separators, letters for digits.
void username_alternatives(std::vector<AlternativeKey>& out, const IdentifierKey& key) {
  std::string bare, plain;
  const std::string latin = fold(key.value);
  for (char c : latin) {
    if (c == '.' || c == '_' || c == '-' || c == ' ') continue;
    bare.push_back(c);
  }
  for (char c : bare) {
    switch (c) {
      case '0': plain.push_back('o'); break;
      case '1':
      case 'i':
      case '!': plain.push_back('l'); break;
      case '3': plain.push_back('e'); break;
      case '4':
      case '@': plain.push_back('a'); break;
      case '5':
      case '$': plain.push_back('s'); break;
      case '7': plain.push_back('t'); break;
      default: plain.push_back(c);
    }
  }
  offer(out, key, bare, 0.8, "without separators");
  offer(out, key, plain, 0.5, "look-alike letters undone");
}

}  // namespace

std::vector<AlternativeKey> alternatives(const IdentifierKey& key) {
  std::vector<AlternativeKey> out;
  switch (key.kind) {
    case IdentifierKind::email: email_alternatives(out, key); break;
    case IdentifierKind::vehicle: vehicle_alternatives(out, key); break;
    case IdentifierKind::username: username_alternatives(out, key); break;
    default: break;
  }
  return out;
}

}  // namespace heed::matching
