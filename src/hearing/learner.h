// Reaches the policy behind a Listener, for teaching. Internal to src/hearing.
#pragma once

#include "hearing/hearing.h"

namespace heed::hearing {

class Learner {
 public:
  static const Listener::Policy& policy(const Listener& listener) { return *listener.policy_; }
};

}  // namespace heed::hearing
