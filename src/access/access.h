// Who may do what, to which incident, and why: default deny on every path (I7). Nobody, the system
// included, does anything that policy/access.toml does not allow to one of their roles.
//
// AccessPolicy holds the table role × group of commands × scope, the purposes and the roles. Staff
// holds the people, their roles and the roster: who answers for a duty at an instant. may() is the
// one question. All are immutable once read and safe from every thread; a refusal is Code::denied
// and says what would allow it, without naming anybody.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/ids.h"
#include "policy/policy.h"

namespace heed::access {

// The system itself: reactions, timers, sources, the switch.
ActorId system_actor();
// A person's account is derived from the sign-in name, so that files and ledgers agree.
ActorId actor_of(std::string_view login);

// What the actor has to do with the incident. `own`: works on it. `linked`: works on one that is
// linked to it. `other`: neither; needs a stated reason. `none`: the action is about no incident.
enum class Relation { none, own, linked, other };

struct Person {
  ActorId id;
  std::string login;
  std::string name;  // as colleagues read it
  std::set<std::string> roles;
  std::string desk;
  bool active = true;
};

struct Purpose {
  std::string code;
  std::string says;
  bool needs_reason = false;
};

// How far a role reaches with a group of commands: to incidents so related, and beyond `linked`
// with a stated reason or without one.
struct Reach {
  Relation far = Relation::own;  // own, linked or other
  bool without_reason = false;   // of `other`
};

class AccessPolicy {
 public:
  static Result<AccessPolicy> read(const policy::Policy& policy);
  static Result<AccessPolicy> read(policy::Document document);

  const Purpose* purpose(std::string_view code) const;
  const std::vector<Purpose>& purposes() const { return purposes_; }
  const std::set<std::string>& roles() const { return roles_; }
  // Letters that a stated reason has at least.
  std::size_t reason_letters_min() const { return reason_letters_min_; }
  // The group that a command or query belongs to; empty where it is in none, and so denied to all.
  std::string_view group_of(std::string_view action) const;
  // The furthest that one of these roles reaches with that group: nothing where none may.
  std::optional<Reach> reach(const std::set<std::string>& roles, std::string_view group) const;
  // Roles that may use that group, for a remedy.
  std::vector<std::string> roles_with(std::string_view group) const;

 private:
  std::vector<Purpose> purposes_;
  std::set<std::string> roles_;
  std::size_t reason_letters_min_ = 10;
  std::map<std::string, std::string, std::less<>> groups_;       // action -> group
  std::map<std::pair<std::string, std::string>, Reach> allows_;  // role, group -> how far
};

// One line of the roster: on the listed days from `from` to `to` local time (past midnight where
// `to` is not later; the whole round where they are equal). With `starts` and `ends` it is an
// override: while one holds for a duty it stands instead of the pattern, or, where `off`, its
// person is left out of that duty.
struct RosterLine {
  std::string duty;
  ActorId who;
  std::set<unsigned> days = {1, 2, 3, 4, 5, 6, 7};  // Monday to Sunday, of `from`
  Micros from{0};
  Micros to{0};
  std::optional<Instant> starts = {};
  std::optional<Instant> ends = {};  // excluded
  bool off = false;
};

class Staff {
 public:
  Staff() = default;
  // staff.toml: [[person]] login, name, roles, desk, active; [[roster]] duty, who, days, from, to;
  // [[override]] duty, who, from, to as "2026-11-19 07:00" local time, off.
  static Result<Staff> read(policy::Document document, const AccessPolicy& policy,
                            const Zone& zone);
  // From values: rehearsals.
  static Staff make(std::vector<Person> people, std::vector<RosterLine> roster, const Zone& zone);

  const Person* find(ActorId id) const;
  const Person* find_login(std::string_view login) const;
  const std::vector<Person>& people() const { return people_; }
  // Roles of that account; of the system, {"system"}; of nobody we know, or no longer, none.
  std::set<std::string> roles(ActorId id) const;
  // Whoever answers for that duty then, each once, in the order of the roster: the first is offered
  // first.
  std::vector<ActorId> on_duty(std::string_view duty, Instant at) const;
  // Every duty that the roster knows.
  std::vector<std::string> duties() const;

 private:
  std::vector<Person> people_;
  // Asked for every event and every screen.
  std::map<ActorId, std::size_t> by_id_;
  std::map<std::string, std::size_t, std::less<>> by_login_;
  std::vector<RosterLine> roster_;
  std::optional<Zone> zone_;
};

// Whether this person may do this (the command's or query's name in snake_case), being so related,
// with that reason. Code::denied otherwise; the remedy says what would allow it.
Status may(const AccessPolicy& policy, const Staff& staff, ActorId who, std::string_view action,
           Relation relation, std::string_view reason);
// Whether this purpose may be given, and has the reason that it needs.
Status purpose_given(const AccessPolicy& policy, std::string_view code, std::string_view reason);

}  // namespace heed::access
