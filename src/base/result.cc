#include "base/result.h"

#include <stdexcept>

namespace heed {

std::string_view to_string(Code code) {
  switch (code) {
    case Code::invalid: return "invalid";
    case Code::not_found: return "not_found";
    case Code::conflict: return "conflict";
    case Code::denied: return "denied";
    case Code::refused: return "refused";
    case Code::unavailable: return "unavailable";
    case Code::timeout: return "timeout";
    case Code::limit: return "limit";
    case Code::corrupt: return "corrupt";
  }
  return "invalid";
}

std::string Error::message() const {
  std::string out;
  if (!where.empty()) out += where + ": ";
  out += detail;
  if (!remedy.empty()) {
    if (!out.empty() && out.back() != '.') out += '.';
    out += ' ' + remedy;
  }
  return out;
}

void throw_bad_result_access(const Error& error) {
  throw std::logic_error("value of a failed result was used: " + error.message());
}

}  // namespace heed
