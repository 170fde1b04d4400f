// The second ear: looks again at every cue that phrases found, in the light of its words, the words
// around it and the whole text, and says about whom it is and whether it is meant at all. It finds
// nothing by itself. A linear model: its weights are text in policy/hearing/second_ear.txt, made by
// `./dev hear-learn`; `second_ear = false` in meanings.toml switches it off. What belongs to a
// stretch is weighed once, with the stretch; the rest when the whole text is. Safe from every
// thread once read. Internal to src/hearing.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "hearing/segment.h"

namespace heed::hearing {

inline constexpr std::size_t whos = 6;
// What is weighed: for each Who, in its order, that the cue is about them; then that it is meant.
using Sums = std::array<float, whos + 1>;

class SecondEar {
 public:
  // Empty where there is no such file.
  static Result<SecondEar> read(const std::filesystem::path& file);

  bool empty() const { return rows_.empty(); }
  void add(std::uint64_t feature, float value, Sums& sums) const {
    const auto found = rows_.find(feature);
    if (found == rows_.end()) return;
    const Sums& row = weights_[found->second];
    for (std::size_t each = 0; each < sums.size(); ++each) sums[each] += value * row[each];
  }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> rows_;
  std::vector<Sums> weights_;
};

// The text's own words, counted, for a stretch; and what its candidates weigh by themselves.
void note_second(const Hearer& hearer, Segment& segment);

// Who each standing cue is about, and which are set aside, after everything else was weighed.
// `score`: how the text sounds to the learnt listener.
void listen_again(const Hearer& hearer, const std::vector<const Segment*>& segments,
                  std::optional<float> score, Heard& heard);

// One cue as the model sees it, with the names of what it sees: for teaching.
struct SecondLesson {
  HeardCue cue;
  std::map<std::string, float> features;
};
std::vector<SecondLesson> second_lessons(const Hearer& hearer,
                                         const std::vector<const Segment*>& segments,
                                         std::optional<float> score, const Heard& heard);

}  // namespace heed::hearing
