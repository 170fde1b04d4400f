#include "checks/match_people.h"

#include <algorithm>

#include "base/text.h"
#include "matching/people_index.h"

namespace heed::checks {
namespace {

using matching::Band;

constexpr std::size_t other_names_max = 50;

bool is_unique(std::string_view kind) {
  return kind == "phone" || kind == "email" || kind == "username" || kind == "vehicle" ||
         kind == "pncid" || kind == "cro";
}

bool ended(const records::RecordedIdentifier& found, LocalDate on) {
  return found.until && std::chrono::sys_days(*found.until) < std::chrono::sys_days(on);
}

bool about_a_person(const std::vector<SearchKey>& asked) {
  return std::any_of(asked.begin(), asked.end(), [](const SearchKey& key) {
    return key.kind == "name" || key.kind == "given_name" || key.kind == "family_name" ||
           key.kind == "born";
  });
}

// The identifiers that were asked for, as this record holds them.
Matched by_identifier(const std::vector<SearchKey>& asked, const records::Nominal& nominal,
                      LocalDate on) {
  Matched out{nominal.record_id, "possible", 0.5, false, false, {}};
  for (const auto& key : asked) {
    if (!is_unique(key.kind)) continue;
    for (const auto& found : nominal.identifiers) {
      if (found.kind != key.kind || found.value != key.value) continue;
      if (ended(found, on)) {
        out.ended = true;
        out.reasons.push_back(key.kind + " equal, until " + format_date(*found.until));
      } else if (key.kind == "username" &&
                 (key.platform.empty() || key.platform != found.platform)) {
        out.reasons.push_back("user name equal, platform not known to be");
      } else {
        out.band = "exact";
        out.probability = 1;
        out.ended = false;
        out.reasons.push_back(key.kind + " equal");
        return out;
      }
    }
  }
  if (out.reasons.empty()) out.reasons.push_back("returned by the source for what was asked");
  return out;
}

// By the name of the record or by another name that it holds, whichever fits better: somebody found
// under a name that he uses is not thrown away because he was born with another.
matching::Comparison compared(const matching::PersonRecord& known, const records::Nominal& nominal,
                              LocalDate on) {
  static const matching::PersonComparer comparer;
  auto record = person_of(nominal, on);
  auto best = comparer.compare(known, record);
  const std::size_t names = std::min(nominal.also_known_as.size(), other_names_max);
  for (std::size_t i = 0; i < names; ++i) {
    const std::string_view name = trim(nominal.also_known_as[i]);
    const std::size_t gap = name.rfind(' ');
    if (gap == std::string_view::npos) continue;  // one word names nobody
    record.given_name = std::string(name.substr(0, name.find(' ')));
    record.middle_name.clear();
    record.family_name = std::string(name.substr(gap + 1));
    auto other = comparer.compare(known, record);
    if (other.probability <= best.probability) continue;
    best = std::move(other);
    best.reasons.push_back({});
    best.reasons.back().words = "under another name that the record holds";
  }
  return best;
}

Matched by_person(const matching::PersonRecord& known, const records::Nominal& nominal,
                  LocalDate on) {
  const auto comparison = compared(known, nominal, on);
  Matched out;
  out.record_id = nominal.record_id;
  out.band = matching::to_string(comparison.band);
  out.probability = comparison.probability;
  for (const auto& reason : comparison.reasons) out.reasons.push_back(reason.words);
  return out;
}

// Several who are equally good: none of them is strong.
void mark_ties(std::vector<Matched>& matched) {
  for (auto& one : matched) {
    const auto tied = std::count_if(matched.begin(), matched.end(), [&](const Matched& other) {
      return other.band != "exact" && other.band != "rejected" && one.band != "exact" &&
             std::abs(other.probability - one.probability) < 1e-9;
    });
    one.tied = tied > 1 && one.band != "rejected";
  }
  for (auto& one : matched) {
    if (one.tied && one.band == "strong") one.band = "possible";
  }
}

template <class Item, class Of>
void drop_of(std::vector<Item>& items, const std::vector<Matched>& rejected, Of of) {
  items.erase(std::remove_if(items.begin(), items.end(),
                             [&](const Item& item) {
                               return std::any_of(
                                   rejected.begin(), rejected.end(), [&](const Matched& one) {
                                     return !one.record_id.empty() && one.record_id == of(item);
                                   });
                             }),
              items.end());
}

void add_identifier(matching::PersonRecord& out, const std::string& kind, const std::string& value,
                    const std::string& platform) {
  if (kind == "phone") {
    if (out.phones.size() < 16) out.phones.push_back(value);
  } else if (kind == "email") {
    if (out.emails.size() < 16) out.emails.push_back(value);
  } else if (const auto parsed = matching::parse_identifier_kind(kind);
             parsed && out.identifiers.size() < 16) {
    out.identifiers.push_back({*parsed, value, platform});
  }
}

}  // namespace

matching::PersonRecord person_of(const std::vector<SearchKey>& keys) {
  matching::PersonRecord out;
  for (const auto& key : keys) {
    if (key.kind == "given_name") {
      out.given_name = key.value;
    } else if (key.kind == "family_name") {
      out.family_name = key.value;
    } else if (key.kind == "name") {
      out.full_name = key.value;
    } else if (key.kind == "sex") {
      out.sex = key.value;
    } else if (key.kind == "address") {
      out.address = key.value;
    } else if (key.kind == "postcode") {
      out.postcode = key.value;
    } else if (key.kind == "born") {
      if (const auto born = parse_date(key.value)) out.born = *born;
    } else {
      add_identifier(out, key.kind, key.value, key.platform);
    }
  }
  return out;
}

matching::PersonRecord person_of(const records::Nominal& nominal, LocalDate on) {
  matching::PersonRecord out;
  out.id = nominal.record_id;
  out.given_name = nominal.given_name;
  out.middle_name = nominal.middle_name;
  out.family_name = nominal.family_name;
  out.born = nominal.born;
  out.sex = nominal.sex;
  out.address = nominal.address;
  out.postcode = nominal.postcode;
  for (const auto& found : nominal.identifiers) {
    if (!ended(found, on)) add_identifier(out, found.kind, found.value, found.platform);
  }
  return out;
}

std::optional<matching::Comparison> weigh(const std::vector<SearchKey>& asked,
                                          const records::Nominal& nominal, Instant now) {
  if (!about_a_person(asked)) return std::nullopt;
  return compared(person_of(asked), nominal, LocalDate{std::chrono::floor<std::chrono::days>(now)});
}

void match_people(const std::vector<SearchKey>& asked, Instant now, Said& said) {
  const LocalDate on{std::chrono::floor<std::chrono::days>(now)};
  const bool person = about_a_person(asked);
  const auto known = person_of(asked);
  said.matched.clear();
  std::vector<records::Nominal> kept;
  for (auto& nominal : said.findings.people) {
    auto one = person ? by_person(known, nominal, on) : by_identifier(asked, nominal, on);
    if (one.band == "rejected") {
      said.rejected.push_back(std::move(one));
    } else {
      said.matched.push_back(std::move(one));
      kept.push_back(std::move(nominal));
    }
  }
  said.findings.people = std::move(kept);
  mark_ties(said.matched);
  drop_of(said.findings.orders, said.rejected,
          [](const records::CourtOrder& order) { return order.against_record_id; });
  drop_of(said.findings.events, said.rejected,
          [](const records::PastEvent& event) { return event.person_record_id; });
}

}  // namespace heed::checks
