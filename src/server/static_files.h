// The console's built files, as a browser gets them: read whole at the start, so that no path of a
// request ever reaches the disk. A path that is no file is the console's own and gets index.html;
// what lies under assets/ has its hash in its name and is kept for ever. A "x.js.gz" beside "x.js"
// is sent to whoever takes it. Immutable and safe from every thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "net/http.h"

namespace heed::server {

class StaticFiles {
 public:
  // Code::not_found without an index.html; Code::limit past 2,000 files or 64 MiB.
  static Result<std::shared_ptr<const StaticFiles>> load(const std::filesystem::path& folder);

  // GET and HEAD. `host` is the checked Host header, for the policy on what a page may connect to.
  net::HttpResponse answer(const net::HttpRequest& request, std::string_view host) const;

 private:
  struct File {
    std::string body;
    std::string type;
    std::string gzip;  // empty: none
  };
  std::map<std::string, File, std::less<>> files_;  // "/assets/main-1a2b.js"
};

// What every answer of ours tells a browser, pages and /v1 alike.
void add_security_headers(net::HttpResponse& response, bool secure);

}  // namespace heed::server
