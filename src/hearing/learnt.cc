#include "hearing/learnt.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "base/text.h"

namespace heed::hearing {
namespace {

constexpr std::uint64_t start = 1469598103934665603ULL;

constexpr std::uint64_t hash_on(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

constexpr std::size_t prefix_size = 5;

// What the model sees of one word: names and figures are all alike.
std::string_view seen_word(const Lexicon& lexicon, const Segment& segment, const Token& token,
                           std::string& buffer) {
  if (token.kind == TokenKind::digits || token.kind == TokenKind::mixed) return "0";
  if (token.is(trait_forename | trait_surname) && !token.is(trait_common)) return "NAME";
  if (token.id != unknown_word) return lexicon.word(token.id);
  buffer = lower_ascii(surface(segment, token));
  return buffer;
}

}  // namespace

Feature feature_of(std::string_view name) { return hash_on(start, name); }

void features_of(const Listener::Policy& policy, const Segment& segment, bool named,
                 const std::function<void(Feature, const std::string&)>& take) {
  const std::string none;
  std::string buffer, last;
  for (const auto& token : segment.tokens.words) {
    std::string own;
    const std::string_view word = seen_word(policy.lexicon, segment, token, own);
    take(feature_of(word), named ? std::string(word) : none);
    if (word.size() > prefix_size) {
      const std::string_view head = word.substr(0, prefix_size);
      take(hash_on(hash_on(start, head), "~"), named ? std::string(head) + "~" : none);
    }
    if (!last.empty())
      take(hash_on(hash_on(hash_on(start, last), "_"), word),
           named ? last + "_" + std::string(word) : none);
    last.assign(word);
  }
  for (const auto& candidate : segment.candidates) {
    const CueGroup& group = policy.cues[candidate.cue];
    if (candidate.set_aside || group.strength == Strength::weak) continue;
    buffer = "=" + policy.meanings_known[group.meaning].name;
    take(feature_of(buffer), buffer);
  }
  for (const auto& age : segment.ages) {
    if (age.set_aside) continue;
    buffer = age.high < 18 ? "=under18" : "=over17";
    take(feature_of(buffer), buffer);
  }
}

Result<Learnt> Learnt::read(const std::filesystem::path& file) {
  Learnt out;
  std::ifstream in(file);
  std::string line;
  for (int number = 1; in && std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const auto tab = line.find('\t');
    char* end = nullptr;
    const float weight = tab == std::string::npos ? 0 : std::strtof(line.c_str() + tab + 1, &end);
    if (tab == std::string::npos || tab == 0 || end == line.c_str() + tab + 1)
      return error(Code::invalid, "expected a feature, a tab and its weight",
                   fmt::format("{}:{}:1", file.string(), number));
    const std::string name = line.substr(0, tab);
    if (name == "BIAS") {
      out.bias_ = weight;
      continue;
    }
    out.rows_[feature_of(name)] = static_cast<std::uint32_t>(out.weights_.size());
    out.weights_.push_back(weight);
    out.names_.push_back(name);
  }
  return out;
}

std::vector<std::uint32_t> Learnt::known(const Listener::Policy& policy,
                                         const Segment& segment) const {
  std::vector<std::uint32_t> out;
  features_of(policy, segment, false, [&](Feature feature, const std::string&) {
    const auto found = rows_.find(feature);
    if (found != rows_.end()) out.push_back(found->second);
  });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

float Learnt::score(const std::vector<const Segment*>& segments) const {
  std::vector<bool> seen(weights_.size());
  float sum = 0;
  std::size_t count = 0;
  for (const auto* segment : segments) {
    for (const std::uint32_t row : segment->learnt) {
      if (row >= seen.size() || seen[row]) continue;
      seen[row] = true;
      sum += weights_[row];
      ++count;
    }
  }
  return bias_ + sum / std::sqrt(static_cast<float>(std::max<std::size_t>(count, 1)));
}

std::string Learnt::why(const std::vector<const Segment*>& segments, bool concern) const {
  std::vector<std::pair<float, std::uint32_t>> heavy;
  for (const auto* segment : segments) {
    for (const std::uint32_t row : segment->learnt) {
      const float weight = concern ? weights_[row] : -weights_[row];
      if (weight > 0.3F) heavy.emplace_back(weight, row);
    }
  }
  std::sort(heavy.begin(), heavy.end(), std::greater<>());
  heavy.erase(std::unique(heavy.begin(), heavy.end()), heavy.end());
  std::string out = concern ? "sounds like something wrong:" : "sounds everyday:";
  for (std::size_t each = 0; each < heavy.size() && each < 6; ++each)
    out += " " + names_[heavy[each].second];
  return out;
}

}  // namespace heed::hearing
