// A small incident to hold orders against, built by hand. For this room's tests only.
#pragma once

#include <gtest/gtest.h>

#include "orders/orders.h"

namespace heed::orders::test {

inline Instant at(std::string_view rfc3339) { return parse_instant(rfc3339).value(); }
inline LocalDate day(std::string_view iso) { return parse_date(iso).value(); }
inline const Zone& london() {
  static const Zone zone = Zone::load("Europe/London").value();
  return zone;
}

inline const Vocabulary& vocabulary() {
  static const Vocabulary read = [] {
    auto document = policy::Document::load(HEED_SOURCE_DIR "/policy/orders.toml");
    EXPECT_TRUE(document) << document.error().message();
    policy::Question asked;
    asked.id = "met_before";
    asked.ask = policy::Ask::now;
    asked.open = true;
    auto vocabulary = Vocabulary::read(*document, {asked});
    EXPECT_TRUE(vocabulary) << vocabulary.error().message();
    return *vocabulary;
  }();
  return read;
}

// Somebody rings and complains of a number; the order is against whoever's number it is.
struct World {
  incident::State incident;
  incident::PersonId caller = incident::PersonId::derived("test", "caller");
  incident::PersonId suspect = incident::PersonId::derived("test", "suspect");
  incident::ContactId contact = incident::ContactId::derived("test", "contact");
  Instant now;
  int made = 0;

  explicit World(std::string_view when = "2026-11-19T18:30:00Z") : now(at(when)) {
    incident.opened_at = now;
    incident.contacts[contact].opened.answered_at = now;
    incident.contact_order.push_back(contact);
    for (const auto& id : {caller, suspect}) {
      incident.people[id].id = id;
      incident.people_order.push_back(id);
    }
    incident.people[caller].roles = {incident::PersonRole::reporting};
    incident.people[suspect].roles = {incident::PersonRole::suspect};
  }

  incident::AgeClaim& claim(incident::AgeStatus status) {
    auto& claims = incident.people[caller].claims;
    claims.push_back({});
    claims.back().status = status;
    claims.back().at = now;
    return claims.back();
  }
  World& born(std::string_view iso) {
    claim(incident::AgeStatus::known).born = day(iso);
    return *this;
  }
  World& aged(int low, int high, incident::AgeBasis basis = incident::AgeBasis::said) {
    auto& said = claim(incident::AgeStatus::known);
    said.low = low;
    said.high = high;
    said.basis = basis;
    return *this;
  }
  incident::EntryId entry() {
    incident::Entry entry;
    entry.written.entry = incident::EntryId::derived("test", std::to_string(++made));
    entry.written.contact = contact;
    entry.at = now;
    incident.entries.push_back(entry);
    return entry.written.entry;
  }
  incident::Identifier& number(
      incident::IdentifierRole role = incident::IdentifierRole::complained_of,
      const std::string& kind = "phone", const std::string& value = "+447700900999") {
    const auto id = incident::IdentifierId::derived("test", std::to_string(++made));
    incident::Identifier& it = incident.identifiers[id];
    it.heard.identifier = id;
    it.heard.kind = kind;
    it.heard.value = value;
    it.heard.entry = entry();
    it.role = role;
    it.person = suspect;
    it.heard_at = now;
    return it;
  }
  incident::FindingId cue(const std::string& meaning) {
    const auto id = incident::FindingId::derived("test", std::to_string(++made));
    incident.cues[id].heard.finding = id;
    incident.cues[id].heard.meaning = meaning;
    incident.cues[id].heard.entry = entry();
    return id;
  }
  World& answer(const std::string& question, const std::string& value) {
    incident::AnsweredQuestion answered;
    answered.last.question = question;
    answered.last.value = value;
    answered.at = now;
    incident.answers[{question, {"incident", ""}}] = answered;
    return *this;
  }
  incident::Candidate& candidate(const KnownOrder& known) {
    const auto id = incident::HistoryId::derived("test", known.order.against_record_id);
    incident::Candidate& it = incident.candidates[id];
    it.found.candidate = id;
    it.found.person = known.against;
    it.found.source = known.source;
    it.found.record_id = known.order.against_record_id;
    it.found.band = known.band;
    return it;
  }
};

inline records::OrderCondition contact(std::string verbatim, int limit, bool inclusive,
                                       std::vector<std::string> modes = {"any"},
                                       std::vector<std::string> exceptions = {}) {
  records::OrderCondition out;
  out.condition_id = "c1";
  out.verbatim = std::move(verbatim);
  out.kind = "contact";
  out.protected_age = records::ProtectedAge{limit, inclusive};
  out.modes = std::move(modes);
  out.exceptions = std::move(exceptions);
  return out;
}

inline records::OrderCondition of_kind(const std::string& kind, std::string verbatim) {
  records::OrderCondition out;
  out.condition_id = kind;
  out.kind = kind;
  out.verbatim = std::move(verbatim);
  return out;
}

inline KnownOrder order(const World& world, std::vector<records::OrderCondition> conditions) {
  KnownOrder out;
  out.order.order_id = "o1";
  out.order.kind = "shpo";
  out.order.against_record_id = "r1";
  out.order.made = day("2014-05-01");
  out.order.structured = true;
  out.order.conditions = std::move(conditions);
  out.against = world.suspect;
  out.band = "exact";
  out.source = "offender_management";
  out.from_check = "check1";
  return out;
}

inline Judgement judge_one(const World& world, const KnownOrder& known) {
  auto all = judge(world.incident, {known}, vocabulary(), world.now, london());
  EXPECT_EQ(all.size(), 1u);
  return all.empty() ? Judgement{} : all.front();
}

inline ConditionOutcome outcome(const World& world, const KnownOrder& known) {
  return judge_one(world, known).outcome;
}

inline bool lacks(const Judgement& judgement, std::string_view words) {
  for (const MissingFact& missing : judgement.missing) {
    if (missing.words.find(words) != std::string::npos) return true;
  }
  return false;
}

inline bool says_against(const Judgement& judgement, std::string_view words) {
  for (const MatchedFact& fact : judgement.against_it) {
    if (fact.words.find(words) != std::string::npos) return true;
  }
  return false;
}

}  // namespace heed::orders::test
