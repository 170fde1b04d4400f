#include "matching/link_fields.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "matching/address.h"
#include "matching/fold.h"
#include "matching/identifiers.h"
#include "matching/name_tables.h"
#include "matching/score.h"
#include "matching/spelling.h"

namespace heed::matching {
namespace {

constexpr std::array<std::string_view, 13> kKinds = {
    "given_name", "middle_name", "family_name", "full_name",  "date", "sex",     "phone",
    "email",      "postcode",    "address",     "identifier", "text", "category"};

// Lower-case words with single spaces.
std::string plain_words(std::string_view text) {
  std::string out;
  for (char c : fold(text)) {
    if (is_alpha(c) || is_digit(c))
      out.push_back(c);
    else if (c != '\'' && c != '.' && !out.empty() && out.back() != ' ')
      out.push_back(' ');
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// Year, month, day in eight digits, as they stand: one that does not exist is still comparable.
std::string date_digits(std::string_view text) {
  std::string digits;
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (is_digit(c))
      digits.push_back(c), parts.back().push_back(c);
    else if (!parts.back().empty())
      parts.emplace_back();
  }
  if (parts.size() >= 3 && parts[2].size() == 4 && parts[0].size() <= 2 && parts[1].size() <= 2) {
    const auto two = [](const std::string& p) { return p.size() == 1 ? "0" + p : p; };
    return parts[2] + two(parts[1]) + two(parts[0]);
  }
  return digits.size() >= 8 ? digits.substr(0, 8) : digits;
}

std::string sorted_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view word : split(text, ' ')) words.emplace_back(word);
  std::sort(words.begin(), words.end());
  return join(words, " ");
}

Level level_of_name(std::string_view a, std::string_view b, bool family) {
  if (a == b) return Level::equal;
  const auto squeezed = [](std::string_view text) {
    std::string out;
    for (char c : text) {
      if (is_alpha(c)) out.push_back(c);
    }
    return out;
  };
  const std::string x = squeezed(a), y = squeezed(b);
  if (x == y && !x.empty()) return Level::equal;
  if (!family && nickname_steps(a, b) == 1) return Level::close;
  if (x.empty() || y.empty()) return Level::different;
  if (x.size() == 1 || y.size() == 1) return x[0] == y[0] ? Level::similar : Level::different;
  const int apart = WordPattern(x).distance(y, 4);
  const auto longer = static_cast<int>(std::max(x.size(), y.size()));
  if (apart == 1 || (apart == 2 && longer >= 8) ||
      (longer >= 4 && sound_key(x) == sound_key(y) && spelling_cost(x, y) <= 1.6)) {
    return Level::close;
  }
  const bool begins = std::min(x.size(), y.size()) >= 3 && (x.starts_with(y) || y.starts_with(x));
  if ((apart <= 2 && longer >= 4) || (apart <= 3 && longer >= 8) || begins ||
      sorted_words(a) == sorted_words(b)) {
    return Level::similar;
  }
  return Level::different;
}

Level level_of_date(std::string_view a, std::string_view b) {
  if (a == b) return Level::equal;
  if (a.size() == 8 && b.size() == 8) {
    int digits = 0;
    for (int i = 0; i < 8; ++i) digits += a[i] != b[i];
    const bool swapped = a.substr(0, 4) == b.substr(0, 4) && a.substr(4, 2) == b.substr(6, 2) &&
                         a.substr(6, 2) == b.substr(4, 2);
    if (digits == 1 || swapped || text_distance(a, b) == 1) return Level::close;
    const int parts = (a.substr(0, 4) == b.substr(0, 4)) + (a.substr(4, 2) == b.substr(4, 2)) +
                      (a.substr(6, 2) == b.substr(6, 2));
    if (parts == 2 || digits == 2) return Level::similar;
    return Level::different;
  }
  return text_distance(a, b) <= 1 ? Level::close : Level::different;
}

Level level_of_text(std::string_view a, std::string_view b) {
  if (a == b) return Level::equal;
  const int apart = text_distance(a, b);
  const auto longer = static_cast<double>(std::min<std::size_t>(64, std::max(a.size(), b.size())));
  if ((apart == 1 && longer >= 3) || apart <= .12 * longer) return Level::close;
  const std::string x = sorted_words(a), y = sorted_words(b);
  if (x == y) return Level::close;
  if (apart <= .34 * longer && longer >= 5) return Level::similar;
  // Half of the words and more are the same.
  const auto left = split(x, ' '), right = split(y, ' ');
  std::size_t same = 0;
  for (std::string_view word : left) same += std::count(right.begin(), right.end(), word) > 0;
  if (2 * same >= std::max(left.size(), right.size()) && left.size() + right.size() > 2) {
    return Level::similar;
  }
  return Level::different;
}

Level level_of_email(std::string_view a, std::string_view b) {
  if (a == b) return Level::equal;
  const std::string_view x = a.substr(0, a.find('@')), y = b.substr(0, b.find('@'));
  if (x == y && x.size() >= 4) return Level::close;
  if (text_distance(a, b) <= 2) return Level::close;
  if (text_distance(x, y) <= 2 && x.size() >= 6) return Level::similar;
  return Level::different;
}

Level level_of_code(std::string_view a, std::string_view b) {
  if (a == b) return Level::equal;
  const int apart = text_distance(a, b);
  const std::size_t longer = std::max(a.size(), b.size());
  if (apart == 1 && longer >= 3) return Level::close;
  if (apart == 2 && longer >= 6) return Level::similar;
  return Level::different;
}

Level level_of_postcode(std::string_view a, std::string_view b) {
  if (a == b) return Level::equal;
  if (text_distance(a, b) <= 1) return Level::close;
  const auto district = [](std::string_view code) { return code.substr(0, code.find(' ')); };
  if (a.find(' ') != std::string_view::npos && district(a) == district(b)) return Level::similar;
  if (a.size() == b.size() && a.size() == 4 && sorted_words(a) == sorted_words(b)) {
    return Level::close;
  }
  return Level::different;
}

}  // namespace

std::string_view to_string(FieldKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

Result<FieldKind> parse_field_kind(std::string_view text) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == text) return static_cast<FieldKind>(i);
  }
  std::string known;
  for (std::string_view kind : kKinds) known += " " + std::string(kind);
  return error(Code::invalid, "expected one of the kinds id ignore" + known);
}

std::string_view to_string(Level level) {
  constexpr std::array<std::string_view, level_count> names = {
      "missing", "equal", "close", "similar", "different", "other order"};
  return names[static_cast<std::size_t>(level)];
}

int text_distance(std::string_view a, std::string_view b) {
  a = a.substr(0, 64);
  b = b.substr(0, 64);
  if (a.empty() || b.empty()) return static_cast<int>(std::max(a.size(), b.size()));
  static thread_local std::array<std::uint64_t, 256> position{};
  for (std::size_t i = 0; i < a.size(); ++i) {
    position[static_cast<unsigned char>(a[i])] |= 1ull << i;
  }
  std::uint64_t vp = ~0ull, vn = 0, d0 = 0, before = 0;
  const std::uint64_t last = 1ull << (a.size() - 1);
  int distance = static_cast<int>(a.size());
  for (char c : b) {
    const std::uint64_t match = position[static_cast<unsigned char>(c)];
    const std::uint64_t swapped = (((~d0) & match) << 1) & before;
    d0 = (((match & vp) + vp) ^ vp) | match | vn | swapped;
    std::uint64_t hp = vn | ~(d0 | vp);
    const std::uint64_t hn = d0 & vp;
    distance += (hp & last) != 0;
    distance -= (hn & last) != 0;
    hp = (hp << 1) | 1;
    vp = (hn << 1) | ~(d0 | hp);
    vn = hp & d0;
    before = match;
  }
  for (char c : a) position[static_cast<unsigned char>(c)] = 0;
  return distance;
}

std::string LinkColumn::read(std::string_view text) const {
  const auto key = [&](IdentifierKind kind) {
    auto found = normalise(kind, text);
    return found ? std::move(found->value) : plain_words(text);
  };
  switch (kind_) {
    case FieldKind::date: return date_digits(text);
    case FieldKind::sex: {
      const Sex sex = parse_sex(text);
      return sex == Sex::unknown ? plain_words(text) : sex == Sex::female ? "f" : "m";
    }
    case FieldKind::phone: return key(IdentifierKind::phone);
    case FieldKind::email: {
      auto found = normalise(IdentifierKind::email, text);
      return found ? std::move(found->value) : fold(trim(text));
    }
    case FieldKind::postcode: return key(IdentifierKind::postcode);
    case FieldKind::address: return address_line(parse_address(text));
    default: return plain_words(text);
  }
}

void LinkColumn::add(std::string_view text) {
  text = trim(text).substr(0, 4096);
  std::string value = text.empty() ? std::string() : read(text);
  if (value.empty()) {
    value_of_row_.push_back(0);
    ++counts_[0];
    return;
  }
  const auto [at, fresh] = known_.try_emplace(value, static_cast<std::uint32_t>(texts_.size()));
  if (fresh) {
    counts_.push_back(0);
    switch (kind_) {
      case FieldKind::given_name:
      case FieldKind::middle_name:
      case FieldKind::family_name:
      case FieldKind::full_name: loose_.push_back(sound_key(split(value, ' ').front())); break;
      case FieldKind::text:
      case FieldKind::address: loose_.push_back(value.substr(0, 5)); break;
      case FieldKind::email: loose_.push_back(value.substr(0, value.find('@'))); break;
      default: loose_.push_back(value);
    }
    if (loose_.back().empty()) loose_.back() = value;
    texts_.push_back(std::move(value));
  }
  value_of_row_.push_back(at->second);
  ++counts_[at->second];
}

Level LinkColumn::compare(std::uint32_t a, std::uint32_t b) const {
  return compare_with(a, *this, b);
}

Level LinkColumn::compare_with(std::uint32_t a, const LinkColumn& other, std::uint32_t b) const {
  if (a == 0 || b == 0) return Level::missing;
  if (&other == this && a == b) return Level::equal;
  const std::string_view x = texts_[a], y = other.texts_[b];
  switch (kind_) {
    case FieldKind::given_name:
    case FieldKind::middle_name: return level_of_name(x, y, false);
    case FieldKind::family_name: return level_of_name(x, y, true);
    case FieldKind::date: return level_of_date(x, y);
    case FieldKind::sex:
    case FieldKind::category: return x == y ? Level::equal : Level::different;
    case FieldKind::phone:
    case FieldKind::identifier: return level_of_code(x, y);
    case FieldKind::email: return level_of_email(x, y);
    case FieldKind::postcode: return level_of_postcode(x, y);
    case FieldKind::full_name:
    case FieldKind::address:
    case FieldKind::text: return level_of_text(x, y);
  }
  return Level::different;
}

}  // namespace heed::matching
