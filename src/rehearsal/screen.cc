#include "rehearsal/screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "matching/identifiers.h"

namespace heed::rehearsal {
namespace {

using Items = std::vector<Item>;
using desk::IncidentView;

// An incident as it is shown, and the zone that times are shown in.
struct Screen {
  const IncidentView& view;
  const Zone& zone;
};

std::string shown_number(const std::string& key) {
  auto phone = matching::normalise(matching::IdentifierKind::phone, key);
  return phone ? matching::display(*phone) : key;
}

std::string yes_or_no(bool truth) { return truth ? "yes" : "no"; }

Item item(std::string sight, std::string part) {
  Item made;
  made.sight = std::move(sight);
  made.part = std::move(part);
  return made;
}

void say_all(Item& into, const std::string& name, const std::vector<std::string>& words) {
  for (const auto& each : words) into.say(name, each);
}

// ---- what is owed, asked, promised, told --------------------------------------------------------

Item owed_item(const desk::OwedView& one) {
  Item made = item("owed", "owed");
  made.say("what", one.what);
  if (!one.question.empty()) made.say("what", one.question);
  for (const auto* who : {&one.holder, &one.offered, &one.duty}) {
    if (!who->empty()) made.say("to", *who);
  }
  made.times["by"] = one.due;
  say_all(made, "about", one.about);
  made.say("state", one.state);
  made.say("overdue", yes_or_no(one.overdue));
  made.say("accepted", yes_or_no(one.accepted));
  made.say("holds_closing", yes_or_no(one.blocks_closing));
  made.say("says", one.why);
  if (one.state == "open") made.lines.push_back(one.what + " " + one.why);
  return made;
}

void owed(const Screen& screen, Items& out) {
  for (const auto& one : screen.view.owed) out.push_back(owed_item(one));
  for (const auto& one : screen.view.ended) out.push_back(owed_item(one));
}

void question(const Screen& screen, Items& out) {
  for (const auto& one : screen.view.questions) {
    Item made = item("question", "questions");
    for (const auto* words : {&one.words, &one.words_to_child, &one.id}) made.say("words", *words);
    say_all(made, "of", one.about);
    made.say("left_to", one.left_to);
    made.lines.push_back(one.words);
    out.push_back(std::move(made));
  }
}

// Who rings, from where, since when: what is there before a key is pressed.
void contact(const Screen& screen, Items& out) {
  for (const auto& each : screen.view.contacts) {
    Item made = item("", "contact");
    std::string line = each.channel;
    line += " " + (each.line.empty() ? "number withheld" : shown_number(each.line));
    if (!each.subscriber.empty()) line += ", subscriber " + each.subscriber;
    if (const auto& at = each.location) {
      if (!at->address.empty()) line += ", " + at->address;
      if (at->radius_m) line += fmt::format(", within {} m", *at->radius_m);
    }
    line += ", " + format_clock(screen.zone, each.answered_at);
    if (each.ended_at) line += each.lost ? ", line lost" : ", ended";
    made.lines.push_back(std::move(line));
    out.push_back(std::move(made));
  }
}

void promise(const Screen& screen, Items& out) {
  for (const auto& one : screen.view.undertakings) {
    Item made = item("promise", "promises");
    made.say("what", one.what);
    made.say("state", !one.ended ? "open" : one.kept ? "kept" : "broken");
    made.times["due"] = one.due;
    made.lines.push_back(one.what);
    out.push_back(std::move(made));
  }
}

void told(const Screen& screen, Items& out) {
  for (const auto& each : screen.view.told) {
    Item made = item("told", "told");
    made.say("whom", each.whom);
    made.say("what", each.what);
    made.lines.push_back(each.whom + ": " + each.what);
    out.push_back(std::move(made));
  }
}

void linked(const Screen& screen, Items& out) {
  for (const auto& each : screen.view.links) {
    Item made = item("linked", "links");
    made.say("words", each.reference + " " + each.basis);
    made.lines.push_back(each.reference + " " + each.basis);
    out.push_back(std::move(made));
  }
}

void theme(const Screen& screen, Items& out) {
  for (const auto& each : screen.view.themes) {
    Item made = item("theme", "themes");
    made.say("words", each);
    made.lines.push_back(each);
    out.push_back(std::move(made));
  }
}

void alert(const Screen& screen, Items& out) {
  for (const auto& words : screen.view.alerts) {
    Item made = item("alert", "alerts");
    made.say("words", words);
    made.lines.push_back(words);
    out.push_back(std::move(made));
  }
}

// ---- the log, grade, people, history ------------------------------------------------------------

void log(const Screen& screen, Items& out) {
  for (const auto& entry : screen.view.log) {
    if (entry.withheld) continue;
    Item made = item("log", "log");
    made.say("words", entry.text);
    made.say("by", entry.by);
    made.lines.push_back(entry.text);
    for (const auto& mark : entry.marks) {
      made.say("marked", mark.meaning + ": " + join(mark.open_against, "; "));
      made.lines.push_back(join(mark.open_against, "; "));
    }
    out.push_back(std::move(made));
  }
}

void grade(const Screen& screen, Items& out) {
  const auto& view = screen.view;
  Item made = item("grade", "grade");
  made.say("says", view.grade_why);
  say_all(made, "says", view.floor_why);
  made.say("is", view.grade.empty() ? "none" : view.grade);
  if (!view.grade.empty()) made.lines.push_back(view.grade);
  out.push_back(std::move(made));
}

void closed(const Screen& screen, Items& out) {
  Item made = item("closed", "");
  made.say("closed", yes_or_no(screen.view.closed));
  out.push_back(std::move(made));
}

void history(const Screen& screen, Items& out) {
  for (const auto& one : screen.view.history) {
    Item made = item("history", "history");
    made.say("words", one.reference + " " + one.summary);
    made.say("basis", one.basis == "phone" ? "number" : one.basis);
    made.say("acknowledged", yes_or_no(one.acknowledged));
    made.say("acted_upon", yes_or_no(one.acted_upon));
    made.lines.push_back(one.reference + " " + one.summary);
    out.push_back(std::move(made));
  }
}

std::string age_in_words(const desk::AgeView& age) {
  if (age.low && age.high && *age.low == *age.high) return std::to_string(*age.low);
  if (age.low && age.high) return fmt::format("{} to {}", *age.low, *age.high);
  if (age.low) return fmt::format("{} or over", *age.low);
  if (age.high) return fmt::format("{} or under", *age.high);
  std::string words = age.status;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

void person(const Screen& screen, Items& out) {
  for (const auto& each : screen.view.people) {
    Item made = item("person", "people");
    made.say("whom", each.called);
    if (each.is_caller) made.say("whom", "caller");
    say_all(made, "roles", each.roles);
    say_all(made, "whom", each.roles);
    made.say("child", each.age.child);
    const std::string age = age_in_words(each.age);
    made.say("age", age);
    std::string line = each.called + ", " + age;
    for (const auto& candidate : screen.view.candidates) {
      if (candidate.person != each.id || candidate.state == "rejected") continue;
      std::vector<std::string> words = candidate.markers;
      words.insert(words.end(), candidate.needs.begin(), candidate.needs.end());
      if (!candidate.name.empty()) words.push_back(candidate.name);
      say_all(made, "says", words);
      if (!words.empty()) line += ", " + join(words, ", ");
    }
    made.lines.push_back(std::move(line));
    out.push_back(std::move(made));
  }
}

void rang(const Screen& screen, Items& out) {
  for (const auto& call : screen.view.calls) {
    if (call.refused) continue;
    Item made = item("rang", "");
    made.say("number", call.number);
    out.push_back(std::move(made));
  }
}

void advice(const Screen& screen, Items& out) {
  for (const auto& one : screen.view.advice) {
    Item made = item("advice", "advice");
    made.say("words", one.words);
    made.say("words", one.advice);
    made.lines.push_back(one.words);
    out.push_back(std::move(made));
  }
}

void offence(const Screen& screen, Items& out) {
  for (const auto& one : screen.view.offences) {
    Item made = item("offence", "offences");
    made.say("says", one.says);
    made.say("says", one.law);
    say_all(made, "of", one.about);
    made.lines.push_back(one.says + ", " + one.law);
    out.push_back(std::move(made));
  }
}

// ---- what sources said --------------------------------------------------------------------------

void condition(const Screen& screen, Items& out) {
  for (const auto& one : screen.view.conditions) {
    Item made = item("condition", "conditions");
    made.say("is", one.outcome);
    made.say("clause", one.clause);
    say_all(made, "matched", one.matched);
    say_all(made, "matched", one.against_it);
    say_all(made, "missing", one.missing);
    std::string line = one.outcome_in_words + ": " + (one.clause.empty() ? one.says : one.clause);
    for (const auto& words : one.missing) line += "; " + words;
    made.lines.push_back(std::move(line));
    out.push_back(std::move(made));
  }
}

std::string standing_of(const desk::CheckView& one) {
  if (!one.outcome.empty()) return one.outcome;
  return one.state == "due" ? "waiting" : "running";
}

void check(const Screen& screen, Items& out) {
  for (const auto& one : screen.view.checks) {
    Item made = item("check", "checks");
    made.say("source", one.source);
    say_all(made, "of", one.about);
    const std::string outcome = standing_of(one);
    made.say("is", outcome);
    if (!one.reason.empty()) made.say("reason", one.reason);
    if (one.next_try) made.times["next_try"] = *one.next_try;
    if (!one.band.empty()) made.say("band", one.band);
    if (one.answered) made.say("read_back", yes_or_no(one.read_back));
    say_all(made, "says", one.says);
    if (!one.incomplete.empty()) made.say("says", one.incomplete);
    std::string line = one.title + ": " + outcome;
    for (const auto& words : one.says) line += ", " + words;
    if (!one.incomplete.empty()) line += ", " + one.incomplete;
    made.lines.push_back(std::move(line));
    out.push_back(std::move(made));
  }
}

}  // namespace

std::vector<Item> items_of(const std::string& sight, const IncidentView& view, const Zone& zone) {
  using Show = void (*)(const Screen&, Items&);
  static const std::map<std::string_view, Show> shows = {
      {"owed", owed},     {"question", question},   {"promise", promise}, {"told", told},
      {"linked", linked}, {"alert", alert},         {"log", log},         {"grade", grade},
      {"closed", closed}, {"history", history},     {"person", person},   {"rang", rang},
      {"advice", advice}, {"condition", condition}, {"check", check},     {"contact", contact},
      {"theme", theme},   {"offence", offence}};
  const Screen screen{view, zone};
  Items out;
  if (sight == "sees") {
    for (const auto& [name, show] : shows) {
      Items part;
      show(screen, part);
      out.insert(out.end(), std::make_move_iterator(part.begin()),
                 std::make_move_iterator(part.end()));
    }
    return out;
  }
  if (const auto found = shows.find(sight); found != shows.end()) found->second(screen, out);
  return out;
}

}  // namespace heed::rehearsal
