// What goes wrong with real sources, done on purpose through real sockets: a fault is ordered by
// name, for the next so many requests, and spoils the answer that would have been given.
// Thread-safe.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_server.h"

namespace heed::world {

struct FaultName {
  std::string_view name;
  std::string_view what;
};
// Every fault there is, for help texts and for tests that must leave none out. `refuse` is not
// among those that spoil(): the whole port refuses until the faults are cleared.
const std::vector<FaultName>& fault_names();

class Faults {
 public:
  // `times` 0: until cleared. Code::invalid names the faults there are.
  Status order(std::string_view name, int times);
  void clear();
  // The fault for this request, used up by one.
  std::optional<std::string> take();
  std::vector<std::string> pending() const;

 private:
  struct Ordered {
    std::string name;
    int left;  // 0: no end
  };
  mutable std::mutex mutex_;
  std::vector<Ordered> ordered_;
};

// Sends `good` as spoiled by that fault.
void spoil(std::string_view fault, net::HttpResponse good, const net::Responder& responder);

}  // namespace heed::world
