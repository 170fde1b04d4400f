// The learnt listener: how much a whole text sounds like something wrong, by a small linear model
// over its words, pairs of words, beginnings of words and the meanings that phrases found. It finds
// nothing by itself: combinations in policy/hearing/flags.toml may ask for its `concern`, or that
// the text does not sound `everyday`. Its weights are text in policy/hearing/learnt.txt, made by
// `heed hear --learn`; `learnt = false` in meanings.toml switches it off. Internal to src/hearing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "hearing/segment.h"

namespace heed::hearing {

using Feature = std::uint64_t;
Feature feature_of(std::string_view name);

// What the model sees of one word: names and figures are all alike. A word that policy does not
// know is as it was written.
std::string_view seen_word(const Lexicon& lexicon, const Segment& segment, const Token& token);

// Calls `take` with the name of each feature of a stretch, some more than once.
void name_features(const Listener::Policy& policy, const Segment& segment,
                   const std::function<void(const std::string&)>& take);

class Learnt {
 public:
  // Empty where there is no such file.
  static Result<Learnt> read(const std::filesystem::path& file);
  static Result<Learnt> parse(std::istream& in, std::string_view where);

  bool empty() const { return weights_.empty(); }
  // Numbers of the features that the model knows, each once.
  std::vector<std::uint32_t> known(const Listener::Policy& policy, const Segment& segment) const;
  // Log odds that something is wrong, for a text that has these stretches.
  float score(const std::vector<const Segment*>& segments) const;
  // The words that weighed most that way, to be read.
  std::string why(const std::vector<const Segment*>& segments, bool concern) const;

 private:
  std::unordered_map<Feature, std::uint32_t> rows_;
  std::vector<float> weights_;
  std::vector<std::string> names_;
  float bias_ = 0;
};

}  // namespace heed::hearing
