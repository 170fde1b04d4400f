// One incident as one person is shown it: what a screen, the command line or another system gets.
// Pure: from the folded state and the viewer's roles to values; asking access and writing the
// consultation entry come before it (desk_queries.cc). What a source lets this viewer see (nothing,
// flag, summary, full) holds alike for candidates, checks, conditions and protected lines of the
// log. Why something was not searched is shown to everybody. Until the caller has said theirs, a
// recorded date of birth shows as an age and `child`.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "desk/turn.h"

namespace heed::desk {

struct LocationView {
  std::string address;
  std::string uprn;
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::optional<int> radius_m;
  std::optional<Instant> fixed_at;
  std::string method;
  bool confirmed = false;
};
struct ContactView {
  incident::ContactId id;
  std::string channel;
  std::string line;
  std::string subscriber;
  std::string recording;
  Instant answered_at;
  std::optional<Instant> ended_at;
  bool lost = false;
  bool entered_afterwards = false;
  std::string handler;
  incident::PersonId caller;
  std::optional<LocationView> location;  // as it came with this contact
};
struct MarkView {
  std::string meaning;
  std::string quote;
  std::vector<std::string> open_against;
};
struct EntryView {
  incident::EntryId id;
  Instant at;
  std::string by;
  std::string voice;
  std::string text;              // empty where it is protected from this viewer
  std::string is_protected_for;  // whom; empty: everybody
  bool withheld = false;         // protected, and not for this viewer
  std::optional<incident::EntryId> corrects;
  std::vector<MarkView> marks;
};
struct AgeView {
  std::string status;
  std::optional<int> low;
  std::optional<int> high;
  std::optional<LocalDate> born;  // only where somebody has said it here
  std::string child;              // yes, no, unknown
  bool conflict = false;
};
struct PersonView {
  incident::PersonId id;
  std::string called;  // as people call them here: name, else what was said of them, else the role
  std::string name;
  bool is_caller = false;
  std::vector<std::string> roles;
  std::string described;
  std::string relation;
  std::string address;
  AgeView age;
};
struct IdentifierView {
  incident::IdentifierId id;
  std::string kind;
  std::string value;  // empty where only a record gave it, and its source is not so far shown
  std::string platform;
  std::string role;
  std::string state;
  bool said = true;  // or it came with the line; false: a record named it
  bool read_back = false;
  std::optional<incident::PersonId> person;
};
struct FindingView {
  incident::FindingId id;
  std::string meaning;
  std::string quote;
  std::optional<incident::EntryId> entry;
  std::int64_t start = 0;  // code points
  std::int64_t end = 0;
  bool accepted = false;
  bool rejected = false;
};
struct CandidateView {
  incident::HistoryId id;
  incident::PersonId person;
  std::string source;
  std::string shown;  // flag, summary, full
  std::string state;  // open, accepted, rejected
  std::string band;
  bool tied = false;
  std::string name;  // summary: given name and initial
  std::optional<int> age;
  bool child = false;
  std::optional<LocalDate> born;  // full only, and not before the caller has said theirs
  std::string address;            // full only
  std::vector<std::string> markers;
  std::vector<std::string> needs;
  bool managed_offender = false;
  std::string danger;
  std::string manager;  // full only
  std::vector<std::string> reasons;
  std::optional<Instant> as_of;
};
struct HistoryView {
  incident::HistoryId id;
  std::string basis;
  std::string reference;
  std::string summary;
  std::optional<Instant> at;
  bool acknowledged = false;
  bool acted_upon = false;
};
struct CheckView {
  checks::CheckId id;
  std::string source;
  std::string title;
  std::string subject;
  std::vector<std::string> about;  // the person or values looked up, as people call them here
  std::vector<std::string> by;     // kinds of key
  std::string state;
  std::string outcome;  // hit, no_trace, not_searched; empty while nothing may be said
  std::string reason;   // of not_searched
  std::optional<Instant> next_try;
  std::string shown;  // nothing, flag, summary, full
  std::string band;
  std::string caveat;
  std::string words;  // of a desk: summary and full
  // What was found, a line each, as far as it is shown.
  std::vector<std::string> says;
  // A hit that may not be all: why not, in words. Shown to everybody who is shown the hit.
  std::string incomplete;
  std::optional<Instant> as_of;  // how old what was searched is
  std::string coverage;          // whose records, of what
  std::string searched_by;       // of a desk
  bool answered = false;         // some answer is on record
  bool read_back = true;         // whether what was looked up had been read back by then
  bool acknowledged = false;
  bool waived = false;
};
struct ConditionView {
  std::string outcome;
  std::string outcome_in_words;
  std::string says;  // what is forbidden, in plain words
  std::string source;
  std::string clause;  // full only
  std::vector<std::string> matched;
  std::vector<std::string> against_it;
  std::vector<std::string> missing;
  bool unstructured = false;
};
struct OwedView {
  incident::ObligationId id;
  std::string kind;
  std::string what;
  std::string state;  // open, met, waived, released, withdrawn
  std::string why;
  std::vector<std::string> about;  // whom or what, by every word that people use of it here
  std::string question;
  std::string act;           // where an act of its own meets it: ring_back, …
  std::string subject_kind;  // whom or what it is about
  std::string subject;
  std::string duty;
  std::string holder;
  std::string offered;
  bool accepted = false;
  Instant due;
  bool overdue = false;
  bool blocks_closing = false;
  std::string how;  // how it ended; a decision is its word, the reasons are in the record
  std::string by;   // whose act ended it
};
// A question that is owed, with what is needed to ask it; those to be asked first come first.
struct QuestionView {
  incident::ObligationId obligation;
  std::string id;
  std::string words;
  std::string words_to_child;
  std::string answer;  // truth, number, text, date, time, choice
  std::vector<std::string> choices;
  std::vector<std::string> about;
  std::string left_to;     // handler, specialist
  std::int64_t first = 0;  // 1, 2, 3 … among those asked first; 0: not among them
  std::string why;
};
struct UndertakingView {
  incident::UndertakingId id;
  std::string what;
  Instant due;
  std::string by;
  bool ended = false;
  bool kept = false;
};
struct WishView {
  incident::FindingId id;
  std::string kind;
  std::string target;
  std::string words;
};
struct AdviceView {
  std::string advice;
  std::string words;
  bool given = false;
};
// What is known may amount to this offence: for those whom policy trains to decide on it.
struct OffenceView {
  std::string offence;
  std::string says;
  std::string law;
  std::string note;
  std::vector<std::string> about;
  std::string why;
};
struct ToldView {
  std::string whom;
  std::string what;
};
struct LinkView {
  std::string reference;
  std::string basis;
};
struct PlacedCallView {
  std::string number;
  bool refused = false;  // a wish stood against it
};
struct AnsweredView {
  std::string question;
  std::string subject;
  std::string outcome;
  std::string value;
  Instant at;
  std::string by;
};
// One element of THRIVE+: what was written, and what is known that bears on it.
struct ThriveView {
  std::string id;
  std::string title;
  std::string asks;
  bool required = false;
  bool stands = false;  // written, and not expired since
  std::string says;     // present, none, unknown; empty: not written
  std::string rationale;
  std::string draft_says;  // drafts only for those who are shown something of every source asked
  std::string draft;
};
struct VersionsView {
  std::int64_t stream = 0;
  std::int64_t grade = 0;  // what If-Match of set_grade carries; so for the other two
  std::int64_t closing = 0;
  std::int64_t assessment = 0;
};

struct IncidentView {
  incident::IncidentId id;
  std::string reference;
  Instant opened_at;
  bool closed = false;
  std::string opening_code;
  std::vector<std::string> themes;
  std::string grade;      // as set, or the floor where that is higher; empty: none yet
  std::string grade_why;  // as written by who set it
  std::string floor;
  std::vector<std::string> floor_why;
  VersionsView versions;
  std::vector<ContactView> contacts;
  std::optional<LocationView> location;
  std::vector<EntryView> log;
  std::vector<PersonView> people;
  std::vector<IdentifierView> identifiers;
  std::vector<FindingView> findings;
  std::vector<CandidateView> candidates;
  std::vector<HistoryView> history;
  std::vector<CheckView> checks;
  std::vector<std::string> not_checked;  // titles of sources that are still owed an answer
  std::vector<ConditionView> conditions;
  std::vector<OwedView> owed;   // open, soonest first
  std::vector<OwedView> ended;  // met, waived, released, withdrawn: how it ended is on record
  std::vector<QuestionView> questions;
  std::vector<UndertakingView> undertakings;
  std::vector<WishView> wishes;
  std::vector<AdviceView> advice;     // words to say, offered before they are needed
  std::vector<OffenceView> offences;  // candidates, for a trained person only
  std::vector<ToldView> told;
  std::vector<LinkView> links;
  std::vector<PlacedCallView> calls;
  std::vector<std::string> alerts;        // who works under guidance, and why a supervisor was told
  std::vector<std::string> open_against;  // what stands against "nothing is wrong"
  bool assessment_fresh = false;
  std::string handler;  // who has it now
  std::vector<AnsweredView> answers;
  std::vector<ThriveView> thrive;
};

// A line of the board: no personal data (I6).
struct BoardLine {
  incident::IncidentId id;
  std::string reference;
  Instant opened_at;
  bool closed = false;
  std::string grade;
  std::vector<std::string> themes;
  bool live_contact = false;
  bool child = false;  // somebody in it is one, or may be
  std::int64_t owed = 0;
  std::int64_t overdue = 0;
  std::int64_t unread_hits = 0;
  std::int64_t unanswered = 0;  // required checks without an answer
  std::int64_t possible_breaches = 0;
  std::optional<Instant> next_due;
};

// Who looks: their roles, and what policy lets each source show them.
struct Viewer {
  std::set<std::string> roles;
  Instant now;
  const Zone& zone;
  const ForcePolicy& policy;
  const DutyBook& duty;
  // All that anybody may see: for the judge of a rehearsal, never for a person.
  bool anybody = false;
  // They broke the glass to this incident: what policy restricts is open to them (I8).
  bool glass_broken = false;
};

// How a person is called where people see it: name, else what was said of them, else the role.
std::string called(const incident::Person& person);

IncidentView view_of(const Whole& whole, const Viewer& viewer);
BoardLine board_line(const Whole& whole, const Viewer& viewer);
// "offender_management:summary", … for the consultation entry.
std::vector<std::string> shows(const Whole& whole, const Viewer& viewer);

}  // namespace heed::desk
