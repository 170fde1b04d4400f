#include <algorithm>

#include "assessment/basis.h"
#include "base/text.h"

namespace heed::assessment {
namespace {

constexpr std::size_t rationale_max = 4000;  // code points
constexpr std::size_t evidence_max = 200;

Status check_version(const State& state, const WriteAssessment& command) {
  if (state.version == 0 && command.if_version.value_or(0) == 0) return ok();
  if (!command.if_version) {
    return error(Code::invalid, "expected the version that this was written upon", "/if_version",
                 "read the assessment as it stands, then write");
  }
  if (*command.if_version == state.version) return ok();
  return error(Code::conflict, "somebody has written the assessment since", "/if_version",
               "read the assessment as it stands, then write");
}

Status check_element(const Element& element, const std::string& at, const ThrivePolicy& policy) {
  const ThrivePolicy::ElementKind* kind = policy.element(element.id);
  if (!kind) {
    std::vector<std::string> ids;
    for (const auto& one : policy.elements()) ids.push_back(one.id);
    return error(Code::invalid, "expected an element of the policy in force", at + "/id",
                 "one of " + policy::listed(ids));
  }
  if (!is_valid_utf8(element.rationale)) {
    return error(Code::invalid, "expected UTF-8", at + "/rationale");
  }
  if (code_point_count(element.rationale) > rationale_max) {
    return error(Code::limit, "expected at most 4,000 characters", at + "/rationale");
  }
  if (element.says != Says::unknown && trim(element.rationale).empty()) {
    return error(Code::invalid, "expected a rationale", at + "/rationale",
                 "say what it rests on, or that it is unknown");
  }
  if (element.evidence.size() > evidence_max) {
    return error(Code::limit, "expected at most 200 pieces of evidence", at + "/evidence");
  }
  return ok();
}

}  // namespace

Result<std::vector<Event>> decide(const State& state, const WriteAssessment& command,
                                  const Known& known, const ThrivePolicy& policy) {
  HEED_CHECK(check_version(state, command));
  if (command.elements.empty()) {
    return error(Code::invalid, "expected at least one element, found none", "/elements");
  }
  bool denies = false;
  for (std::size_t i = 0; i < command.elements.size(); ++i) {
    const Element& element = command.elements[i];
    const std::string at = "/elements/" + std::to_string(i);
    HEED_CHECK(check_element(element, at, policy));
    for (std::size_t j = 0; j < i; ++j) {
      if (command.elements[j].id == element.id) {
        return error(Code::invalid, "expected each element once", at + "/id");
      }
    }
    denies = denies || (element.says == Says::none && policy.element(element.id)->guarded);
  }
  if (denies) {
    const std::vector<std::string> open = open_against(known, policy);
    if (!open.empty()) {
      return error(Code::refused,
                   "none cannot be concluded while this is open: " + join(open, "; "), "/elements",
                   "say what there is, or that it is unknown");
    }
  }
  AssessmentWritten written{state.version + 1, command.elements, {}};
  for (BasisItem& item : basis_of(known, policy)) written.basis.push_back(std::move(item.key));
  return std::vector<Event>{std::move(written)};
}

std::vector<Event> expire(const State& state, const Known& known, const ThrivePolicy& policy) {
  if (state.version == 0 || state.version <= state.expired_version) return {};
  AssessmentExpired expired{state.version, {}};
  for (const BasisItem& item : basis_of(known, policy)) {
    if (std::find(state.basis.begin(), state.basis.end(), item.key) != state.basis.end()) continue;
    if (std::find(expired.why.begin(), expired.why.end(), item.words) == expired.why.end()) {
      expired.why.push_back(item.words);
    }
  }
  if (expired.why.empty()) return {};
  return {std::move(expired)};
}

bool fresh(const State& state, const ThrivePolicy& policy) {
  return std::all_of(policy.elements().begin(), policy.elements().end(),
                     [&](const auto& kind) { return !kind.required || state.stands(kind.id); });
}

}  // namespace heed::assessment
