// What has happened to the checks of an incident, as persisted in that incident's stream. The names
// in checks_events.cc are frozen: an event is never renamed, and a field is never given another
// meaning. Who looked at an answer lies in the viewer's own stream, not here.
#pragma once

#include <map>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "checks/checks_types.h"

namespace heed::checks {

// Durable before anything is sent. Keys are of one subject.
struct CheckIntended {
  CheckId check;
  std::string source;
  SubjectRef subject;
  std::optional<PersonId> person;  // whose it is, where that is known
  std::string role;  // of the subject: incident::IdentifierRole or PersonRole, as text
  std::vector<SearchKey> keys;
  std::string purpose;     // the code under which the source is asked
  std::string originator;  // one line of at most 53 characters: who asks, for which incident
  int hops = 0;            // recorded links between the subject and what was said
  std::string from_check;  // the check whose answer named the subject
  bool required = true;    // closing waits for it
  bool urgent = false;     // a live 999 call: the source's first lane
  std::string rule;        // policy's rule that wants it
};
// About to be sent. The request id is the same at every attempt.
struct CheckAsked {
  CheckId check;
  int attempt = 0;  // from 1
  std::string request_id;
};
struct CheckAttemptFailed {
  CheckId check;
  int attempt = 0;
  Reason reason = Reason::unavailable;
  std::string detail;
  Instant next_try;
};
struct CheckAnswered {
  CheckId check;
  int attempt = 0;
  OutcomeKind outcome = OutcomeKind::not_searched;
  std::optional<Reason> reason;  // not searched; or a hit of an incomplete answer
  std::string detail;
  Said said;
  std::vector<SearchKey> asked;
  bool read_back = true;           // false: a number not yet read back to the caller
  std::optional<PersonId> person;  // set where the findings are about at most this one person
};
// A later answer that differs: appended, alerted; the former stays on record.
struct CheckAnsweredAgain {
  CheckAnswered answer;
  std::string why;  // what differs, in words
};
struct CheckAcknowledged {
  CheckId check;
};
struct CheckWaived {
  CheckId check;
  std::string reason;
};
struct CheckCancelled {
  CheckId check;
  std::string reason;
};
// Somebody had it asked once more.
struct CheckReopened {
  CheckId check;
  std::string reason;
};

using Event =
    std::variant<CheckIntended, CheckAsked, CheckAttemptFailed, CheckAnswered, CheckAnsweredAgain,
                 CheckAcknowledged, CheckWaived, CheckCancelled, CheckReopened>;

// The frozen name, such as "check.intended.v1".
std::string_view type_name(const Event& event);
// Every name this room can read.
const std::vector<std::string_view>& type_names();
std::string encode(const Event& event);
// Code::corrupt where the payload is not what that type holds; Code::not_found where the type is
// not this room's.
Result<Event> decode(std::string_view type, std::string_view payload);
// Whose personal data the payload holds, where it is one person's.
std::optional<PersonId> sealed_for(const Event& event);
// The check it is about.
CheckId check_of(const Event& event);

}  // namespace heed::checks
