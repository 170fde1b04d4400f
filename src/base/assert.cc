#include "base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace heed {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "heed: impossible state: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace heed
