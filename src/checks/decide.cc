#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"
#include "checks/checks.h"
#include "records/records_codec.h"

namespace heed::checks {
namespace {

// What a later answer is laid beside: the findings without the times at which they were read.
std::string comparable(const Said& said) {
  records::Findings plain = said.findings;
  for (auto& person : plain.people) person.provenance.as_of.reset();
  for (auto& order : plain.orders) order.provenance.as_of.reset();
  for (auto& event : plain.events) event.provenance.as_of.reset();
  return records::encode(plain);
}

// Why the new outcome says something else than the standing one; empty where it does not. Not being
// able to search takes nothing back that was said before.
std::string difference(const Outcome& standing, const Outcome& later) {
  const auto before = kind_of(standing);
  const auto after = kind_of(later);
  if (after == OutcomeKind::not_searched) return {};
  if (before != after) {
    const auto word = [](OutcomeKind kind) {
      return kind == OutcomeKind::hit        ? "a hit"
             : kind == OutcomeKind::no_trace ? "no trace"
                                             : "not searched";
    };
    return std::string("it was ") + word(before) + " and is " + word(after);
  }
  if (after != OutcomeKind::hit) return {};
  const auto& a = std::get<Hit>(standing);
  const auto& b = std::get<Hit>(later);
  if (comparable(a.said) != comparable(b.said)) return "what was found differs";
  if (a.incomplete && !b.incomplete) return "the answer is complete now";
  return {};
}

CheckAnswered answered(const Check& check, int attempt, const Outcome& outcome, bool read_back) {
  CheckAnswered out;
  out.check = check.intended.check;
  out.attempt = attempt;
  out.outcome = kind_of(outcome);
  out.asked = check.intended.keys;
  out.read_back = read_back;
  if (const auto* said = said_of(outcome)) out.said = *said;
  const NotSearched* why = std::get_if<NotSearched>(&outcome);
  if (const auto* hit = std::get_if<Hit>(&outcome); hit && hit->incomplete) why = &*hit->incomplete;
  if (why) {
    out.reason = why->reason;
    out.detail = why->detail;
  }
  if (out.said.findings.people.size() <= 1) out.person = check.intended.person;
  return out;
}

// Recorded exactly once: the same again is nothing, another answer is said to be another.
Events record(const Check& check, int attempt, const Outcome& outcome, bool read_back) {
  const Answer* standing = check.answer();
  if (!standing) return {answered(check, attempt, outcome, read_back)};
  const bool asked_again = !check.done();
  const std::string why = difference(standing->outcome, outcome);
  if (!why.empty()) return {CheckAnsweredAgain{answered(check, attempt, outcome, read_back), why}};
  if (!asked_again) return {};
  // Asked once more and given up on: what was found stands, what was not found does not.
  if (kind_of(outcome) == OutcomeKind::not_searched &&
      kind_of(standing->outcome) == OutcomeKind::hit) {
    return {answered(check, attempt, standing->outcome, standing->read_back)};
  }
  return {answered(check, attempt, outcome, read_back)};
}

Error gone() { return error(Code::conflict, "the check has ended", {}, "ask again to reopen it"); }

// To the runner. Not `conflict`, which it reads as the desk's own and tries again.
Error not_wanted() { return error(Code::refused, "the check has ended"); }

struct Decide {
  const Check& check;
  const Deciding& deciding;

  Result<Events> operator()(const RecordAsked& command) const {
    if (check.done()) return not_wanted();
    if (command.attempt <= check.attempts) {
      return error(Code::refused, "a later attempt has been recorded meanwhile");
    }
    return Events{CheckAsked{command.check, command.attempt, command.check.str()}};
  }

  Result<Events> operator()(const RecordFailure& command) const {
    if (check.done()) return not_wanted();
    if (command.attempt < check.attempts) return Events{};  // delivered late: a newer one is known
    return Events{CheckAttemptFailed{command.check, command.attempt, command.why.reason,
                                     command.why.detail, command.next_try}};
  }

  Result<Events> operator()(const RecordAnswer& command) const {
    return record(check, command.attempt, command.outcome, command.read_back);
  }

  Result<Events> operator()(const AnswerByPerson& command) const;

  Result<Events> operator()(const AcknowledgeAnswer& command) const {
    if (!check.answer()) return error(Code::conflict, "there is no answer to acknowledge");
    if (check.acknowledged) return Events{};
    return Events{CheckAcknowledged{command.check}};
  }

  Result<Events> operator()(const WaiveCheck& command) const {
    if (trim(command.reason).empty()) {
      return error(Code::refused, "waiving a check needs a reason", "reason", "give the reason");
    }
    if (check.answered()) return error(Code::conflict, "the check has been answered");
    if (check.waived) return error(Code::conflict, "the check has been waived");
    return Events{CheckWaived{command.check, command.reason}};
  }

  Result<Events> operator()(const CancelCheck& command) const {
    if (check.done()) return gone();
    return Events{CheckCancelled{command.check, command.reason}};
  }

  Result<Events> operator()(const AskAgain& command) const {
    if (!check.done()) return error(Code::conflict, "the check is still being asked");
    return Events{CheckReopened{command.check, command.reason}};
  }
};

Said typed(const Check& check, const AnswerByPerson& command) {
  Said said;
  said.findings = command.findings;
  said.subject = check.intended.keys;
  said.searched = command.searched;
  said.searched_by = command.searched_by;
  said.searched_at = command.searched_at;
  said.as_of = command.searched_at;
  said.words = command.words;
  said.coverage = command.coverage;
  said.last_page = true;
  if (command.what == AnswerByPerson::What::found && said.findings.empty()) {
    records::PastEvent event;
    event.kind = "desk_answer";
    event.summary = command.words;
    said.findings.events.push_back(event);
  }
  for (const auto& person : said.findings.people) {
    said.matched.push_back({person.record_id,
                            "exact",
                            1,
                            false,
                            false,
                            {"named by the desk in answer to this check"}});
  }
  said.rows_received =
      static_cast<std::int64_t>(said.findings.people.size() + said.findings.orders.size() +
                                said.findings.events.size() + said.findings.address_markers.size());
  said.rows_read = said.rows_received;
  said.rows_declared = said.rows_received;
  return said;
}

Result<Events> Decide::operator()(const AnswerByPerson& command) const {
  using What = AnswerByPerson::What;
  if (command.what == What::not_searched) {
    const NotSearched why{command.reason.value_or(Reason::unavailable), command.words};
    // What a person says of it is on record, also where it was not searched before either.
    const auto before = check.not_searched();
    if (check.answer() && before &&
        (before->reason != why.reason || before->detail != why.detail)) {
      return Events{CheckAnsweredAgain{answered(check, check.attempts, why, command.read_back),
                                       "not searched, for another reason"}};
    }
    return record(check, check.attempts, why, command.read_back);
  }
  if (trim(command.searched_by).empty()) {
    return error(Code::refused, "an answer says who searched", "searched_by", "name the searcher");
  }
  if (!command.searched_at || *command.searched_at > deciding.now + std::chrono::minutes(5)) {
    return error(Code::refused, "an answer says when it was searched", "searched_at",
                 "give the time of the search");
  }
  const bool found = command.what == What::found;
  if (found && trim(command.words).empty() && command.findings.empty()) {
    return error(Code::refused, "what was found is not said", "words", "say what was found");
  }
  if (!found && !command.findings.empty()) {
    return error(Code::refused, "nothing found, and yet findings are given", "what",
                 "say found, or leave the findings out");
  }
  const auto outcome = outcome_of(check.intended.keys, typed(check, command), {}, deciding.now);
  return record(check, check.attempts, outcome, command.read_back);
}

}  // namespace

CheckId check_of(const Command& command) {
  return std::visit([](const auto& item) { return item.check; }, command);
}

std::string idempotency_key(const Command& command) {
  const std::string stem = "check/" + check_of(command).str();
  if (const auto* asked = std::get_if<RecordAsked>(&command)) {
    return stem + "/asked/" + std::to_string(asked->attempt);
  }
  if (const auto* failed = std::get_if<RecordFailure>(&command)) {
    return stem + "/failed/" + std::to_string(failed->attempt);
  }
  if (const auto* answer = std::get_if<RecordAnswer>(&command)) {
    return stem + "/answer/" + std::to_string(answer->attempt);
  }
  return {};
}

Result<Events> decide(const State& state, const Command& command, const Deciding& deciding) {
  const Check* check = state.check(check_of(command));
  if (!check) return error(Code::not_found, "no such check in this incident");
  return std::visit(Decide{*check, deciding}, command);
}

}  // namespace heed::checks
