// Heed's own form of an answer, for what is asked inside Heed (own records, extracts) and for
// desks. One JSON object: state (answered, pending), outcome (searched, nothing_found, found,
// not_searched), reason, subject, searched, rows_declared, last_page, incomplete_because, as_of,
// coverage, extract, searched_by,
// searched_at, words, findings. The same claims as any other source's, judged by the same rules.
#pragma once

#include <memory>
#include <string>

#include "checks/connector.h"

namespace heed::checks {

struct NativeAnswer {
  std::string state = "answered";    // or pending
  std::string outcome = "searched";  // or found, nothing_found (desks say which), not_searched
  std::optional<Reason> reason;
  std::vector<SearchKey> subject;
  std::vector<std::string> searched;
  std::optional<std::int64_t> rows_declared;
  bool last_page = false;
  std::string incomplete_because;
  std::optional<Instant> as_of;
  std::string coverage;
  std::string extract;
  std::string searched_by;
  std::optional<Instant> searched_at;
  std::string words;
  records::Findings findings;
};
std::string encode(const NativeAnswer& answer);
Result<NativeAnswer> decode_native_answer(std::string_view json, std::size_t bytes_max);

// What is asked, in Heed's own form.
struct NativeQuestion {
  std::string request_id;
  std::string source;
  std::vector<SearchKey> keys;
  std::string purpose;
  std::string originator;
  std::string role;
  bool urgent = false;
  std::string incident;  // for own records, which leave it out; empty for desks
};
std::string encode(const NativeQuestion& question);
Result<NativeQuestion> decode_native_question(std::string_view json);

// journal and dataset: one question, one answer. person: POST /requests; then GET /requests/<id>
// every poll_every, until it is answered.
std::unique_ptr<Connector> make_native_connector(std::shared_ptr<const SourceDeclaration> source);

}  // namespace heed::checks
