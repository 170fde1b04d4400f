// Who is signed in at which browser. A session is a random token in a cookie, kept here by its
// hash, and a second random word (`csrf`) that a page must say with everything that changes
// something. It lapses after a time without a request, and at the end of a shift's length; never
// during a live contact. One that has lapsed opens nothing, but is signed again in place by the
// same person's password, so that the page keeps what was typed.
//
// Thread-safe. find() does not block (I/O thread); the others write a row. Sessions survive a
// restart; what the row holds is an account's id and times. The clock is real time, not a case's:
// a rehearsal that moves on by three weeks signs nobody out.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/ids.h"
#include "base/rows.h"

namespace heed::access {

struct Session {
  std::string id;  // the token's hash, in hexadecimal: names the row, opens nothing
  ActorId who;
  std::string csrf;
  Instant began;
  Instant seen;  // the last request
  bool lapsed = false;
  bool demonstration = false;  // signed in without a password, on a rehearsal ledger
};

struct SessionLimits {
  Micros idle = std::chrono::minutes(30);
  Micros whole = std::chrono::hours(13);  // a shift and its hand-over
  Micros kept = std::chrono::hours(24);   // a lapsed one waits that long to be signed again
  std::size_t per_person_max = 20;        // then the one that was silent longest ends
  Micros written_every = std::chrono::minutes(1);
};

class Sessions {
 public:
  // Reads what the rows hold. They outlive this.
  static Result<std::unique_ptr<Sessions>> open(Rows& rows, const Clock& clock, Random& random,
                                                SessionLimits limits = {});

  struct Begun {
    std::string token;  // for the cookie, and nowhere else
    Session session;
  };
  Result<Begun> begin(ActorId who, bool demonstration);
  // Lapsed ones too; nothing where there is none of that token. `used`: it counts as a request.
  std::optional<Session> find(std::string_view token, bool used = true);
  // Code::not_found where there is none. The times begin anew.
  Result<Session> sign_again(std::string_view token);
  Status end(std::string_view token);

  // Called every few seconds: lapses what has been silent too long, ends what has lapsed too long
  // ago or belongs to nobody who may still sign in. Returns the ids of those that no longer stand.
  // `in_live_contact` and `may_sign_in` may block; they are called without a lock held.
  Result<std::vector<std::string>> tend(const std::function<bool(ActorId)>& in_live_contact,
                                        const std::function<bool(ActorId)>& may_sign_in);
  std::size_t count() const;

 private:
  Sessions(Rows& rows, const Clock& clock, Random& random, SessionLimits limits)
      : rows_(rows), clock_(clock), random_(random), limits_(limits) {}
  struct Kept {
    Session session;
    Instant written;
  };
  Status write(const Session& session);
  Status make_room(ActorId who);

  Rows& rows_;
  const Clock& clock_;
  Random& random_;
  const SessionLimits limits_;
  mutable std::mutex mutex_;
  std::map<std::string, Kept> by_id_;
};

}  // namespace heed::access
