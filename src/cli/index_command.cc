#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <fstream>
#include <memory>
#include <ostream>

#include "base/json.h"
#include "cli/matching_commands.h"
#include "cli/people_csv.h"
#include "matching/people_index.h"

namespace heed::cli {
namespace {

struct Options {
  std::string in, out, map;
};

constexpr std::size_t kBatch = 16384;
constexpr std::size_t kProgressEvery = 500000;

Result<Exit> build_index(const Options& options, Session& session) {
  Rename rename;
  if (!options.map.empty()) {
    HEED_TRY(rename, read_column_map(options.map));
  }
  std::ifstream in(options.in, std::ios::binary);
  if (!in) return error(Code::not_found, "expected a file that can be read", options.in);
  CsvReader reader(in);
  CsvRow row;
  HEED_TRY(const bool any, reader.next(row));
  if (!any) return error(Code::invalid, "expected a header line", options.in);
  std::string unknown;
  HEED_TRY(const PeopleColumns columns, PeopleColumns::from_header(row, rename, {}, unknown));
  if (!columns.has("id")) {
    return error(Code::invalid, "expected a column id", options.in + ":1",
                 "Name it in the header, or map it with --map.");
  }
  if (!unknown.empty()) session.err << "not used: columns " << unknown << '\n';

  matching::PeopleIndexWriter writer;
  std::vector<matching::PersonRecord> batch;
  std::vector<std::size_t> lines;
  std::size_t left_out = 0, fields = 0, rows = 0;
  Problems problems(session.err, options.in);
  const auto today = LocalDate(std::chrono::floor<std::chrono::days>(SystemClock().now()));
  const auto flush = [&] {
    const auto answers = writer.add(batch);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (answers[i]) continue;
      ++left_out;
      problems.say(fmt::format("line {}, column id: {}; the row is left out", lines[i],
                               answers[i].error().detail));
    }
    batch.clear();
    lines.clear();
  };
  const auto field_problem = [&](std::string text) {
    ++fields;
    problems.say(text + "; the field is left out");
  };
  for (;;) {
    auto more = reader.next(row);
    if (!more) {
      ++left_out;
      problems.say(more.error().message() + " The row is left out");
      continue;
    }
    if (!*more) break;
    batch.push_back(columns.person(row, today, field_problem));
    lines.push_back(row.line);
    if (batch.size() == kBatch) flush();
    if (++rows % kProgressEvery == 0) session.err << rows << " rows read\n";
  }
  flush();
  const std::size_t people = writer.size();
  HEED_CHECK(writer.write(options.out));
  if (session.json) {
    boost::json::object answer;
    answer["people"] = people;
    answer["rows_left_out"] = left_out;
    answer["fields_left_out"] = fields;
    session.out << write_json(answer) << '\n';
  } else {
    session.out << fmt::format("{} people indexed, {} rows and {} fields left out\n", people,
                               left_out, fields);
  }
  return left_out > 0 ? Exit::finding : Exit::ok;
}

}  // namespace

void add_index_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("index", "Build an index of people from a CSV file");
  command
      ->add_option("--in", options->in,
                   "CSV with a header: id,given_name,middle_name,surname,"
                   "dob,sex,phone,email,address,postcode")
      ->required();
  command->add_option("--out", options->out, "The index, one file")->required();
  command->add_option("--map", options->map, "TOML: our column = \"their header\"");
  command->footer(
      "Dates: 2010-03-14, 14/03/2010, 20100314 or 14 Mar 2010; 2010 alone is a year. Several "
      "phones\n"
      "or e-mails in a cell are separated by ; or |. What cannot be read is said with its line "
      "and\n"
      "column; rows left out make the exit code 1.\n"
      "Examples:\n  heed index --in people.csv --out people.idx\n"
      "  heed index --in theirs.csv --map columns.toml --out people.idx");
  run_when_called(*command, session,
                  [options, &session] { return build_index(*options, session); });
}

}  // namespace heed::cli
