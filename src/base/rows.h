// A small table of bytes by name, for what must survive a restart and is no event of the record:
// who is signed in, passwords' hashes, what somebody has typed and not yet sent. Whoever keeps it
// seals it; names hold no personal data. memory_rows() is the twin for tests and rehearsals.
//
// put() and remove() are durable on return. Every function may be called from any thread and may
// block on disk: never from the I/O thread. Errors: Code::unavailable (nothing was kept),
// Code::corrupt (stored bytes are not what was stored), Code::limit (a row that is too large).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace heed {

inline constexpr std::size_t row_bytes_max = 1 << 20;

class Rows {
 public:
  virtual ~Rows() = default;
  // Those whose name begins so, by name.
  virtual Result<std::map<std::string, std::string>> all(std::string_view table,
                                                         std::string_view prefix = {}) const = 0;
  // Nothing where there is no such row: not an error.
  virtual Result<std::optional<std::string>> get(std::string_view table,
                                                 std::string_view name) const = 0;
  virtual Status put(std::string_view table, std::string_view name, std::string_view bytes) = 0;
  // A row that is not there is no error.
  virtual Status remove(std::string_view table, std::string_view name) = 0;
};

std::unique_ptr<Rows> memory_rows();

}  // namespace heed
