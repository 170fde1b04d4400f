#include "server/static_files.h"

#include <array>

#include "base/file.h"
#include "base/text.h"

namespace heed::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t files_max = 2000;
constexpr std::size_t bytes_max = 64 << 20;

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".jpg", "image/jpeg"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".txt", "text/plain; charset=utf-8"},
    {".map", "application/json"},
}};

std::string_view type_of(const fs::path& path) {
  const std::string extension = lower_ascii(path.extension().string());
  for (const auto& [ending, type] : types) {
    if (extension == ending) return type;
  }
  return "application/octet-stream";
}

// No script, style or address but our own; nothing inline.
std::string content_policy(std::string_view host, bool secure) {
  const std::string socket = std::string(secure ? "wss://" : "ws://") + std::string(host);
  return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
         "'self'; connect-src 'self' " +
         socket +
         "; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

bool takes_gzip(const net::HttpRequest& request) {
  const auto accepts = net::header(request.headers, "Accept-Encoding");
  return accepts && lower_ascii(*accepts).find("gzip") != std::string::npos;
}

}  // namespace

Result<std::shared_ptr<const StaticFiles>> StaticFiles::load(const fs::path& folder) {
  auto out = std::make_shared<StaticFiles>();
  std::size_t bytes = 0;
  std::error_code failure;
  std::map<std::string, std::string> gzips;
  for (fs::recursive_directory_iterator it(folder, failure), end; !failure && it != end;
       it.increment(failure)) {
    if (!it->is_regular_file()) continue;
    HEED_TRY(std::string body, read_file(it->path(), bytes_max));
    bytes += body.size();
    if (bytes > bytes_max || out->files_.size() >= files_max) {
      return error(Code::limit, "expected at most 2,000 files of 64 MiB together", folder.string());
    }
    std::string name = "/" + fs::relative(it->path(), folder).generic_string();
    if (name.ends_with(".gz")) {
      gzips[name.substr(0, name.size() - 3)] = std::move(body);
    } else {
      out->files_[name] = {std::move(body), std::string(type_of(it->path())), {}};
    }
  }
  for (auto& [name, body] : gzips) {
    const auto found = out->files_.find(name);
    if (found != out->files_.end()) found->second.gzip = std::move(body);
  }
  if (!out->files_.count("/index.html")) {
    return error(Code::not_found, "expected the built console, with an index.html", folder.string(),
                 "Build it, or leave --console out");
  }
  return std::shared_ptr<const StaticFiles>(std::move(out));
}

net::HttpResponse StaticFiles::answer(const net::HttpRequest& request,
                                      std::string_view host) const {
  if (request.method != "GET" && request.method != "HEAD") {
    auto response = net::HttpResponse::text(405, "expected GET or HEAD\n");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  const auto decoded = net::percent_decode(request.path());
  auto found = files_.find(decoded ? std::string_view(*decoded) : std::string_view());
  const bool asset = request.path().starts_with("/assets/");
  if (found == files_.end() && asset) return net::HttpResponse::text(404, "no such file\n");
  if (found == files_.end()) found = files_.find("/index.html");
  const File& file = found->second;
  net::HttpResponse response{200, {{"Content-Type", file.type}}, {}};
  const bool index = found->first == "/index.html";
  response.headers.emplace_back("Cache-Control", asset   ? "public, max-age=31536000, immutable"
                                                 : index ? "no-store"
                                                         : "no-cache");
  response.headers.emplace_back("Content-Security-Policy", content_policy(host, request.secure));
  if (!file.gzip.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!file.gzip.empty() && takes_gzip(request)) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = file.gzip;
  } else {
    response.body = file.body;
  }
  return response;
}

void add_security_headers(net::HttpResponse& response, bool secure) {
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("X-Frame-Options", "DENY");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.emplace_back("Permissions-Policy",
                                "camera=(), microphone=(), geolocation=(), display-capture=()");
  if (secure) {
    response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  }
}

}  // namespace heed::server
