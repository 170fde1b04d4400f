// How the records held for people were weighed, field by field: for those who research them, never
// for who takes the call. A consultation of its own. Worked out anew from the answer as it was
// recorded, by the same comparison that ranked it.
#include "base/json_map.h"
#include "base/text.h"
#include "checks/match_people.h"
#include "server/people_door.h"
#include "server/typed_route.h"

namespace heed::server {

struct WeightOf {
  std::string field;
  std::string words;
  double weight = 0;  // log2; above zero speaks for one person
};
BOOST_DESCRIBE_STRUCT(WeightOf, (), (field, words, weight))
struct WeighedCandidate {
  incident::HistoryId candidate;
  incident::PersonId person;
  std::string source;
  std::string title;
  std::string name;
  std::string band;
  bool tied = false;
  bool weighed = false;  // false: an equal identifier decides, and there is nothing to weigh
  double before = 0;     // log2 odds before anything is compared
  double weight = 0;     // sum of the fields
  double probability = 0;
  std::vector<WeightOf> fields;  // strongest first
};
BOOST_DESCRIBE_STRUCT(WeighedCandidate, (),
                      (candidate, person, source, title, name, band, tied, weighed, before, weight,
                       probability, fields))
struct Weights {
  std::string reference;
  std::vector<WeighedCandidate> candidates;
};
BOOST_DESCRIBE_STRUCT(Weights, (), (reference, candidates))

namespace {

const records::Nominal* record_of(const checks::Said& said, const std::string& record_id) {
  for (const auto& one : said.findings.people) {
    if (one.record_id == record_id) return &one;
  }
  return nullptr;
}

WeighedCandidate weighed(incident::HistoryId id, const incident::CandidateFound& found,
                         const OpenCase& admitted, const checks::SourceDeclaration& source) {
  WeighedCandidate out;
  out.candidate = id;
  out.person = found.person;
  out.source = found.source;
  out.title = source.title;
  out.name = std::string(trim(found.given_name + " " + found.family_name));
  out.band = found.band;
  out.tied = found.tied;
  out.probability = found.probability;
  const auto check_id = checks::CheckId::parse(found.from_check);
  const auto* check = check_id ? admitted.whole->checks.check(*check_id) : nullptr;
  const auto* said = check ? check->said() : nullptr;
  const auto* record = said ? record_of(*said, found.record_id) : nullptr;
  if (!record) return out;
  const auto comparison = checks::weigh(check->intended.keys, *record, check->answer()->at);
  if (!comparison) return out;
  out.weighed = true;
  out.before = -matching::PersonComparer::prior_of_records;
  out.weight = comparison->weight;
  for (const auto& one : comparison->reasons) {
    out.fields.push_back({one.field, one.words, one.weight});
  }
  return out;
}

Route weights(const PeopleDoor& door) {
  Route route = get_route("/v1/incidents/{incident}/weights", "candidate_weights",
                          "How the records held for people were weighed, field by field",
                          answer_schema<Weights>());
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, door.desk.incident(call));
    HEED_TRY(const auto admitted, admit_to(door.desk, call, id, "view_weights", "weights"));
    Weights out;
    out.reference = admitted.whole->incident.reference;
    for (const auto& [candidate, one] : admitted.whole->incident.candidates) {
      const auto* source = admitted.policy->sources->find(one.found.source);
      // What is not shown whole is not taken apart either.
      if (!source || source->shown_to(admitted.viewer.roles) != checks::Shown::full) continue;
      out.candidates.push_back(weighed(candidate, one.found, admitted, *source));
    }
    return answer(out);
  };
  return route;
}

}  // namespace

RouteTable weight_routes(const PeopleDoor& door) { return {weights(door)}; }

}  // namespace heed::server
