#include "checks/checks_state.h"

#include <algorithm>

#include "base/text.h"

namespace heed::checks {
namespace {

Answer answer_from(const CheckAnswered& event, Instant at) {
  return {recorded_outcome(event.outcome, event.reason, event.detail, event.asked, event.said), at,
          event.attempt, event.read_back};
}

void settle(Check& check, Answer answer) {
  check.attempts = std::max(check.attempts, answer.attempt);
  check.answers.push_back(std::move(answer));
  check.state = RunState::done;
  check.acknowledged = false;
  check.acknowledged_by.reset();
}

struct Apply {
  Check& check;
  Instant at;
  ActorId by;

  void operator()(const CheckIntended&) {}
  void operator()(const CheckAsked& event) {
    check.state = RunState::running;
    check.attempts = std::max(check.attempts, event.attempt);
    check.asked_at = at;
  }
  void operator()(const CheckAttemptFailed& event) {
    check.state = RunState::retrying;
    check.attempts = std::max(check.attempts, event.attempt);
    check.failures.push_back({event.attempt, {event.reason, event.detail}, at, event.next_try});
  }
  void operator()(const CheckAnswered& event) { settle(check, answer_from(event, at)); }
  void operator()(const CheckAnsweredAgain& event) { settle(check, answer_from(event.answer, at)); }
  void operator()(const CheckAcknowledged&) {
    check.acknowledged = true;
    check.acknowledged_by = by;
  }
  void operator()(const CheckWaived& event) {
    check.waived = event;
    check.waived_by = by;
    settle(check, {NotSearched{Reason::waived, event.reason}, at, check.attempts, true});
  }
  void operator()(const CheckCancelled& event) {
    settle(check, {NotSearched{Reason::cancelled, event.reason}, at, check.attempts, true});
  }
  void operator()(const CheckReopened&) {
    check.state = RunState::due;
    check.failures.clear();
    check.waived.reset();
    check.waived_by.reset();
  }
};

std::vector<SearchKey> sorted(std::vector<SearchKey> keys) {
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

// While it is asked once more, only a hit goes on standing: an old "no trace" is not a present one.
std::optional<OutcomeKind> Check::outcome() const {
  if (done()) return kind_of(answers.back().outcome);
  if (hit()) return OutcomeKind::hit;
  if (!failures.empty()) return OutcomeKind::not_searched;
  return std::nullopt;
}

std::optional<NotSearched> Check::not_searched() const {
  if (outcome() != OutcomeKind::not_searched) return std::nullopt;
  if (done()) return std::get<NotSearched>(answers.back().outcome);
  return failures.back().why;
}

std::optional<Instant> Check::next_try() const {
  if (state != RunState::retrying || failures.empty()) return std::nullopt;
  return failures.back().next_try;
}

const Said* Check::said() const {
  return answers.empty() || (!done() && !hit()) ? nullptr : said_of(answers.back().outcome);
}

const Hit* Check::hit() const {
  return answers.empty() ? nullptr : std::get_if<Hit>(&answers.back().outcome);
}

bool Check::answered() const {
  const auto is = outcome();
  return is == OutcomeKind::hit || is == OutcomeKind::no_trace;
}

bool Check::open() const {
  if (!intended.required || answered() || waived) return false;
  if (!done()) return true;
  const auto why = not_searched();
  return !why || (why->reason != Reason::not_applicable && why->reason != Reason::cancelled &&
                  why->reason != Reason::waived);
}

std::string Check::band() const {
  const auto* found = hit();
  if (!found) return {};
  static const std::vector<std::string> order{"exact", "strong", "possible"};
  for (const auto& band : order) {
    for (const auto& matched : found->said.matched) {
      if (matched.band == band) return band;
    }
  }
  // Nobody by name: events or markers recorded under the identifier itself, or under an address.
  static const std::vector<std::string> unique{"phone", "email", "vehicle", "uprn", "pncid", "cro"};
  for (const auto& key : intended.keys) {
    if (std::find(unique.begin(), unique.end(), key.kind) != unique.end()) return "exact";
  }
  return "possible";
}

const Check* State::check(CheckId id) const {
  const auto it = checks.find(id);
  return it == checks.end() ? nullptr : &it->second;
}

const Check* State::find(std::string_view source, const std::vector<SearchKey>& keys) const {
  // One source writes SAMPLE and another Sample: that is one question.
  const auto folded = [](std::vector<SearchKey> out) {
    for (SearchKey& key : out) key.value = lower_ascii(key.value);
    return sorted(std::move(out));
  };
  const auto wanted = folded(keys);
  for (const auto& [id, check] : checks) {
    if (check.intended.source == source && folded(check.intended.keys) == wanted) return &check;
  }
  return nullptr;
}

std::vector<const Check*> State::of_subject(const SubjectRef& subject) const {
  std::vector<const Check*> out;
  for (const auto& id : order) {
    const auto& check = checks.at(id);
    if (check.intended.subject == subject) out.push_back(&check);
  }
  return out;
}

void apply(State& state, const Event& event, Instant at, ActorId by) {
  if (const auto* intended = std::get_if<CheckIntended>(&event)) {
    Check check;
    check.intended = *intended;
    check.intended_at = at;
    if (state.checks.emplace(intended->check, std::move(check)).second) {
      state.order.push_back(intended->check);
    }
    return;
  }
  const auto it = state.checks.find(check_of(event));
  if (it == state.checks.end()) return;
  std::visit(Apply{it->second, at, by}, event);
}

}  // namespace heed::checks
