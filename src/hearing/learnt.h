// The learnt listener: a small linear model beside the phrases. For each word and meaning it weighs
// the words around, what kind of words they are and the phrases that cover them, and says how
// likely the word belongs to such a cue. It ranks what the phrases found and adds what they missed;
// each finding of its own names the words that weighed most. Its weights are text in
// policy/hearing/learnt.txt, made by `heed hear --learn`; `learnt = false` in meanings.toml
// switches it off. Internal to src/hearing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "hearing/segment.h"

namespace heed::hearing {

using Feature = std::uint64_t;

// What the model sees of one word; `names` only where somebody wants to read them.
void features_of(const Listener::Policy& policy, const Segment& segment,
                 std::vector<std::vector<Feature>>& out,
                 std::unordered_map<Feature, std::string>* names);

class Learnt {
 public:
  static Result<Learnt> read(const Listener::Policy& policy, const std::filesystem::path& file);

  bool empty() const { return weights_.empty(); }
  std::size_t meanings() const { return meanings_.size(); }
  // The policy's number of the model's meaning.
  std::uint32_t meaning(std::size_t at) const { return meanings_[at]; }
  float threshold(std::size_t at) const { return thresholds_[at]; }
  // For each word, the score (log odds) of each of the model's meanings, one after another.
  std::vector<float> scores(const std::vector<std::vector<Feature>>& features) const;
  // The words that weighed most for that meaning, to be read.
  std::string why(const std::vector<std::vector<Feature>>& features, std::uint32_t first,
                  std::uint32_t last, std::size_t meaning) const;

 private:
  friend class Learner;
  std::vector<std::uint32_t> meanings_;
  std::vector<float> thresholds_, bias_;
  std::unordered_map<Feature, std::uint32_t> rows_;
  std::vector<float> weights_;  // rows of meanings
  std::unordered_map<Feature, std::string> names_;
};

// Keeps, drops and adds cue candidates by the model.
void rank_cues(const Hearer& hearer, Segment& segment);

}  // namespace heed::hearing
