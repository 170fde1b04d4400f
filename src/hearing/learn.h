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
  bool benign = false;  // nobody is at risk
};

// The text of policy/hearing/learnt.txt.
Result<std::string> learn(const Listener& listener, const std::vector<Lesson>& lessons);

}  // namespace heed::hearing
