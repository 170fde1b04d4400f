// The words of an incident: ids, roles, grades, ages. Names on the wire are these names.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/ids.h"

namespace heed::incident {

using IncidentId = Id<struct IncidentTag>;
using ContactId = Id<struct ContactTag>;
using PersonId = Id<struct PersonTag>;
using IdentifierId = Id<struct IdentifierTag>;
using EntryId = Id<struct EntryTag>;
using FindingId = Id<struct FindingTag>;
using UndertakingId = Id<struct UndertakingTag>;
using ObligationId = Id<struct ObligationTag>;
using HistoryId = Id<struct HistoryTag>;

enum class Channel { emergency_999, non_emergency_101, chat, in_person };

// Ordered: a greater grade is a faster response.
enum class Grade { resolution_without_deployment, scheduled, priority, emergency };

// What a person is in this incident. One person may have several.
enum class PersonRole { reporting, victim, suspect, witness, third_party, unknown };

// Whose an identifier is. `callers` the reporter's own, `complained_of` the other side's.
enum class IdentifierRole { unknown, callers, victims, complained_of, third_party };

enum class IdentifierState { heard, accepted, rejected };

enum class Voice { caller, handler_note, quoted, transcript };

// What is known of an age. Not asked and not known are different things (design, Policy is data).
enum class AgeStatus { not_asked, known, recorded, estimated, not_known, refused };

// On what an age rests. Only `said`, `recorded` (for an accepted person) and `seen_by_officer` can
// end possible_child (S5); `heard_in_voice` never can.
enum class AgeBasis { said, implied, recorded, seen_by_officer, heard_in_voice };

// One statement about one person's age. Kept, never overwritten: conflicts are shown.
struct AgeClaim {
  AgeStatus status = AgeStatus::not_asked;
  AgeBasis basis = AgeBasis::said;
  std::optional<LocalDate> born;
  std::optional<int> low;   // completed years at `at`, included
  std::optional<int> high;  // included
  Instant at;
  std::string words;  // the quote or the source's name it rests on
};

enum class Outcome { answered, refused, not_known, later, dismissed };

enum class Conclusion { identified, none_found, not_established };

// What an obligation waits for; each kind has its own act that meets it (design, S6).
enum class ObligationKind {
  question,     // an answer
  check,        // a complete answer of a source
  acknowledge,  // a person saying: I have read it
  tell,         // the receiver's receipt
  decide,       // a named person's decision with reasons
  review,       // a reviewer's finding
  undertaking,  // the promise kept, or the caller told why not
  act,          // somebody saying that it is done
  dispatch,     // a dispatcher's acceptance, with a time
};

enum class ObligationState { open, met, waived, released, withdrawn };

// Geographic position of a caller: never a bare point (brief, section 7).
struct Location {
  std::string address;  // subscriber's or stored address, may be empty
  std::string uprn;
  std::optional<double> latitude;  // WGS 84 degrees
  std::optional<double> longitude;
  std::optional<int> radius_m;
  std::optional<Instant> fixed_at;  // when the position was taken
  std::string method;               // "aml_gnss", "cell", "subscriber", "said"
  bool confirmed = false;
};

// The subject of an obligation or fact: kind as policy writes it, and the id as text ("" for the
// incident).
struct SubjectRef {
  std::string kind;
  std::string id;
  auto operator<=>(const SubjectRef&) const = default;
};

}  // namespace heed::incident
