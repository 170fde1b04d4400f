// Teaching the learnt listener from a labelled corpus: reproducible, nothing random but a fixed
// seed. Slow (seconds); for a policy officer's desk, never in a call.
#pragma once

#include <string>
#include <vector>

#include "hearing/hearing.h"

namespace heed::hearing {

struct Lesson {
  Channel channel = Channel::emergency_999;
  Voice voice = Voice::caller;
  Instant at;
  std::string text;
  std::string id;
  std::string hand;     // who wrote it
  bool benign = false;  // nobody is at risk
  float weight = 1;     // how much its cues count
  struct Cue {
    std::string meaning;
    Who about = Who::unknown;
    Span span;
  };
  std::vector<Cue> cues;  // as labelled
};

// The text of policy/hearing/learnt.txt.
Result<std::string> learn(const Listener& listener, const std::vector<Lesson>& lessons);
// The text of policy/hearing/second_ear.txt. How a text sounds is taken from what the other hands
// teach, as it will be of a text that nobody learnt from.
Result<std::string> learn_second(const Listener& listener, const std::vector<Lesson>& lessons);

}  // namespace heed::hearing
