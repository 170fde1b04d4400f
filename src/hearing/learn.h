// Teaching the learnt listener from a labelled corpus: reproducible, nothing random but a fixed
// seed. Slow (seconds); for a policy officer's desk, never in a call.
#pragma once

#include <string>
#include <vector>

#include "hearing/hearing.h"

namespace heed::hearing {

struct Lesson {
  std::string hand;  // who wrote it: thresholds are set on hands the weights have not seen
  Channel channel = Channel::emergency_999;
  Voice voice = Voice::caller;
  Instant at;
  std::string text;
  struct Label {
    std::string meaning;
    Span span;
  };
  std::vector<Label> cues;
};

// The text of policy/hearing/learnt.txt.
Result<std::string> learn(const Listener& listener, const std::vector<Lesson>& lessons);

}  // namespace heed::hearing
