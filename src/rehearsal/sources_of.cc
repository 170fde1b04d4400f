#include "rehearsal/sources_of.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "checks/connectors/dataset/columns.h"
#include "checks/connectors/dataset/dataset.h"
#include "checks/connectors/journal/exchange.h"
#include "rehearsal/vocabulary.h"

namespace heed::rehearsal {
namespace {

std::string csv_cell(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

// The rows as the file of an extract: every column that the declaration reads, in any order.
std::string csv_of(const SourceSetup& setup, const std::vector<std::string>& columns) {
  std::string csv;
  for (std::size_t i = 0; i < columns.size(); ++i)
    csv += (i == 0 ? "" : ",") + csv_cell(columns[i]);
  csv += "\n";
  for (const auto& row : setup.rows) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto found = row.find(columns[i]);
      csv += (i == 0 ? "" : ",") + csv_cell(found == row.end() ? std::string() : found->second);
    }
    csv += "\n";
  }
  // Rows that cannot be read, as an import finds them.
  for (std::int64_t i = 0; i < setup.rows_rejected; ++i) csv += "\"unreadable\n";
  return csv;
}

Result<std::shared_ptr<checks::Exchange>> extract_of(
    const std::shared_ptr<const checks::SourceDeclaration>& declaration, const SourceSetup& setup,
    Instant now, const Zone& zone) {
  std::vector<std::string> columns;
  for (const auto& column : declaration->dataset->columns) columns.push_back(column.header);
  for (const auto& row : setup.rows) {
    for (const auto& [column, value] : row) {
      if (std::find(columns.begin(), columns.end(), column) != columns.end()) continue;
      return error(Code::invalid, fmt::format("\"{}\" is no column of {}", column, setup.source),
                   setup.place.str(), "there are " + policy::listed(columns, "and"));
    }
  }
  const Instant as_of = setup.as_of ? resolve(*setup.as_of, now, zone) : now;
  auto extract = checks::read_extract(*declaration, csv_of(setup, columns), as_of);
  if (!extract) {
    return error(extract.error().code, extract.error().message(), setup.place.str());
  }
  if (static_cast<std::int64_t>(setup.rows.size()) != extract->rows - extract->rejected &&
      extract->rejected != setup.rows_rejected) {
    const auto& first = extract->errors.front();
    return error(Code::invalid,
                 fmt::format("row {} of {}: {} expected in \"{}\"", first.line - 1, setup.source,
                             first.expected, first.column),
                 setup.place.str());
  }
  auto dataset = std::make_shared<const checks::Dataset>(*std::move(extract));
  return checks::dataset_exchange(declaration, std::move(dataset));
}

Status check_declared(const std::string& source, const policy::Place& place,
                      const checks::Sources& declared) {
  if (declared.find(source) != nullptr) return ok();
  std::vector<std::string> names;
  for (const auto& each : declared.all()) names.push_back(each->source);
  return error(Code::invalid, fmt::format("the policy declares no source \"{}\"", source),
               place.str(), "there are " + policy::listed(names, "and"));
}

// A check that must not be a hit would be fulfilled by a misspelt source.
Status check_declared(const Moment& moment, const checks::Sources& declared) {
  const Arguments& given =
      std::visit([](const auto& what) -> const Arguments& { return what.given; }, moment.what);
  const auto* act = std::get_if<Act>(&moment.what);
  const auto* expectation = std::get_if<Expectation>(&moment.what);
  const auto& arguments =
      act != nullptr ? find_verb(act->verb)->arguments : find_sight(expectation->sight)->arguments;
  for (const Argument& argument : arguments) {
    const auto found = given.find(argument.name);
    if (argument.kind != Argument::Kind::source || found == given.end()) continue;
    HEED_CHECK(check_declared(found->second.text, found->second.place, declared));
  }
  return ok();
}

}  // namespace

Result<ScriptedSources> sources_of(const Script& script, const checks::Sources& declared,
                                   std::shared_ptr<const checks::HistoryLookup> history,
                                   Timers& timers, const Zone& zone) {
  for (const SourceSetup& setup : script.sources) {
    HEED_CHECK(check_declared(setup.source, setup.place, declared));
  }
  for (const Moment& moment : script.moments) HEED_CHECK(check_declared(moment, declared));
  ScriptedSources all;
  for (const auto& declaration : declared.all()) {
    const auto found =
        std::find_if(script.sources.begin(), script.sources.end(),
                     [&](const auto& each) { return each.source == declaration->source; });
    SourceSetup setup;
    setup.source = declaration->source;
    std::shared_ptr<checks::Exchange> inner;
    if (found != script.sources.end()) setup = *found;
    if (declaration->kind == checks::SourceKind::journal) inner = checks::journal_exchange(history);
    if (declaration->kind == checks::SourceKind::dataset && found != script.sources.end() &&
        setup.answers.empty()) {
      HEED_TRY(inner, extract_of(declaration, setup, timers.clock().now(), zone));
    }
    all[declaration->source] = std::make_shared<ScriptedSource>(declaration, std::move(setup),
                                                                std::move(inner), timers, zone);
  }
  return all;
}

std::map<std::string, std::shared_ptr<checks::Exchange>> exchanges_of(const ScriptedSources& all) {
  std::map<std::string, std::shared_ptr<checks::Exchange>> exchanges;
  for (const auto& [name, source] : all) exchanges[name] = source;
  return exchanges;
}

}  // namespace heed::rehearsal
