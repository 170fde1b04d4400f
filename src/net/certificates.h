// Certificates made at run time for tests, stand-ins and `./dev run`: a small authority, servers
// and clients signed by it. P-256, SHA-256. Not a public-key infrastructure: a force brings its
// own certificates. Thread-safe; an authority's key lives only in its object.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace heed::net {

struct Identity {
  std::string certificate_pem;  // may hold the chain, leaf first
  std::string key_pem;
};

class Authority {
 public:
  static Result<Authority> make(const std::string& common_name, int days = 30);
  // Reads one kept as Identity (so that a fingerprint stays the same from run to run).
  static Result<Authority> from(const Identity& identity);

  const Identity& identity() const { return identity_; }
  const std::string& certificate_pem() const { return identity_.certificate_pem; }
  // `names`: DNS names and literal IP addresses, at least one.
  Result<Identity> server(const std::vector<std::string>& names, int days = 30) const;
  Result<Identity> client(const std::string& common_name, int days = 30) const;

 private:
  explicit Authority(Identity identity) : identity_(std::move(identity)) {}
  Identity identity_;
};

// SHA-256 of the certificate as "AB:CD:…", as browsers show it. Code::invalid for what is no
// certificate.
Result<std::string> fingerprint(const std::string& certificate_pem);

}  // namespace heed::net
