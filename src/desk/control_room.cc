#include "desk/control_room.h"

#include <algorithm>

namespace heed::desk {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<incident::Command>> of_incident = {
    "open_contact",
    "end_contact",
    "answer_leaving",
    "decide_ring_back",
    "join_incident",
    "hand_over",
    "confirm_location",
    "write_entry",
    "accept_identifier",
    "add_identifier",
    "reject_identifier",
    "read_back_identifier",
    "mark_unaccepted",
    "accept_finding",
    "reject_finding",
    "add_person",
    "name_person",
    "set_roles",
    "set_address",
    "record_age",
    "find_candidates",
    "accept_candidate",
    "reject_candidate",
    "show_history",
    "acknowledge_history",
    "act_upon_history",
    "answer_question",
    "give_undertaking",
    "end_undertaking",
    "record_wish",
    "give_advice",
    "hold_blocking_back",
    "place_call",
    "set_opening_code",
    "set_theme",
    "set_grade",
    "conclude",
    "close",
    "reopen",
    "accept_obligation",
    "meet_obligation",
    "decide_obligation",
    "release_obligation",
    "offer_obligation",
    "mark_overdue",
    "tell"};
constexpr std::array<std::string_view, std::variant_size_v<checks::Command>> of_checks = {
    "record_asked",       "record_failure", "record_answer", "answer_by_person",
    "acknowledge_answer", "waive_check",    "cancel_check",  "ask_again"};

constexpr std::size_t rounds_max = 1'000'000;

bool offered_here(const Whole& whole, ActorId actor) {
  return std::any_of(
      whole.incident.obligations.begin(), whole.incident.obligations.end(), [&](const auto& item) {
        return item.second.open() && (item.second.offered == actor || item.second.holder == actor);
      });
}

// Whoever is not on the incident types answers of a desk of their own, and of no other.
Status of_their_desk(const Command& command, const Whole& whole, const ForcePolicy& policy,
                     const std::set<std::string>& roles) {
  const auto* of_check = std::get_if<checks::Command>(&command);
  const auto* typed = of_check ? std::get_if<checks::AnswerByPerson>(of_check) : nullptr;
  const auto* check = typed ? whole.checks.check(typed->check) : nullptr;
  // A check that is not there is the capability's to refuse.
  if (!check || policy.desks.answers_for(roles, check->intended.source)) return ok();
  return error(Code::denied, "a desk's answers are typed by its own people", "/check",
               "Join the incident to type what you were told by telephone");
}

}  // namespace

std::string_view action_name(const Command& command) {
  if (const auto* one = std::get_if<incident::Command>(&command)) return of_incident[one->index()];
  if (const auto* one = std::get_if<checks::Command>(&command)) return of_checks[one->index()];
  if (std::holds_alternative<TimePassed>(command)) return "note_time";
  return "write_assessment";
}

std::optional<ActorId> StaffDuty::on_duty(std::string_view duty, Instant at) const {
  const auto people = staff_.on_duty(duty, at);
  return people.empty() ? std::nullopt : std::optional(people.front());
}

std::set<std::string> StaffDuty::roles_of(ActorId actor, Instant) const {
  return staff_.roles(actor);
}

std::string StaffDuty::name_of(ActorId actor) const {
  const access::Person* person = staff_.find(actor);
  return person ? person->name : is_system(actor) ? "Heed" : "somebody unknown";
}

bool StaffDuty::is_system(ActorId actor) const { return actor == access::system_actor(); }

access::Relation relation_to(
    const Whole* whole, ActorId actor, const std::vector<incident::IncidentId>& linking_to,
    const std::function<std::shared_ptr<const Whole>(incident::IncidentId)>& other) {
  if (!whole || whole->version == 0) return access::Relation::none;
  const auto on_it = [&](const Whole& one) {
    return one.incident.participants.count(actor) != 0 || offered_here(one, actor);
  };
  if (on_it(*whole)) return access::Relation::own;
  std::vector<incident::IncidentId> linked = linking_to;
  for (const incident::IncidentLinked& link : whole->incident.links) linked.push_back(link.other);
  const bool on_one = std::any_of(linked.begin(), linked.end(), [&](incident::IncidentId id) {
    const std::shared_ptr<const Whole> one = other(id);
    return one && on_it(*one);
  });
  return on_one ? access::Relation::linked : access::Relation::other;
}

ControlRoom::ControlRoom(Parts parts) : parts_(std::move(parts)), duty_(parts_.staff) {
  Desk::Parts desk{parts_.journal,
                   parts_.clock,
                   parts_.random,
                   parts_.zone,
                   duty_,
                   parts_.policy,
                   [this](const Submission& submission, const Whole* whole) {
                     return may_send(submission, whole);
                   },
                   [this](ActorId who, std::string_view channel, Instant at) {
                     const access::Person* person = parts_.staff.find(who);
                     return training::gate(parts_.competences, desk_->policy()->training,
                                           person ? person->login : "", channel, at, parts_.zone);
                   }};
  desk_ = std::make_unique<Desk>(std::move(desk));
  const ActorId system = access::system_actor();
  sink_ = std::make_unique<DeskSink>(*desk_, system);
  runner_ = std::make_unique<checks::Runner>(
      checks::Runner::Parts{*parts_.policy->sources, parts_.timers, parts_.random, parts_.zone,
                            *sink_, parts_.exchanges, parts_.workers, parts_.source_changed});
  due_ = std::make_unique<journal::DueList>(due_reader(*desk_));
  feed_ = std::make_unique<journal::Feed>(parts_.journal, parts_.alarm);
  feed_->follow(desk_->index());
  feed_->follow(*due_);
  for (journal::Projection* projection : parts_.projections) feed_->follow(*projection);
  journal::ReactionsOptions options;
  options.actor = system;
  options.policy_version = parts_.policy->rules->version();
  options.alarm = parts_.alarm;
  options.recheck = parts_.due_recheck;
  reactions_ = std::make_unique<journal::Reactions>(parts_.journal, parts_.timers, options);
}

ControlRoom::~ControlRoom() { stop(); }

Status ControlRoom::open(std::vector<journal::Reaction> more) {
  for (journal::Reaction& reaction : desk_reactions(*desk_, *runner_, access::system_actor())) {
    HEED_CHECK(reactions_->add(std::move(reaction)));
  }
  for (journal::Reaction& reaction : more) HEED_CHECK(reactions_->add(std::move(reaction)));
  reactions_->fire_due(*due_, due_firer(*desk_, access::system_actor()));
  HEED_CHECK(feed_->pump());
  return resume_checks(*desk_, *runner_);
}

void ControlRoom::start() {
  feed_->start();
  reactions_->start();
}

void ControlRoom::stop() {
  if (runner_) runner_->stop();
  if (reactions_) reactions_->stop();
  if (feed_) feed_->stop();
}

Status ControlRoom::settle() {
  for (std::size_t round = 0; round < rounds_max; ++round) {
    HEED_TRY(const std::size_t delivered, feed_->pump());
    HEED_TRY(const std::size_t acted, reactions_->step());
    if (delivered == 0 && acted == 0) return ok();
  }
  return error(Code::limit, "something feeds itself: a million rounds without an end");
}

Status ControlRoom::may_send(const Submission& submission, const Whole* whole) {
  const auto look = [this](incident::IncidentId id) -> std::shared_ptr<const Whole> {
    const auto found = desk_->look(id);
    return found ? *found : nullptr;
  };
  const auto linking =
      whole ? desk_->index().linking_to(whole->incident.id) : std::vector<incident::IncidentId>();
  const access::Relation relation = relation_to(whole, submission.actor, linking, look);
  const auto policy = desk_->policy();
  HEED_CHECK(access::may(policy->access, parts_.staff, submission.actor,
                         action_name(submission.command), relation, submission.reason));
  if (!whole || relation == access::Relation::own) return ok();
  return of_their_desk(submission.command, *whole, *policy, parts_.staff.roles(submission.actor));
}

}  // namespace heed::desk
