#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json/array.hpp>
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
  std::string index, queries, out = "-";
  std::string name, given, family, dob, age, sex, phone, email, address, postcode;
  std::size_t top = 10;
  bool explain = false;
};

LocalDate today() { return LocalDate(std::chrono::floor<std::chrono::days>(SystemClock().now())); }

std::string_view status_of(const matching::Answer& answer) {
  return answer.status == matching::AnswerStatus::complete ? "complete" : "incomplete";
}

void append_rows(std::string& out, std::string_view qid, const matching::Answer& answer,
                 std::int64_t micros, bool explain) {
  if (answer.candidates.empty()) {
    append_csv(out, qid);
    out += fmt::format(",0,,0,0,none,{},0,{}{}\n", micros, status_of(answer), explain ? "," : "");
  }
  std::size_t rank = 0;
  for (const auto& candidate : answer.candidates) {
    append_csv(out, qid);
    out += fmt::format(",{},", ++rank);
    append_csv(out, candidate.id);
    out += fmt::format(",{:.3f},{:.6f},{},{},{},{}", candidate.comparison.weight,
                       candidate.comparison.probability, to_string(candidate.comparison.band),
                       micros, candidate.tied, status_of(answer));
    if (explain) {
      out += ',';
      append_csv(out, matching::explain(candidate.comparison));
    }
    out += '\n';
  }
}

Result<Exit> find_many(const Options& options, const matching::PeopleIndex& index,
                       Session& session) {
  std::ifstream in(options.queries, std::ios::binary);
  if (!in) return error(Code::not_found, "expected a file that can be read", options.queries);
  std::ofstream file;
  if (options.out != "-") {
    file.open(options.out, std::ios::binary | std::ios::trunc);
    if (!file) return error(Code::unavailable, "expected a file that can be written", options.out);
  }
  std::ostream& out = options.out == "-" ? session.out : file;
  CsvReader reader(in);
  CsvRow row;
  HEED_TRY(const bool any, reader.next(row));
  if (!any) return error(Code::invalid, "expected a header line", options.queries);
  std::string unknown;
  HEED_TRY(const PeopleColumns columns, PeopleColumns::from_header(row, {}, {"qid"}, unknown));
  if (!columns.has("qid")) {
    return error(Code::invalid, "expected a column qid", options.queries + ":1");
  }
  if (!unknown.empty()) session.err << "not used: columns " << unknown << '\n';
  out << "qid,rank,id,weight,probability,band,micros,tied,status"
      << (options.explain ? ",reasons" : "") << '\n';
  Problems problems(session.err, options.queries);
  const auto field_problem = [&](std::string text) {
    problems.say(text + "; searched without it");
  };
  std::size_t asked = 0, incomplete = 0, left_out = 0;
  std::string lines;
  const LocalDate now = today();
  for (;;) {
    auto more = reader.next(row);
    if (!more) {
      ++left_out;
      problems.say(more.error().message() + " The query is left out");
      continue;
    }
    if (!*more) break;
    const auto start = std::chrono::steady_clock::now();
    matching::Query query;
    query.known = columns.person(row, now, field_problem);
    query.top = options.top;
    query.explain = options.explain;
    query.with_rejected = true;
    const matching::Answer answer = index.search(query);
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
                            std::chrono::steady_clock::now() - start)
                            .count();
    incomplete += answer.status == matching::AnswerStatus::incomplete;
    append_rows(lines, columns.cell(row, "qid"), answer, micros, options.explain);
    if (lines.size() > 1 << 16) {
      out << lines;
      lines.clear();
    }
    if (++asked % 10000 == 0) session.err << asked << " queries answered\n";
  }
  out << lines << std::flush;
  if (!out) return error(Code::unavailable, "the results could not be written", options.out);
  session.err << fmt::format("{} queries answered, {} of them incomplete, {} left out\n", asked,
                             incomplete, left_out);
  return left_out > 0 ? Exit::finding : Exit::ok;
}

Result<matching::Query> query_from(const Options& options) {
  // The same reading as of a file: one header, one row.
  std::vector<std::pair<std::string, std::string>> cells = {
      {"full_name", options.name},   {"given_name", options.given}, {"surname", options.family},
      {"dob", options.dob},          {"age", options.age},          {"sex", options.sex},
      {"phone", options.phone},      {"email", options.email},      {"address", options.address},
      {"postcode", options.postcode}};
  CsvRow header, row;
  for (const auto& [name, value] : cells) {
    header.cells.push_back(name);
    row.cells.push_back(value);
  }
  std::string unknown, problem;
  HEED_TRY(const PeopleColumns columns, PeopleColumns::from_header(header, {}, {}, unknown));
  matching::Query query;
  query.known = columns.person(row, today(), [&](std::string text) { problem = std::move(text); });
  if (!problem.empty()) return error(Code::invalid, problem.substr(problem.find('(')));
  query.top = options.top;
  return query;
}

void print_answer(const matching::Answer& answer, Session& session) {
  if (session.json) {
    boost::json::object whole;
    whole["status"] = status_of(answer);
    if (!answer.incomplete_because.empty()) whole["because"] = answer.incomplete_because;
    boost::json::array list;
    for (const auto& candidate : answer.candidates) {
      boost::json::object one;
      one["id"] = candidate.id;
      one["weight"] = candidate.comparison.weight;
      one["probability"] = candidate.comparison.probability;
      one["band"] = to_string(candidate.comparison.band);
      one["tied"] = candidate.tied;
      one["reasons"] = matching::explain(candidate.comparison);
      list.push_back(std::move(one));
    }
    whole["candidates"] = std::move(list);
    session.out << write_json(whole) << '\n';
    return;
  }
  if (answer.candidates.empty()) session.out << "Nobody fits.\n";
  for (const auto& candidate : answer.candidates) {
    session.out << fmt::format(
        "{:<9} {:5.1f} %  {}{}\n            {}\n", to_string(candidate.comparison.band),
        100 * candidate.comparison.probability, candidate.id,
        candidate.tied > 1 ? fmt::format("  (tied with {} more)", candidate.tied - 1) : "",
        matching::explain(candidate.comparison));
  }
  if (answer.status == matching::AnswerStatus::incomplete) {
    session.out << "Incomplete: " << answer.incomplete_because << ". There may be others.\n";
  }
}

Result<Exit> find(const Options& options, Session& session) {
  HEED_TRY(const auto index, matching::PeopleIndex::open(options.index));
  if (!options.queries.empty()) return find_many(options, index, session);
  HEED_TRY(const matching::Query query, query_from(options));
  print_answer(index.search(query), session);
  return Exit::ok;
}

}  // namespace

void add_find_command(CLI::App& app, Session& session) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("find", "Who in an index could this be?");
  command->add_option("--index", o->index, "What `heed index` built")->required();
  command->add_option(
      "--queries", o->queries,
      "CSV: qid,given_name,surname,dob,born_from,born_to,phone and any other column of the index");
  command->add_option("--out", o->out, "CSV of results; - is standard output")
      ->capture_default_str();
  command->add_option("--top", o->top, "How many for each")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--explain", o->explain, "Add the reasons in words");
  command->add_option("--name", o->name, "One person: the whole name, in any order");
  command->add_option("--given-name", o->given, "… or its parts");
  command->add_option("--surname", o->family, "");
  command->add_option("--dob", o->dob, "Date of birth, or a year");
  command->add_option("--age", o->age, "Age today: 16, or 30-35");
  command->add_option("--sex", o->sex, "M or F");
  command->add_option("--phone", o->phone, "Telephone number");
  command->add_option("--email", o->email, "E-mail address");
  command->add_option("--address", o->address, "Address, one line");
  command->add_option("--postcode", o->postcode, "Postcode, or its first half");
  command->footer(
      "A row with status incomplete met a limit: there may be others. A query that nobody fits "
      "gives\n"
      "one row with rank 0. `tied` counts those with the same weight; a tie is never strong.\n"
      "Examples:\n  heed find --index people.idx --queries queries.csv --out results.csv --top 10\n"
      "  heed find --index people.idx --name \"marianne oldfeild\" --age 40-45");
  run_when_called(*command, session, [o, &session] { return find(*o, session); });
}

}  // namespace heed::cli
