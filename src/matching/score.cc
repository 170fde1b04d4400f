#include "matching/score.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "base/text.h"
#include "matching/name_data.h"
#include "matching/spelling.h"

namespace heed::matching {
namespace {

std::int32_t day_number(LocalDate date) {
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return static_cast<std::int32_t>(std::clamp<long long>(days, day_min + 1, day_max - 1));
}

LocalDate date_of_day(std::int32_t day) {
  return LocalDate(std::chrono::sys_days(std::chrono::days(day)));
}

struct Written {
  int year, month, day;
};
Written written(std::int32_t day) {
  const LocalDate date = date_of_day(day);
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

int digits_apart(int a, int b, int digits) {
  int out = 0;
  for (int i = 0; i < digits; ++i, a /= 10, b /= 10) out += a % 10 != b % 10;
  return out;
}

// Neighbouring digits of one part swapped: 12 for 21, 1978 for 1987.
bool transposed(int a, int b, int digits) {
  if (a == b) return false;
  int scale = 1;
  for (int i = 0; i + 1 < digits; ++i, scale *= 10) {
    const int low = a / scale % 10, high = a / (scale * 10) % 10;
    if (a + (low - high) * scale * 10 + (high - low) * scale == b) return true;
  }
  return false;
}

BirthMatch match_days(std::int32_t a, std::int32_t b) {
  if (a == b) return BirthMatch::equal;
  const Written x = written(a), y = written(b);
  if (x.year == y.year && x.month == y.day && x.day == y.month) return BirthMatch::swapped;
  const int years = digits_apart(x.year, y.year, 4), months = digits_apart(x.month, y.month, 2),
            days = digits_apart(x.day, y.day, 2);
  const bool one_part = (years > 0) + (months > 0) + (days > 0) == 1;
  if (one_part && (transposed(x.year, y.year, 4) || transposed(x.month, y.month, 2) ||
                   transposed(x.day, y.day, 2))) {
    return BirthMatch::transposed;
  }
  if (months == 0 && days == 0 && std::abs(x.year - y.year) == 1) return BirthMatch::year_off;
  if (years + months + days == 1) return BirthMatch::one_digit;
  // Where only the year was known, 1 January was often written down.
  if (x.year == y.year && ((x.month == 1 && x.day == 1) || (y.month == 1 && y.day == 1))) {
    return BirthMatch::first_january;
  }
  if (x.year == y.year && x.month == y.month) return BirthMatch::day_differs;
  if (x.year == y.year && x.day == y.day) return BirthMatch::month_differs;
  if (x.month == y.month && x.day == y.day) return BirthMatch::year_differs;
  return BirthMatch::different;
}

constexpr float kBirthWeight[] = {0,   13.2f, 7.5f, 6.f,  5.5f, 4.8f, 2.5f,
                                  .5f, .8f,   .3f,  -6.f, 0.f,  -2.f, -6.f};

// A known day, or a range, against a range.
BirthScore score_ranges(const Birth& a, const Birth& b) {
  const double width =
      std::max(static_cast<double>(a.high) - a.low, static_cast<double>(b.high) - b.low) + 1;
  const std::int32_t gap = std::max(a.low - b.high, b.low - a.high);
  if (gap <= 0) {
    // The share of people born within it, of some seventy-five years of births.
    const double share = std::min(1.0, width / (75 * 365.25));
    return {BirthMatch::inside, static_cast<float>(std::log2(.9 / std::max(share, .004)))};
  }
  // People judge and misremember ages: a tenth of the width, and half a year, past either end.
  const double slack = std::min(183 + width / 10, 900.0);
  if (gap <= slack) return {BirthMatch::near, kBirthWeight[static_cast<int>(BirthMatch::near)]};
  return {BirthMatch::outside, kBirthWeight[static_cast<int>(BirthMatch::outside)]};
}

}  // namespace

BirthScore score_birth(const Birth& a, const Birth& b) {
  if (!a.known() || !b.known()) return {};
  if (!a.exact() || !b.exact()) return score_ranges(a, b);
  const BirthMatch match = match_days(a.low, b.low);
  float weight = kBirthWeight[static_cast<int>(match)];
  if (match == BirthMatch::equal) {
    const Written day = written(a.low);
    // More people have it than were born on it.
    if (day.month == 1 && day.day == 1) weight = 9.5f;
  }
  return {match, weight};
}

std::vector<std::int32_t> compatible_days(std::int32_t day) {
  const Written w = written(day);
  std::vector<std::int32_t> out;
  const auto add = [&](int year, int month, int of_month) {
    if (year < 1850 || year > 2150) return;
    const LocalDate date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                         std::chrono::day(static_cast<unsigned>(of_month))};
    if (month < 1 || of_month < 1 || !date.ok()) return;
    out.push_back(
        static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count()));
  };
  add(w.year, w.month, w.day);
  add(w.year, w.day, w.month);
  add(w.year, 1, 1);
  const auto digits = [&](int value, int count, auto&& put) {
    for (int i = 0, scale = 1; i < count; ++i, scale *= 10) {
      const int digit = value / scale % 10;
      for (int other = 0; other < 10; ++other) put(value + (other - digit) * scale);
      if (i + 1 < count) {
        const int next = value / (scale * 10) % 10;
        put(value + (digit - next) * scale * 10 + (next - digit) * scale);
      }
    }
  };
  digits(w.year, 4, [&](int year) { add(year, w.month, w.day); });
  digits(w.month, 2, [&](int month) { add(w.year, month, w.day); });
  digits(w.day, 2, [&](int of_month) { add(w.year, w.month, of_month); });
  add(w.year - 1, w.month, w.day);
  add(w.year + 1, w.month, w.day);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<DaySpan> days_alike(std::int32_t day, std::int32_t first, std::int32_t last) {
  const Written w = written(day);
  first = std::clamp(first, day_min, day_max);
  last = std::clamp(last, day_min, day_max);
  std::vector<DaySpan> out;
  const auto add = [&](int year, int month, int of_month, int days) {
    const LocalDate date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                         std::chrono::day(static_cast<unsigned>(of_month))};
    if (!date.ok()) return;
    const auto low =
        static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
    if (low <= last && low + days > first) out.push_back({low, low + days - 1});
  };
  for (int year = written(first).year; year <= written(last).year; ++year) {
    if (year != w.year) {
      add(year, w.month, w.day, 1);
      continue;
    }
    for (int month = 1; month <= 12; ++month) {
      if (month == w.month) {
        add(year, month, 1, 31);  // reaches into the next month; that is no harm
      } else {
        add(year, month, w.day, 1);
      }
    }
  }
  return out;
}

std::string_view words_for(BirthMatch match) {
  switch (match) {
    case BirthMatch::unknown: return "date of birth not known";
    case BirthMatch::equal: return "date of birth equal";
    case BirthMatch::swapped: return "date of birth: day and month swapped";
    case BirthMatch::transposed: return "date of birth: two digits swapped";
    case BirthMatch::one_digit: return "date of birth: one digit differs";
    case BirthMatch::year_off: return "date of birth: year off by one";
    case BirthMatch::first_january: return "date of birth: year equal, one is 1 January";
    case BirthMatch::day_differs: return "date of birth: month and year equal, day differs";
    case BirthMatch::month_differs: return "date of birth: day and year equal, month differs";
    case BirthMatch::year_differs: return "date of birth: day and month equal, year differs";
    case BirthMatch::different: return "date of birth differs";
    case BirthMatch::inside: return "age fits";
    case BirthMatch::near: return "age nearly fits";
    case BirthMatch::outside: return "age does not fit";
  }
  return "";
}

Sex parse_sex(std::string_view text) {
  const std::string t = lower_ascii(trim(text.substr(0, 32)));
  for (std::string_view word : {"f", "female", "woman", "girl", "w"}) {
    if (t == word) return Sex::female;
  }
  for (std::string_view word : {"m", "male", "man", "boy"}) {
    if (t == word) return Sex::male;
  }
  return Sex::unknown;
}

std::string identifier_text(const IdentifierKey& key) {
  return std::string(to_string(key.kind)) + ":" + key.platform + ":" + key.value;
}

namespace {

Birth birth_of(const PersonRecord& record) {
  Birth out;
  if (record.born && record.born->ok()) {
    out.low = out.high = day_number(*record.born);
    return out;
  }
  if (record.born_from && record.born_from->ok()) out.low = day_number(*record.born_from);
  if (record.born_to && record.born_to->ok()) out.high = day_number(*record.born_to);
  if (record.age && record.age->as_of.ok()) {
    const int low = std::clamp(std::min(record.age->low, record.age->high), 0, 130);
    const int high = std::clamp(std::max(record.age->low, record.age->high), 0, 130);
    const BornBetween between = born_between(low, high, record.age->as_of);
    out.low = std::max(out.low, day_number(between.earliest));
    out.high = std::min(out.high, day_number(between.latest));
  }
  if (out.low > out.high) return Birth{};  // two statements that exclude each other say nothing
  return out;
}

std::vector<std::string> keys_of(IdentifierKind kind, const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < texts.size() && i < 16; ++i) {
    if (auto key = normalise(kind, texts[i]); key && !is_service_number(*key)) {
      out.push_back(std::move(key->value));
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool share(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (const auto& x : a) {
    if (std::binary_search(b.begin(), b.end(), x)) return true;
  }
  return false;
}

}  // namespace

void find_alternatives(PreparedPerson& person) {
  person.alternatives.clear();
  const auto add = [&](const IdentifierKey& key) {
    for (auto& other : alternatives(key)) {
      person.alternatives.emplace_back(identifier_text(other.key),
                                       static_cast<float>(other.weight));
    }
  };
  for (const auto& email : person.emails) add({IdentifierKind::email, email, {}});
  for (const auto& text : person.identifiers) {
    const std::size_t first = text.find(':'), second = text.find(':', first + 1);
    if (second == std::string::npos) continue;
    if (auto kind = parse_identifier_kind(std::string_view(text).substr(0, first))) {
      add({*kind, text.substr(second + 1), text.substr(first + 1, second - first - 1)});
    }
  }
}

PreparedPerson prepare(const PersonRecord& record) {
  PreparedPerson out;
  out.name =
      prepare_name(record.given_name, record.middle_name, record.family_name, record.full_name);
  out.birth = birth_of(record);
  out.sex = parse_sex(record.sex);
  out.phones = keys_of(IdentifierKind::phone, record.phones);
  out.emails = keys_of(IdentifierKind::email, record.emails);
  for (std::size_t i = 0; i < record.identifiers.size() && i < 16; ++i) {
    out.identifiers.push_back(identifier_text(record.identifiers[i]));
  }
  std::sort(out.identifiers.begin(), out.identifiers.end());
  find_alternatives(out);
  if (!record.address.empty()) out.address = parse_address(record.address);
  out.postcode = out.address.postcode;
  if (!record.postcode.empty()) {
    if (auto key = normalise(IdentifierKind::postcode, record.postcode)) out.postcode = key->value;
  }
  return out;
}

float score_shared(const std::vector<std::string>& a, const std::vector<std::string>& b,
                   float agrees, float differs) {
  if (a.empty() || b.empty()) return 0;
  return share(a, b) ? agrees : differs;
}

namespace {

// An identifier read another way that is the other side's, or both read alike.
float score_alternatives(const PreparedPerson& a, const PreparedPerson& b) {
  float best = 0;
  const auto has = [](const PreparedPerson& p, const std::string& text) {
    const std::size_t value = text.find(':', text.find(':') + 1) + 1;
    const std::string bare = text.substr(value);
    return std::binary_search(p.identifiers.begin(), p.identifiers.end(), text) ||
           (text.starts_with("email:") &&
            std::binary_search(p.emails.begin(), p.emails.end(), bare));
  };
  for (const auto& [text, worth] : a.alternatives) {
    if (has(b, text)) best = std::max(best, worth);
    for (const auto& [other, other_worth] : b.alternatives) {
      if (text == other) best = std::max(best, worth * other_worth);
    }
  }
  for (const auto& [text, worth] : b.alternatives) {
    if (has(a, text)) best = std::max(best, worth);
  }
  return best;
}

}  // namespace

IdentifierScore score_identifiers(const PreparedPerson& a, const PreparedPerson& b) {
  IdentifierScore out;
  for (const auto& x : a.identifiers) {
    if (!std::binary_search(b.identifiers.begin(), b.identifiers.end(), x)) continue;
    const bool unique = x.starts_with("pncid:") || x.starts_with("cro:");
    const bool handle = x.starts_with("username:") && !x.starts_with("username::");
    out.weight = std::max(out.weight, unique ? 20.f : handle ? 13.f : 8.f);
    out.unique |= unique || handle;
  }
  if (out.weight == 0) out.weight = 9 * score_alternatives(a, b);
  return out;
}

OtherFields score_others(const PreparedPerson& a, const PreparedPerson& b, bool with_address) {
  OtherFields out;
  out.birth = score_birth(a.birth, b.birth);
  out.sex_a = a.sex;
  out.sex_b = b.sex;
  out.phone = score_shared(a.phones, b.phones, phone_agrees, phone_differs);
  out.email = score_shared(a.emails, b.emails, email_agrees, email_differs);
  const IdentifierScore identifier = score_identifiers(a, b);
  out.identifier = identifier.weight;
  if (out.email > 0 && !identifier.unique) out.identifier = std::min(out.identifier, 8.f);
  out.unique_identifier = out.phone > 0 || out.email > 0 || identifier.unique;
  if (with_address) out.address = score_address(a, b, nullptr);
  return out;
}

namespace {

struct Place {
  float latitude, longitude;
};

const Place* place_of(std::string_view district) {
  static const auto places = [] {
    std::unordered_map<std::string_view, Place> out;
    for (std::string_view row : split(name_data::outcodes, '\n')) {
      const auto cells = split(row, ',');
      if (cells.size() != 3 || cells[1].empty() || is_alpha(cells[1][0])) continue;
      Place place{};
      std::from_chars(cells[1].data(), cells[1].data() + cells[1].size(), place.latitude);
      std::from_chars(cells[2].data(), cells[2].data() + cells[2].size(), place.longitude);
      out.emplace(cells[0], place);
    }
    return out;
  }();
  const auto at = places.find(district);
  return at == places.end() ? nullptr : &at->second;
}

std::string_view district_of(std::string_view postcode) {
  return postcode.substr(0, postcode.find(' '));
}

// Below zero: no distance known.
double kilometres(std::string_view a, std::string_view b) {
  const Place* x = place_of(a);
  const Place* y = place_of(b);
  if (!x || !y) return -1;
  const double north = (x->latitude - y->latitude) * 111.2;
  const double east = (x->longitude - y->longitude) * 111.2 *
                      std::cos((x->latitude + y->latitude) / 2 * 3.14159265 / 180);
  return std::sqrt(north * north + east * east);
}

// 0 equal to 1 unlike, by letters.
double spelling_like(std::string_view a, std::string_view b) {
  if (a == b) return 0;
  const double longer = static_cast<double>(std::max(a.size(), b.size()));
  return spelling_cost(a, b) / std::max(longer, 1.0);
}

float score_postcode(std::string_view a, std::string_view b, std::string& words) {
  if (a == b && a.find(' ') != std::string_view::npos) {
    words = "postcode equal";
    return 8;
  }
  const std::string_view x = district_of(a), y = district_of(b);
  if (x == y) {
    words = "postcode district equal";
    return 3;
  }
  const double apart = kilometres(x, y);
  if (apart >= 0 && apart < 10) {
    words = "postcode districts within 10 km";
    return 1;
  }
  words = "postcode elsewhere";
  return apart < 0 || apart < 60 ? -1 : -1.8f;
}

}  // namespace

float score_address(const PreparedPerson& a, const PreparedPerson& b, std::string* words) {
  std::string said;
  float weight = 0;
  if (!a.postcode.empty() && !b.postcode.empty()) {
    weight = score_postcode(a.postcode, b.postcode, said);
  }
  const auto &x = a.address, &y = b.address;
  const std::string& street_x = x.street.empty() ? x.building : x.street;
  const std::string& street_y = y.street.empty() ? y.building : y.street;
  if (!street_x.empty() && !street_y.empty()) {
    const double cost = spelling_like(street_x, street_y);
    const bool street = cost < .25;
    const bool number = !x.number.empty() && x.number == y.number;
    const bool other_number = !x.number.empty() && !y.number.empty() && !number;
    const bool other_flat = !x.flat.empty() && !y.flat.empty() && x.flat != y.flat;
    if (street && number && !other_flat) {
      weight = std::max(weight, 0.f) * .3f + 9;
      said = weight > 10 ? "address and postcode equal" : "address: street and number equal";
    } else if (street && !other_number) {
      weight = std::max(weight, 0.f) * .5f + 5;
      said = "address: street equal";
    } else if (street) {
      weight = std::max(weight, 0.f) * .5f + 2.5f;
      said =
          other_flat ? "address: other flat in that house" : "address: other number in that street";
    } else if (weight < 4) {
      weight = std::min(weight, 0.f) - 1;
      said = "address differs";
    }
  }
  if (words) *words = said;
  return std::min(weight, 11.5f);
}

float score_sex(Sex a, Sex b, bool given_agrees) {
  if (a == Sex::unknown || b == Sex::unknown) return 0;
  if (a != b) return -4.5f;
  return given_agrees ? .1f : .9f;  // a given name mostly says it already
}

Verdict add_up(const NameScore& name, const OtherFields& other) {
  Verdict out;
  const float sex = score_sex(other.sex_a, other.sex_b, name.given_agrees);
  // A household shares its telephone and its address: the second of the two says half.
  float contact = std::max(other.phone, 0.f) + std::max(other.email, 0.f);
  const float home = contact > 0 && other.address > 0 ? other.address / 2 : other.address;
  contact = std::min(contact, 18.f) + std::min(other.phone, 0.f) + std::min(other.email, 0.f);
  out.weight = name.weight + other.birth.weight + sex + contact + home + other.identifier;
  const bool name_differs = name.given_differs || name.family_differs;
  out.agreeing += name.any && name.weight >= 4 && !name_differs;
  out.agreeing += other.birth.weight >= 4.5f;
  out.agreeing += other.phone > 4 || other.email > 4 || other.identifier > 4;
  out.agreeing += other.address >= 5;
  out.identified = other.unique_identifier;
  out.contradiction =
      name_differs || name.own_names || sex < -2 || other.birth.match == BirthMatch::different ||
      other.birth.match == BirthMatch::year_differs ||
      other.birth.match == BirthMatch::month_differs ||
      other.birth.match == BirthMatch::day_differs || other.birth.match == BirthMatch::outside;
  return out;
}

double probability_of(double weight, double prior) {
  return 1 / (1 + std::exp2(std::clamp(prior - weight, -60.0, 60.0)));
}

Band band_of(const Verdict& verdict, double probability) {
  if (verdict.identified && !verdict.contradiction) return Band::exact;
  if (probability >= .95 && verdict.agreeing >= 2 && !verdict.contradiction) return Band::strong;
  if (probability >= .05 || verdict.identified) return Band::possible;
  return Band::rejected;
}

namespace {

std::string name_words(const NameScore& name, const PreparedPerson& a) {
  std::string out;
  const auto add = [&](std::string text) { out += (out.empty() ? "" : ", ") + text; };
  const auto part = [&](std::size_t i) -> std::string {
    switch (a.name.words[i].role) {
      case NameRole::given: return "given name";
      case NameRole::middle: return "middle name";
      case NameRole::family: return "family name";
      case NameRole::unknown: break;
    }
    return "name";
  };
  int equal = 0, listed = 0;
  for (const auto& pair : name.chosen) {
    const auto& word = a.name.words[pair.a];
    if (word.particle) continue;
    const std::string what = part(pair.a);
    ++listed;
    switch (pair.match.kind) {
      case Likeness::equal:
        if (what == "name")
          ++equal;
        else
          add(what + (pair.match.weight < 9 ? " equal (common)" : " equal"));
        break;
      case Likeness::nickname: add(what + ": another form of it"); break;
      case Likeness::initial: add(what + ": initial fits"); break;
      case Likeness::sounds_alike: add(what + " sounds alike"); break;
      case Likeness::alike:
        add(what + (pair.match.both_known  ? " alike, but a name of its own"
                    : pair.match.cost <= 1 ? ": one letter differs"
                    : pair.match.cost <= 2 ? ": two letters differ"
                                           : ": spelt much alike"));
        break;
      case Likeness::different: break;
    }
  }
  if (equal > 0)
    add(equal == listed && name.matched_share > .99f ? "all names equal"
                                                     : std::to_string(equal) + " names equal");
  if (name.swapped) add("given and family name in another order");
  if (name.given_differs) add("given name differs");
  if (name.family_differs) add("family name differs");
  if (out.empty()) out = "names differ";
  return out;
}

}  // namespace

std::vector<FieldReason> reasons_for(const PreparedPerson& a, const PreparedPerson& b,
                                     const NameScore& name, const OtherFields& other) {
  std::vector<FieldReason> out;
  const auto add = [&](std::string_view field, std::string words, double weight) {
    out.push_back({std::string(field), std::move(words), weight});
  };
  if (name.any) add("name", name_words(name, a), name.weight);
  if (other.birth.match != BirthMatch::unknown) {
    add("date_of_birth", std::string(words_for(other.birth.match)), other.birth.weight);
  }
  if (name.any && other.birth.match == BirthMatch::equal && name.family_agrees &&
      (name.given_differs || name.own_names)) {
    add("name", "same family name and date of birth with another given name: possibly a twin", 0);
  }
  if (const float sex = score_sex(other.sex_a, other.sex_b, name.given_agrees); sex != 0) {
    add("sex", sex > 0 ? "sex equal" : "sex differs", sex);
  }
  const bool both = other.phone > 0 && other.email > 0;
  if (other.phone != 0) {
    add("phone", other.phone > 0 ? "telephone number equal" : "no telephone number in common",
        both && other.phone + other.email > 18 ? other.phone - (other.phone + other.email - 18)
                                               : other.phone);
  }
  if (other.email != 0) {
    add("email", other.email > 0 ? "e-mail address equal" : "no e-mail address in common",
        other.email);
  }
  if (other.identifier != 0) add("identifier", "identifier equal", other.identifier);
  if (other.address != 0) {
    std::string words;
    score_address(a, b, &words);
    const bool halved = other.address > 0 && (other.phone > 0 || other.email > 0);
    add("address", words + (halved ? " (counted half beside a shared number)" : ""),
        halved ? other.address / 2 : other.address);
  }
  std::stable_sort(out.begin(), out.end(), [](const FieldReason& x, const FieldReason& y) {
    return std::abs(x.weight) > std::abs(y.weight);
  });
  return out;
}

}  // namespace heed::matching
