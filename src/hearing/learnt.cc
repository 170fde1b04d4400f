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

constexpr std::uint64_t hash_lower(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(lower(c))) * 1099511628211ULL;
  return hash;
}

// Calls `take` with each feature's number and a function that names it.
template <class Take>
void walk(const Listener::Policy& policy, const Segment& segment, Take take) {
  std::string_view last;
  Feature last_hash = 0;
  for (const auto& token : segment.tokens.words) {
    const std::string_view word = seen_word(policy.lexicon, segment, token);
    const Feature hash = hash_lower(start, word);
    take(hash, [&] { return lower_ascii(word); });
    if (word.size() > prefix_size) {
      const std::string_view head = word.substr(0, prefix_size);
      take(hash_on(hash_lower(start, head), "~"), [&] { return lower_ascii(head) + "~"; });
    }
    if (!last.empty())
      take(hash_lower(hash_on(last_hash, "_"), word),
           [&] { return lower_ascii(last) + "_" + lower_ascii(word); });
    last = word;
    last_hash = hash;
  }
  for (const auto& candidate : segment.candidates) {
    const CueGroup& group = policy.cues[candidate.cue];
    if (candidate.set_aside || group.strength == Strength::weak) continue;
    const std::string& meaning = policy.meanings_known[group.meaning].name;
    take(hash_on(hash_on(start, "="), meaning), [&] { return "=" + meaning; });
  }
  for (const auto& age : segment.ages) {
    if (age.set_aside) continue;
    const std::string_view name = age.high < 18 ? "=under18" : "=over17";
    take(hash_on(start, name), [&] { return std::string(name); });
  }
}

}  // namespace

std::string_view seen_word(const Lexicon& lexicon, const Segment& segment, const Token& token) {
  if (token.kind == TokenKind::digits || token.kind == TokenKind::mixed) return "0";
  if (token.is(trait_forename | trait_surname) && !token.is(trait_common)) return "name";
  if (token.id != unknown_word) return lexicon.word(token.id);
  return surface(segment, token);
}

Feature feature_of(std::string_view name) { return hash_on(start, name); }

void name_features(const Listener::Policy& policy, const Segment& segment,
                   const std::function<void(const std::string&)>& take) {
  walk(policy, segment, [&](Feature, auto name) { take(name()); });
}

Result<Learnt> Learnt::read(const std::filesystem::path& file) {
  std::ifstream in(file);
  return parse(in, file.string());
}

Result<Learnt> Learnt::parse(std::istream& in, std::string_view where) {
  Learnt out;
  out.rows_.max_load_factor(0.25F);  // most features of a text are not in it: say so at once
  std::string line;
  for (int number = 1; in && std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const auto tab = line.find('\t');
    char* end = nullptr;
    const float weight = tab == std::string::npos ? 0 : std::strtof(line.c_str() + tab + 1, &end);
    if (tab == std::string::npos || tab == 0 || end == line.c_str() + tab + 1)
      return error(Code::invalid, "expected a feature, a tab and its weight",
                   fmt::format("{}:{}:1", where, number));
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
  walk(policy, segment, [&](Feature feature, auto) {
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
  std::vector<std::pair<float, std::uint32_t>> heavy;  // the six heaviest
  float least = 0.3F;
  for (const auto* segment : segments) {
    for (const std::uint32_t row : segment->learnt) {
      const float weight = concern ? weights_[row] : -weights_[row];
      if (weight <= least || std::any_of(heavy.begin(), heavy.end(),
                                         [&](const auto& each) { return each.second == row; }))
        continue;
      heavy.emplace_back(weight, row);
      std::sort(heavy.begin(), heavy.end(), std::greater<>());
      if (heavy.size() > 6) heavy.pop_back();
      if (heavy.size() == 6) least = heavy.back().first;
    }
  }
  std::string out = concern ? "sounds like something wrong:" : "sounds everyday:";
  for (std::size_t each = 0; each < heavy.size(); ++each) out += " " + names_[heavy[each].second];
  return out;
}

}  // namespace heed::hearing
