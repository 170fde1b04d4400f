#include "app/lead_rehearsal.h"

#include <boost/json.hpp>

#include "base/json.h"
#include "net/http_client.h"
#include "policy/document.h"

namespace heed::app {
namespace {

constexpr std::string_view table = "rehearsal";
constexpr std::string_view row = "acts_done";

Status post(const std::string& url, const boost::json::object& body) {
  net::HttpClient client;
  net::ClientRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = write_json(body);
  const net::Outcome outcome = client.ask(request);
  if (outcome.reached == net::Reached::answered && outcome.status < 300) return ok();
  return error(Code::unavailable, "a stand-in did not do what was asked", {},
               "See whether heed-world still runs, then try again");
}

Result<std::vector<server::RehearsalAct>> read_acts(const RehearsalLead& lead) {
  HEED_TRY(const policy::Document document, policy::Document::load(lead.file));
  std::vector<server::RehearsalAct> out;
  for (const policy::Table& one : document.root().tables("act")) {
    server::RehearsalAct act;
    act.says = one.string("says");
    act.caller = one.string_or("caller", "");
    if (const auto at = one.optional_string("at")) {
      HEED_TRY(act.at, parse_instant(*at));
    }
    out.push_back(std::move(act));
  }
  HEED_CHECK(document.finish());
  return out;
}

}  // namespace

Result<std::shared_ptr<server::RehearsalControl>> lead_rehearsal(RehearsalLead lead) {
  server::RehearsalControl::Parts parts;
  HEED_TRY(parts.acts, read_acts(lead));
  parts.clock = lead.clock;
  parts.load = [rows = lead.rows]() -> Result<std::size_t> {
    HEED_TRY(const auto kept, rows->get(table, row));
    return kept ? static_cast<std::size_t>(std::strtoull(kept->c_str(), nullptr, 10)) : 0;
  };
  parts.save = [rows = lead.rows](std::size_t done) {
    return rows->put(table, row, std::to_string(done));
  };
  parts.ring = [control = lead.control](const std::string& caller) {
    return post(control + "/play", {{"script", caller}});
  };
  parts.move_to = [lead](Instant at) -> Status {
    for (const auto& clock : lead.clocks) {
      HEED_CHECK(post(clock + "/clock", {{"now", format_instant(at)}}));
    }
    lead.clock->move_to(at);
    return lead.moved();
  };
  return server::RehearsalControl::make(std::move(parts));
}

}  // namespace heed::app
