// What a rehearsal plays on: a built system, whatever it runs in. The stage carries out acts by
// ordinary commands, lets time pass, and says what people see and outside systems have received.
// The engine (play.h) knows nothing else of the system. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/civil.h"
#include "rehearsal/script.h"

namespace heed::rehearsal {

// One thing that can be seen: what is owed, a check, a line of the log. `sight` and the names in
// `says` are the vocabulary's.
struct Item {
  std::string sight;
  std::multimap<std::string, std::string, std::less<>> says;
  std::map<std::string, Instant, std::less<>> times;
  std::vector<std::string> lines;  // as words on the screen, for `sees`
  std::string part;                // of the screen: log, history, check …
  void say(std::string name, std::string value) { says.emplace(std::move(name), std::move(value)); }
};

class Stage {
 public:
  virtual ~Stage() = default;

  virtual const Zone& zone() const = 0;
  virtual Instant now() const = 0;
  // Carries out an act now, and everything that follows from it at this moment. An error is the
  // refusal that the person is shown. `on` of the act is resolved here.
  virtual Status perform(const Act& act) = 0;
  // Lets time pass, everything that falls due on the way included.
  virtual Status pass_until(Instant until) = 0;
  // Everything of that sight, in the order in which a person meets it; `who` empty: whatever
  // anybody may see. Where `sight` is "sees", all that is on that screen.
  virtual Result<std::vector<Item>> see(const std::string& sight, const std::string& on,
                                        const std::string& who) = 0;
};

}  // namespace heed::rehearsal
