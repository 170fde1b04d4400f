// What somebody does about promises, the telephone, grades, obligations, desks and closing.
#include <boost/json.hpp>
#include <map>

#include "base/json.h"
#include "rehearsal/acts_find.h"

namespace heed::rehearsal {
namespace {

using incident::Command;
using Commands = std::vector<desk::Command>;
using Translate = Result<Commands> (*)(const Act&, const Scene&);

Commands one(incident::Command command) { return {desk::Command(std::move(command))}; }
Commands one(checks::Command command) { return {desk::Command(std::move(command))}; }

Result<Commands> promises(const Act& act, const Scene& scene) {
  incident::GiveUndertaking give;
  const auto& state = scene.whole.incident;
  if (state.contacts.count(scene.contact) != 0) give.contact = scene.contact;
  give.what = text(act, "what");
  give.due = time(act, "due", scene).value_or(scene.now);
  if (truth(act, "heard")) {
    if (state.heard_undertakings.empty()) return nothing_has("promise heard", give.what, {});
    give.from = state.heard_undertakings.begin()->first;
    for (const auto& [id, heard] : state.heard_undertakings) {
      if (contains_words(heard.quote, give.what)) give.from = id;
    }
  }
  return one(std::move(give));
}

Result<Commands> keeps(const Act& act, const Scene& scene) {
  HEED_TRY(const auto id, undertaking_meant(text(act, "what"), scene));
  return one(incident::EndUndertaking{id, true, {}});
}
Result<Commands> breaks(const Act& act, const Scene& scene) {
  HEED_TRY(const auto id, undertaking_meant(text(act, "what"), scene));
  return one(incident::EndUndertaking{id, false, text(act, "told_caller")});
}

Result<Commands> records_wish(const Act& act, const Scene&) {
  return one(incident::RecordWish{text(act, "kind"), text(act, "target"), text(act, "words")});
}
Result<Commands> gives_advice(const Act& act, const Scene& scene) {
  const auto found = scene.policy.advice.find(text(act, "advice"));
  const std::string words =
      found == scene.policy.advice.end() ? std::string() : found->second.words;
  return one(incident::GiveAdvice{text(act, "advice"), text(act, "words", words)});
}
Result<Commands> holds_block_back(const Act& act, const Scene&) {
  return one(incident::HoldBlockingBack{text(act, "reason")});
}
Result<Commands> rings(const Act& act, const Scene&) {
  return one(incident::PlaceCall{text(act, "number"), text(act, "override")});
}

Result<Commands> grades(const Act& act, const Scene& scene) {
  incident::SetGrade set;
  set.grade = named<incident::Grade>(
      text(act, "grade"), {"resolution_without_deployment", "scheduled", "priority", "emergency"});
  set.reason = text(act, "reason");
  set.if_version = scene.whole.incident.grade_version - (truth(act, "stale") ? 1 : 0);
  return one(std::move(set));
}

Result<Commands> assesses(const Act& act, const Scene& scene) {
  HEED_TRY(const auto elements, parse_json(text(act, "elements")));
  if (!elements.is_object()) {
    return error(Code::invalid, "expected { element = \"rationale\" }", "elements");
  }
  assessment::WriteAssessment write;
  for (const auto& member : elements.get_object()) {
    assessment::Element element;
    element.id = std::string(member.key());
    element.says = assessment::Says::present;
    if (const auto* rationale = member.value().if_string()) {
      element.rationale = std::string(*rationale);
    } else if (const auto* table = member.value().if_object()) {
      const auto word = [&](const char* name) {
        const auto* value = table->if_contains(name);
        return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                      : std::string();
      };
      element.rationale = word("rationale");
      const std::string says = word("is");
      element.says = says == "none"      ? assessment::Says::none
                     : says == "unknown" ? assessment::Says::unknown
                                         : assessment::Says::present;
    }
    write.elements.push_back(std::move(element));
  }
  write.if_version = scene.whole.assessment.version;
  return Commands{desk::Command(std::move(write))};
}

Result<Commands> concludes(const Act& act, const Scene&) {
  incident::Conclude conclude;
  conclude.about = text(act, "about");
  conclude.conclusion =
      named<incident::Conclusion>(text(act, "is"), {"identified", "none_found", "not_established"});
  conclude.rationale = text(act, "rationale");
  return one(std::move(conclude));
}

Result<Commands> closes(const Act& act, const Scene& scene) {
  incident::Close close;
  close.closing_code = text(act, "code");
  close.outcome = text(act, "outcome");
  close.reason = text(act, "reason");
  close.if_version = scene.whole.incident.closing_version;
  return one(std::move(close));
}

Result<Commands> ends_call(const Act& act, const Scene& scene) {
  Commands commands;
  commands.emplace_back(Command(incident::EndContact{scene.contact, false, std::nullopt}));
  const std::string leaving = text(act, "leaving", "later");
  if (leaving == "later") return commands;
  incident::AnswerLeaving answer;
  answer.contact = scene.contact;
  answer.nothing = leaving == "nothing";
  answer.what = text(act, "what");
  answer.due = time(act, "due", scene);
  // The promise that stands already is the answer.
  if (!answer.nothing && answer.what.empty()) {
    for (const auto& [id, undertaking] : scene.whole.incident.undertakings) {
      if (undertaking.ended) continue;
      answer.what = undertaking.given.what;
      answer.due = undertaking.given.due;
    }
  }
  commands.emplace_back(Command(std::move(answer)));
  return commands;
}

Result<Commands> line_lost(const Act&, const Scene& scene) {
  return one(incident::EndContact{scene.contact, true, std::nullopt});
}

Result<Commands> decides_ring_back(const Act& act, const Scene& scene) {
  return one(incident::DecideRingBack{scene.contact, truth(act, "ring"), text(act, "number"),
                                      text(act, "who_may_answer"), text(act, "what_to_say"),
                                      text(act, "reason")});
}

Result<Commands> takes(const Act& act, const Scene& scene) {
  HEED_TRY(const auto id, obligation_meant(text(act, "what"), scene));
  return one(incident::AcceptObligation{id});
}
Result<Commands> does(const Act& act, const Scene& scene) {
  HEED_TRY(const auto id, obligation_meant(text(act, "what"), scene));
  return one(incident::MeetObligation{id, text(act, "how", "done")});
}
Result<Commands> decides(const Act& act, const Scene& scene) {
  HEED_TRY(const auto id, obligation_meant(text(act, "what"), scene));
  return one(incident::DecideObligation{id, text(act, "decision"), text(act, "reasons")});
}

// One after the other: a release is never given in bulk.
Result<Commands> releases(const Act& act, const Scene& scene) {
  Commands commands;
  const std::string reason = text(act, "reason");
  if (text(act, "what") != "everything") {
    HEED_TRY(const auto id, obligation_meant(text(act, "what"), scene));
    return one(incident::ReleaseObligation{id, reason});
  }
  for (const auto id : open_obligations(scene)) {
    commands.emplace_back(Command(incident::ReleaseObligation{id, reason}));
  }
  return commands;
}

Result<Commands> tells(const Act& act, const Scene& scene) {
  incident::Tell tell;
  if (given(act, "owed") != nullptr) {
    HEED_TRY(const auto id, obligation_meant(text(act, "owed"), scene));
    tell.obligation = id;
  }
  tell.whom = text(act, "whom");
  tell.what = text(act, "what");
  tell.legal_authority = text(act, "authority");
  tell.legal_basis = text(act, "basis");
  return one(std::move(tell));
}

std::optional<checks::Reason> reason_named(const std::string& name) {
  if (name.empty()) return std::nullopt;
  return named<checks::Reason>(
      name, {"timeout", "unavailable", "denied", "rate_limited", "malformed", "partial",
             "wrong_subject", "stale", "misconfigured", "cancelled", "not_applicable", "waived"});
}

Result<Commands> answers_desk(const Act& act, const Scene& scene) {
  checks::AnswerByPerson answer;
  HEED_TRY(answer.check, check_meant(act, scene));
  answer.what = named<checks::AnswerByPerson::What>(text(act, "found"),
                                                    {"found", "nothing_found", "not_searched"});
  answer.reason = reason_named(text(act, "reason"));
  if (const Given* searched = given(act, "searched")) {
    answer.searched = searched->texts;
  } else {
    for (const auto& key : scene.whole.checks.checks.at(answer.check).intended.keys) {
      answer.searched.push_back(key.kind);
    }
  }
  answer.searched_by = act.by;
  answer.searched_at = scene.now;
  answer.words = text(act, "words");
  answer.coverage = text(act, "coverage", "the desk's records");
  return one(std::move(answer));
}

Result<Commands> waives(const Act& act, const Scene& scene) {
  HEED_TRY(const auto id, check_meant(act, scene));
  return one(checks::WaiveCheck{id, text(act, "reason")});
}
Result<Commands> asks_again(const Act& act, const Scene& scene) {
  HEED_TRY(const auto id, check_meant(act, scene));
  return one(checks::AskAgain{id, text(act, "reason")});
}
Result<Commands> joins(const Act& act, const Scene&) {
  return one(incident::JoinIncident{text(act, "as")});
}
Result<Commands> hands_over(const Act& act, const Scene& scene) {
  return one(incident::HandOver{scene.actor_of(text(act, "to"))});
}
Result<Commands> reopens(const Act& act, const Scene&) {
  return one(incident::Reopen{text(act, "why"), {}});
}

}  // namespace

Result<Commands> duty_commands_for(const Act& act, const Scene& scene) {
  static const std::map<std::string_view, Translate> translate = {
      {"promises", promises},
      {"keeps", keeps},
      {"breaks", breaks},
      {"records_wish", records_wish},
      {"gives_advice", gives_advice},
      {"holds_block_back", holds_block_back},
      {"rings", rings},
      {"grades", grades},
      {"assesses", assesses},
      {"concludes", concludes},
      {"closes", closes},
      {"ends_call", ends_call},
      {"line_lost", line_lost},
      {"decides_ring_back", decides_ring_back},
      {"takes", takes},
      {"does", does},
      {"decides", decides},
      {"releases", releases},
      {"tells", tells},
      {"answers_desk", answers_desk},
      {"waives", waives},
      {"asks_again", asks_again},
      {"joins", joins},
      {"hands_over", hands_over},
      {"reopens", reopens}};
  const auto found = translate.find(act.verb);
  if (found != translate.end()) return found->second(act, scene);
  return error(Code::invalid, fmt::format("nobody can do \"{}\" here", act.verb));
}

}  // namespace heed::rehearsal
