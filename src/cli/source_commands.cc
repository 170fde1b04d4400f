#include "cli/source_commands.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fstream>
#include <memory>
#include <ostream>

#include "base/file.h"
#include "base/json.h"
#include "base/random.h"
#include "checks/connectors/dataset/csv.h"
#include "checks/connectors/dataset/dataset.h"
#include "checks/example.h"

namespace heed::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using checks::SourceDeclaration;
using checks::SourceKind;

constexpr std::string_view sources_default = "policy/sources";

std::string_view name_of(SourceKind kind) {
  switch (kind) {
    case SourceKind::journal: return "journal";
    case SourceKind::dataset: return "dataset";
    case SourceKind::http: return "http";
    case SourceKind::person: return "person";
  }
  return "person";
}

std::string keys_of(const SourceDeclaration& source) {
  std::string out;
  for (const auto& set : source.accepts) {
    std::string one;
    for (const auto& kind : set) one += (one.empty() ? "" : " + ") + kind;
    out += (out.empty() ? "" : "; ") + one;
  }
  return out;
}

// What stands between this source and being asked; empty where nothing does.
std::vector<std::string> gaps_of(const SourceDeclaration& source,
                                 const std::map<std::string, checks::Connection>& connections) {
  std::vector<std::string> gaps;
  const bool is_reached = source.kind == SourceKind::http ||
                          (source.kind == SourceKind::person && !source.at_own_screen);
  if (!is_reached) return gaps;
  const auto it = connections.find(source.source);
  if (it == connections.end()) {
    gaps.push_back("no table [" + source.source + "] with its url in the connections file");
    return gaps;
  }
  const auto& connection = it->second;
  for (const auto& file : {connection.authorities_file, connection.certificate_file,
                           connection.key_file, connection.bearer_file}) {
    std::error_code failure;
    if (!file.empty() && !fs::is_regular_file(file, failure)) {
      gaps.push_back("there is no file " + file);
    }
  }
  return gaps;
}

struct CheckOptions {
  std::string folder{sources_default};
  std::string connections;
};

Result<Exit> check_sources(const CheckOptions& options, Session& session) {
  HEED_TRY(const auto sources, checks::Sources::load(options.folder));
  std::map<std::string, checks::Connection> connections;
  if (!options.connections.empty()) {
    HEED_TRY(connections, checks::load_connections(options.connections));
    for (const auto& [name, connection] : connections) {
      if (sources.find(name) == nullptr) {
        return error(Code::invalid, "no source of that name is declared",
                     options.connections + " [" + name + "]", "see " + options.folder);
      }
    }
  }
  json::array listed;
  bool whole = true;
  for (const auto& source : sources.all()) {
    const auto gaps =
        options.connections.empty() ? std::vector<std::string>{} : gaps_of(*source, connections);
    whole = whole && gaps.empty();
    if (session.json) {
      json::object one{{"source", source->source},
                       {"kind", name_of(source->kind)},
                       {"holder", source->holder},
                       {"keys", keys_of(*source)},
                       {"examples", source->examples.size()}};
      json::array gaps_json;
      for (const auto& gap : gaps) gaps_json.emplace_back(gap);
      one["gaps"] = std::move(gaps_json);
      listed.push_back(std::move(one));
      continue;
    }
    session.out << fmt::format("{:<24} {:<8} {:<9} {} example(s) as claimed; by {}\n",
                               source->source, name_of(source->kind), source->holder,
                               source->examples.size(), keys_of(*source));
    for (const auto& gap : gaps) session.out << "    " << gap << '\n';
  }
  if (session.json) session.out << write_json(listed) << '\n';
  return whole ? Exit::ok : Exit::finding;
}

struct ImportOptions {
  std::string source, folder{sources_default}, ledger, into, keys, as_of, file;
  bool dry_run = false;
};

void say_import(const checks::Extract& extract, const SourceDeclaration& source,
                const ImportOptions& options, Session& session) {
  if (session.json) {
    json::array errors;
    for (const auto& wrong : extract.errors) {
      errors.push_back(json::object{
          {"line", wrong.line}, {"column", wrong.column}, {"expected", wrong.expected}});
    }
    session.out << write_json(json::object{{"source", extract.source},
                                           {"version", extract.version},
                                           {"as_of", format_instant(extract.as_of)},
                                           {"rows", extract.rows},
                                           {"rejected", extract.rejected},
                                           {"imported", !options.dry_run},
                                           {"errors", std::move(errors)}})
                << '\n';
    return;
  }
  for (const auto& wrong : extract.errors) {
    session.out << fmt::format("{}:{}: {}expected {}\n", options.file, wrong.line,
                               wrong.column.empty() ? "" : "column " + wrong.column + ": ",
                               wrong.expected);
  }
  session.out << fmt::format(
      "{}: {} rows read, {} rejected, {} people, {} events{}\n", extract.source, extract.rows,
      extract.rejected, extract.content.people.size(), extract.content.events.size(),
      options.dry_run ? "; nothing was imported (dry run)" : "; current is " + extract.version);
  if (extract.rejected > source.dataset->rejected_rows_max) {
    session.out << "A search of this extract that finds nothing reads \"not searched: partial\" "
                   "until the rejected rows are mended.\n";
  }
}

Result<Exit> import_extract(const ImportOptions& options, Session& session) {
  HEED_TRY(const auto sources, checks::Sources::load(options.folder));
  const auto* source = sources.find(options.source);
  if (source == nullptr || source->kind != SourceKind::dataset) {
    std::string names;
    for (const auto& one : sources.all()) {
      if (one->kind == SourceKind::dataset) names += (names.empty() ? "" : ", ") + one->source;
    }
    return error(Code::invalid, "expected a source of kind dataset: " + names, "--source");
  }
  HEED_TRY(const auto as_of, parse_instant(options.as_of));
  if (as_of > SystemClock().now()) {
    return error(Code::invalid, "an extract is not as of a time to come", "--as-of");
  }
  HEED_TRY(const auto csv, read_file(options.file, checks::csv_bytes_max));
  if (options.dry_run) {
    HEED_TRY(const auto extract, checks::read_extract(*source, csv, as_of));
    say_import(extract, *source, options, session);
    return extract.rejected == 0 ? Exit::ok : Exit::finding;
  }
  if (options.into.empty() || options.keys.empty()) {
    return error(Code::invalid, "expected --ledger, or --into and --keys", {},
                 "say where extracts and their key lie, or try it with --dry-run");
  }
  SecureRandom random;
  HEED_TRY(const auto key, checks::extract_key(options.keys, options.into, random));
  checks::DatasetStore store(options.into, key, random);
  HEED_TRY(const auto dataset, store.import(*source, csv, as_of));
  say_import(dataset->extract(), *source, options, session);
  return dataset->extract().rejected == 0 ? Exit::ok : Exit::finding;
}

void add_import(CLI::App& app, Session& session) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command = app.add_subcommand("import", "Take in an extract (CSV) for a source");
  command->add_option("file", options->file, "The CSV file")->required();
  command->add_option("--source", options->source, "The source it belongs to")->required();
  command->add_option("--as-of", options->as_of, "When it was drawn, such as 2026-11-01T03:00:00Z")
      ->required();
  command->add_option("--sources", options->folder, "The folder of declarations")
      ->capture_default_str();
  command->add_option("--ledger", options->ledger,
                      "The ledger that it is for: LEDGER.extracts, key in LEDGER.extracts.key");
  command->add_option("--into", options->into, "The folder of sealed extracts");
  command->add_option("--keys", options->keys, "The key file of the extracts; made where missing");
  command->add_flag("--dry-run", options->dry_run, "Say what is wrong with it and import nothing");
  command->footer(
      "Examples:\n"
      "  heed import crimes.csv --source crime_records --as-of 2026-11-01T03:00:00Z --dry-run\n"
      "  heed import crimes.csv --source crime_records --as-of 2026-11-01T03:00:00Z \\\n"
      "      --ledger var/ledger");
  run_when_called(*command, session, [options, &session] {
    if (!options->ledger.empty()) {
      if (options->into.empty()) options->into = options->ledger + ".extracts";
      if (options->keys.empty()) options->keys = options->ledger + ".extracts.key";
    }
    return import_extract(*options, session);
  });
}

}  // namespace

void add_source_commands(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("source", "Declarations of sources");
  group->require_subcommand(1);
  auto options = std::make_shared<CheckOptions>();
  CLI::App* check = group->add_subcommand(
      "check", "Read every declaration, play its examples, say what is missing");
  check->add_option("folder", options->folder, "The folder of declarations")->capture_default_str();
  check->add_option("--connections", options->connections, "The file that says where they are");
  check->footer(
      "Examples:\n  heed source check\n"
      "  heed source check policy/sources --connections config/connections.toml");
  run_when_called(*check, session,
                  [options, &session] { return check_sources(*options, session); });
  add_import(app, session);
}

}  // namespace heed::cli
