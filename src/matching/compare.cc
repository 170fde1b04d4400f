#include "matching/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"
#include "matching/fold.h"

namespace heed::matching {
namespace {

std::vector<std::string> name_words(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (char c : fold(text.substr(0, 2048)) + " ") {
    if (is_alpha(c)) {
      if (word.size() < 64) word.push_back(c);
    } else if (c != '\'' && !word.empty()) {
      if (out.size() < 32) out.push_back(word);
      word.clear();
    }
  }
  return out;
}

// Optimal string alignment distance.
int edits(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

void add_name(Comparison& out, std::string_view field, const std::string& a, const std::string& b,
              double agrees) {
  const auto left = name_words(a), right = name_words(b);
  if (left.empty() || right.empty()) return;
  double sum = 0;
  for (const auto& x : left) {
    double best = -1;
    for (const auto& y : right) {
      const int distance = edits(x, y);
      const double longer = static_cast<double>(std::max(x.size(), y.size()));
      best = std::max(best, distance == 0   ? 1.0
                            : distance <= 2 ? 0.8 - 1.5 * distance / longer
                                            : -0.7);
    }
    sum += best;
  }
  const double score = sum / static_cast<double>(left.size());
  out.reasons.push_back({std::string(field),
                         fmt::format("{} name{}", field,
                                     score == 1  ? " equal"
                                     : score > 0 ? " similar"
                                                 : " differs"),
                         score * agrees});
}

void add_birth(Comparison& out, const PersonRecord& a, const PersonRecord& b) {
  if (!a.born || !b.born) return;
  const auto digits = [](LocalDate d) { return format_date(d); };
  const std::string left = digits(*a.born), right = digits(*b.born);
  const int distance = edits(left, right);
  const bool swapped =
      a.born->year() == b.born->year() &&
      static_cast<unsigned>(a.born->month()) == static_cast<unsigned>(b.born->day()) &&
      static_cast<unsigned>(a.born->day()) == static_cast<unsigned>(b.born->month());
  double weight = -5;
  std::string_view words = "date of birth differs";
  if (distance == 0) {
    weight = 12, words = "date of birth equal";
  } else if (swapped) {
    weight = 6, words = "date of birth: day and month swapped";
  } else if (distance == 1) {
    weight = 5, words = "date of birth: one digit differs";
  }
  out.reasons.push_back({"date_of_birth", std::string(words), weight});
}

template <class Texts>
std::set<std::string> keys(IdentifierKind kind, const Texts& texts) {
  std::set<std::string> out;
  for (const auto& text : texts) {
    if (auto key = normalise(kind, text); key && !is_service_number(*key)) out.insert(key->value);
  }
  return out;
}

bool share(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const auto& key) { return b.count(key) > 0; });
}

void add_identifiers(Comparison& out, const PersonRecord& a, const PersonRecord& b, bool& equal) {
  const auto add = [&](std::string_view field, std::string words) {
    out.reasons.push_back({std::string(field), std::move(words), 14});
    equal = true;
  };
  if (share(keys(IdentifierKind::phone, a.phones), keys(IdentifierKind::phone, b.phones))) {
    add("phone", "telephone number equal");
  }
  if (share(keys(IdentifierKind::email, a.emails), keys(IdentifierKind::email, b.emails))) {
    add("email", "e-mail address equal");
  }
  for (const auto& key : a.identifiers) {
    if (std::find(b.identifiers.begin(), b.identifiers.end(), key) != b.identifiers.end()) {
      add(to_string(key.kind), std::string(to_string(key.kind)) + " equal");
    }
  }
}

}  // namespace

std::string_view to_string(Band band) {
  switch (band) {
    case Band::exact: return "exact";
    case Band::strong: return "strong";
    case Band::possible: return "possible";
    case Band::rejected: return "rejected";
  }
  return "rejected";
}

std::string explain(const Comparison& comparison) {
  std::string out;
  for (const auto& reason : comparison.reasons) {
    out += fmt::format("{}{}, {:+.1f}", out.empty() ? "" : "; ", reason.words, reason.weight);
  }
  return out;
}

struct PersonComparer::Tables {};

PersonComparer::PersonComparer() : tables_(std::make_unique<const Tables>()) {}
PersonComparer::~PersonComparer() = default;
PersonComparer::PersonComparer(PersonComparer&&) noexcept = default;
PersonComparer& PersonComparer::operator=(PersonComparer&&) noexcept = default;

Comparison PersonComparer::compare(const PersonRecord& a, const PersonRecord& b) const {
  Comparison out;
  add_name(out, "given", a.given_name, b.given_name, 6);
  add_name(out, "middle", a.middle_name, b.middle_name, 4);
  add_name(out, "family", a.family_name, b.family_name, 8);
  add_name(out, "full", a.full_name,
           b.full_name.empty() ? b.given_name + " " + b.family_name : b.full_name, 12);
  add_birth(out, a, b);
  bool equal_identifier = false;
  add_identifiers(out, a, b, equal_identifier);
  bool contradiction = false;
  int agree = 0;
  for (const auto& reason : out.reasons) {
    out.weight += reason.weight;
    contradiction |= reason.weight < -3;
    agree += reason.weight > 2;
  }
  std::stable_sort(out.reasons.begin(), out.reasons.end(), [](const auto& x, const auto& y) {
    return std::abs(x.weight) > std::abs(y.weight);
  });
  out.probability = 1 / (1 + std::exp2(10 - out.weight));
  out.band = equal_identifier && !contradiction                       ? Band::exact
             : out.probability >= .95 && agree >= 2 && !contradiction ? Band::strong
             : out.probability >= .05 || equal_identifier             ? Band::possible
                                                                      : Band::rejected;
  return out;
}

}  // namespace heed::matching
