// An incident: the log and all that hangs on it. Several contacts join one, several people work on
// it, and what is owed stays owed until a named person has dealt with it.
//
// decide() takes the folded state and one command and returns the events it causes, or an error
// that says what forbids it and what would allow it. It is pure: time, identity and randomness come
// in. What a person writes in the log is never refused (S4); raising a grade never is either.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "hearing/hearing.h"
#include "incident/incident_state.h"

namespace heed::incident {

// Who decides, when, and by which authority. `roles` are those the actor holds on duty.
struct Deciding {
  Instant now;
  ActorId who;
  std::set<std::string> roles;
  bool guided = false;  // the actor takes calls under guidance (S2)
  const Zone& zone;
  Random& random;
  bool has(std::string_view role) const { return roles.count(std::string(role)) != 0; }
};

// What a command comes to. A refusal that must itself be on record (closing, a call against a
// wish) comes with its events: they are appended, and the refusal is what the asker is told.
struct Decision {
  std::vector<Event> events;
  std::optional<Error> refusal;
};

// ---- commands -----------------------------------------------------------------------------------
// The switch's answer opens the contact, no key. `incident` is set by the desk where the contact
// joins one that is open.
struct OpenContact {
  IncidentId incident;
  std::string reference;
  Channel channel = Channel::emergency_999;
  std::string line;  // as the switch gave it; empty where withheld
  std::string subscriber;
  std::optional<Location> location;
  std::string call_id;
  std::string recording;
  std::optional<Micros> recording_offset;
  std::optional<Instant> answered_at;  // where it differs from now: entered afterwards
  bool entered_afterwards = false;
  ActorId handler;
};
struct EndContact {
  ContactId contact;
  bool lost = false;
  std::optional<Instant> at;
};
struct AnswerLeaving {
  ContactId contact;
  bool nothing = false;
  std::string what;
  std::optional<Instant> due;
};
struct DecideRingBack {
  ContactId contact;
  bool ring = false;
  std::string number;
  std::string who_may_answer;
  std::string what_to_say;
  std::string reason;
};
struct JoinIncident {
  std::string as;
};
struct HandOver {
  ActorId to;
};
struct ConfirmLocation {
  Location location;
};
// `heard` is what the desk heard in the text, filled in before decide().
struct WriteEntry {
  std::optional<ContactId> contact;
  Voice voice = Voice::handler_note;
  std::string text;
  std::optional<EntryId> corrects;
  std::string protected_for;
  hearing::Heard heard;
  std::vector<std::string> open_against;  // what a conclusion in the text would pass over
};
struct AcceptIdentifier {
  IdentifierId identifier;
  IdentifierRole role = IdentifierRole::unknown;
  std::optional<PersonId> person;
};
struct AddIdentifier {
  std::string kind;
  std::string value;
  std::string platform;
  IdentifierRole role = IdentifierRole::unknown;
  std::optional<PersonId> person;
};
struct RejectIdentifier {
  IdentifierId identifier;
};
struct ReadBackIdentifier {
  IdentifierId identifier;
};
struct MarkUnaccepted {  // by a timer, or as the contact ends
  IdentifierId identifier;
};
struct AcceptFinding {
  FindingId finding;
};
struct RejectFinding {
  FindingId finding;
};
struct AddPerson {
  std::vector<PersonRole> roles;
  std::string given_name;
  std::string family_name;
  std::string described;
  std::string relation;
};
struct NamePerson {
  PersonId person;
  std::string given_name;
  std::string family_name;
};
struct SetRoles {
  PersonId person;
  std::vector<PersonRole> roles;
};
struct SetAddress {
  PersonId person;
  std::string address;
  std::string uprn;
};
struct RecordAge {
  PersonId person;
  AgeStatus status = AgeStatus::known;
  AgeBasis basis = AgeBasis::said;
  std::optional<LocalDate> born;
  std::optional<int> low;
  std::optional<int> high;
};
struct FindCandidates {  // by the desk, from a source's answer or from own records
  std::vector<PersonAdded> people;
  std::vector<CandidateFound> found;
  std::vector<IdentifierHeard> followed;  // identifiers that the answer names
};
struct AcceptCandidate {
  HistoryId candidate;
};
struct RejectCandidate {
  HistoryId candidate;
  std::string reason;
};
struct ShowHistory {  // by the desk
  std::vector<HistoryShown> shown;
  std::vector<IncidentLinked> links;
};
struct AcknowledgeHistory {
  HistoryId history;
};
struct ActUponHistory {
  HistoryId history;
  std::string act;
};
struct AnswerQuestion {
  std::string question;
  SubjectRef subject;
  Outcome outcome = Outcome::answered;
  std::string value;
  std::string reason;
};
struct GiveUndertaking {
  std::optional<ContactId> contact;
  std::string what;
  Instant due;
  std::optional<FindingId> from;
};
struct EndUndertaking {
  UndertakingId undertaking;
  bool kept = true;
  std::string told_caller;
};
struct RecordWish {
  std::string kind;
  std::string target;
  std::string words;
};
struct GiveAdvice {
  std::string advice;
  std::string words;
};
struct HoldBlockingBack {
  std::string reason;
};
struct PlaceCall {
  std::string number;
  std::string override_reason;  // only a supervisor's counts
};
struct SetOpeningCode {
  std::string code;
  std::vector<std::string> themes;  // policy's, filled in by the desk
};
struct SetTheme {
  std::string theme;
  bool on = true;
};
struct SetGrade {
  Grade grade = Grade::scheduled;
  std::string reason;
  std::optional<int> if_version;  // needed to lower
  bool fresh_assessment = false;  // filled in by the desk
};
struct Conclude {
  std::string about;
  Conclusion conclusion = Conclusion::not_established;
  std::string rationale;
  std::vector<std::string> open_against;  // filled in by the desk
};
struct Close {
  std::string closing_code;
  std::string outcome;  // policy's outcomes; advice alone may not be one
  std::string reason;
  std::optional<int> if_version;
  std::vector<std::string> open_against;  // beyond obligations, filled in by the desk
};
struct Reopen {
  std::string why;
  std::string by_incident;
};
struct AcceptObligation {
  ObligationId obligation;
};
struct MeetObligation {
  ObligationId obligation;
  std::string how;
};
struct DecideObligation {
  ObligationId obligation;
  std::string decision;
  std::string reasons;
};
struct ReleaseObligation {
  ObligationId obligation;
  std::string reason;
};
struct OfferObligation {  // up the ladder, by a timer or because it is overdue
  ObligationId obligation;
  std::string duty;
  std::optional<ActorId> to;
};
struct MarkOverdue {  // by a timer
  ObligationId obligation;
};
struct Tell {
  std::optional<ObligationId> obligation;
  std::string whom;
  std::string what;
  std::string legal_authority;
  std::string legal_basis;
};

using Command =
    std::variant<OpenContact, EndContact, AnswerLeaving, DecideRingBack, JoinIncident, HandOver,
                 ConfirmLocation, WriteEntry, AcceptIdentifier, AddIdentifier, RejectIdentifier,
                 ReadBackIdentifier, MarkUnaccepted, AcceptFinding, RejectFinding, AddPerson,
                 NamePerson, SetRoles, SetAddress, RecordAge, FindCandidates, AcceptCandidate,
                 RejectCandidate, ShowHistory, AcknowledgeHistory, ActUponHistory, AnswerQuestion,
                 GiveUndertaking, EndUndertaking, RecordWish, GiveAdvice, HoldBlockingBack,
                 PlaceCall, SetOpeningCode, SetTheme, SetGrade, Conclude, Close, Reopen,
                 AcceptObligation, MeetObligation, DecideObligation, ReleaseObligation,
                 OfferObligation, MarkOverdue, Tell>;

Result<Decision> decide(const State& state, const Command& command, const Deciding& deciding);

// ---- what is known of an age --------------------------------------------------------------------
struct Age {
  AgeStatus status = AgeStatus::not_asked;
  std::optional<LocalDate> born;
  std::optional<int> low;  // in completed years on the day asked about
  std::optional<int> high;
  bool conflict = false;         // two claims cannot both be true
  std::vector<AgeClaim> claims;  // best first
};
// Recorded by people and heard, candidates accepted as this person included. The best basis leads:
// a date of birth said or seen, then recorded, then a band said or implied, then judged by ear.
Age age_of(const State& state, PersonId person, LocalDate on);

// S5. Yes where anything says that the person may be under 18 and nothing that may end it does;
// no where an adult age is said, recorded for an accepted person or seen by an officer; else
// unknown. `possible` is true for `yes` of a reporter whom nobody has said is not the victim.
enum class PossibleChild { no, yes, unknown };
PossibleChild possible_child(const State& state, PersonId person, LocalDate on);
// A reporter is a possible victim until somebody says who is (S5).
bool possible_victim(const State& state, PersonId person);

// The wish that stands against ringing that number, if any. A do_not_call wish stands against every
// number but the line that the caller rang from, which it covers only where it names the caller:
// who may answer elsewhere is not known.
const WishRecorded* wish_against_call(const State& state, std::string_view phone_key);

}  // namespace heed::incident
