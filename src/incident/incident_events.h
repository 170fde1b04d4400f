// What has happened in an incident, as persisted. The names in incident_events.cc are frozen: an
// event is never renamed, and a field is never given another meaning. One payload holds personal
// data of at most one person where it names `person`; log text and the rest are the incident's.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "incident/incident_types.h"

namespace heed::incident {

// ---- contacts -----------------------------------------------------------------------------------
struct IncidentOpened {
  IncidentId incident;
  std::string reference;  // NM-20261119-00421
  LocalDate date;         // local, at opening
};
struct ContactOpened {
  ContactId contact;
  Channel channel = Channel::emergency_999;
  std::string line;        // phone key; empty where withheld
  std::string subscriber;  // as the emergency operator gave it; 999 only
  std::optional<Location> location;
  std::string call_id;    // the switch's
  std::string recording;  // the recorder's reference
  std::optional<Micros> recording_offset;
  Instant answered_at;
  bool entered_afterwards = false;  // taken while Heed was down
  ActorId handler;
  PersonId caller;
};
struct ContactEnded {
  ContactId contact;
  Instant at;
  bool lost = false;  // the line went; nobody hung up on purpose
};
// The one line asked on leaving a call: what we said we would do, by when. `nothing` is an answer;
// where neither is given it stays owed.
struct LeavingAnswered {
  ContactId contact;
  bool nothing = false;
};
struct RingBackDecided {
  ContactId contact;
  bool ring = false;
  std::string number;
  std::string who_may_answer;
  std::string what_to_say;
  std::string reason;
};
struct ParticipantJoined {
  ActorId who;
  std::string as;  // handler, supervisor, dispatcher, listener, …
};
struct HandedOver {
  ActorId from;
  ActorId to;
};
struct LocationConfirmed {
  Location location;
};

// ---- the log ------------------------------------------------------------------------------------
struct EntryWritten {
  EntryId entry;
  std::optional<ContactId> contact;
  Voice voice = Voice::handler_note;
  std::string text;
  std::optional<EntryId> corrects;
  std::string protected_for;  // roles that may read it; empty: everybody on the incident
};
// A sentence of the log that concludes while something is open against it (S4).
struct ConclusionMarked {
  EntryId entry;
  std::string meaning;  // concludes_no_risk, …
  std::string quote;
  std::vector<std::string> open_against;
};

// ---- what was heard -----------------------------------------------------------------------------
struct CueHeard {
  FindingId finding;
  EntryId entry;
  std::string meaning;
  std::optional<PersonId> about;
  std::string quote;
  std::size_t start = 0;  // code points in the entry's text
  std::size_t end = 0;
  std::string why;
};
struct IdentifierHeard {
  IdentifierId identifier;
  std::optional<EntryId> entry;  // nothing where it came with the line or from a record
  std::string kind;
  std::string value;
  std::string platform;
  IdentifierRole role = IdentifierRole::unknown;
  std::optional<PersonId> person;
  std::string quote;
  std::size_t start = 0;
  std::size_t end = 0;
  IdentifierState state = IdentifierState::heard;
  int hops = 0;            // how many recorded links lie between it and what was said
  std::string from_check;  // the check whose answer named it; empty where it was said
};
struct AgeHeard {
  FindingId finding;
  std::optional<EntryId> entry;
  PersonId person;
  AgeClaim claim;
};
struct DeadlineHeard {
  FindingId finding;
  EntryId entry;
  Instant at;
  std::string precision;  // minute, hour, part_of_day, day
  std::string quote;
};
struct UndertakingHeard {
  FindingId finding;
  EntryId entry;
  std::string what;
  std::optional<Instant> due;
  std::string quote;
};
struct WishHeard {
  FindingId finding;
  EntryId entry;
  std::string kind;    // do_not_call, do_not_tell, manner
  std::string target;  // phone key, or who in words
  std::string quote;
};
struct FlagRaised {
  std::string name;
  std::vector<std::string> why;
  bool obliges = false;
};
struct FindingRejected {
  FindingId finding;
};
struct FindingAccepted {
  FindingId finding;
};

// ---- identifiers --------------------------------------------------------------------------------
struct IdentifierAccepted {
  IdentifierId identifier;
  IdentifierRole role = IdentifierRole::unknown;
  std::optional<PersonId> person;
};
struct IdentifierRejected {
  IdentifierId identifier;
};
struct IdentifierReadBack {
  IdentifierId identifier;
};
// Neither accepted nor rejected two minutes after it was heard, or when the contact ended.
struct IdentifierStoodUnaccepted {
  IdentifierId identifier;
};

// ---- people -------------------------------------------------------------------------------------
struct PersonAdded {
  PersonId person;
  std::vector<PersonRole> roles;
  std::string name;  // as said, whole
  std::string given_name;
  std::string family_name;
  std::string described;  // "a man called Danny"
  std::string relation;   // to the caller: grandmother
};
struct PersonNamed {
  PersonId person;
  std::string given_name;
  std::string family_name;
};
struct RolesSet {
  PersonId person;
  std::vector<PersonRole> roles;
};
struct AddressSaid {
  PersonId person;
  std::string address;
  std::string uprn;
};
// A source holds a person for an identifier or by name: a candidate until a person decides.
struct CandidateFound {
  HistoryId candidate;
  PersonId person;  // of this incident, whom it may be
  std::string source;
  std::string record_id;
  std::string band;  // exact, strong, possible
  double probability = 0;
  bool tied = false;
  std::vector<std::string> reasons;
  std::string given_name;
  std::string family_name;
  std::optional<LocalDate> born;
  std::string sex;
  std::string address;
  std::vector<std::string> markers;  // codes, current ones
  std::vector<std::string> needs;    // in words
  bool managed_offender = false;
  std::string danger;
  std::string manager;
  std::string from_check;
  std::optional<Instant> as_of;
};
struct CandidateAccepted {
  HistoryId candidate;
};
struct CandidateRejected {
  HistoryId candidate;
  std::string reason;
};
// An age that a person recorded, with its basis.
struct AgeRecorded {
  PersonId person;
  AgeClaim claim;
};

// ---- history ------------------------------------------------------------------------------------
// Shown, acknowledged and acted upon are three things; only the second says that somebody read it.
struct HistoryShown {
  HistoryId history;
  std::string basis;     // number, complained_of_number, name, address
  std::string incident;  // an earlier incident's id; empty where it is a record of a source
  std::string reference;
  std::string summary;
  std::optional<Instant> at;
  std::optional<PersonId> person;
};
struct HistoryAcknowledged {
  HistoryId history;
};
struct HistoryActedUpon {
  HistoryId history;
  std::string act;
};
struct IncidentLinked {
  IncidentId other;
  std::string reference;
  std::string basis;
};

// ---- questions ----------------------------------------------------------------------------------
struct QuestionAnswered {
  std::string question;
  SubjectRef subject;
  Outcome outcome = Outcome::answered;
  std::string value;   // yes, no, or text
  std::string reason;  // dismissed needs one
};

// ---- undertakings, wishes, advice, evidence -----------------------------------------------------
struct UndertakingGiven {
  UndertakingId undertaking;
  std::optional<ContactId> contact;
  std::string what;
  Instant due;
  std::optional<FindingId> from;
};
struct UndertakingEnded {
  UndertakingId undertaking;
  bool kept = true;
  std::string told_caller;  // what the caller was told where it was not kept
};
struct WishRecorded {
  FindingId wish;
  std::string kind;
  std::string target;
  std::string words;
};
struct AdviceGiven {
  std::string advice;  // id in policy/advice.toml
  std::string words;
};
struct BlockingHeldBack {
  std::string reason;
};
struct CallPlaced {
  std::string number;
  bool refused = false;
  std::string by_wish;          // the wish that refused it
  std::string override_reason;  // where a supervisor overrode it
};

// ---- codes, grade, conclusions, closing ---------------------------------------------------------
struct OpeningCodeSet {
  std::string code;
};
struct ThemeSet {
  std::string theme;
  bool on = true;
  std::string by;  // code, key, words
};
struct GradeSet {
  Grade grade = Grade::scheduled;
  std::string reason;
  bool lowered = false;
};
struct GradeFloorRaised {
  Grade floor = Grade::scheduled;
  std::string rule;
  std::string why;
};
struct Concluded {
  std::string about;  // risk, vulnerability, identity, …
  Conclusion conclusion = Conclusion::not_established;
  std::string rationale;
};
struct IncidentClosed {
  std::string closing_code;
  std::string outcome;
  std::string reason;
};
struct ClosingRefused {
  std::vector<std::string> over;
};
struct IncidentReopened {
  std::string why;
  std::string by_incident;
};

// ---- obligations --------------------------------------------------------------------------------
struct ObligationRaised {
  ObligationId obligation;
  std::string rule;
  std::string policy_version;
  SubjectRef subject;
  ObligationKind kind = ObligationKind::act;
  std::string what;
  std::string why;
  std::string duty;                // the role it is offered to
  ActorId holder;                  // who answers for it until somebody accepts it
  std::optional<ActorId> offered;  // the named person of that duty
  Instant due;
  std::string ladder;
  std::map<std::string, std::string> details;  // source, question, advice, … by kind
  std::vector<std::string> triggers;           // entries, findings, checks it stands on
  bool blocks_closing = true;
};
struct ObligationAccepted {
  ObligationId obligation;
  ActorId by;
};
struct ObligationOffered {  // up the ladder, or to the next on duty
  ObligationId obligation;
  std::string duty;
  std::optional<ActorId> to;
  int rung = 0;
  std::string ladder;
};
struct ObligationOverdue {
  ObligationId obligation;
};
struct ObligationEnded {
  ObligationId obligation;
  ObligationState state = ObligationState::met;
  std::string how;  // the act, or the releasing reason
  ActorId by;
};
// A second ending of an obligation that had ended: kept, changes nothing.
struct ObligationEndedAgain {
  ObligationId obligation;
  ObligationState state = ObligationState::met;
  std::string how;
};
struct DecisionMade {
  ObligationId obligation;
  std::string decision;  // arrest, visit, enquiries, none
  std::string reasons;
};
// Somebody told somebody outside the log: a disclosure entry.
struct Told {
  std::optional<ObligationId> obligation;
  std::string whom;
  std::string what;
  std::string legal_authority;
  std::string legal_basis;
};

// Words to say, put before the handler by policy before they are needed.
struct AdviceOffered {
  std::string advice;
  std::string words;
  std::string rule;
};
// Policy wants the earlier incident looked at again; a reaction reopens it on its own stream.
struct ReopeningAsked {
  IncidentId other;
  std::string why;
};

// What is known may amount to this offence, as policy has it: for a trained person to decide, and
// withdrawn where what is known has changed. It accuses nobody.
struct OffenceOffered {
  std::string offence;  // id in policy/offences.toml
  SubjectRef subject;
  std::string rule;
  std::string why;
};
struct OffenceWithdrawn {
  std::string rule;
  SubjectRef subject;
};

using Event = std::variant<
    IncidentOpened, ContactOpened, ContactEnded, LeavingAnswered, RingBackDecided,
    ParticipantJoined, HandedOver, LocationConfirmed, EntryWritten, ConclusionMarked, CueHeard,
    IdentifierHeard, AgeHeard, DeadlineHeard, UndertakingHeard, WishHeard, FlagRaised,
    FindingRejected, FindingAccepted, IdentifierAccepted, IdentifierRejected, IdentifierReadBack,
    IdentifierStoodUnaccepted, PersonAdded, PersonNamed, RolesSet, AddressSaid, CandidateFound,
    CandidateAccepted, CandidateRejected, AgeRecorded, HistoryShown, HistoryAcknowledged,
    HistoryActedUpon, IncidentLinked, QuestionAnswered, UndertakingGiven, UndertakingEnded,
    WishRecorded, AdviceGiven, BlockingHeldBack, CallPlaced, OpeningCodeSet, ThemeSet, GradeSet,
    GradeFloorRaised, Concluded, IncidentClosed, ClosingRefused, IncidentReopened, ObligationRaised,
    ObligationAccepted, ObligationOffered, ObligationOverdue, ObligationEnded, ObligationEndedAgain,
    DecisionMade, Told, AdviceOffered, ReopeningAsked, OffenceOffered, OffenceWithdrawn>;

// The frozen name, such as "contact.opened.v1".
std::string_view type_name(const Event& event);
// Every name this room can read.
const std::vector<std::string_view>& type_names();
std::string encode(const Event& event);
// Code::corrupt where the payload is not what that type holds; Code::not_found where the type is
// not this room's.
Result<Event> decode(std::string_view type, std::string_view payload);
// Whose personal data the payload holds, where it is one person's: it is sealed with their key.
std::optional<PersonId> sealed_for(const Event& event);

}  // namespace heed::incident
