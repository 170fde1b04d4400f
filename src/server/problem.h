// What a client is told when something did not work: RFC 9457 problem details, made from an Error
// by one table. They name the field, what was expected and what to do; they never hold personal
// data, because an Error's texts never do. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "net/http.h"

namespace heed::server {

// invalid 400, not_found 404, conflict 409, denied 403, refused 422, unavailable 503, timeout 504,
// limit 413, corrupt 500.
int status_of(Code code);
std::string_view title_of(Code code);

// `request_id` finds the request in the log.
net::HttpResponse problem(const Error& error, std::string_view request_id);
// With a status of its own: 401, 405, 412, 415, 428, 429.
net::HttpResponse problem(int status, const Error& error, std::string_view request_id);

// The document's schema, for the OpenAPI.
std::string_view problem_schema();

}  // namespace heed::server
