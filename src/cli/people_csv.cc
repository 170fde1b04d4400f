#define TOML_SHARED_LIB 1  // one mode of toml++ for the whole program
#include "cli/people_csv.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ostream>

#include "base/file.h"
#include "base/text.h"

namespace heed::cli {
namespace {

constexpr std::array<std::string_view, 17> kColumns = {
    "id",        "given_name", "middle_name", "surname", "full_name", "dob",
    "born_from", "born_to",    "age",         "sex",     "phone",     "email",
    "address",   "postcode",   "username",    "vehicle", "uprn"};
// Other headers that can only mean one of these.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kAlso = {
    {{"family_name", "surname"},
     {"last_name", "surname"},
     {"first_name", "given_name"},
     {"forename", "given_name"},
     {"name", "full_name"},
     {"date_of_birth", "dob"},
     {"gender", "sex"},
     {"telephone", "phone"},
     {"mobile", "phone"},
     {"e_mail", "email"},
     {"post_code", "postcode"},
     {"middle_names", "middle_name"},
     {"person_id", "id"},
     {"unique_id", "id"}}};

Error bad_date() {
  return error(Code::invalid, "expected a date that exists, such as 2010-03-14 or 14/03/2010");
}

int value_of(std::string_view digits) {
  int out = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

Result<LocalDate> date_from(int year, int month, int day) {
  const LocalDate date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                       std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1800 || year > 2200 || month < 1 || day < 1 || !date.ok()) return bad_date();
  return date;
}

int month_named(std::string_view text) {
  constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (text.size() < 3) return 0;
  const std::size_t at = months.find(lower_ascii(text.substr(0, 3)));
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3) + 1;
}

// Digits and words, whatever stands between them.
std::vector<std::string_view> date_parts(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size() && out.size() < 5;) {
    const auto kind = [&](std::size_t i) {
      return is_digit(text[i]) ? 1 : is_alpha(text[i]) ? 2 : 0;
    };
    const int now = kind(at);
    std::size_t end = at + 1;
    while (end < text.size() && kind(end) == now) ++end;
    if (now != 0) out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

}  // namespace

Result<SaidDate> parse_said_date(std::string_view text) {
  text = trim(text);
  if (const auto time = text.find('T'); time == 10) text = text.substr(0, time);
  if (text.size() > 10 && text.substr(10).starts_with(" 00:00")) text = text.substr(0, 10);
  const auto parts = date_parts(text);
  const auto day = [](Result<LocalDate> date) -> Result<SaidDate> {
    if (!date) return date.error();
    return SaidDate{*date, *date};
  };
  if (parts.size() == 1 && parts[0].size() == 8) {
    return day(date_from(value_of(parts[0].substr(0, 4)), value_of(parts[0].substr(4, 2)),
                         value_of(parts[0].substr(6, 2))));
  }
  if (parts.size() == 1 && parts[0].size() == 4 && is_digit(parts[0][0])) {
    const int year = value_of(parts[0]);
    if (year < 1800 || year > 2200) return bad_date();
    return SaidDate{*date_from(year, 1, 1), *date_from(year, 12, 31)};
  }
  if (parts.size() == 2 && parts[0].size() == 4 && is_digit(parts[0][0])) {
    HEED_TRY(const LocalDate first, date_from(value_of(parts[0]), value_of(parts[1]), 1));
    return SaidDate{first, LocalDate(first.year() / first.month() / std::chrono::last)};
  }
  if (parts.size() != 3) return bad_date();
  for (std::string_view part : parts) {
    if (part.size() > 4 && is_digit(part[0])) return bad_date();
  }
  if (is_alpha(parts[1][0])) {
    return day(date_from(value_of(parts[2]), month_named(parts[1]), value_of(parts[0])));
  }
  if (is_alpha(parts[0][0])) {
    return day(date_from(value_of(parts[2]), month_named(parts[0]), value_of(parts[1])));
  }
  if (parts[0].size() == 4) {
    return day(date_from(value_of(parts[0]), value_of(parts[1]), value_of(parts[2])));
  }
  return day(date_from(value_of(parts[2]), value_of(parts[1]), value_of(parts[0])));
}

Result<Rename> read_column_map(const std::string& path) {
  HEED_TRY(const std::string text, read_file(path, 1 << 20));
  Rename out;
  try {
    const toml::table table = toml::parse(text, path);
    for (const auto& [ours, theirs] : table) {
      const auto value = theirs.value<std::string>();
      if (!value) {
        return error(Code::invalid, "expected their header as text",
                     fmt::format("{}:{}", path, theirs.source().begin.line));
      }
      if (std::find(kColumns.begin(), kColumns.end(), ours.str()) == kColumns.end()) {
        return error(Code::invalid, "expected one of our columns before the equals sign",
                     fmt::format("{}:{}", path, theirs.source().begin.line));
      }
      out[*value] = std::string(ours.str());
    }
  } catch (const toml::parse_error& problem) {
    return error(
        Code::invalid, std::string(problem.description()),
        fmt::format("{}:{}:{}", path, problem.source().begin.line, problem.source().begin.column));
  }
  return out;
}

Result<PeopleColumns> PeopleColumns::from_header(const CsvRow& header, const Rename& rename,
                                                 const std::vector<std::string>& extra,
                                                 std::string& warning) {
  PeopleColumns out;
  out.width_ = header.cells.size();
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const std::string given(trim(header.cells[i]));
    std::string name = lower_ascii(given);
    std::replace(name.begin(), name.end(), ' ', '_');
    if (const auto mapped = rename.find(given); mapped != rename.end()) name = mapped->second;
    for (const auto& [also, column] : kAlso) {
      if (name == also && std::find(extra.begin(), extra.end(), name) == extra.end()) name = column;
    }
    const bool known = std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end() ||
                       std::find(extra.begin(), extra.end(), name) != extra.end();
    if (!known) {
      warning += (warning.empty() ? "" : ", ") + given;
    } else if (!out.at_.emplace(name, i).second) {
      return error(Code::invalid, "expected each column once: " + name,
                   fmt::format("line {}, column {}", header.line, i + 1));
    }
  }
  return out;
}

bool PeopleColumns::has(std::string_view column) const { return at_.find(column) != at_.end(); }

std::string_view PeopleColumns::cell(const CsvRow& row, std::string_view column) const {
  const auto at = at_.find(column);
  if (at == at_.end() || at->second >= row.cells.size()) return {};
  return trim(row.cells[at->second]);
}

matching::PersonRecord PeopleColumns::person(
    const CsvRow& row, LocalDate today, const std::function<void(std::string)>& problem) const {
  matching::PersonRecord out;
  const auto say = [&](std::string_view column, const Error& error) {
    problem(fmt::format("line {}, column {} ({}): {}", row.line, at_.find(column)->second + 1,
                        column, error.detail));
  };
  if (row.cells.size() != width_) {
    problem(
        fmt::format("line {}: expected {} columns, found {}", row.line, width_, row.cells.size()));
  }
  const auto text = [&](std::string_view column) -> std::string {
    const std::string_view found = cell(row, column);
    if (is_valid_utf8(found)) return std::string(found);
    say(column, error(Code::invalid, "expected UTF-8"));
    return scrub_utf8(found);
  };
  out.id = text("id");
  out.given_name = text("given_name");
  out.middle_name = text("middle_name");
  out.family_name = text("surname");
  out.full_name = text("full_name");
  out.sex = text("sex");
  out.address = text("address");
  out.postcode = text("postcode");
  const auto date = [&](std::string_view column) -> std::optional<SaidDate> {
    const std::string_view found = cell(row, column);
    if (found.empty()) return std::nullopt;
    auto said = parse_said_date(found);
    if (!said) say(column, said.error());
    return said ? std::optional(*said) : std::nullopt;
  };
  if (const auto said = date("dob")) {
    if (said->first == said->last)
      out.born = said->first;
    else
      out.born_from = said->first, out.born_to = said->last;
  }
  if (const auto said = date("born_from")) out.born_from = said->first;
  if (const auto said = date("born_to")) out.born_to = said->last;
  if (const std::string_view age = cell(row, "age"); !age.empty()) {
    int low = -1, high = -1;
    const auto dash = age.find('-');
    const auto first = trim(age.substr(0, dash));
    std::from_chars(first.data(), first.data() + first.size(), low);
    high = low;
    if (dash != std::string_view::npos) {
      const auto second = trim(age.substr(dash + 1));
      std::from_chars(second.data(), second.data() + second.size(), high);
    }
    if (low < 0 || high < low || high > 130) {
      say("age", error(Code::invalid, "expected an age such as 16 or 30-35"));
    } else {
      out.age = matching::AgeBand{low, high, today};
    }
  }
  const auto keys = [&](std::string_view column, matching::IdentifierKind kind, auto&& put) {
    std::string_view rest = cell(row, column);
    for (int i = 0; i < 16 && !rest.empty(); ++i) {
      const auto end = std::min(rest.find_first_of(";|"), rest.size());
      const std::string_view one = trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (one.empty()) continue;
      auto key = matching::normalise(kind, one);
      if (key)
        put(std::move(*key));
      else
        say(column, key.error());
    }
  };
  keys("phone", matching::IdentifierKind::phone,
       [&](matching::IdentifierKey key) { out.phones.push_back(std::move(key.value)); });
  keys("email", matching::IdentifierKind::email,
       [&](matching::IdentifierKey key) { out.emails.push_back(std::move(key.value)); });
  const auto identifier = [&](matching::IdentifierKey key) {
    if (out.identifiers.size() < 16) out.identifiers.push_back(std::move(key));
  };
  keys("username", matching::IdentifierKind::username, identifier);
  keys("vehicle", matching::IdentifierKind::vehicle, identifier);
  keys("uprn", matching::IdentifierKind::uprn, identifier);
  return out;
}

namespace {
constexpr std::size_t kProblemsShown = 20;
}

void Problems::say(const std::string& text) {
  if (++count_ <= kProblemsShown) err_ << file_ << ": " << text << '\n';
}

Problems::~Problems() {
  if (count_ > kProblemsShown) {
    err_ << file_ << ": and " << count_ - kProblemsShown << " more like these\n";
  }
}

}  // namespace heed::cli
