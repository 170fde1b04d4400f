#include "rehearsal/screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "matching/identifiers.h"
#include "rehearsal/acts_find.h"

namespace heed::rehearsal {
namespace {

using Items = std::vector<Item>;

std::string shown_number(const std::string& key) {
  auto phone = matching::normalise(matching::IdentifierKind::phone, key);
  return phone ? matching::display(*phone) : key;
}

Item item(std::string sight, std::string part) {
  Item made;
  made.sight = std::move(sight);
  made.part = std::move(part);
  return made;
}

std::string_view name_of(incident::ObligationState state) {
  constexpr std::string_view names[] = {"open", "met", "waived", "released", "withdrawn"};
  return names[static_cast<int>(state)];
}
std::string_view name_of(incident::Grade grade) {
  constexpr std::string_view names[] = {"resolution_without_deployment", "scheduled", "priority",
                                        "emergency"};
  return names[static_cast<int>(grade)];
}
std::string_view name_of(incident::PersonRole role) {
  constexpr std::string_view names[] = {"reporting", "victim",      "suspect",
                                        "witness",   "third_party", "unknown"};
  return names[static_cast<int>(role)];
}

// Whom or what an obligation or a question is about, in words.
void say_about(Item& into, std::string_view name, const incident::SubjectRef& subject,
               const Viewing& viewing) {
  const auto& whole = viewing.scene.whole;
  if (subject.kind == "person") {
    const auto id = incident::PersonId::parse(subject.id);
    const auto* person = id ? whole.incident.person(*id) : nullptr;
    if (person == nullptr) return;
    into.say(std::string(name), called(*person));
    for (const auto role : person->roles) into.say(std::string(name), std::string(name_of(role)));
    if (whole.incident.caller() == *id) into.say(std::string(name), "caller");
  } else if (subject.kind == "identifier") {
    const auto id = incident::IdentifierId::parse(subject.id);
    const auto found = id ? whole.incident.identifiers.find(*id) : whole.incident.identifiers.end();
    if (found != whole.incident.identifiers.end()) {
      into.say(std::string(name), found->second.heard.value);
    }
  } else if (subject.kind == "check") {
    const auto id = checks::CheckId::parse(subject.id);
    const auto found = id ? whole.checks.checks.find(*id) : whole.checks.checks.end();
    if (found != whole.checks.checks.end()) {
      into.say(std::string(name), found->second.intended.source);
      into.say(std::string(name), asked_about(found->second));
    }
  } else {
    into.say(std::string(name), subject.kind);
  }
}

// ---- what is owed, asked, promised, told
// ---------------------------------------------------------

void owed(const Viewing& viewing, Items& out) {
  const auto& incident = viewing.scene.whole.incident;
  for (const auto& [id, obligation] : incident.obligations) {
    const auto& raised = obligation.raised;
    Item made = item("owed", "owed");
    made.say("what", raised.what);
    if (const auto question = raised.details.find("question"); question != raised.details.end()) {
      made.say("what", question->second);
    }
    made.say("to", viewing.name_of(obligation.holder));
    if (obligation.offered) made.say("to", viewing.name_of(*obligation.offered));
    if (!obligation.duty.empty()) made.say("to", obligation.duty);
    made.times["by"] = raised.due;
    say_about(made, "about", raised.subject, viewing);
    made.say("state", std::string(name_of(obligation.state)));
    made.say("overdue", obligation.overdue ? "yes" : "no");
    made.say("accepted", obligation.accepted ? "yes" : "no");
    made.say("holds_closing", raised.blocks_closing ? "yes" : "no");
    made.say("says", raised.why);
    if (obligation.open()) made.lines.push_back(raised.what + " " + raised.why);
    out.push_back(std::move(made));
  }
  std::stable_sort(out.begin(), out.end(), [](const Item& a, const Item& b) {
    return a.sight == "owed" && b.sight == "owed" && a.times.at("by") < b.times.at("by");
  });
}

void question(const Viewing& viewing, Items& out) {
  struct Shown {
    std::int64_t order;
    Item item;
  };
  std::vector<Shown> shown;
  const auto& policy = *viewing.scene.policy.rules;
  for (const auto& [id, obligation] : viewing.scene.whole.incident.obligations) {
    const auto& raised = obligation.raised;
    if (!obligation.open() || raised.kind != incident::ObligationKind::question) continue;
    const auto named = raised.details.find("question");
    const auto* question = named == raised.details.end() ? nullptr : policy.question(named->second);
    if (question == nullptr) continue;
    Item made = item("question", "questions");
    made.say("words", question->words);
    made.say("words", question->words_to_child);
    made.say("words", question->id);
    say_about(made, "of", raised.subject, viewing);
    made.say("left_to", question->ask == policy::Ask::specialist ? "specialist" : "handler");
    made.lines.push_back(question->words);
    shown.push_back({question->first == 0 ? INT64_MAX : question->first, std::move(made)});
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [](const Shown& a, const Shown& b) { return a.order < b.order; });
  for (auto& each : shown) out.push_back(std::move(each.item));
}

// Who rings, from where, since when: what is there before a key is pressed.
void contact(const Viewing& viewing, Items& out) {
  constexpr std::string_view channels[] = {"999", "101", "chat", "in person"};
  for (const auto id : viewing.scene.whole.incident.contact_order) {
    const auto& each = viewing.scene.whole.incident.contacts.at(id);
    Item made = item("", "contact");
    std::string line(channels[static_cast<int>(each.opened.channel)]);
    line += " " + (each.opened.line.empty() ? "number withheld" : shown_number(each.opened.line));
    if (!each.opened.subscriber.empty()) line += ", subscriber " + each.opened.subscriber;
    if (each.opened.location) {
      const auto& at = *each.opened.location;
      if (!at.address.empty()) line += ", " + at.address;
      if (at.radius_m) line += fmt::format(", within {} m", *at.radius_m);
    }
    line += ", " + format_clock(viewing.scene.zone, each.opened.answered_at);
    if (each.ended) line += each.ended->lost ? ", line lost" : ", ended";
    made.lines.push_back(std::move(line));
    out.push_back(std::move(made));
  }
}

void promise(const Viewing& viewing, Items& out) {
  for (const auto& [id, undertaking] : viewing.scene.whole.incident.undertakings) {
    Item made = item("promise", "promises");
    made.say("what", undertaking.given.what);
    made.say("state", !undertaking.ended ? "open" : undertaking.ended->kept ? "kept" : "broken");
    made.times["due"] = undertaking.given.due;
    made.lines.push_back(undertaking.given.what);
    out.push_back(std::move(made));
  }
}

void told(const Viewing& viewing, Items& out) {
  for (const auto& each : viewing.scene.whole.incident.told) {
    Item made = item("told", "told");
    made.say("whom", each.whom);
    made.say("what", each.what);
    made.lines.push_back(each.whom + ": " + each.what);
    out.push_back(std::move(made));
  }
}

void linked(const Viewing& viewing, Items& out) {
  for (const auto& each : viewing.scene.whole.incident.links) {
    Item made = item("linked", "links");
    made.say("words", each.reference + " " + each.basis);
    made.lines.push_back(each.reference + " " + each.basis);
    out.push_back(std::move(made));
  }
}

void alert(const Viewing& viewing, Items& out) {
  for (const auto& [contact, guided] : viewing.scene.whole.training.guided) {
    if (!viewing.scene.whole.training.alerted) continue;
    Item made = item("alert", "alerts");
    made.say("words", viewing.name_of(guided.who) +
                          " takes this under guidance: " + join(guided.reasons, "; "));
    made.lines.push_back(made.says.begin()->second);
    out.push_back(std::move(made));
  }
}

// ---- the log, grade, people, history
// -------------------------------------------------------------

void log(const Viewing& viewing, Items& out) {
  for (const auto& entry : viewing.scene.whole.incident.entries) {
    if (!entry.written.protected_for.empty() && viewing.roles) {
      const auto readers = split(entry.written.protected_for, ',');
      const bool may = std::any_of(readers.begin(), readers.end(), [&](std::string_view role) {
        return viewing.roles->count(std::string(trim(role))) != 0;
      });
      if (!may) continue;
    }
    Item made = item("log", "log");
    made.say("words", entry.written.text);
    made.say("by", viewing.name_of(entry.by));
    made.lines.push_back(entry.written.text);
    for (const auto& mark : entry.marked) {
      made.say("marked", mark.meaning + ": " + join(mark.open_against, "; "));
      made.lines.push_back(join(mark.open_against, "; "));
    }
    out.push_back(std::move(made));
  }
}

void grade(const Viewing& viewing, Items& out) {
  const auto& incident = viewing.scene.whole.incident;
  Item made = item("grade", "grade");
  made.say("says", incident.grade_reason);
  for (const auto& [rule, floor] : incident.floors) made.say("says", floor.why);
  if (const auto effective = incident.effective_grade()) {
    made.say("is", std::string(name_of(*effective)));
    made.lines.push_back(std::string(name_of(*effective)));
  } else {
    made.say("is", "none");
  }
  out.push_back(std::move(made));
}

void closed(const Viewing& viewing, Items& out) {
  Item made = item("closed", "");
  made.say("closed", viewing.scene.whole.incident.closed ? "yes" : "no");
  out.push_back(std::move(made));
}

void history(const Viewing& viewing, Items& out) {
  for (const auto& [id, history] : viewing.scene.whole.incident.history) {
    Item made = item("history", "history");
    made.say("words", history.shown.reference + " " + history.shown.summary);
    made.say("basis", history.shown.basis == "phone" ? "number" : history.shown.basis);
    made.say("acknowledged", history.acknowledged ? "yes" : "no");
    made.say("acted_upon", history.acted_upon ? "yes" : "no");
    made.lines.push_back(history.shown.reference + " " + history.shown.summary);
    out.push_back(std::move(made));
  }
}

std::string age_in_words(const incident::Age& age) {
  if (age.low && age.high && *age.low == *age.high) return std::to_string(*age.low);
  if (age.low && age.high) return fmt::format("{} to {}", *age.low, *age.high);
  if (age.low) return fmt::format("{} or over", *age.low);
  if (age.high) return fmt::format("{} or under", *age.high);
  constexpr std::string_view names[] = {"not asked", "known",     "recorded",
                                        "estimated", "not known", "refused"};
  return std::string(names[static_cast<int>(age.status)]);
}

void person(const Viewing& viewing, Items& out) {
  const auto& incident = viewing.scene.whole.incident;
  const LocalDate today = viewing.scene.zone.date_of(viewing.scene.now);
  for (const auto id : incident.people_order) {
    const auto& each = *incident.person(id);
    Item made = item("person", "people");
    made.say("whom", called(each));
    if (incident.caller() == id) made.say("whom", "caller");
    for (const auto role : each.roles) {
      made.say("roles", std::string(name_of(role)));
      made.say("whom", std::string(name_of(role)));
    }
    const auto child = incident::possible_child(incident, id, today);
    made.say("child", child == incident::PossibleChild::yes  ? "yes"
                      : child == incident::PossibleChild::no ? "no"
                                                             : "unknown");
    const std::string age = age_in_words(incident::age_of(incident, id, today));
    made.say("age", age);
    std::string line = called(each) + ", " + age;
    for (const auto& [candidate_id, candidate] : incident.candidates) {
      if (candidate.found.person != id) continue;
      if (candidate.state == incident::Candidate::State::rejected) continue;
      const auto* source = viewing.scene.policy.sources->find(candidate.found.source);
      const auto shown = !viewing.roles || source == nullptr ? checks::Shown::full
                                                             : source->shown_to(*viewing.roles);
      std::vector<std::string> words;
      if (shown >= checks::Shown::summary) {
        words = candidate.found.markers;
        words.insert(words.end(), candidate.found.needs.begin(), candidate.found.needs.end());
      }
      if (shown >= checks::Shown::full) {
        words.push_back(candidate.found.given_name + " " + candidate.found.family_name);
      }
      for (const auto& each_word : words) made.say("says", each_word);
      line += ", " + join(words, ", ");
    }
    made.lines.push_back(std::move(line));
    out.push_back(std::move(made));
  }
}

void rang(const Viewing& viewing, Items& out) {
  for (const auto& call : viewing.scene.whole.incident.calls) {
    if (call.refused) continue;
    Item made = item("rang", "");
    made.say("number", call.number);
    out.push_back(std::move(made));
  }
}

void advice(const Viewing& viewing, Items& out) {
  for (const auto& [id, offered] : viewing.scene.whole.incident.offered_advice) {
    const auto found = viewing.scene.policy.advice.find(id);
    const std::string words = found == viewing.scene.policy.advice.end() ? id : found->second.words;
    Item made = item("advice", "advice");
    made.say("words", words);
    made.say("words", id);
    made.lines.push_back(words);
    out.push_back(std::move(made));
  }
}

void condition(const Viewing& viewing, Items& out) {
  for (const auto id : viewing.scene.whole.orders.order) {
    const auto& judged = viewing.scene.whole.orders.judged.at(id).judgement;
    const auto* source = viewing.scene.policy.sources->find(judged.source);
    const auto shown = !viewing.roles || source == nullptr ? checks::Shown::full
                                                           : source->shown_to(*viewing.roles);
    if (shown < checks::Shown::full) continue;
    Item made = item("condition", "conditions");
    constexpr std::string_view names[] = {"not_met", "insufficient_facts", "possible_breach"};
    made.say("is", std::string(names[static_cast<int>(judged.outcome)]));
    made.say("clause", judged.clause);
    std::string line = std::string(orders::in_words(judged.outcome)) + ": " + judged.clause;
    for (const auto& fact : judged.matched) made.say("matched", fact.words);
    for (const auto& fact : judged.against_it) made.say("matched", fact.words);
    for (const auto& fact : judged.missing) made.say("missing", fact.words);
    for (const auto& fact : judged.missing) line += "; " + fact.words;
    made.lines.push_back(std::move(line));
    out.push_back(std::move(made));
  }
}

}  // namespace

void check_items(const Viewing& viewing, Items& out);  // screen_checks.cc

std::vector<Item> items_of(const std::string& sight, const Viewing& viewing) {
  using Show = void (*)(const Viewing&, Items&);
  static const std::map<std::string_view, Show> shows = {
      {"owed", owed},     {"question", question},   {"promise", promise},   {"told", told},
      {"linked", linked}, {"alert", alert},         {"log", log},           {"grade", grade},
      {"closed", closed}, {"history", history},     {"person", person},     {"rang", rang},
      {"advice", advice}, {"condition", condition}, {"check", check_items}, {"contact", contact}};
  Items out;
  if (sight == "sees") {
    for (const auto& [name, show] : shows) {
      Items part;
      show(viewing, part);
      out.insert(out.end(), std::make_move_iterator(part.begin()),
                 std::make_move_iterator(part.end()));
    }
    return out;
  }
  if (const auto found = shows.find(sight); found != shows.end()) found->second(viewing, out);
  return out;
}

}  // namespace heed::rehearsal
