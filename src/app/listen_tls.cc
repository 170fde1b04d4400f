#include "app/listen_tls.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/file.h"
#include "base/text.h"

namespace heed::app {
namespace {

constexpr std::size_t pem_bytes_max = 64 * 1024;
constexpr int days = 90;

// What it was made for and until when, so that it is made anew in time.
std::string label_of(const std::set<std::string>& names, Instant until) {
  return format_instant(until) + "\n" +
         join(std::vector<std::string>(names.begin(), names.end()), "\n") + "\n";
}

bool still_good(const std::string& label, const std::set<std::string>& names, Instant now) {
  const auto until = parse_instant(label.substr(0, label.find('\n')));
  return until && label == label_of(names, *until) && now + std::chrono::hours(24 * 7) < *until;
}

}  // namespace

Result<ListenTls> own_certificate(const std::filesystem::path& certificate,
                                  const std::filesystem::path& key) {
  ListenTls out;
  HEED_TRY(out.identity.certificate_pem, read_file(certificate, pem_bytes_max));
  HEED_TRY(out.identity.key_pem, read_file(key, pem_bytes_max));
  HEED_TRY(out.fingerprint, net::fingerprint(out.identity.certificate_pem));
  return out;
}

Result<ListenTls> made_certificate(const std::filesystem::path& folder,
                                   const std::set<std::string>& names, Instant now) {
  HEED_CHECK(make_folder(folder, 0700));
  const auto certificate = folder / "certificate.pem";
  const auto key = folder / "key.pem";
  const auto label = folder / "made_for";
  const auto kept = read_file(label, pem_bytes_max);
  if (!kept || !still_good(*kept, names, now)) {
    HEED_TRY(const auto authority, net::Authority::make("Heed on this machine", days));
    HEED_TRY(const auto identity, authority.server({names.begin(), names.end()}, days));
    HEED_CHECK(write_file_atomically(certificate, identity.certificate_pem));
    HEED_CHECK(write_file_atomically(key, identity.key_pem, 0600));
    HEED_CHECK(write_file_atomically(label, label_of(names, now + std::chrono::hours(24 * days))));
  }
  return own_certificate(certificate, key);
}

std::set<std::string> names_of_this_machine() {
  std::set<std::string> out{"localhost", "127.0.0.1"};
  char name[256] = {};
  if (gethostname(name, sizeof name - 1) == 0 && name[0]) out.insert(lower_ascii(name));
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return out;
  for (const ifaddrs* one = all; one; one = one->ifa_next) {
    if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET || !(one->ifa_flags & IFF_UP)) {
      continue;
    }
    char text[INET_ADDRSTRLEN] = {};
    const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
    if (inet_ntop(AF_INET, &address->sin_addr, text, sizeof text)) out.insert(text);
  }
  freeifaddrs(all);
  return out;
}

}  // namespace heed::app
