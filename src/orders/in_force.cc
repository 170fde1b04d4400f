#include "orders/in_force.h"

#include <algorithm>

#include "base/text.h"
#include "incident/incident.h"
#include "matching/fold.h"

namespace heed::orders {
namespace {

using incident::Age;
using incident::AgeBasis;
using incident::AgeClaim;
using incident::PersonId;

std::string day(LocalDate date) { return format_date(date); }

void follow_dates(const records::CourtOrder& order, Span span, const Zone& zone, Holds& out) {
  std::optional<Instant> end;
  std::string ended;
  if (order.expires) {
    end = zone.start_of(add_days(*order.expires, 1));
    ended = "the order expired with " + day(*order.expires);
  }
  if (order.discharged && (!end || zone.start_of(*order.discharged) < *end)) {
    end = zone.start_of(*order.discharged);
    ended = "the order was discharged on " + day(*order.discharged);
  }
  const std::string it = "order:" + order.order_id;
  out.truth = Truth::yes;
  if (end && span.from >= *end) {
    out.truth = Truth::no;
    out.against_it.push_back({ended + ", before what is reported", {it}});
  } else if (end && span.to >= *end) {
    out.truth = Truth::unknown;
    out.missing.push_back({ended + ": when it was done, before that or after", "", false});
  }
  if (!order.made) {
    out.missing.push_back({"when the order was made", "", false});
    return;
  }
  const Instant start = zone.start_of(*order.made);
  if (span.to < start) {
    out.truth = Truth::no;
    out.against_it.push_back(
        {"the order was made on " + day(*order.made) + ", after what is reported", {it}});
  } else if (span.from < start) {
    out.missing.push_back(
        {"the order was made on " + day(*order.made) + ": that it was done since then", "", false});
  }
}

void follow_service(const records::CourtOrder& order, bool service_matters, Span span,
                    const Zone& zone, Holds& out) {
  if (order.served) {
    if (span.to >= zone.start_of(*order.served)) {
      out.matched.push_back({"served on " + day(*order.served) + ": that they knew is evidenced",
                             {"order:" + order.order_id}});
      return;
    }
    out.missing.push_back({"that they knew of it: it was served on " + day(*order.served) +
                               ", after what is reported",
                           "", false});
    if (service_matters) out.truth = policy::both(out.truth, Truth::unknown);
  } else if (service_matters) {
    out.missing.push_back({"whether it was served: that they knew of it", "", false});
  }
}

// ---- ages ---------------------------------------------------------------------------------------

// The smallest age that is not protected.
int bound(records::ProtectedAge age) { return age.inclusive ? age.limit + 1 : age.limit; }

struct Ages {
  int low = 0;     // in completed years, over the whole span
  int high = 150;  // included
};

// A claim's ages over the span. A band said holds for the whole of a span of up to a month; over a
// longer one the person may have been a year younger.
Ages ages_of(const Age& at_end, const AgeClaim& claim, Span span, const Zone& zone) {
  if (claim.born) {
    return {std::max(0, age_on(*claim.born, zone.date_of(span.from))),
            age_on(*claim.born, zone.date_of(span.to))};
  }
  const bool leads = !at_end.claims.empty() && &claim == &at_end.claims.front();
  Ages out;
  if (const auto low = leads ? at_end.low : claim.low) out.low = *low;
  if (const auto high = leads ? at_end.high : claim.high) out.high = *high;
  if (span.to - span.from > std::chrono::days(31) && out.low > 0) --out.low;
  return out;
}

bool firm(const AgeClaim& claim) {
  return claim.basis == AgeBasis::said || claim.basis == AgeBasis::recorded ||
         claim.basis == AgeBasis::seen_by_officer;
}

// What a claim makes of the clause: an age judged by ear, or that words only imply, never excludes.
Truth covered(const Age& age, const AgeClaim& claim, records::ProtectedAge limit, Span span,
              const Zone& zone) {
  const Ages ages = ages_of(age, claim, span, zone);
  if (claim.basis == AgeBasis::heard_in_voice) return Truth::unknown;
  if (ages.high < bound(limit)) return Truth::yes;
  return ages.low >= bound(limit) && firm(claim) ? Truth::no : Truth::unknown;
}

Holds age_protected(const incident::State& incident, records::ProtectedAge limit, PersonId person,
                    Span span, const Zone& zone) {
  Holds out;
  const Age age = incident::age_of(incident, person, zone.date_of(span.to));
  const std::string it = "person:" + person.str();
  Truth truth =
      age.claims.empty() ? Truth::unknown : covered(age, age.claims.front(), limit, span, zone);
  for (const AgeClaim& claim : age.claims) {
    // One that says otherwise leaves it open; it never makes a protected person an adult.
    if (truth == Truth::no && covered(age, claim, limit, span, zone) != Truth::no) {
      truth = Truth::unknown;
    }
  }
  out.truth = truth;
  const std::string words = age_words(limit);
  if (truth == Truth::yes) {
    out.matched.push_back(
        {"the person at risk is of an age that the clause protects (" + words + ")", {it}});
    if (!age.born) out.missing.push_back({"their date of birth", "date_of_birth", false});
  } else if (truth == Truth::no) {
    out.against_it.push_back(
        {"the person at risk is past the age that the clause protects (" + words + ")", {it}});
  } else if (age.born) {
    out.missing.push_back({"when it was done: they passed the age that the clause protects (" +
                               words + ") in the time that it may have been",
                           "", false});
  } else {
    out.missing.push_back(
        {"the age of the person at risk; taken as protected (" + words + ") until it is known",
         "date_of_birth", false});
  }
  if (age.conflict) {
    out.missing.push_back(
        {"which of two ages is right: they cannot both be", "date_of_birth", false});
  }
  return out;
}

// ---- names --------------------------------------------------------------------------------------

std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : matching::fold(name) + " ") {
    if (is_alpha(c)) {
      word += c;
    } else if (c != '\'' && !word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  return out;
}

bool all_in(const std::vector<std::string>& some, const std::vector<std::string>& all) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& word) {
    return std::find(all.begin(), all.end(), word) != all.end();
  });
}

// Every word of one name in the other, and at least two: a forename alone names nobody.
Truth same_name(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return Truth::unknown;
  const bool nested = all_in(a, b) || all_in(b, a);
  if (!nested) return a.size() < 2 || b.size() < 2 ? Truth::unknown : Truth::no;
  return std::min(a.size(), b.size()) >= 2 ? Truth::yes : Truth::unknown;
}

Holds name_protected(const incident::State& incident, const records::OrderCondition& condition,
                     PersonId person) {
  Holds out;
  const incident::Person* known = incident.person(person);
  const std::vector<std::string> name = name_words(known ? known->name : "");
  const std::string it = "person:" + person.str();
  Truth truth = Truth::no;
  for (const std::string& named : condition.named_persons) {
    truth = policy::either(truth, same_name(name_words(named), name));
  }
  out.truth = truth;
  if (truth == Truth::yes) {
    out.matched.push_back({"the person at risk is named in the clause", {it}});
  } else if (truth == Truth::no) {
    out.against_it.push_back({"the person at risk is not one whom the clause names", {it}});
  } else {
    out.missing.push_back({"whether the person at risk is one whom the clause names", "", false});
  }
  return out;
}

// A clause that states nobody: whoever is named in its words, else it is left open.
Holds anybody_protected(const incident::State& incident, const records::OrderCondition& condition,
                        PersonId person) {
  Holds out;
  const incident::Person* known = incident.person(person);
  const auto name = name_words(known ? known->name : "");
  if (name.size() >= 2 && all_in(name, name_words(condition.verbatim))) {
    out.truth = Truth::yes;
    out.matched.push_back(
        {"the person at risk is named in the clause", {"person:" + person.str()}});
  } else {
    out.missing.push_back({"whom the clause protects", "", false});
  }
  return out;
}

std::string sex_of(const incident::State& incident, PersonId person) {
  for (const auto& [id, candidate] : incident.candidates) {
    if (candidate.found.person == person &&
        candidate.state == incident::Candidate::State::accepted) {
      return lower_ascii(candidate.found.sex);
    }
  }
  return {};
}

}  // namespace

Holds in_force(const records::CourtOrder& order, const Vocabulary::OrderKind* kind, Span span,
               const Zone& zone) {
  Holds out;
  follow_dates(order, span, zone, out);
  if (out.truth == Truth::no) return out;
  if (order.varied && span.to < zone.start_of(*order.varied)) {
    out.truth = Truth::unknown;
    out.missing.push_back(
        {"what the order said before it was varied on " + day(*order.varied), "", false});
  } else if (order.varied && span.from < zone.start_of(*order.varied)) {
    out.missing.push_back(
        {"the order was varied on " + day(*order.varied) + ": that it was done since then", "",
         false});
  }
  follow_service(order, kind && kind->service_matters, span, zone, out);
  if (out.truth == Truth::yes) {
    out.matched.insert(out.matched.begin(),
                       {"the order was in force", {"order:" + order.order_id}});
  }
  return out;
}

std::optional<AgeLimit> age_limit(const records::OrderCondition& condition) {
  const auto words = age_in_words(condition.verbatim);
  if (!condition.protected_age && !words) return std::nullopt;
  if (!condition.protected_age) return AgeLimit{*words, true};
  AgeLimit out{*condition.protected_age, false};
  if (words && bound(*words) != bound(out.age)) {
    out.disagree = true;
    if (bound(*words) > bound(out.age)) out.age = *words;
  } else if (words) {
    out.age = *words;  // the same people, in the court's way of saying it
  }
  return out;
}

std::string age_words(records::ProtectedAge age) {
  const std::string limit = std::to_string(age.limit);
  return age.inclusive ? limit + " or under, " + limit + " included"
                       : "under " + limit + ", " + limit + " not included";
}

Holds is_protected(const incident::State& incident, const records::OrderCondition& condition,
                   PersonId person, Span span, const Zone& zone) {
  const auto limit = age_limit(condition);
  Holds out;
  if (limit) {
    out = age_protected(incident, limit->age, person, span, zone);
    if (limit->disagree) {
      out.missing.push_back(
          {"which age limit the court set: its words and their structure differ, "
           "the wider is taken",
           "", false});
    }
  }
  if (!condition.named_persons.empty()) {
    Holds named = name_protected(incident, condition, person);
    if (!limit || (out.truth != Truth::yes && named.truth == Truth::yes)) {
      out = std::move(named);
    } else if (out.truth == Truth::no && named.truth == Truth::unknown) {
      out = std::move(named);
    }
  } else if (!limit && condition.protected_sex.empty()) {
    return anybody_protected(incident, condition, person);
  } else if (!limit) {
    out.truth = Truth::yes;
  }
  if (!condition.protected_sex.empty() && out.truth != Truth::no) {
    const std::string sex = sex_of(incident, person);
    if (sex.empty()) {
      out.missing.push_back({"that the person at risk is of the sex that the clause protects (" +
                                 condition.protected_sex + "); taken as so until it is known",
                             "", false});
    } else if (sex.front() != lower_ascii(condition.protected_sex).front()) {
      out.truth = Truth::no;
      out.matched.clear();
      out.against_it.push_back(
          {"the clause protects another sex than is recorded", {"person:" + person.str()}});
    }
  }
  return out;
}

std::vector<PersonId> people_at_risk(const incident::State& incident) {
  std::vector<PersonId> out;
  for (const PersonId& id : incident.people_order) {
    if (incident::possible_victim(incident, id)) out.push_back(id);
  }
  return out;
}

}  // namespace heed::orders
