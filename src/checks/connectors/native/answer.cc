#include "checks/connectors/native/answer.h"

#include "base/json_map.h"
#include "base/text.h"
#include "checks/checks_describe.h"
#include "checks/connectors/status.h"

namespace heed::checks {

BOOST_DESCRIBE_STRUCT(NativeAnswer, (),
                      (state, outcome, reason, subject, searched, rows_declared, last_page,
                       incomplete_because, as_of, coverage, extract, searched_by, searched_at,
                       words, findings))
BOOST_DESCRIBE_STRUCT(NativeQuestion, (),
                      (request_id, source, keys, purpose, originator, role, urgent, incident))

namespace {

std::int64_t rows_in(const records::Findings& findings) {
  return static_cast<std::int64_t>(findings.people.size() + findings.orders.size() +
                                   findings.events.size() + findings.address_markers.size());
}

template <class T>
void put_source(std::vector<T>& items, const SourceDeclaration& source,
                const std::optional<Instant>& as_of) {
  for (auto& item : items) {
    auto& provenance = item.provenance;
    if (provenance.source.empty()) provenance.source = source.source;
    if (!provenance.as_of) provenance.as_of = as_of;
    if (provenance.caveat.empty()) provenance.caveat = source.caveat;
  }
}

Said said_by(const NativeAnswer& answer, const SourceDeclaration& source) {
  Said said;
  said.findings = answer.findings;
  put_source(said.findings.people, source, answer.as_of);
  put_source(said.findings.orders, source, answer.as_of);
  put_source(said.findings.events, source, answer.as_of);
  put_source(said.findings.address_markers, source, answer.as_of);
  said.subject = answer.subject;
  said.searched = answer.searched;
  said.rows_declared = answer.rows_declared;
  said.rows_received = rows_in(answer.findings);
  said.rows_read = said.rows_received;
  said.last_page = answer.last_page;
  said.incomplete_because = answer.incomplete_because;
  said.as_of = answer.as_of;
  said.coverage = answer.coverage.empty() ? source.coverage : answer.coverage;
  said.extract = answer.extract;
  said.caveat = source.caveat;
  return said;
}

// A desk's answer: what it typed. "Nothing found" is complete only with who searched, when, by
// what.
Reading desk_said(const NativeAnswer& answer, const SourceDeclaration& source) {
  if (answer.outcome != "found" && answer.outcome != "nothing_found") {
    return Fault{Reason::malformed, "the desk says neither found nor nothing found", {}};
  }
  Said said = said_by(answer, source);
  said.searched_by = answer.searched_by;
  said.searched_at = answer.searched_at;
  said.words = answer.words;
  said.as_of = answer.searched_at;
  said.last_page = true;
  const bool found = answer.outcome == "found";
  if (found && said.findings.empty()) {
    if (trim(answer.words).empty()) {
      return Fault{Reason::malformed, "found, and it does not say what", {}};
    }
    records::PastEvent event;
    event.kind = "desk_answer";
    event.summary = answer.words;
    event.provenance.source = source.source;
    event.provenance.caveat = source.caveat;
    said.findings.events.push_back(std::move(event));
  }
  if (!found && !said.findings.empty()) {
    return Fault{Reason::malformed, "nothing found, and yet findings are given", {}};
  }
  if (trim(answer.searched_by).empty()) {
    if (!found) return Fault{Reason::partial, "it does not say who searched", {}};
    said.searched.clear();
  }
  for (const auto& person : said.findings.people) {
    said.matched.push_back({person.record_id,
                            "exact",
                            1,
                            false,
                            false,
                            {"named by the desk in answer to this check"}});
  }
  said.rows_received = rows_in(said.findings);
  said.rows_read = said.rows_received;
  said.rows_declared = said.rows_received;
  return Page{std::move(said), std::nullopt};
}

class NativeConnector final : public Connector {
 public:
  explicit NativeConnector(std::shared_ptr<const SourceDeclaration> source)
      : source_(std::move(source)) {}

  std::variant<Outgoing, Fault> request(const Asked& asked) const override {
    Outgoing out = start(asked);
    out.method = "POST";
    out.path = "/requests";
    out.headers.emplace_back("Content-Type", "application/json");
    NativeQuestion question{asked.request_id, asked.source, asked.keys,   asked.purpose,
                            asked.originator, asked.role,   asked.urgent, {}};
    if (source_->kind == SourceKind::journal) question.incident = asked.incident.str();
    out.body = encode(question);
    return out;
  }

  Reading read(const Asked& asked, const Incoming& incoming, Instant) const override {
    const bool desk = source_->kind == SourceKind::person;
    // A desk's inbox says 201 or 202: taken, not answered.
    if (desk && (incoming.status == 201 || incoming.status == 202)) return pending(asked);
    if (auto fault = fault_of_status(incoming)) return *fault;
    auto answer = decode_native_answer(incoming.body, source_->limits.bytes_max);
    if (!answer) return Fault{Reason::malformed, answer.error().message(), {}};
    if (desk && answer->state == "pending") return pending(asked);
    if (answer->state != "answered") return Fault{Reason::malformed, "expected an answer", {}};
    if (answer->outcome == "not_searched") {
      return Fault{answer->reason.value_or(Reason::unavailable), answer->words, {}};
    }
    if (desk) return desk_said(*answer, *source_);
    if (answer->outcome != "searched") {
      return Fault{Reason::malformed, "expected the outcome of a search", {}};
    }
    return Page{said_by(*answer, *source_), std::nullopt};
  }

 private:
  Outgoing start(const Asked& asked) const {
    Outgoing out;
    out.source = source_->source;
    out.request_id = asked.request_id;
    out.headers = {{"Accept", "application/json"}, {"X-Request-Id", asked.request_id}};
    return out;
  }

  Pending pending(const Asked& asked) const {
    Outgoing poll = start(asked);
    poll.method = "GET";
    poll.path = "/requests/" + asked.request_id;
    return {std::move(poll), source_->poll_every};
  }

  std::shared_ptr<const SourceDeclaration> source_;
};

}  // namespace

std::string encode(const NativeAnswer& answer) { return json_map::write(answer); }
std::string encode(const NativeQuestion& question) { return json_map::write(question); }

Result<NativeAnswer> decode_native_answer(std::string_view json, std::size_t bytes_max) {
  HEED_TRY(const auto value, parse_json(json, {bytes_max, 16}));
  NativeAnswer out;
  HEED_CHECK(json_map::from_json(
      value, out, {}, {json_map::Absent::keeps_default, json_map::Unknown::is_an_error}));
  return out;
}

Result<NativeQuestion> decode_native_question(std::string_view json) {
  return json_map::read<NativeQuestion>(
      json, {json_map::Absent::keeps_default, json_map::Unknown::is_an_error});
}

std::unique_ptr<Connector> make_native_connector(std::shared_ptr<const SourceDeclaration> source) {
  return std::make_unique<NativeConnector>(std::move(source));
}

}  // namespace heed::checks
