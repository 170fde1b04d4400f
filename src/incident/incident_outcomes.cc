// Questions, promises, wishes, advice; codes, grade, conclusions, closing.
#include <fmt/core.h>

#include "base/text.h"
#include "incident/incident_decide.h"

namespace heed::incident {
namespace {

std::string_view name(Grade grade) {
  switch (grade) {
    case Grade::resolution_without_deployment: return "resolution_without_deployment";
    case Grade::scheduled: return "scheduled";
    case Grade::priority: return "priority";
    case Grade::emergency: return "emergency";
  }
  return "emergency";
}

std::vector<std::string> open_over_closing(const State& state, const Close& command) {
  std::vector<std::string> over;
  for (const auto& [id, obligation] : state.obligations) {
    if (obligation.open() && obligation.raised.blocks_closing) {
      over.push_back(obligation.raised.what);
    }
  }
  for (const auto& [id, undertaking] : state.undertakings) {
    if (!undertaking.ended) over.push_back("promised to the caller: " + undertaking.given.what);
  }
  over.insert(over.end(), command.open_against.begin(), command.open_against.end());
  return over;
}

Status check_version(std::optional<int> given, int current, std::string_view of) {
  if (!given) {
    return error(Code::invalid, fmt::format("expected the version of the {} that you saw", of),
                 "If-Match", "Read it again and send its version");
  }
  if (*given != current) {
    return error(Code::conflict, fmt::format("the {} has changed since you saw it", of), "If-Match",
                 "Look at it again, then decide");
  }
  return ok();
}

Status may_lower(const State& state, const SetGrade& command, const Deciding& deciding) {
  HEED_CHECK(check_version(command.if_version, state.grade_version, "grade"));
  if (trim(command.reason).empty()) {
    return needs_words("reason", "a reason for lowering the grade");
  }
  if (!command.fresh_assessment) {
    return error(Code::refused, "THRIVE+ is not fresh", "/grade",
                 "Assess again with what is known now, then lower the grade");
  }
  if (!deciding.has("supervisor")) {
    return error(Code::denied, "lowering a grade needs a supervisor", "/grade",
                 "Ask the supervisor to lower it");
  }
  return ok();
}

}  // namespace

Result<Decision> decide_one(const State& state, const AnswerQuestion& command,
                            const Deciding& deciding) {
  if (command.question.empty()) return needs_words("question", "the question that is answered");
  if (command.outcome == Outcome::answered && trim(command.value).empty()) {
    return needs_words("value", "the answer");
  }
  if (command.outcome == Outcome::dismissed && trim(command.reason).empty()) {
    return needs_words("reason", "why the question is dismissed");
  }
  std::vector<Event> out{QuestionAnswered{command.question, command.subject, command.outcome,
                                          command.value, command.reason}};
  if (command.outcome != Outcome::later) {  // later needs no reason and stays owed
    end_obligations(state, out, deciding.who, "answered", [&](const Obligation& obligation) {
      const auto question = obligation.raised.details.find("question");
      return obligation.raised.kind == ObligationKind::question &&
             question != obligation.raised.details.end() && question->second == command.question &&
             obligation.raised.subject == command.subject;
    });
  }
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const GiveUndertaking& command,
                            const Deciding& deciding) {
  if (trim(command.what).empty()) return needs_words("what", "what was promised");
  if (command.from && !state.heard_undertakings.count(*command.from)) {
    return unknown_thing("heard promise");
  }
  const auto id = UndertakingId::fresh(deciding.now, deciding.random);
  std::vector<Event> out{
      UndertakingGiven{id, command.contact, command.what, command.due, command.from}};
  // What was owed about the words is done: from here on the promise itself is owed.
  if (command.from) {
    end_obligations(state, out, deciding.who, "taken up", [&](const Obligation& obligation) {
      return obligation.raised.subject == SubjectRef{"undertaking", command.from->str()};
    });
  }
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const EndUndertaking& command,
                            const Deciding& deciding) {
  const auto found = state.undertakings.find(command.undertaking);
  if (found == state.undertakings.end()) return unknown_thing("undertaking");
  if (found->second.ended) return events({});
  if (!command.kept && trim(command.told_caller).empty()) {
    return needs_words("told_caller", "what the caller was told where a promise is not kept");
  }
  std::vector<Event> out{UndertakingEnded{command.undertaking, command.kept, command.told_caller}};
  end_obligations(state, out, deciding.who, command.kept ? "kept" : "caller told",
                  [&](const Obligation& obligation) {
                    return obligation.raised.subject ==
                           SubjectRef{"undertaking", command.undertaking.str()};
                  });
  return events(std::move(out));
}

Result<Decision> decide_one(const State&, const RecordWish& command, const Deciding& deciding) {
  if (command.kind.empty() || trim(command.words).empty()) {
    return needs_words("words", "the wish in the caller's words, and its kind");
  }
  return events({WishRecorded{FindingId::fresh(deciding.now, deciding.random), command.kind,
                              command.target, command.words}});
}

Result<Decision> decide_one(const State&, const GiveAdvice& command, const Deciding&) {
  if (command.advice.empty()) return needs_words("advice", "which advice was given");
  return events({AdviceGiven{command.advice, command.words}});
}

Result<Decision> decide_one(const State&, const HoldBlockingBack& command, const Deciding&) {
  return events({BlockingHeldBack{command.reason}});
}

Result<Decision> decide_one(const State& state, const SetOpeningCode& command, const Deciding&) {
  if (command.code.empty()) return needs_words("code", "an opening code");
  std::vector<Event> out{OpeningCodeSet{command.code}};
  for (const std::string& theme : command.themes) {
    if (!state.themes.count(theme)) out.push_back(ThemeSet{theme, true, "code"});
  }
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const SetTheme& command, const Deciding&) {
  if (command.theme.empty()) return needs_words("theme", "a theme");
  if ((state.themes.count(command.theme) != 0) == command.on) return events({});
  return events({ThemeSet{command.theme, command.on, "key"}});
}

Result<Decision> decide_one(const State& state, const SetGrade& command, const Deciding& deciding) {
  const auto current = state.effective_grade();
  const bool lowers = current && command.grade < *current;
  if (lowers) HEED_CHECK(may_lower(state, command, deciding));
  if (!current && deciding.guided && command.grade < Grade::priority &&
      !deciding.has("supervisor")) {
    return error(Code::denied, "a grade below priority needs the supervisor in guided mode",
                 "/grade", "Ask the supervisor to set it");
  }
  std::vector<Event> out{GradeSet{command.grade, command.reason, lowers}};
  if (lowers) {  // the floors it passes under are set aside by this decision, with their reasons
    for (const auto& [rule, floor] : state.floors) {
      if (floor.floor > command.grade) {
        out.push_back(GradeFloorRaised{
            command.grade, rule,
            fmt::format("lowered to {} by a supervisor: {}", name(command.grade), command.reason)});
      }
    }
  }
  return events(std::move(out));
}

Result<Decision> decide_one(const State&, const Conclude& command, const Deciding&) {
  if (command.about.empty()) return needs_words("about", "what the conclusion is about");
  if (trim(command.rationale).empty()) return needs_words("rationale", "what it rests on");
  if (command.conclusion == Conclusion::none_found && !command.open_against.empty()) {
    std::string list;
    for (const std::string& item : command.open_against) list += (list.empty() ? "" : "; ") + item;
    return error(Code::refused, "none_found while this is open: " + list, "/conclusion",
                 "Settle what is open, or conclude not_established");
  }
  return events({Concluded{command.about, command.conclusion, command.rationale}});
}

Result<Decision> decide_one(const State& state, const Close& command, const Deciding& deciding) {
  if (state.closed) return events({});
  HEED_CHECK(check_version(command.if_version, state.closing_version, "incident's state"));
  if (state.opening_code.empty()) {
    return error(Code::refused, "an incident without an opening code cannot close", "/closing_code",
                 "Set the opening code: what was first reported");
  }
  if (command.closing_code.empty()) return needs_words("closing_code", "a closing code");
  if (deciding.guided && !deciding.has("supervisor")) {
    return error(Code::denied, "closing needs the supervisor in guided mode", "",
                 "Ask the supervisor to close it");
  }
  const std::vector<std::string> over = open_over_closing(state, command);
  if (over.empty()) {
    return events({IncidentClosed{command.closing_code, command.outcome, command.reason}});
  }
  Decision refused = events({ClosingRefused{over}});
  std::string list;
  for (const std::string& item : over) list += (list.empty() ? "" : "; ") + item;
  refused.refusal = error(Code::refused, "still open: " + list, "",
                          "Deal with each, or ask the supervisor to release it with a reason");
  return refused;
}

Result<Decision> decide_one(const State& state, const Reopen& command, const Deciding&) {
  if (command.why.empty()) return needs_words("why", "why it is reopened");
  if (!state.closed) return events({});
  return events({IncidentReopened{command.why, command.by_incident}});
}

}  // namespace heed::incident
