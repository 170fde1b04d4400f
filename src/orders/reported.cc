#include "orders/reported.h"

#include <algorithm>

#include "base/text.h"

namespace heed::orders {
namespace {

using incident::IdentifierRole;
using incident::IdentifierState;

bool letter(char c) { return is_alpha(c) || is_digit(c); }

bool says(std::string_view text, std::string_view phrase, bool beginnings) {
  for (std::size_t at = text.find(phrase); at != std::string_view::npos && !phrase.empty();
       at = text.find(phrase, at + 1)) {
    const bool starts = at == 0 || !letter(text[at - 1]);
    const std::size_t end = at + phrase.size();
    if (starts && (beginnings || end == text.size() || !letter(text[end]))) return true;
  }
  return false;
}

Truth meaning(const Vocabulary::Act& act, const std::string& value) {
  if (says_one_of(value, act.yes)) return Truth::yes;
  return says_one_of(value, act.no) ? Truth::no : Truth::unknown;
}

void widen(Report& report, Instant at, Micros reach_back) {
  const Span span{at - reach_back, at};
  if (report.truth != Truth::yes) {
    report.span = span;
    return;
  }
  report.span.from = std::min(report.span.from, span.from);
  report.span.to = std::max(report.span.to, span.to);
}

// Whether the incident's identifier is recorded for the person in the record that told of the
// order.
bool in_record(const KnownOrder& known, const incident::IdentifierHeard& heard) {
  return std::any_of(known.recorded.begin(), known.recorded.end(), [&](const auto& item) {
    return item.kind == heard.kind && item.value == heard.value &&
           (heard.kind != "username" || lower_ascii(item.platform) == lower_ascii(heard.platform));
  });
}

// Theirs: said to be, recorded as, or what the check that named them was made for.
bool is_theirs(const KnownOrder& known, const incident::Identifier& identifier) {
  if (identifier.person) return *identifier.person == known.against;
  return in_record(known, identifier.heard) ||
         incident::PersonId::derived(
             "heed person of", "identifier/" + identifier.heard.identifier.str()) == known.against;
}

Instant heard_at(const incident::State& incident, const incident::Identifier& identifier) {
  return identifier.heard.entry ? said_at(incident, *identifier.heard.entry) : identifier.heard_at;
}

void add(Report& report, const incident::State& incident, const incident::Identifier& identifier,
         Truth truth, Micros reach_back, const char* words) {
  if (report.truth == Truth::yes && truth != Truth::yes) return;
  widen(report, heard_at(incident, identifier), reach_back);
  if (truth == Truth::yes && report.truth != Truth::yes) report.stands_on.clear();
  report.truth = truth;
  report.words = words;
  report.stands_on.push_back("identifier:" + identifier.heard.identifier.str());
}

}  // namespace

bool says_one_of(std::string_view text, const std::vector<std::string>& phrases, bool beginnings) {
  const std::string lowered = lower_ascii(text);
  return std::any_of(phrases.begin(), phrases.end(), [&](const std::string& phrase) {
    return says(lowered, lower_ascii(phrase), beginnings);
  });
}

Instant said_at(const incident::State& incident, incident::EntryId id) {
  const incident::Entry* entry = incident.entry(id);
  if (!entry) return last_reported(incident);
  if (entry->written.contact) {
    const auto contact = incident.contacts.find(*entry->written.contact);
    if (contact != incident.contacts.end() && contact->second.opened.entered_afterwards) {
      return contact->second.opened.answered_at;
    }
  }
  return entry->at;
}

Instant last_reported(const incident::State& incident) {
  if (incident.contact_order.empty()) return incident.opened_at;
  return incident.contacts.at(incident.contact_order.back()).opened.answered_at;
}

Report reported(const incident::State& incident, const Vocabulary::Act& act) {
  Report out;
  out.words = act.says;
  bool denied = false;
  for (const auto& [key, answer] : incident.answers) {
    if (act.question.empty() || key.first != act.question ||
        answer.last.outcome != incident::Outcome::answered) {
      continue;
    }
    const Truth said = meaning(act, answer.last.value);
    if (said == Truth::unknown) continue;
    denied = denied || said == Truth::no;
    if (said == Truth::no && out.truth == Truth::yes) continue;
    widen(out, answer.at, act.reach_back);
    out.truth = said;
    out.stands_on.push_back("answer:" + key.first);
  }
  for (const auto& [id, cue] : incident.cues) {
    if (cue.rejected || !std::count(act.cues.begin(), act.cues.end(), cue.heard.meaning)) {
      continue;
    }
    widen(out, said_at(incident, cue.heard.entry), act.reach_back);
    out.truth = Truth::yes;
    out.stands_on.push_back("cue:" + id.str());
  }
  out.contradicted = denied && out.truth == Truth::yes;
  if (out.truth == Truth::unknown) out.span = {last_reported(incident), last_reported(incident)};
  return out;
}

Remote remote(const incident::State& incident, const KnownOrder& known, const Vocabulary& words) {
  Remote out;
  const Instant last = last_reported(incident);
  out.phone.span = out.account.span = {last, last};
  const Micros reach_back = words.act("remote").reach_back;
  for (const auto& [id, identifier] : incident.identifiers) {
    const incident::IdentifierHeard& heard = identifier.heard;
    const bool phone = heard.kind == "phone";
    const bool account = heard.kind == "email" || heard.kind == "username";
    if ((!phone && !account) || heard.hops != 0 || identifier.state == IdentifierState::rejected) {
      continue;
    }
    const bool theirs = is_theirs(known, identifier);
    const bool nobodys = !identifier.person && !theirs;
    const bool complained_of = identifier.role == IdentifierRole::complained_of;
    if (!theirs && !(nobodys && complained_of)) continue;
    const Truth truth = complained_of ? Truth::yes : Truth::unknown;
    out.attributed = out.attributed || (theirs && complained_of);
    out.said.push_back(&identifier);
    if (phone) {
      add(out.phone, incident, identifier, truth, reach_back,
          "a telephone number complained of has been in touch");
    } else {
      add(out.account, incident, identifier, truth, reach_back,
          "an account complained of has been in touch");
      if (complained_of && !heard.platform.empty()) {
        out.platforms.push_back(lower_ascii(heard.platform));
      }
    }
  }
  return out;
}

}  // namespace heed::orders
