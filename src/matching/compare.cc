#include "matching/compare.h"

#include <fmt/format.h>

#include <algorithm>

#include "matching/names.h"
#include "matching/score.h"

namespace heed::matching {

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

struct PersonComparer::Tables {
  double prior;
};

PersonComparer::PersonComparer(double prior)
    : tables_(std::make_unique<const Tables>(Tables{prior})) {}
PersonComparer::~PersonComparer() = default;
PersonComparer::PersonComparer(PersonComparer&&) noexcept = default;
PersonComparer& PersonComparer::operator=(PersonComparer&&) noexcept = default;

Comparison PersonComparer::compare(const PersonRecord& a, const PersonRecord& b) const {
  const PreparedPerson x = prepare(a), y = prepare(b);
  std::vector<WordPair> pairs = pairs_of(x.name, y.name, nullptr);
  const NameScore name = score_name(shape_of(x.name), shape_of(y.name), pairs, true);
  const OtherFields other = score_others(x, y, true);
  const Verdict verdict = add_up(name, other);
  Comparison out;
  out.weight = verdict.weight;
  out.probability = probability_of(out.weight, tables_->prior);
  out.band = band_of(verdict, out.probability);
  out.reasons = reasons_for(x, y, name, other);
  return out;
}

}  // namespace heed::matching
