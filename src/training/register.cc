#include <algorithm>
#include <functional>

#include "base/text.h"
#include "training/csv.h"
#include "training/training.h"

namespace heed::training {
namespace {

constexpr std::size_t errors_max = 1000;
const std::vector<std::string> columns = {"who",          "what",  "level",    "gained",  "expires",
                                          "restrictions", "tutor", "provider", "evidence"};

std::vector<std::string> kind_ids(const TrainingPolicy& policy) {
  std::vector<std::string> out;
  for (const auto& kind : policy.kinds()) out.push_back(kind.id);
  return out;
}

using Cell = std::function<std::string(std::string_view)>;
using Refuse = std::function<void(std::string field, std::string detail)>;

LocalDate date_of(const Cell& cell, const char* field, const Refuse& refuse) {
  const auto date = parse_date(cell(field));
  if (date) return *date;
  refuse(field, "expected a date such as 2026-11-19, found \"" + cell(field) + "\"");
  return {};
}

Competence read_row(const Cell& cell, const TrainingPolicy& policy, const Refuse& refuse) {
  Competence out;
  out.who = cell("who");
  if (out.who.empty()) refuse("who", "expected a sign-in name, found nothing");
  out.what = cell("what");
  if (!policy.kind(out.what)) {
    const auto near = policy::nearest_name(out.what, kind_ids(policy));
    refuse("what", "expected a competence of policy/training.toml, found \"" + out.what + "\"" +
                       (near ? "; did you mean \"" + *near + "\"?" : ""));
  }
  out.level = cell("level");
  out.gained = date_of(cell, "gained", refuse);
  if (!cell("expires").empty()) {
    out.expires = date_of(cell, "expires", refuse);
    if (out.expires->ok() && out.gained.ok() && *out.expires < out.gained) {
      refuse("expires", "expected a day on or after the day it was gained");
    }
  }
  const std::string restrictions = cell("restrictions");  // outlives the views into it
  for (const std::string_view part : split(restrictions, ';')) {
    if (!trim(part).empty()) out.restrictions.emplace_back(trim(part));
  }
  out.tutor = cell("tutor");
  out.provider = cell("provider");
  out.evidence = cell("evidence");
  return out;
}

Status check_heading(const std::vector<std::string>& heading) {
  for (const std::string& name : heading) {
    if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
      return error(
          Code::invalid,
          "expected columns named " + policy::listed(columns, "and") + ", found \"" + name + "\"",
          "row 1");
    }
  }
  for (const char* needed : {"who", "what", "gained"}) {
    if (std::count(heading.begin(), heading.end(), needed) != 1) {
      return error(Code::invalid,
                   "expected one column \"" + std::string(needed) + "\" in the first row", "row 1",
                   "name the columns " + policy::listed(columns, "and"));
    }
  }
  return ok();
}

}  // namespace

std::vector<const Competence*> Register::of(std::string_view who) const {
  std::vector<const Competence*> out;
  for (const Competence& one : all_) {
    if (one.who == who) out.push_back(&one);
  }
  return out;
}

Result<Register> Register::read(policy::Document document, const TrainingPolicy& policy) {
  Register out;
  for (const policy::Table& table : document.root().optional_tables("competence")) {
    Competence one;
    one.who = table.string("who");
    one.what = table.one_of("what", kind_ids(policy));
    one.level = table.string_or("level", "");
    one.gained = table.date("gained");
    one.expires = table.optional_date("expires");
    one.restrictions = table.optional_strings("restrictions");
    one.tutor = table.string_or("tutor", "");
    one.provider = table.string_or("provider", "");
    one.evidence = table.string_or("evidence", "");
    if (one.expires && *one.expires < one.gained) {
      table.wrong_at("expires", "expected a day on or after the day it was gained");
    }
    out.all_.push_back(std::move(one));
  }
  HEED_CHECK(document.finish());
  return out;
}

Result<Register::Import> Register::import_csv(std::string_view text, const TrainingPolicy& policy) {
  HEED_TRY(const std::vector<CsvRow> rows, read_csv(text));
  if (rows.empty()) return error(Code::invalid, "expected a first row with the names of columns");
  std::vector<std::string> heading;
  for (const std::string& cell : rows.front().cells) heading.emplace_back(trim(cell));
  HEED_CHECK(check_heading(heading));
  Import out;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const CsvRow& row = rows[i];
    if (row.cells.size() == 1 && trim(row.cells.front()).empty()) continue;  // an empty line
    ++out.rows;
    bool good = true;
    const Refuse refuse = [&](std::string field, std::string detail) {
      good = false;
      if (out.errors.size() < errors_max) out.errors.push_back({row.line, field, detail});
    };
    if (row.cells.size() != heading.size()) {
      refuse("", "expected " + std::to_string(heading.size()) +
                     " values as in the first row, found " + std::to_string(row.cells.size()));
      continue;
    }
    const Cell cell = [&](std::string_view name) -> std::string {
      const auto found = std::find(heading.begin(), heading.end(), name);
      if (found == heading.end()) return {};
      return std::string(trim(row.cells[static_cast<std::size_t>(found - heading.begin())]));
    };
    Competence one = read_row(cell, policy, refuse);
    if (good) out.accepted.all_.push_back(std::move(one));
  }
  return out;
}

std::string Register::Import::summary() const {
  const auto read = accepted.all().size();
  std::string out = std::to_string(rows) + " rows: " + std::to_string(read) + " read, " +
                    std::to_string(static_cast<std::size_t>(rows) - read) + " refused\n";
  for (const RowError& error : errors) {
    out += "row " + std::to_string(error.row) + (error.field.empty() ? "" : ", " + error.field) +
           ": " + error.detail + "\n";
  }
  return out;
}

}  // namespace heed::training
