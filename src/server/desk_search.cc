// Searching incidents by reference, number, name or address. The text comes in the body, never in
// the address; what was searched by is on record before a byte leaves, one that finds nothing too.
#include <algorithm>

#include "base/json_map.h"
#include "base/text.h"
#include "checks/history_lookup.h"
#include "server/asking.h"
#include "server/typed_route.h"

namespace heed::server {

struct SearchText {
  std::string text = {};
};
BOOST_DESCRIBE_STRUCT(SearchText, (), (text))
struct FoundIncident {
  std::string incident = {};
  std::string reference = {};
  Instant opened_at;
  bool closed = false;
  std::string relation = {};  // own, linked, other: what you have to do with it
  std::vector<std::string> why = {};
};
BOOST_DESCRIBE_STRUCT(FoundIncident, (), (incident, reference, opened_at, closed, relation, why))
struct SearchFound {
  std::vector<FoundIncident> found = {};
  // Only incidents that you work on and linked ones were searched: all others need a reason.
  bool own_only = false;
  bool complete = true;
  std::string incomplete = {};
  std::vector<std::string> searched_by = {};  // kinds of key
};
BOOST_DESCRIBE_STRUCT(SearchFound, (), (found, own_only, complete, incomplete, searched_by))

namespace {

constexpr std::size_t text_bytes_max = 200;
constexpr std::size_t found_max = 50;

// What the words may be searched by: identifiers as hearing makes them out, else a name or address.
std::vector<checks::SearchKey> keys_of(const DeskDoor& door, const std::string& text) {
  hearing::Utterance utterance;
  utterance.voice = hearing::Voice::handler_note;
  utterance.at = door.desk.parts().clock.now();
  utterance.text = text;
  std::vector<checks::SearchKey> out;
  for (const auto& one : door.desk.policy()->listener->hear(utterance).identifiers) {
    if (!one.stands() || one.kind == hearing::IdentifierKind::name ||
        one.kind == hearing::IdentifierKind::address) {
      continue;
    }
    out.push_back({std::string(hearing::to_string(one.kind)), one.value, one.platform});
  }
  if (out.empty()) out = {{"name", text, ""}, {"address", text, ""}};
  return out;
}

using Why = std::map<incident::IncidentId, std::vector<std::string>>;

Status look_up(const DeskDoor& door, const std::string& text, Why& why, SearchFound& out) {
  std::string reference = text;
  std::transform(reference.begin(), reference.end(), reference.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (const auto id = door.desk.index().by_reference(reference)) {
    why[*id].push_back("its reference");
    out.searched_by = {"reference"};
    return ok();
  }
  const auto keys = keys_of(door, text);
  for (const auto& key : keys) out.searched_by.push_back(key.kind);
  if (!door.history) return ok();
  HEED_TRY(const auto answer, door.history->look_up(keys, {}));
  out.complete = answer.complete;
  out.incomplete = answer.incomplete_because;
  for (const auto& event : answer.findings.events) {
    const auto id = incident::IncidentId::parse(event.provenance.record_id);
    if (id) why[*id].push_back("in it as: " + event.role);
  }
  return ok();
}

Route search(const DeskDoor& door) {
  Route route = asking("/v1/search", "search", "Incidents by reference, number, name or address",
                       answer_schema<SearchFound>(), "search");
  route.method = Method::post;
  route.body = schema<SearchText>({"text"});
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto given, read_body<SearchText>(call, {"text"}));
    const std::string text(trim(given.text));
    if (text.empty() || text.size() > text_bytes_max) {
      return error(Code::invalid, "expected 1 to 200 bytes to search by", "/text");
    }
    HEED_CHECK(door.may_ask(call, "search_incidents", access::Relation::none));
    SearchFound out;
    out.own_only = !door.may_ask(call, "search_incidents", access::Relation::other).has_value();
    Why why;
    HEED_CHECK(look_up(door, text, why, out));
    for (auto at = why.rbegin(); at != why.rend() && out.found.size() < found_max; ++at) {
      HEED_TRY(const auto whole, door.desk.look(at->first));
      const auto relation = door.relation(*whole, call.who.id);
      if (out.own_only && relation == access::Relation::other) continue;
      out.found.push_back({at->first.str(), whole->incident.reference, whole->incident.opened_at,
                           whole->incident.closed, relation_name(relation), at->second});
    }
    access::SearchDone entry;
    entry.viewer = call.who.id;
    entry.what = "incidents";
    entry.kinds = out.searched_by;
    entry.purpose = call.purpose;
    entry.reason = call.reason;
    entry.found = static_cast<std::int64_t>(out.found.size());
    HEED_CHECK(door.consultations.searched(entry, door.desk.policy()->rules->version()));
    return answer(out);
  };
  return route;
}

}  // namespace

RouteTable search_routes(const DeskDoor& door) { return {search(door)}; }

}  // namespace heed::server
