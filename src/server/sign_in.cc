#include "server/sign_in.h"

#include "access/access.h"
#include "base/crypto.h"
#include "base/text.h"

namespace heed::server {

std::string bearer_token(const net::HttpRequest& request) {
  const auto value = net::header(request.headers, "Authorization");
  if (!value || value->size() < 8 || lower_ascii(value->substr(0, 7)) != "bearer ") return {};
  return std::string(trim(value->substr(7)));
}

std::string session_token(const net::HttpRequest& request) {
  for (const auto& [name, value] : request.headers) {
    if (lower_ascii(name) != "cookie") continue;
    for (const auto part : split(value, ';')) {
      const auto pair = trim(part);
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == session_cookie) {
        return std::string(pair.substr(equals + 1));
      }
    }
  }
  return {};
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
                 "Send a bearer token that stands: `heed user token issue` gives one");
  }
  return found->second;
}

std::string session_of_token(std::string_view id) { return "token/" + std::string(id); }

Result<Principal> BearerSignIns::who(const net::HttpRequest& request) const {
  const auto token = tokens_.find(bearer_token(request));
  if (!token) return demonstration_->who(request);
  const access::Person* person = staff_.find_login(token->login);
  if (!person || !person->active) {
    return error(Code::denied, "the token's account is nobody's, or no longer", "Authorization",
                 "Issue one for an account of the staff file: `heed user token issue`");
  }
  return Principal{person->id,
                   person->login,
                   person->name,
                   {person->roles.begin(), person->roles.end()},
                   session_of_token(token->id)};
}

Result<Principal> SignIns::who(const net::HttpRequest& request) const {
  const std::string token = session_token(request);
  if (token.empty() || !bearer_token(request).empty()) {
    if (tokens_) return tokens_->who(request);
    return error(Code::denied, "nobody is signed in", "Authorization", "Sign in");
  }
  const auto session = sessions_.find(token);
  const access::Person* person = session ? staff_.find(session->who) : nullptr;
  if (!person || !person->active) {
    return error(Code::denied, "nobody is signed in", "Authorization", "Sign in");
  }
  if (session->lapsed) {
    return error(Code::denied, "the session has lapsed", "lapsed",
                 "Sign in again on this page: what was typed is kept");
  }
  const bool changes = request.method != "GET" && request.method != "HEAD";
  const auto said = net::header(request.headers, "Heed-CSRF").value_or("");
  if (changes && !equal_in_constant_time(said, session->csrf)) {
    return error(Code::denied, "expected the session's word", "Heed-CSRF",
                 "GET /v1/session gives it as csrf");
  }
  // That it is ours where it is there, admit() has seen.
  if (request.wants_websocket && !net::header(request.headers, "Origin")) {
    return error(Code::denied, "expected the page's address", "Origin");
  }
  return Principal{person->id,
                   person->login,
                   person->name,
                   {person->roles.begin(), person->roles.end()},
                   session->id};
}

}  // namespace heed::server
