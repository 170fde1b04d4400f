#include "access/sessions.h"

#include <algorithm>

#include "base/json_map.h"

namespace heed::access {

BOOST_DESCRIBE_STRUCT(Session, (), (id, who, csrf, began, seen, lapsed, demonstration))

namespace {

constexpr std::string_view table = "sessions";

std::string random_word(Random& random) {
  std::uint8_t bytes[24];
  random.fill(bytes);
  return to_hex(bytes);
}

// Looked up by hash: how long it takes says nothing about the tokens there are.
std::string id_of(std::string_view token) { return to_hex(hash_bytes(token)); }

}  // namespace

Result<std::unique_ptr<Sessions>> Sessions::open(Rows& rows, const Clock& clock, Random& random,
                                                 SessionLimits limits) {
  std::unique_ptr<Sessions> out(new Sessions(rows, clock, random, limits));
  HEED_TRY(const auto stored, rows.all(table));
  for (const auto& [name, bytes] : stored) {
    HEED_TRY(auto session, json_map::read<Session>(bytes));
    out->by_id_[name] = {session, session.seen};
  }
  return out;
}

Status Sessions::write(const Session& session) {
  return rows_.put(table, session.id, json_map::write(session));
}

Status Sessions::make_room(ActorId who) {
  std::string oldest;
  {
    const std::lock_guard lock(mutex_);
    std::size_t theirs = 0;
    Instant seen = Instant::max();
    for (const auto& [id, kept] : by_id_) {
      if (kept.session.who != who) continue;
      ++theirs;
      if (kept.session.seen < seen) {
        seen = kept.session.seen;
        oldest = id;
      }
    }
    if (theirs < limits_.per_person_max) return ok();
    by_id_.erase(oldest);
  }
  return rows_.remove(table, oldest);
}

Result<Sessions::Begun> Sessions::begin(ActorId who, bool demonstration) {
  HEED_CHECK(make_room(who));
  const std::string token = random_word(random_);
  const Instant now = clock_.now();
  const Session session{id_of(token), who, random_word(random_), now, now, false, demonstration};
  HEED_CHECK(write(session));
  const std::lock_guard lock(mutex_);
  by_id_[session.id] = {session, now};
  return Begun{token, session};
}

std::optional<Session> Sessions::find(std::string_view token, bool used) {
  if (token.empty()) return std::nullopt;
  const std::string id = id_of(token);
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  if (used && !found->second.session.lapsed) found->second.session.seen = clock_.now();
  return found->second.session;
}

Result<Session> Sessions::sign_again(std::string_view token) {
  const std::string id = id_of(token);
  Session session;
  {
    const std::lock_guard lock(mutex_);
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) {
      return error(Code::not_found, "there is no such session", {}, "Sign in");
    }
    session = found->second.session;
  }
  session.lapsed = false;
  session.began = session.seen = clock_.now();
  HEED_CHECK(write(session));
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) found->second = {session, session.seen};
  return session;
}

Status Sessions::end(std::string_view token) {
  const std::string id = id_of(token);
  {
    const std::lock_guard lock(mutex_);
    if (by_id_.erase(id) == 0) return ok();
  }
  return rows_.remove(table, id);
}

Result<std::vector<std::string>> Sessions::tend(const std::function<bool(ActorId)>& in_live_contact,
                                                const std::function<bool(ActorId)>& may_sign_in) {
  std::vector<Session> all;
  std::map<std::string, Instant> written;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, kept] : by_id_) {
      all.push_back(kept.session);
      written[id] = kept.written;
    }
  }
  const Instant now = clock_.now();
  std::vector<std::string> gone;
  for (Session& session : all) {
    const bool too_long = session.lapsed && now - session.seen > limits_.kept;
    if (too_long || !may_sign_in(session.who)) {
      HEED_CHECK(rows_.remove(table, session.id));
      const std::lock_guard lock(mutex_);
      by_id_.erase(session.id);
      gone.push_back(session.id);
      continue;
    }
    const bool over = now - session.seen > limits_.idle || now - session.began > limits_.whole;
    const bool lapses = !session.lapsed && over && !in_live_contact(session.who);
    if (lapses) gone.push_back(session.id);
    if (!lapses && session.seen - written[session.id] < limits_.written_every) continue;
    session.lapsed = session.lapsed || lapses;
    HEED_CHECK(write(session));
    const std::lock_guard lock(mutex_);
    const auto found = by_id_.find(session.id);
    if (found == by_id_.end()) continue;
    found->second.written = session.seen;
    if (lapses) found->second.session.lapsed = true;
  }
  return gone;
}

std::size_t Sessions::count() const {
  const std::lock_guard lock(mutex_);
  return by_id_.size();
}

}  // namespace heed::access
