// What a source can tell us, in POLE shape: people, the identifiers recorded for them, markers,
// court orders, past events; each with where it comes from and how fresh it is. Values only: no
// source, no matching decision. A marker belongs to whom it was recorded for and prompts; it is not
// a fact about anybody else at that address. Texts are as the source wrote them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"

namespace heed::records {

// Where a record comes from. `source` is the source's role, such as offender_management.
struct Provenance {
  std::string source;
  std::string record_id;                    // unique within the source
  std::optional<Instant> as_of;             // when the source's content was last brought up to date
  std::optional<LocalDate> last_confirmed;  // when somebody last saw that this is so
  std::string caveat;                       // to be shown wherever the record is shown
};

struct Marker {
  std::string code;     // from the source's table: "autism", "offends_against_children"
  std::string meaning;  // in words
  std::optional<LocalDate> from;
  std::optional<LocalDate> review_by;
  bool current = true;
  std::string belongs_to;  // record_id of the person, or empty where it hangs on an address
  Provenance provenance;
};

// One way to find a person. An ended link (`until` in the past) is shown with its dates and is
// never more than a possible match.
struct RecordedIdentifier {
  std::string kind;      // names of matching::IdentifierKind
  std::string value;     // normalised key
  std::string platform;  // user names only
  std::string note;      // "seen on visit"
  std::optional<LocalDate> from;
  std::optional<LocalDate> until;
  std::optional<LocalDate> last_confirmed;
};

// A person as one source records them.
struct Nominal {
  std::string record_id;
  std::string given_name;
  std::string middle_name;
  std::string family_name;
  std::vector<std::string> also_known_as;  // whole names
  std::optional<LocalDate> born;
  std::string sex;      // as recorded; may be empty
  std::string address;  // one line
  std::string postcode;
  std::vector<RecordedIdentifier> identifiers;
  std::vector<Marker> markers;
  std::vector<std::string> needs;  // communication and care needs, in words
  bool managed_offender = false;
  std::string danger;   // "children": to whom a managed offender is a danger, as recorded
  std::string manager;  // offender manager, by name
  std::string risk_level;
  bool restricted = false;  // staff and their households: never opens by itself (I7)
  Provenance provenance;
};

// A past crime, incident or intelligence report.
struct PastEvent {
  std::string kind;  // "crime", "incident", "intelligence", "missing"
  std::string reference;
  std::optional<LocalDate> on;
  std::string summary;
  std::string role;     // the found person's role in it: "suspect", "victim", …
  std::string grading;  // 3x5x2 where it is intelligence, such as "2 B P"
  std::string person_record_id;
  Provenance provenance;
};

// An age limit as the order words it: "under 16" is {16, false}, "16 or under" is {16, true}.
struct ProtectedAge {
  int limit = 18;
  bool inclusive = false;
  // Whether somebody of that many completed years is protected.
  bool covers(int age) const { return inclusive ? age <= limit : age < limit; }
};

// One prohibition or duty of an order. `kind` is from policy's vocabulary (policy/orders.toml):
// contact, device_use, internet, notify, place, identity, activity, travel. Empty: nobody has
// structured it. `verbatim` is the court's text and rules over the structure.
struct OrderCondition {
  std::string condition_id;
  std::string verbatim;
  std::string kind;
  std::optional<ProtectedAge> protected_age;
  std::string protected_sex;               // empty: any
  std::vector<std::string> named_persons;  // whole names
  std::vector<std::string> modes;          // any, in_person, phone, text, online, indirect
  std::vector<std::string> exceptions;     // supervised, inadvertent, approved_consent
  std::string allowed;                     // device_use, internet: never, conditional
  std::vector<std::string> platforms;      // identity, internet: named platforms
  std::string notify_what;                 // notify: device, address, …
  std::optional<int> notify_within_days;
  std::vector<std::string> uprns;  // place
  std::optional<int> radius_m;     // place
};

struct CourtOrder {
  std::string order_id;
  std::string kind;  // sopo, shpo, sro, non_molestation, restraining, …
  std::string court;
  std::string against_record_id;
  std::optional<LocalDate> made;
  std::optional<LocalDate> served;
  std::optional<LocalDate> expires;     // in force to the end of that day
  std::optional<LocalDate> discharged;  // in force until the day before
  std::optional<LocalDate> varied;      // the conditions below are those since that day
  std::string verbatim;
  bool structured = false;  // somebody has read it and structured its conditions
  std::vector<OrderCondition> conditions;
  Provenance provenance;
};

// Everything one source said to one question.
struct Findings {
  std::vector<Nominal> people;
  std::vector<CourtOrder> orders;
  std::vector<PastEvent> events;
  std::vector<Marker> address_markers;
  bool empty() const {
    return people.empty() && orders.empty() && events.empty() && address_markers.empty();
  }
};

}  // namespace heed::records
