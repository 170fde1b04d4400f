#include "journal/journal.h"

#include "base/text.h"
#include "journal/ledger_events.h"

namespace heed::journal {
namespace {

bool is_word(std::string_view text, std::size_t bytes_max) {
  if (text.empty() || text.size() > bytes_max) return false;
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || c == '_' || is_digit(c))) return false;
  }
  return !is_digit(text[0]);
}

bool is_line(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) return false;
  for (const char c : text) {
    if (c < 0x21 || c > 0x7E) return false;
  }
  return true;
}

Status check_event(const Append& append, const NewEvent& event, const EventTypes& types) {
  if (!types.knows(event.type)) {
    return error(Code::invalid,
                 "\"" + event.type + "\" is not an event type that this binary knows", "append",
                 "Add it to its capability's table of types");
  }
  if (event.payload.size() > payload_bytes_max) {
    return error(Code::limit,
                 "a payload of " + std::to_string(event.payload.size()) +
                     " bytes, expected at most " + std::to_string(payload_bytes_max),
                 event.type);
  }
  if (event.scope.kind == KeyScope::Kind::open && append.stream.kind != ledger_stream_kind) {
    return error(Code::invalid, "only the ledger's own events are stored unsealed", event.type);
  }
  return ok();
}

}  // namespace

Status check_append(const Append& append, const EventTypes& types) {
  if (!is_word(append.stream.kind, 32) || append.stream.id.is_nil()) {
    return error(Code::invalid, "expected a stream kind of a-z and _ and an id", "append.stream");
  }
  if (append.actor.is_nil()) return error(Code::invalid, "expected an actor", "append.actor");
  if (!is_word(append.purpose, 64)) {
    return error(Code::invalid, "expected a purpose code of a-z, 0-9 and _", "append.purpose");
  }
  if (!is_line(append.policy_version, 80)) {
    return error(Code::invalid, "expected at most 80 printable characters without spaces",
                 "append.policy_version");
  }
  if (append.command &&
      (append.command->key.empty() || append.command->key.size() > command_key_bytes_max)) {
    return error(Code::invalid,
                 "expected a key of 1 to " + std::to_string(command_key_bytes_max) + " bytes",
                 "append.command");
  }
  if (append.events.empty() || append.events.size() > events_per_append_max) {
    return error(Code::invalid,
                 "expected 1 to " + std::to_string(events_per_append_max) + " events",
                 "append.events");
  }
  if (append.cause.depth >= cause_depth_max) {
    return error(Code::refused,
                 "this would be event " + std::to_string(append.cause.depth) +
                     " in a chain of causes: a loop of reactions",
                 "caused by event " + std::to_string(append.cause.seq));
  }
  for (const auto& event : append.events) HEED_CHECK(check_event(append, event, types));
  return ok();
}

}  // namespace heed::journal
