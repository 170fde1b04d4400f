// What Heed shows whoever connects by TLS: the force's own certificate, or one that it makes and
// keeps beside the ledger, for trying Heed on a network of one's own (`--lan`); whoever connects
// compares the printed fingerprint. Off loopback nothing is served in the clear.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "base/clock.h"
#include "net/certificates.h"

namespace heed::app {

struct ListenTls {
  net::Identity identity;
  std::string fingerprint;  // SHA-256, as browsers show it
};

// From the force's files. Code::invalid where they are no certificate and key.
Result<ListenTls> own_certificate(const std::filesystem::path& certificate,
                                  const std::filesystem::path& key);
// Made once for these names and kept in `folder`; made anew for other names, and a week before it
// ends.
Result<ListenTls> made_certificate(const std::filesystem::path& folder,
                                   const std::set<std::string>& names, Instant now);
// This machine's name and the addresses that others on its network reach it by.
std::set<std::string> names_of_this_machine();

}  // namespace heed::app
