// Every operation that can fail returns a Result: a value, or an Error that a person can act on.
// There are nine codes, one table maps them to HTTP. Exceptions of libraries end in the file that
// calls the library. Holding no personal data is the duty of whoever writes `detail`, `where` and
// `remedy`: they reach logs and wire.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace heed {

enum class Code : std::uint8_t {
  invalid,      // the input is wrong; the same call can never succeed
  not_found,    // nothing of that name, or nothing that the asker may know of
  conflict,     // the state has moved on, or the same key came with another body
  denied,       // the asker may not
  refused,      // a rule of the force forbids it now; the remedy says what would allow it
  unavailable,  // a disk, a source or a service does not answer; try again
  timeout,      // it did not answer in the time allowed
  limit,        // too large, too many, too deep
  corrupt,      // stored bytes are not what was stored
};

// The code as it is written in JSON and on the command line.
std::string_view to_string(Code code);

struct Error {
  Code code = Code::invalid;
  std::string detail;  // what was expected and what came instead
  std::string where;   // file:line:column, field path or command-line option; may be empty
  std::string remedy;  // what to do; may be empty

  // "where: detail. remedy" in one line, without the parts that are empty.
  std::string message() const;
};

inline Error error(Code code, std::string detail, std::string where = {}, std::string remedy = {}) {
  return Error{code, std::move(detail), std::move(where), std::move(remedy)};
}

[[noreturn]] void throw_bad_result_access(const Error& error);

template <class T>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
 public:
  using boost::system::result<T, Error>::result;
};

using Status = Result<void>;

inline Status ok() { return Status(); }

}  // namespace heed

// Found by boost::system::result when value() is called on an error: our own mistake, said aloud.
namespace heed {
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw_bad_result_access(error);
}
}  // namespace heed

#define HEED_CONCAT_INNER(a, b) a##b
#define HEED_CONCAT(a, b) HEED_CONCAT_INNER(a, b)
// HEED_TRY(auto name, call()): returns the error of call(), or goes on with its value.
#define HEED_TRY_NAMED(declaration, call, tmp) \
  auto&& tmp = (call);                         \
  if (!tmp) return std::move(tmp).error();     \
  declaration = std::move(tmp).value()
#define HEED_TRY(declaration, call) \
  HEED_TRY_NAMED(declaration, call, HEED_CONCAT(heed_try_, __LINE__))
// HEED_CHECK(call()): returns the error of call(), or goes on.
#define HEED_CHECK(call)                                                       \
  do {                                                                         \
    if (auto&& heed_status = (call); !heed_status) return heed_status.error(); \
  } while (false)
