#define TOML_SHARED_LIB 1  // one mode of toml++ for the whole program
#include <fmt/format.h>
#include <toml++/toml.h>

#include <CLI/App.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <ostream>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/matching_commands.h"
#include "cli/people_csv.h"
#include "matching/link.h"

namespace heed::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string schema, out = "-", model, clusters;
  bool one_to_one = false;
  double least = .05;
};

struct Schema {
  std::string id_column;
  std::vector<std::pair<std::string, matching::FieldKind>> fields;  // in the order of the file
  bool one_to_one = false;
};

Result<Schema> read_schema(const std::string& path) {
  HEED_TRY(const std::string text, read_file(path, 1 << 20));
  Schema out;
  try {
    const toml::table table = toml::parse(text, path);
    const toml::table* columns = table["columns"].as_table();
    if (!columns) return error(Code::invalid, "expected a table [columns]", path);
    std::map<std::uint32_t, std::pair<std::string, matching::FieldKind>> by_line;
    for (const auto& [name, kind] : *columns) {
      const auto line = kind.source().begin.line;
      const std::string where = fmt::format("{}:{}", path, line);
      const auto value = kind.value<std::string>();
      if (!value) return error(Code::invalid, "expected a kind as text", where);
      if (*value == "ignore") continue;
      if (*value == "id") {
        out.id_column = std::string(name.str());
        continue;
      }
      auto parsed = matching::parse_field_kind(*value);
      if (!parsed) return error(Code::invalid, parsed.error().detail, where);
      by_line.emplace(line, std::pair(std::string(name.str()), *parsed));
    }
    for (auto& [line, field] : by_line) out.fields.push_back(std::move(field));
    out.one_to_one = table["one_to_one"].value_or(false);
  } catch (const toml::parse_error& problem) {
    return error(
        Code::invalid, std::string(problem.description()),
        fmt::format("{}:{}:{}", path, problem.source().begin.line, problem.source().begin.column));
  }
  if (out.fields.empty()) return error(Code::invalid, "expected columns to compare", path);
  return out;
}

struct Loaded {
  std::vector<std::string> ids;
  std::size_t left_out = 0;
};

Status load(const std::string& path, const Schema& schema,
            std::vector<matching::LinkColumn>& columns, Loaded& loaded, Session& session) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return error(Code::not_found, "expected a file that can be read", path);
  CsvReader reader(in);
  CsvRow row;
  HEED_TRY(const bool any, reader.next(row));
  if (!any) return error(Code::invalid, "expected a header line", path);
  std::map<std::string, std::size_t, std::less<>> at;
  for (std::size_t i = 0; i < row.cells.size(); ++i) at.emplace(trim(row.cells[i]), i);
  std::string unused;
  for (const auto& [name, index] : at) {
    const bool used = name == schema.id_column ||
                      std::any_of(schema.fields.begin(), schema.fields.end(),
                                  [&](const auto& field) { return field.first == name; });
    if (!used) unused += (unused.empty() ? "" : ", ") + name;
  }
  if (!unused.empty()) session.err << path << ": not used: columns " << unused << '\n';
  const auto find = [&](const std::string& name) -> Result<std::size_t> {
    const auto found = at.find(name);
    if (found == at.end()) return error(Code::invalid, "expected a column " + name, path + ":1");
    return found->second;
  };
  std::optional<std::size_t> id;
  if (!schema.id_column.empty()) {
    HEED_TRY(id, find(schema.id_column));
  }
  std::vector<std::size_t> places;
  for (const auto& [name, kind] : schema.fields) {
    HEED_TRY(const std::size_t place, find(name));
    places.push_back(place);
  }
  Problems problems(session.err, path);
  std::size_t rows = 0;
  for (;;) {
    auto more = reader.next(row);
    if (!more) {
      ++loaded.left_out;
      problems.say(more.error().message() + " The row is left out");
      continue;
    }
    if (!*more) break;
    ++rows;
    const auto cell = [&](std::size_t i) {
      return i < row.cells.size() ? trim(row.cells[i]) : std::string_view();
    };
    loaded.ids.emplace_back(id ? std::string(cell(*id)) : std::to_string(rows));
    for (std::size_t i = 0; i < places.size(); ++i) columns[i].add(cell(places[i]));
    if (rows % 500000 == 0) session.err << path << ": " << rows << " rows read\n";
  }
  return ok();
}

std::string model_text(const matching::LinkResult& result) {
  boost::json::object whole;
  whole["share_of_pairs_that_are_one_person"] = result.share;
  whole["pairs_compared"] = result.compared;
  whole["complete"] = result.complete;
  boost::json::array fields;
  for (const auto& field : result.model) {
    boost::json::object one;
    one["column"] = field.name;
    one["kind"] = matching::to_string(field.kind);
    boost::json::object levels;
    for (std::size_t l = 1; l < matching::level_count; ++l) {
      boost::json::object level;
      level["m"] = field.m[l];
      level["u"] = field.u[l];
      levels[matching::to_string(static_cast<matching::Level>(l))] = std::move(level);
    }
    one["levels"] = std::move(levels);
    fields.push_back(std::move(one));
  }
  whole["fields"] = std::move(fields);
  return write_json_pretty(whole) + "\n";
}

Result<Exit> link_files(const Options& options, Session& session) {
  if (options.files.empty() || options.files.size() > 2) {
    return error(Code::invalid, "expected one or two CSV files");
  }
  HEED_TRY(const Schema schema, read_schema(options.schema));
  std::vector<matching::LinkColumn> columns;
  for (const auto& [name, kind] : schema.fields) columns.emplace_back(name, kind);
  Loaded loaded;
  HEED_CHECK(load(options.files[0], schema, columns, loaded, session));
  matching::LinkOptions how;
  how.left_rows = loaded.ids.size();
  how.two_files = options.files.size() == 2;
  how.one_to_one = options.one_to_one || schema.one_to_one;
  how.probability_min = options.least;
  if (how.two_files) HEED_CHECK(load(options.files[1], schema, columns, loaded, session));
  HEED_TRY(
      const matching::LinkResult result,
      matching::link(columns, how, [&](std::string_view text) { session.err << text << '\n'; }));

  std::ofstream file;
  if (options.out != "-") {
    file.open(options.out, std::ios::binary | std::ios::trunc);
    if (!file) return error(Code::unavailable, "expected a file that can be written", options.out);
  }
  std::ostream& out = options.out == "-" ? session.out : file;
  out << "left_id,right_id,weight,probability,band\n";
  std::string line;
  for (const auto& pair : result.pairs) {
    const bool turn = how.two_files && pair.left >= how.left_rows;
    line.clear();
    append_csv(line, loaded.ids[turn ? pair.right : pair.left]);
    line += ',';
    append_csv(line, loaded.ids[turn ? pair.left : pair.right]);
    line += fmt::format(",{:.3f},{:.6f},{}\n", pair.weight, pair.probability, to_string(pair.band));
    out << line;
  }
  out << std::flush;
  if (!out) return error(Code::unavailable, "the pairs could not be written", options.out);
  if (!options.model.empty()) HEED_CHECK(write_file_atomically(options.model, model_text(result)));
  if (!options.clusters.empty()) {
    std::string text = "id,cluster\n";
    const auto clusters = matching::clusters_of(result.pairs, loaded.ids.size(), .5);
    for (std::size_t row = 0; row < clusters.size(); ++row) {
      append_csv(text, loaded.ids[row]);
      text += fmt::format(",{}\n", clusters[row]);
    }
    HEED_CHECK(write_file_atomically(options.clusters, text));
  }
  for (const auto& field : result.model) {
    session.err << fmt::format("{:<16} equal m {:.3f} u {:.5f}   different m {:.3f} u {:.3f}\n",
                               field.name, field.m[1], field.u[1], field.m[4], field.u[4]);
  }
  session.err << fmt::format("{} pairs listed; {} compared{}\n", result.pairs.size(),
                             result.compared,
                             result.complete ? "" : "; incomplete: the bound on pairs was met");
  return loaded.left_out > 0 || !result.complete ? Exit::finding : Exit::ok;
}

}  // namespace

void add_link_command(CLI::App& app, Session& session) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("link", "Find duplicates in a file, or links between two");
  command->add_option("files", o->files, "One CSV file, or two")->required()->expected(1, 2);
  command->add_option("--schema", o->schema, "TOML: what each column is")->required();
  command->add_option("--out", o->out, "CSV of pairs; - is standard output")->capture_default_str();
  command->add_option("--model", o->model, "Write the estimated parameters, as JSON");
  command->add_option("--clusters", o->clusters,
                      "Write id,cluster for all rows (pairs of .5 and more)");
  command->add_flag("--one-to-one", o->one_to_one,
                    "A row of one file has one partner in the other");
  command->add_option("--least", o->least, "List pairs from this probability")
      ->check(CLI::Range(0.001, 0.999))
      ->capture_default_str();
  command->footer(
      "The schema:\n"
      "  one_to_one = true          # optional, two files\n"
      "  [columns]                  # column = kind\n"
      "  rec_id = \"id\"              # without it rows are numbered from 1\n"
      "  surname = \"family_name\"\n  date_of_birth = \"date\"\n  suburb = \"text\"\n  state = "
      "\"category\"\n"
      "Kinds: id given_name middle_name family_name full_name date sex phone email postcode "
      "address\n"
      "identifier text category ignore. Weights are estimated from the files; no labels are "
      "needed.\n"
      "Examples:\n  heed link people.csv --schema link.toml --out pairs.csv --clusters "
      "people.clusters\n"
      "  heed link a.csv b.csv --schema link.toml --out pairs.csv --model model.json");
  run_when_called(*command, session, [o, &session] { return link_files(*o, session); });
}

}  // namespace heed::cli
