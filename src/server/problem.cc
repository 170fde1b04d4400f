#include "server/problem.h"

#include <boost/json.hpp>

#include "base/json.h"

namespace heed::server {

int status_of(Code code) {
  switch (code) {
    case Code::invalid: return 400;
    case Code::not_found: return 404;
    case Code::conflict: return 409;
    case Code::denied: return 403;
    case Code::refused: return 422;
    case Code::unavailable: return 503;
    case Code::timeout: return 504;
    case Code::limit: return 413;
    case Code::corrupt: return 500;
  }
  return 500;
}

std::string_view title_of(Code code) {
  switch (code) {
    case Code::invalid: return "The request is not as it should be";
    case Code::not_found: return "There is nothing of that name that you may know of";
    case Code::conflict: return "Something has changed in between";
    case Code::denied: return "You may not do this";
    case Code::refused: return "A rule of the force forbids this now";
    case Code::unavailable: return "Not available at the moment";
    case Code::timeout: return "It took too long";
    case Code::limit: return "Too large or too many";
    case Code::corrupt: return "What is stored cannot be read";
  }
  return "Error";
}

net::HttpResponse problem(int status, const Error& error, std::string_view request_id) {
  boost::json::object body{{"type", "urn:heed:problem:" + std::string(to_string(error.code))},
                           {"title", std::string(title_of(error.code))},
                           {"status", status},
                           {"code", std::string(to_string(error.code))},
                           {"detail", error.detail},
                           {"instance", "urn:heed:request:" + std::string(request_id)}};
  if (!error.where.empty()) body["where"] = error.where;
  if (!error.remedy.empty()) body["remedy"] = error.remedy;
  net::HttpResponse response{
      status, {{"Content-Type", "application/problem+json"}}, write_json(body)};
  if (status == 503) response.headers.emplace_back("Retry-After", "2");
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"heed\"");
  return response;
}

net::HttpResponse problem(const Error& error, std::string_view request_id) {
  return problem(status_of(error.code), error, request_id);
}

std::string_view problem_schema() {
  return R"({"type":"object","description":"RFC 9457 problem details, without personal data.",)"
         R"("required":["type","title","status","code","detail","instance"],"properties":{)"
         R"("type":{"type":"string","format":"uri"},"title":{"type":"string"},)"
         R"("status":{"type":"integer"},"code":{"type":"string","enum":["invalid","not_found",)"
         R"("conflict","denied","refused","unavailable","timeout","limit","corrupt"]},)"
         R"("detail":{"type":"string"},"instance":{"type":"string","format":"uri"},)"
         R"("where":{"type":"string","description":"The field or place."},)"
         R"("remedy":{"type":"string","description":"What to do."}}})";
}

}  // namespace heed::server
