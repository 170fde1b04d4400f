#include "server/session_routes.h"

#include "base/json_map.h"
#include "server/sign_in.h"
#include "server/typed_route.h"

namespace heed::server {

struct SignedInPerson {
  std::string id;
  std::string login;
  std::string name;
  std::string desk;
  std::vector<std::string> roles;
};
BOOST_DESCRIBE_STRUCT(SignedInPerson, (), (id, login, name, desk, roles))
struct SignedIn {
  SignedInPerson person;
  std::string csrf;
  std::string force;
  std::string zone;  // what people say and read is in it
  bool rehearsal = false;
  bool demonstration = false;  // signed in without a password
  Instant now;
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (person, csrf, force, zone, rehearsal, demonstration, now))
struct Credentials {
  std::string login;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (login, password))
struct PasswordAgain {
  std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordAgain, (), (password))
struct CastMember {
  std::string login;
  std::string name;
  std::vector<std::string> roles;
  std::string says;
};
BOOST_DESCRIBE_STRUCT(CastMember, (), (login, name, roles, says))
struct Cast {
  std::vector<CastMember> cast;
};
BOOST_DESCRIBE_STRUCT(Cast, (), (cast))
struct CastChoice {
  std::string login;
};
BOOST_DESCRIBE_STRUCT(CastChoice, (), (login))
struct SignedOut {
  bool signed_out = true;
};
BOOST_DESCRIBE_STRUCT(SignedOut, (), (signed_out))

namespace {

std::string cookie(std::string_view token, bool secure) {
  std::string out = std::string(session_cookie) + "=" + std::string(token) +
                    "; HttpOnly; SameSite=Strict; Path=/";
  if (token.empty()) out += "; Max-Age=0";
  if (secure) out += "; Secure";
  return out;
}

Answer refuse(int status, Error error) {
  Answer out;
  out.status = status;
  out.problem = std::move(error);
  return out;
}

// The same words whatever was wrong: nobody learns which names there are.
Answer wrong() {
  return refuse(401, error(Code::denied, "the name or the password is wrong", "password",
                           "Try again; whoever keeps the accounts can set a new password"));
}

Route declare(Method method, std::string path, std::string name, std::string says, Schema answer) {
  Route route = declared("session", method, std::move(path), std::move(name), std::move(says),
                         std::move(answer));
  route.lane = Lane::intake;
  return route;
}

const access::Person* active(const SessionDoor& door, std::string_view login) {
  const access::Person* person = door.staff.find_login(login);
  return person && person->active ? person : nullptr;
}

Answer signed_in(const SessionDoor& door, const access::Person& person,
                 const access::Session& session, int status = 200) {
  return answer(SignedIn{{person.id.str(),
                          person.login,
                          person.name,
                          person.desk,
                          {person.roles.begin(), person.roles.end()}},
                         session.csrf,
                         door.force,
                         door.zone,
                         door.rehearsal,
                         session.demonstration,
                         door.clock.now()},
                status);
}

Result<Answer> begin(const SessionDoor& door, const Call& call, const access::Person& person,
                     bool demonstration) {
  // Whoever signs in at a browser where somebody was signed in, ends that.
  if (const auto before = door.sessions.find(call.session_token, false)) {
    HEED_CHECK(door.sessions.end(call.session_token));
    if (door.ended) door.ended(before->id);
  }
  HEED_TRY(const auto begun, door.sessions.begin(person.id, demonstration));
  Answer out = signed_in(door, person, begun.session, 201);
  out.headers.emplace_back("Set-Cookie", cookie(begun.token, call.secure));
  return out;
}

// Whether the password is that of the login; an answer where it is not, or not to be tried yet.
Result<std::optional<Answer>> wrong_password(const SessionDoor& door, const Call& call,
                                             std::string_view login, std::string_view password) {
  const Micros wait = door.attempts.wait(call.remote_address);
  if (wait > Micros(0)) {
    const auto seconds = (wait.count() + 999'999) / 1'000'000;
    Answer out = refuse(429, error(Code::limit, "too many wrong passwords came from this address",
                                   "password", "Wait some seconds, then try again"));
    out.headers.emplace_back("Retry-After", std::to_string(seconds));
    return std::optional<Answer>(std::move(out));
  }
  HEED_TRY(const bool right, door.accounts.matches(login, password));
  if (right && active(door, login)) {
    door.attempts.succeeded(call.remote_address);
    return std::optional<Answer>();
  }
  door.attempts.failed(call.remote_address);
  return std::optional<Answer>(wrong());
}

Route sign_in(const SessionDoor& door) {
  Route route =
      declare(Method::post, "/v1/session", "sign_in",
              "Sign in with a password: sets the session's cookie", answer_schema<SignedIn>());
  route.open_to_all = true;
  route.slow = true;
  route.status = 201;
  route.body = schema<Credentials>({"login", "password"});
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto given, read_body<Credentials>(call, {"login", "password"}));
    HEED_TRY(auto refused, wrong_password(door, call, given.login, given.password));
    if (refused) return std::move(*refused);
    return begin(door, call, *active(door, given.login), false);
  };
  return route;
}

Route sign_in_again(const SessionDoor& door) {
  Route route = declare(Method::post, "/v1/session/again", "sign_in_again",
                        "A session that has lapsed is signed again in place, by the same person",
                        answer_schema<SignedIn>());
  route.open_to_all = true;  // what has lapsed signs nobody in
  route.slow = true;
  route.body = schema<PasswordAgain>({"password"});
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto given, read_body<PasswordAgain>(call, {"password"}));
    const auto session = door.sessions.find(call.session_token, false);
    const access::Person* person = session ? door.staff.find(session->who) : nullptr;
    if (!person || !person->active) {
      return refuse(401, error(Code::denied, "there is no session to sign again", "Authorization",
                               "Sign in"));
    }
    if (!(door.demonstration && session->demonstration)) {
      HEED_TRY(auto refused, wrong_password(door, call, person->login, given.password));
      if (refused) return std::move(*refused);
    }
    HEED_TRY(const auto again, door.sessions.sign_again(call.session_token));
    return signed_in(door, *person, again);
  };
  return route;
}

Route who_is_it(const SessionDoor& door) {
  Route route = declare(Method::get, "/v1/session", "session", "Who is signed in at this browser",
                        answer_schema<SignedIn>());
  route.act = [door](const Call& call) -> Result<Answer> {
    const access::Person* person = door.staff.find(call.who.id);
    const auto session = door.sessions.find(call.who.session.empty() ? "" : call.session_token);
    if (!person) return error(Code::not_found, "nobody of that account is on the staff");
    return signed_in(door, *person, session.value_or(access::Session{}));
  };
  return route;
}

Route sign_out(const SessionDoor& door) {
  Route route = declare(Method::remove, "/v1/session", "sign_out", "Sign out at this browser",
                        answer_schema<SignedOut>());
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.sessions.end(call.session_token));
    if (door.ended) door.ended(call.who.session);
    Answer out = answer(SignedOut{});
    out.headers.emplace_back("Set-Cookie", cookie({}, call.secure));
    return out;
  };
  return route;
}

Error no_demonstration() {
  return error(
      Code::not_found, "there is no demonstration here", {},
      "Demonstrations are for a rehearsal ledger on this machine: `heed serve --rehearsal`");
}

Route cast(const SessionDoor& door) {
  Route route = declare(Method::get, "/v1/session/demonstration", "demonstration_cast",
                        "Whom a demonstration lets one be", answer_schema<Cast>());
  route.open_to_all = true;
  route.act = [door](const Call&) -> Result<Answer> {
    if (!door.demonstration) return no_demonstration();
    Cast out;
    for (const auto& person : door.staff.people()) {
      if (!person.active) continue;
      out.cast.push_back(
          {person.login, person.name, {person.roles.begin(), person.roles.end()}, person.desk});
    }
    return answer(out);
  };
  return route;
}

Route demonstrate(const SessionDoor& door) {
  Route route =
      declare(Method::post, "/v1/session/demonstration", "demonstrate",
              "Sign in as one of the cast, without a password", answer_schema<SignedIn>());
  route.open_to_all = true;
  route.status = 201;
  route.body = schema<CastChoice>({"login"});
  route.act = [door](const Call& call) -> Result<Answer> {
    if (!door.demonstration) return no_demonstration();
    HEED_TRY(const auto given, read_body<CastChoice>(call, {"login"}));
    const access::Person* person = active(door, given.login);
    if (!person) {
      return error(Code::not_found, "there is nobody of that name in the cast", "/login",
                   "GET /v1/session/demonstration lists them");
    }
    return begin(door, call, *person, true);
  };
  return route;
}

}  // namespace

RouteTable session_routes(const SessionDoor& door) {
  return {sign_in(door),  sign_in_again(door), who_is_it(door),
          sign_out(door), cast(door),          demonstrate(door)};
}

}  // namespace heed::server
