// An incident as folded from its events: a value, rebuilt at any time by applying them in order.
// apply() takes any event of this room and cannot fail; what it cannot use it keeps out.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "incident/incident_events.h"

namespace heed::incident {

struct Contact {
  ContactOpened opened;
  std::optional<ContactEnded> ended;
  bool leaving_answered = false;
  std::optional<RingBackDecided> ring_back;
};

struct Entry {
  EntryWritten written;
  Instant at;
  ActorId by;
  std::vector<ConclusionMarked> marked;
};

struct Cue {
  CueHeard heard;
  bool rejected = false;
  bool accepted = false;
};

struct HeardAge {
  AgeHeard heard;
  bool rejected = false;
};

struct Candidate {
  CandidateFound found;
  enum class State { open, accepted, rejected } state = State::open;
};

struct Person {
  PersonId id;
  std::set<PersonRole> roles;
  bool roles_said = false;  // somebody has said who is who
  std::string name;
  std::string given_name;
  std::string family_name;
  std::string described;
  std::string relation;
  std::string address;
  std::string uprn;
  std::vector<AgeClaim> claims;  // recorded by people
  std::vector<FindingId> heard;  // ages heard
  bool has(PersonRole role) const { return roles.count(role) != 0; }
};

struct Identifier {
  IdentifierHeard heard;
  IdentifierState state = IdentifierState::heard;
  IdentifierRole role = IdentifierRole::unknown;
  std::optional<PersonId> person;
  bool read_back = false;
  bool stood_unaccepted = false;
  Instant heard_at;
};

struct History {
  HistoryShown shown;
  bool acknowledged = false;
  bool acted_upon = false;
};

struct AnsweredQuestion {
  QuestionAnswered last;
  Instant at;
  ActorId by;
};

struct Undertaking {
  UndertakingGiven given;
  ActorId by;
  std::optional<UndertakingEnded> ended;
};

struct Obligation {
  ObligationRaised raised;
  Instant raised_at;
  ObligationState state = ObligationState::open;
  ActorId holder;
  bool accepted = false;
  std::string duty;
  std::optional<ActorId> offered;
  int rung = 0;
  bool overdue = false;
  std::string ended_how;
  std::optional<ActorId> ended_by;
  bool open() const { return state == ObligationState::open; }
};

struct Deadline {
  DeadlineHeard heard;
  bool rejected = false;
};

struct State {
  IncidentId id;
  std::string reference;
  std::optional<LocalDate> date;
  Instant opened_at;
  bool closed = false;
  std::optional<IncidentClosed> closing;
  std::string opening_code;
  std::set<std::string> themes;
  std::set<std::string> themes_ever;  // taken off by a person, words do not set it again
  std::map<ContactId, Contact> contacts;
  std::vector<ContactId> contact_order;
  std::map<ActorId, std::string> participants;
  std::optional<ActorId> handler;  // who has the incident now
  std::optional<Location> location;
  std::vector<Entry> entries;
  std::map<FindingId, Cue> cues;
  std::map<FindingId, HeardAge> heard_ages;
  std::map<FindingId, Deadline> deadlines;
  std::map<FindingId, UndertakingHeard> heard_undertakings;  // not yet taken up or rejected
  std::map<FindingId, WishRecorded> wishes;                  // heard and recorded alike
  std::set<std::string> flags;
  std::map<std::string, FlagRaised> flag_reasons;
  std::map<IdentifierId, Identifier> identifiers;
  std::map<PersonId, Person> people;
  std::vector<PersonId> people_order;
  std::map<HistoryId, Candidate> candidates;
  std::map<HistoryId, History> history;
  std::vector<IncidentLinked> links;
  std::map<std::pair<std::string, SubjectRef>, AnsweredQuestion> answers;
  std::map<UndertakingId, Undertaking> undertakings;
  std::vector<AdviceGiven> advice;
  std::map<std::string, AdviceOffered> offered_advice;  // by advice
  std::set<IncidentId> reopening_asked;
  std::map<std::pair<std::string, SubjectRef>, OffenceOffered> offences;  // by rule and subject
  bool blocking_held_back = false;
  std::vector<CallPlaced> calls;
  std::optional<Grade> grade;
  std::string grade_reason;
  std::map<std::string, GradeFloorRaised> floors;  // by rule
  std::map<std::string, Concluded> conclusions;    // by what they are about
  std::map<ObligationId, Obligation> obligations;
  std::vector<Told> told;
  std::vector<DecisionMade> decisions;
  std::vector<IncidentReopened> reopened;
  // Versions that If-Match guards: of the grade, of THRIVE+ (kept by assessment), of closing.
  int grade_version = 0;
  int closing_version = 0;
  std::int64_t version = 0;  // of the stream, as folded

  const Person* person(PersonId id) const;
  const Obligation* obligation(ObligationId id) const;
  // The latest obligation of that rule for that subject, whatever its state.
  const Obligation* obligation_of(const std::string& rule, const SubjectRef& subject) const;
  const Entry* entry(EntryId id) const;
  // The first contact that has not ended, if any.
  const Contact* live_contact() const;
  std::optional<PersonId> caller() const;  // of the latest contact
  std::optional<Grade> floor() const;      // the highest of the floors
  // What the response is: the grade set, or the floor where that is higher.
  std::optional<Grade> effective_grade() const;
  bool cue(std::string_view meaning) const;  // heard and not rejected, about anybody
};

// `at` and `by` are the event's header.
void apply(State& state, const Event& event, Instant at, ActorId by);

// The identifier that stands for this key in the incident, if it has been heard.
const Identifier* find_identifier(const State& state, std::string_view kind, std::string_view value,
                                  std::string_view platform);

}  // namespace heed::incident
