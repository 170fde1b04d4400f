#include "checks/connectors/journal/exchange.h"

#include "checks/connectors/native/answer.h"

namespace heed::checks {
namespace {

Reason reason_of(Code code) {
  switch (code) {
    case Code::timeout: return Reason::timeout;
    case Code::denied: return Reason::denied;
    case Code::limit: return Reason::partial;
    case Code::corrupt: return Reason::malformed;
    case Code::invalid: return Reason::misconfigured;
    default: return Reason::unavailable;
  }
}

class JournalExchange final : public Exchange {
 public:
  explicit JournalExchange(std::shared_ptr<const HistoryLookup> lookup)
      : lookup_(std::move(lookup)) {}

  void exchange(Outgoing outgoing, Micros, std::size_t bytes_max,
                std::function<void(Reply)> done) override {
    const auto question = decode_native_question(outgoing.body);
    if (!question) return done(Fault{Reason::misconfigured, question.error().message(), {}});
    const auto asking = IncidentId::parse(question->incident);
    auto found = lookup_->look_up(question->keys, asking ? *asking : IncidentId{});
    if (!found) return done(Fault{reason_of(found.error().code), found.error().detail, {}});
    NativeAnswer answer;
    answer.subject = question->keys;
    for (const auto& key : question->keys) answer.searched.push_back(key.kind);
    answer.as_of = found->as_of;
    answer.findings = std::move(found->findings);
    answer.rows_declared = static_cast<std::int64_t>(
        answer.findings.people.size() + answer.findings.orders.size() +
        answer.findings.events.size() + answer.findings.address_markers.size());
    answer.last_page = true;
    if (!found->complete) {
      answer.incomplete_because = found->incomplete_because.empty()
                                      ? "the records could not be read to the end"
                                      : found->incomplete_because;
    }
    Incoming incoming;
    incoming.body = encode(answer);
    if (incoming.body.size() > bytes_max) {
      return done(Fault{Reason::partial, "more was found than fits into an answer", {}});
    }
    done(std::move(incoming));
  }

 private:
  std::shared_ptr<const HistoryLookup> lookup_;
};

}  // namespace

std::shared_ptr<Exchange> journal_exchange(std::shared_ptr<const HistoryLookup> lookup) {
  return std::make_shared<JournalExchange>(std::move(lookup));
}

}  // namespace heed::checks
