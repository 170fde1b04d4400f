// The commands of the desk as routes: one line each.
#include "base/json_map.h"
#include "server/command_describe.h"
#include "server/desk_door.h"
#include "server/typed_route.h"

namespace heed::server {

// What became of a command.
struct CommandDone {
  std::string incident;
  std::string reference;
  std::int64_t seq = 0;      // of the last event that it caused
  std::int64_t version = 0;  // of the incident, after
  Instant at;
  bool repeated = false;  // it had been done before, under this key
};
BOOST_DESCRIBE_STRUCT(CommandDone, (), (incident, reference, seq, version, at, repeated))

namespace {

using Required = std::vector<std::string>;

// A repeated opening names the incident that the first one opened.
Status find_opened(const DeskDoor& door, desk::Done& done) {
  if (!done.incident.is_nil() || done.receipt.first_seq == 0) return ok();
  HEED_TRY(const auto events, door.journal.read_feed(done.receipt.first_seq - 1, 1));
  if (!events.empty()) done.incident = incident::IncidentId{events.front().header.stream.id};
  return ok();
}

Result<Answer> send(const DeskDoor& door, const Call& call, incident::IncidentId incident,
                    desk::Command command) {
  HEED_CHECK(door.purpose_given(call));
  desk::Submission submission;
  submission.actor = call.who.id;
  submission.purpose = call.purpose;
  submission.reason = call.reason;
  submission.key = call.idempotency_key;
  submission.body = call.body_hash;
  submission.incident = incident;
  submission.command = std::move(command);
  HEED_TRY(auto done, door.desk.submit(std::move(submission)));
  if (done.refusal) return *done.refusal;
  HEED_CHECK(find_opened(door, done));
  CommandDone out;
  out.incident = done.incident.str();
  out.reference = done.reference;
  if (out.reference.empty()) {
    if (const auto whole = door.desk.look(done.incident)) {
      out.reference = (*whole)->incident.reference;
    }
  }
  out.seq = static_cast<std::int64_t>(done.receipt.last_seq);
  out.version = static_cast<std::int64_t>(done.receipt.version);
  out.at = done.receipt.at;
  out.repeated = done.repeated || done.receipt.repeated;
  return answer(out);
}

// The version that If-Match carries, for the commands that it guards.
template <class Command>
void guard(Command& command, const Call& call) {
  if constexpr (requires { command.if_version; }) {
    if (call.if_match) command.if_version = static_cast<int>(*call.if_match);
  }
}

template <class Command>
constexpr bool is_guarded = requires(Command command) { command.if_version; };

class Commands {
 public:
  explicit Commands(const DeskDoor& door) : door_(door) {}

  template <class Command>
  void add(const char* name, const char* says, Required required = {}, Lane lane = Lane::intake) {
    Route route = declare<Command>(name, says, required, lane);
    route.path = "/v1/incidents/{incident}/" + std::string(name);
    route.act = [door = door_, required](const Call& call) -> Result<Answer> {
      HEED_TRY(const auto incident, door.incident(call));
      HEED_TRY(auto command, read_body<Command>(call, required));
      guard(command, call);
      return send(door, call, incident, as_command(std::move(command)));
    };
    table_.push_back(std::move(route));
  }

  void add_opening() {
    Route route = declare<incident::OpenContact>(
        "open_contact", "A contact is answered; it opens an incident of its own", {"channel"},
        Lane::intake);
    route.path = "/v1/contacts";
    route.status = 201;
    route.act = [door = door_](const Call& call) -> Result<Answer> {
      HEED_TRY(auto command, read_body<incident::OpenContact>(call, {"channel"}));
      command.handler = call.who.id;
      HEED_TRY(auto done, send(door, call, {}, incident::Command(std::move(command))));
      done.status = 201;
      return done;
    };
    table_.push_back(std::move(route));
  }

  void add_joining() {
    Route route = declare<incident::OpenContact>(
        "open_contact_on_incident", "A further contact about the same incident is answered",
        {"channel"}, Lane::intake);
    route.path = "/v1/incidents/{incident}/contacts";
    route.act = [door = door_](const Call& call) -> Result<Answer> {
      HEED_TRY(const auto incident, door.incident(call));
      HEED_TRY(auto command, read_body<incident::OpenContact>(call, {"channel"}));
      command.handler = call.who.id;
      return send(door, call, incident, incident::Command(std::move(command)));
    };
    table_.push_back(std::move(route));
  }

  // An entry carries the draft that it was typed as, and ends it once the entry is durable.
  void add_writing(const char* says) {
    add<incident::WriteEntry>("write_entry", says, {"text"});
    Route& route = table_.back();
    route.query = {{"draft", "The draft that it was typed as: it ends with it", false}};
    route.act = [door = door_, write = std::move(route.act)](const Call& call) -> Result<Answer> {
      HEED_TRY(auto done, write(call));
      const auto draft = call.query.find("draft");
      if (draft != call.query.end() && door.end_draft) door.end_draft(call.who.id, draft->second);
      return done;
    };
  }

  RouteTable take() { return std::move(table_); }

 private:
  template <class Command>
  Route declare(const char* name, const char* says, const Required& required, Lane lane) {
    Route route;
    route.method = Method::post;
    route.name = name;
    route.says = says;
    route.group = "commands";
    route.needs_key = true;
    route.takes_if_match = is_guarded<Command>;
    route.lane = lane;
    route.body = schema<Command>(required);
    route.answer = answer_schema<CommandDone>();
    return route;
  }

  template <class Command>
  static desk::Command as_command(Command command) {
    if constexpr (std::is_constructible_v<incident::Command, Command>) {
      return incident::Command(std::move(command));
    } else if constexpr (std::is_constructible_v<checks::Command, Command>) {
      return checks::Command(std::move(command));
    } else {
      return command;
    }
  }

  DeskDoor door_;
  RouteTable table_;
};

void of_contacts_and_log(Commands& all) {
  using namespace incident;
  all.add_opening();
  all.add_joining();
  all.add<EndContact>("end_contact", "The call is over, or the line is lost", {"contact"});
  all.add<AnswerLeaving>("answer_leaving",
                         "What we said we would do, by when; nothing is an answer", {"contact"});
  all.add<DecideRingBack>("decide_ring_back", "After a lost line: ring back or not, and how",
                          {"contact", "ring"});
  all.add<JoinIncident>("join_incident", "Work on it as well", {"as"});
  all.add<HandOver>("hand_over", "Offer it to somebody; it stays yours until it is accepted",
                    {"to"});
  all.add<ConfirmLocation>("confirm_location", "Where it is, as confirmed", {"location"});
  all.add_writing("Write in the log");
  all.add<PlaceCall>("place_call", "Ring a number; refused where a wish stands against it",
                     {"number"});
}

void of_findings_and_people(Commands& all) {
  using namespace incident;
  all.add<AcceptIdentifier>("accept_identifier", "Whose it is", {"identifier", "role"});
  all.add<AddIdentifier>("add_identifier", "A number, name of a user, vehicle … that was not heard",
                         {"kind", "value"});
  all.add<RejectIdentifier>("reject_identifier", "It is none", {"identifier"});
  all.add<ReadBackIdentifier>("read_back_identifier", "It was read back to the caller",
                              {"identifier"});
  all.add<AcceptFinding>("accept_finding", "What was heard is so", {"finding"});
  all.add<RejectFinding>("reject_finding", "What was heard is not so", {"finding"});
  all.add<AddPerson>("add_person", "Somebody who has to do with it");
  all.add<NamePerson>("name_person", "What somebody is called", {"person"});
  all.add<SetRoles>("set_roles", "What somebody is in this", {"person", "roles"});
  all.add<SetAddress>("set_address", "Where somebody lives", {"person", "address"});
  all.add<RecordAge>("record_age", "How old, and on what that rests",
                     {"person", "status", "basis"});
  all.add<AcceptCandidate>("accept_candidate", "This is the person", {"candidate"});
  all.add<RejectCandidate>("reject_candidate", "This is not the person", {"candidate"});
  all.add<AcknowledgeHistory>("acknowledge_history", "I have read it", {"history"});
  all.add<ActUponHistory>("act_upon_history", "What was done because of it", {"history", "act"});
  all.add<AnswerQuestion>("answer_question", "Answered, refused, not known, later, dismissed",
                          {"question", "subject", "outcome"});
}

void of_what_is_owed(Commands& all) {
  using namespace incident;
  all.add<GiveUndertaking>("give_undertaking", "Something was promised", {"what", "due"});
  all.add<EndUndertaking>("end_undertaking", "It was kept, or the caller was told why not",
                          {"undertaking", "kept"});
  all.add<RecordWish>("record_wish", "Something the caller wants respected", {"kind", "words"});
  all.add<GiveAdvice>("give_advice", "Words that were said", {"advice"});
  all.add<HoldBlockingBack>("hold_blocking_back", "The number is not to be blocked yet",
                            {"reason"});
  all.add<AcceptObligation>("accept_obligation", "It is mine", {"obligation"});
  all.add<MeetObligation>("meet_obligation", "It is done", {"obligation", "how"});
  all.add<DecideObligation>("decide_obligation", "A decision, with reasons",
                            {"obligation", "decision", "reasons"});
  all.add<ReleaseObligation>("release_obligation", "It need not be waited for",
                             {"obligation", "reason"}, Lane::ordinary);
  all.add<Tell>("tell", "Somebody was told", {"whom", "what"});
}

void of_grade_and_closing(Commands& all) {
  using namespace incident;
  all.add<SetOpeningCode>("set_opening_code", "What was first reported", {"code"});
  all.add<SetTheme>("set_theme", "A theme applies, or not", {"theme"});
  all.add<SetGrade>("set_grade", "Raise freely; lowering needs If-Match, a reason and a supervisor",
                    {"grade"});
  all.add<Conclude>("conclude", "Identified, none found, or not established",
                    {"about", "conclusion"});
  all.add<Close>("close", "Close it; refused over whatever is open", {"closing_code", "outcome"},
                 Lane::ordinary);
  all.add<Reopen>("reopen", "Open it again", {"why"}, Lane::ordinary);
  all.add<assessment::WriteAssessment>("write_assessment", "THRIVE+", {"elements"}, Lane::ordinary);
}

void of_checks(Commands& all) {
  using namespace checks;
  all.add<AnswerByPerson>("answer_check", "What a desk found, who searched, when, by what",
                          {"check", "what"}, Lane::ordinary);
  all.add<AcknowledgeAnswer>("acknowledge_answer", "I have read it", {"check"});
  all.add<WaiveCheck>("waive_check", "Not to be waited for", {"check", "reason"}, Lane::ordinary);
  all.add<CancelCheck>("cancel_check", "No longer wanted", {"check", "reason"}, Lane::ordinary);
  all.add<AskAgain>("ask_again", "Ask the source once more", {"check"}, Lane::ordinary);
}

}  // namespace

RouteTable command_routes(const DeskDoor& door) {
  Commands all(door);
  of_contacts_and_log(all);
  of_findings_and_people(all);
  of_what_is_owed(all);
  of_grade_and_closing(all);
  of_checks(all);
  return all.take();
}

}  // namespace heed::server
