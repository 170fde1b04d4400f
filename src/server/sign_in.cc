#include "server/sign_in.h"

#include "base/text.h"

namespace heed::server {

std::string bearer_token(const net::HttpRequest& request) {
  const auto value = net::header(request.headers, "Authorization");
  if (!value || value->size() < 8 || lower_ascii(value->substr(0, 7)) != "bearer ") return {};
  return std::string(trim(value->substr(7)));
}

DemoSignIns::DemoSignIns(const std::vector<Principal>& people, Random& random) {
  for (const auto& person : people) {
    std::uint8_t bytes[24];
    random.fill(bytes);
    DemoSignIn one{person, to_hex(bytes)};
    by_hash_[hash_bytes(one.token)] = person;
    all_.push_back(std::move(one));
  }
}

Result<Principal> DemoSignIns::who(const net::HttpRequest& request) const {
  const auto token = bearer_token(request);
  // Looked up by hash: how long it takes says nothing about the tokens there are.
  const auto found = token.empty() ? by_hash_.end() : by_hash_.find(hash_bytes(token));
  if (found == by_hash_.end()) {
    return error(Code::denied, "nobody is signed in", "Authorization",
                 "Send the bearer token that was printed at the start");
  }
  return found->second;
}

}  // namespace heed::server
