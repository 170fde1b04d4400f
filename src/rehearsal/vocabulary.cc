#include "rehearsal/vocabulary.h"

#include <fmt/format.h>

#include "base/text.h"

namespace heed::rehearsal {
namespace {

using Kind = Argument::Kind;

Argument text(std::string name, bool required, std::string says) {
  return {std::move(name), Kind::text, required, {}, std::move(says)};
}
Argument of(Kind kind, std::string name, bool required, std::string says) {
  return {std::move(name), kind, required, {}, std::move(says)};
}
Argument among(std::string name, bool required, std::vector<std::string> names, std::string says) {
  return {std::move(name), Kind::name, required, std::move(names), std::move(says)};
}

const std::vector<std::string> grades = {"resolution_without_deployment", "scheduled", "priority",
                                         "emergency"};
const std::vector<std::string> identifier_roles = {"callers", "victims", "complained_of",
                                                   "third_party", "unknown"};
const std::vector<std::string> conclusions = {"identified", "none_found", "not_established"};
const std::vector<std::string> outcomes = {"answered", "refused", "not_known", "later",
                                           "dismissed"};
const std::vector<std::string> reasons = {
    "timeout",       "unavailable", "denied",        "rate_limited", "malformed",      "partial",
    "wrong_subject", "stale",       "misconfigured", "cancelled",    "not_applicable", "waived"};

std::vector<std::string> or_none(std::vector<std::string> names) {
  names.push_back("none");
  return names;
}

// What happens without anybody of the cast doing it.
std::vector<Verb> from_outside() {
  return {
      {"call",
       false,
       "A contact comes in and is answered; it opens an incident, or joins one.",
       {of(Kind::identifier, "line", false, "the number it comes from; leave out where withheld"),
        among("channel", false, {"999", "101", "chat", "in_person"}, "999 unless said"),
        of(Kind::person, "answered_by", true, "who answers it"),
        text("as", false, "a name for this call, for `on` in later steps"),
        text("joins", false, "the name of an earlier call whose incident it joins"),
        text("subscriber", false, "as the emergency operator gives it"),
        text("address", false, "the address that comes with the line"),
        text("uprn", false, "of that address"), text("latitude", false, "degrees"),
        text("longitude", false, "degrees"), of(Kind::number, "radius_m", false, "of the position"),
        of(Kind::duration, "fix_age", false, "how old the position is"),
        text("method", false, "how the position was found: aml_gnss, cell, subscriber"),
        of(Kind::time, "taken_at", false, "where it was taken while Heed was down")}},
      {"line_lost",
       false,
       "The line goes; nobody hung up on purpose.",
       {of(Kind::truth, "lost", false, "true")}},
      {"caller_says",
       false,
       "The caller's words, as the handler or a transcript puts them down.",
       {text("words", true, "the caller's words")}},
      {"source_fails",
       false,
       "From now on a source has a fault.",
       {of(Kind::source, "source", true, "which"),
        {"with", Kind::name, true, faults(), "what is wrong with it"}}},
      {"source_recovers",
       false,
       "From now on a source answers again.",
       {of(Kind::source, "source", true, "which")}},
      {"comes_on", false, "Somebody comes on duty.", {of(Kind::person, "who", true, "who")}},
      {"goes_off", false, "Somebody goes off duty.", {of(Kind::person, "who", true, "who")}},
      {"restart",
       false,
       "Heed is killed and started again on the same ledger.",
       {of(Kind::truth, "now", false, "true")}},
  };
}

std::vector<Verb> at_the_log() {
  return {
      {"types",
       true,
       "Writes in the log: the handler's own note.",
       {text("words", true, "what is written"),
        text("corrects", false, "words of the entry that it corrects")}},
      {"quotes", true, "Writes down a quoted message.", {text("words", true, "the message")}},
      {"answers",
       true,
       "Records the answer to a question, or why there is none.",
       {text("question", true, "its id in policy/questions.toml, or words of it"),
        text("of", false, "about whom: caller, victim, suspect, or a name"),
        text("value", false, "the answer: yes, no, a date, words"),
        among("outcome", false, outcomes, "answered unless said"),
        text("reason", false, "dismissed needs one")}},
      {"accepts",
       true,
       "Accepts an identifier that was heard, with what it is.",
       {of(Kind::identifier, "identifier", true, "which"),
        among("as", true, identifier_roles, "whose it is")}},
      {"adds",
       true,
       "Puts an identifier in by hand.",
       {of(Kind::identifier, "identifier", true, "as said"),
        among("kind", false, {"phone", "email", "username", "vehicle", "address", "uprn"},
              "phone unless said"),
        text("platform", false, "of a user name"), among("as", true, identifier_roles, "whose")}},
      {"rejects",
       true,
       "Rejects an identifier, a candidate or something heard.",
       {text("what", true, "the number, or words of it"), text("reason", false, "why")}},
      {"reads_back",
       true,
       "Reads an identifier back to the caller.",
       {of(Kind::identifier, "identifier", true, "which")}},
      {"confirms",
       true,
       "Accepts that a person found in a record is the one of this incident.",
       {text("candidate", true, "the record's id, or words of its name"),
        text("source", false, "which source holds it")}},
      {"names",
       true,
       "Says who somebody is.",
       {text("whom", true, "caller, victim, suspect, or a name"),
        text("given", false, "given name"), text("family", false, "family name"),
        text("address", false, "one line"), text("uprn", false, "of the address")}},
      {"confirms_place",
       true,
       "Says where it is.",
       {text("address", true, "one line"), text("uprn", false, "of the address")}},
      {"sets_roles",
       true,
       "Says what somebody is in this incident.",
       {text("whom", true, "caller, victim, suspect, or a name"),
        of(Kind::texts, "roles", true, "reporting, victim, suspect, witness, third_party")}},
      {"records_age",
       true,
       "Records an age with its basis.",
       {text("whom", true, "caller, victim, suspect, or a name"), text("born", false, "2010-03-14"),
        of(Kind::number, "low", false, "youngest, in years"),
        of(Kind::number, "high", false, "oldest, in years"),
        among("basis", true, {"said", "recorded", "seen_by_officer", "heard_in_voice"}, "on what"),
        among("status", false, {"known", "estimated", "not_known", "refused"},
              "known unless said")}},
      {"adds_person",
       true,
       "Adds somebody to the incident.",
       {text("described", true, "\"his mother\""),
        of(Kind::texts, "roles", false, "victim, suspect …"), text("given", false, "given name"),
        text("family", false, "family name"), text("relation", false, "to the caller")}},
      {"acknowledges",
       true,
       "Says that something shown has been read.",
       {text("what", true, "words of the entry, the source, or the reference")}},
      {"acts_upon",
       true,
       "Acts upon an earlier entry.",
       {text("what", true, "words of it"), text("act", true, "what was done")}},
      {"sets_code", true, "Sets the opening code.", {text("code", true, "policy's code")}},
      {"sets_theme",
       true,
       "Sets a theme with one key.",
       {text("theme", true, "policy's theme"), of(Kind::truth, "on", false, "true unless said")}},
  };
}

std::vector<Verb> of_duty() {
  return {
      {"promises",
       true,
       "Takes a promise up as an undertaking.",
       {text("what", true, "what was promised"), of(Kind::time, "due", true, "until when"),
        of(Kind::truth, "heard", false, "true where it is the promise that was heard")}},
      {"keeps", true, "Ends an undertaking as kept.", {text("what", true, "words of it")}},
      {"breaks",
       true,
       "Ends an undertaking that cannot be kept.",
       {text("what", true, "words of it"), text("told_caller", true, "what the caller was told")}},
      {"records_wish",
       true,
       "Records what the caller asked us not to do.",
       {among("kind", true, {"do_not_call", "do_not_tell", "manner"}, "what kind"),
        text("target", true, "the number or whom"), text("words", true, "the caller's words")}},
      {"gives_advice",
       true,
       "Says that the words of an advice were said.",
       {text("advice", true, "its id in policy/advice.toml"), text("words", false, "as said")}},
      {"holds_block_back",
       true,
       "Holds a block of the number back, for evidence.",
       {text("reason", true, "why")}},
      {"rings",
       true,
       "Rings a number.",
       {of(Kind::identifier, "number", true, "which"),
        text("override", false, "a supervisor's reason against a wish")}},
      {"grades",
       true,
       "Sets the grade.",
       {among("grade", true, grades, "which"), text("reason", false, "why"),
        of(Kind::truth, "stale", false, "true: with a view older than the last change")}},
      {"assesses",
       true,
       "Writes the assessment, or an element of it.",
       {of(Kind::json, "elements", true, "{ risk = \"…\", vulnerability = \"…\" }")}},
      {"concludes",
       true,
       "Concludes about risk, vulnerability or another element.",
       {text("about", true, "risk, vulnerability …"), among("is", true, conclusions, "what"),
        text("rationale", true, "why")}},
      {"closes",
       true,
       "Closes the incident.",
       {text("code", true, "closing code"), text("outcome", true, "policy's outcome"),
        text("reason", false, "in words")}},
      {"ends_call",
       true,
       "Ends the call.",
       {among("leaving", false, {"nothing", "promise", "later"},
              "the answer to the one line asked on leaving; `later` unless said"),
        text("what", false, "the promise"), of(Kind::time, "due", false, "until when")}},
      {"decides_ring_back",
       true,
       "Decides what to do about a line that was lost.",
       {of(Kind::truth, "ring", true, "whether to ring back"),
        of(Kind::identifier, "number", false, "on which number"),
        text("who_may_answer", false, "who may answer"), text("what_to_say", false, "what to say"),
        text("reason", false, "why not")}},
      {"takes", true, "Accepts what is owed.", {text("what", true, "words of it")}},
      {"does",
       true,
       "Says that what is owed is done.",
       {text("what", true, "words of it"), text("how", false, "how")}},
      {"decides",
       true,
       "Decides what a named person owes a decision on.",
       {text("what", true, "words of it"), text("decision", true, "policy's word for it"),
        text("reasons", false, "why")}},
      {"releases",
       true,
       "Releases what is owed; a supervisor's act.",
       {text("what", true, "words of it, or \"everything\": each in turn"),
        text("reason", true, "why")}},
      {"tells",
       true,
       "Tells somebody outside the log.",
       {text("whom", true, "whom"), text("what", true, "what"),
        text("owed", false, "words of what is owed"), text("authority", false, "legal authority"),
        text("basis", false, "legal basis")}},
      {"answers_desk",
       true,
       "Somebody at a desk answers a check by hand.",
       {of(Kind::source, "source", true, "which desk"),
        of(Kind::identifier, "about", false, "what was asked about"),
        among("found", true, {"found", "nothing_found", "not_searched"}, "what came of it"),
        among("reason", false, reasons, "why it was not searched"),
        of(Kind::texts, "searched", false, "kinds of key that were searched"),
        text("words", false, "the answer in words"), text("coverage", false, "whose records"),
        of(Kind::json, "record", false, "who was found")}},
      {"waives",
       true,
       "Decides not to wait for a check.",
       {of(Kind::source, "source", true, "which"),
        of(Kind::identifier, "about", false, "of which identifier"), text("reason", true, "why")}},
      {"asks_again",
       true,
       "Has a source asked again.",
       {of(Kind::source, "source", true, "which"),
        of(Kind::identifier, "about", false, "of which identifier"), text("reason", true, "why")}},
      {"joins",
       true,
       "Begins to work on the incident.",
       {text("as", true, "supervisor, dispatcher, handler, listener"),
        text("reason", false, "needed where it is not theirs")}},
      {"hands_over", true, "Hands the incident over.", {of(Kind::person, "to", true, "to whom")}},
      {"reopens", true, "Reopens the incident.", {text("why", true, "why")}},
      {"looks",
       true,
       "Looks at the incident.",
       {of(Kind::truth, "now", false, "true"),
        text("reason", false, "needed where it is not theirs")}},
  };
}

std::vector<Sight> all_sights() {
  const std::vector<std::string> states = {"open", "met", "released", "waived", "withdrawn"};
  return {
      {"sees",
       "Words on somebody's screen, all in one place.",
       {of(Kind::texts, "words", true, "a text, or a list of texts of one line"),
        of(Kind::person, "who", false, "whose screen; anybody's unless said"),
        text("in", false, "only in this part of the screen: log, history, check, condition …")}},
      {"owed",
       "Something that somebody owes.",
       {text("what", true, "words of it"), text("to", false, "the person or duty that owes it"),
        of(Kind::time, "by", false, "until when, as exactly as it is written"),
        text("about", false, "words of whom or what it is about"),
        among("state", false, states, "open unless said"),
        of(Kind::truth, "overdue", false, "whether it has fallen overdue"),
        of(Kind::truth, "accepted", false, "whether its holder has accepted it"),
        of(Kind::truth, "holds_closing", false, "whether closing waits for it"),
        text("says", false, "words of why it is owed"),
        of(Kind::number, "times", false, "exactly how many there are")}},
      {"check",
       "What is known of a look-up.",
       {of(Kind::source, "source", true, "where"),
        of(Kind::identifier, "of", false, "of which identifier or person"),
        among("is", false, {"hit", "no_trace", "not_searched", "running", "waiting"}, "what"),
        among("reason", false, reasons, "why it was not searched"),
        among("band", false, {"exact", "strong", "possible"}, "of the best person found"),
        of(Kind::truth, "read_back", false, "whether the identifier had been read back"),
        of(Kind::time, "next_try", false, "when it is tried again"),
        text("says", false, "words of what was said"),
        of(Kind::number, "times", false, "exactly how many there are")}},
      {"asked",
       "What a source received.",
       {of(Kind::source, "source", true, "where"),
        of(Kind::identifier, "with", false, "with this in the question"),
        text("without", false, "without these words in the question"),
        of(Kind::number, "times", false, "exactly how many there are")}},
      {"rang",
       "What the telephone's own log says.",
       {of(Kind::identifier, "number", true, "the number that rang"),
        of(Kind::person, "by", false, "who rang it"),
        of(Kind::number, "times", false, "exactly how many there are")}},
      {"grade",
       "The grade of the response.",
       {among("at_least", true, grades, "this or faster"),
        among("is", false, or_none(grades), "exactly this; none: not graded yet"),
        text("says", false, "words of the reason")}},
      {"closed", "Whether the incident is closed.", {of(Kind::truth, "closed", true, "true")}},
      {"log",
       "An entry of the log.",
       {text("words", true, "words of it"), of(Kind::person, "by", false, "who wrote it"),
        text("marked", false, "words of what it is marked with"),
        of(Kind::truth, "unmarked", false, "true: with no mark"),
        of(Kind::number, "times", false, "exactly how many there are")}},
      {"question",
       "A question that is shown to be asked.",
       {text("words", true, "words of it, or its id"), text("of", false, "about whom"),
        of(Kind::number, "among_first", false, "within the first so many"),
        among("left_to", false, {"handler", "specialist"}, "who asks it")}},
      {"advice", "Words to say, ready on the screen.", {text("words", true, "words of it")}},
      {"history",
       "An earlier entry or a record that is opened.",
       {text("words", true, "words of it"),
        among("basis", false, {"number", "complained_of_number", "name", "address"}, "by what"),
        of(Kind::truth, "acknowledged", false, "whether somebody said that it was read"),
        of(Kind::truth, "acted_upon", false, "whether somebody acted upon it")}},
      {"condition",
       "How a condition of an order stands.",
       {among("is", true, {"possible_breach", "insufficient_facts", "not_met"}, "how"),
        text("clause", false, "words of the order"), text("matched", false, "words of a fact"),
        text("missing", false, "words of a missing fact"),
        of(Kind::number, "times", false, "exactly how many there are")}},
      {"promise",
       "An undertaking to the caller.",
       {text("what", true, "words of it"), of(Kind::time, "due", false, "until when"),
        among("state", false, {"open", "kept", "broken"}, "open unless said")}},
      {"person",
       "How somebody stands on the incident.",
       {text("whom", true, "caller, victim, suspect, or a name"),
        of(Kind::texts, "roles", false, "all of these"),
        among("child", false, {"yes", "no", "unknown"}, "whether this may be a child"),
        text("age", false, "the age as shown"), text("says", false, "words shown of them")}},
      {"offence",
       "An offence that what is known may amount to, offered to a trained person.",
       {text("says", true, "words of it, or its provision"), text("of", false, "about whom")}},
      {"told",
       "Somebody outside the log was told.",
       {text("whom", true, "whom"), text("what", false, "words of it")}},
      {"linked", "Another incident is linked.", {text("words", true, "its reference or basis")}},
      {"theme", "What the incident is about.", {text("words", true, "policy's theme")}},
      {"alert",
       "Somebody is alerted.",
       {text("words", true, "words of it"), of(Kind::person, "who", false, "who"),
        of(Kind::number, "times", false, "exactly how many there are")}},
  };
}

}  // namespace

std::string_view to_string(Argument::Kind kind) {
  switch (kind) {
    case Kind::text: return "text";
    case Kind::name: return "name";
    case Kind::identifier: return "identifier";
    case Kind::person: return "person";
    case Kind::source: return "source";
    case Kind::time: return "time";
    case Kind::duration: return "duration";
    case Kind::number: return "number";
    case Kind::truth: return "true or false";
    case Kind::texts: return "text or list";
    case Kind::json: return "table";
  }
  return "?";
}

const std::vector<std::string>& faults() {
  static const std::vector<std::string> all = {
      "timeout",      "reset",     "refused_connection", "error_500", "error_503",     "denied",
      "rate_limited", "malformed", "cut_short",          "partial",   "wrong_subject", "stale",
      "slow"};
  return all;
}

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = [] {
    std::vector<Verb> list = from_outside();
    for (auto& verb : at_the_log()) list.push_back(std::move(verb));
    for (auto& verb : of_duty()) list.push_back(std::move(verb));
    return list;
  }();
  return all;
}

const std::vector<Sight>& sights() {
  static const std::vector<Sight> all = all_sights();
  return all;
}

const Verb* find_verb(std::string_view name) {
  for (const Verb& verb : verbs()) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

const Sight* find_sight(std::string_view name) {
  for (const Sight& sight : sights()) {
    if (sight.name == name) return &sight;
  }
  return nullptr;
}

namespace {

void add_arguments(const std::vector<Argument>& arguments, std::string& out) {
  for (const Argument& each : arguments) {
    std::string kind(to_string(each.kind));
    if (each.kind == Kind::name) kind = "`" + join(each.names, "`, `") + "`";
    out += fmt::format("| | `{}` | {}{} | {} |\n", each.name, kind, each.required ? ", needed" : "",
                       each.says);
  }
}

}  // namespace

std::string vocabulary_markdown() {
  std::string out = "### What may happen\n\n| verb | argument | kind | |\n|---|---|---|---|\n";
  for (const Verb& verb : verbs()) {
    out +=
        fmt::format("| **{}**{} | | | {} |\n", verb.name, verb.by_person ? " `by`" : "", verb.says);
    add_arguments(verb.arguments, out);
  }
  out += "\n### What may be expected\n\n| sight | argument | kind | |\n|---|---|---|---|\n";
  for (const Sight& sight : sights()) {
    out += fmt::format("| **{}** | | | {} |\n", sight.name, sight.says);
    add_arguments(sight.arguments, out);
  }
  return out;
}

}  // namespace heed::rehearsal
