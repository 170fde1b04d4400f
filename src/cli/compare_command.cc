#include <fmt/format.h>

#include <CLI/App.hpp>
#include <fstream>
#include <memory>
#include <ostream>

#include "base/text.h"
#include "cli/matching_commands.h"
#include "cli/people_csv.h"
#include "matching/compare.h"

namespace heed::cli {
namespace {

struct Options {
  std::string pairs, out = "-";
};

Result<Exit> compare_pairs(const Options& options, Session& session) {
  std::ifstream in(options.pairs, std::ios::binary);
  if (!in) return error(Code::not_found, "expected a file that can be read", options.pairs);
  std::ofstream file;
  if (options.out != "-") {
    file.open(options.out, std::ios::binary | std::ios::trunc);
    if (!file) return error(Code::unavailable, "expected a file that can be written", options.out);
  }
  std::ostream& out = options.out == "-" ? session.out : file;
  CsvReader reader(in);
  CsvRow row;
  HEED_TRY(const bool any, reader.next(row));
  if (!any) return error(Code::invalid, "expected a header line", options.pairs);
  std::map<std::string, std::size_t, std::less<>> at;
  std::string line;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    at.emplace(lower_ascii(trim(row.cells[i])), i);
    append_csv(line, row.cells[i]);
    line += ',';
  }
  if (!at.count("name1") || !at.count("name2")) {
    return error(Code::invalid, "expected columns name1 and name2", options.pairs + ":1");
  }
  out << line << "score,band,reasons\n";
  Problems problems(session.err, options.pairs);
  const matching::PersonComparer comparer(matching::PersonComparer::prior_of_a_pair);
  std::size_t compared = 0, left_out = 0;
  const auto cell = [&](std::string_view name) -> std::string {
    const auto found = at.find(name);
    if (found == at.end() || found->second >= row.cells.size()) return {};
    return scrub_utf8(trim(row.cells[found->second]));
  };
  const auto side = [&](std::string_view which) {
    matching::PersonRecord person;
    const auto of = [&](std::string_view name) {
      return cell(std::string(name) + std::string(which));
    };
    person.full_name = of("name");
    person.sex = of("sex");
    person.address = of("address");
    std::string born = of("dob");
    if (born.empty()) born = of("date_of_birth");
    if (!born.empty()) {
      if (auto said = parse_said_date(born); !said) {
        problems.say(fmt::format("line {} (dob{}): {}; compared without it", row.line, which,
                                 said.error().detail));
      } else if (said->first == said->last) {
        person.born = said->first;
      } else {
        person.born_from = said->first;
        person.born_to = said->last;
      }
    }
    return person;
  };
  for (;;) {
    auto more = reader.next(row);
    if (!more) {
      ++left_out;
      problems.say(more.error().message() + " The pair is left out");
      continue;
    }
    if (!*more) break;
    const auto result = comparer.compare(side("1"), side("2"));
    line.clear();
    for (std::string_view given : row.cells) {
      append_csv(line, given);
      line += ',';
    }
    for (std::size_t i = row.cells.size(); i < at.size(); ++i) line += ',';
    line += fmt::format("{:.6f},{},", result.probability, to_string(result.band));
    append_csv(line, matching::explain(result));
    out << line << '\n';
    if (++compared % 100000 == 0) session.err << compared << " pairs compared\n";
  }
  out << std::flush;
  if (!out) return error(Code::unavailable, "the results could not be written", options.out);
  return left_out > 0 ? Exit::finding : Exit::ok;
}

}  // namespace

void add_compare_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("compare", "Are these two one person? For pairs in a CSV file");
  command
      ->add_option("--pairs", options->pairs,
                   "CSV: name1,name2 and, if known, dob1,dob2,sex1,sex2,address1,address2")
      ->required();
  command
      ->add_option("--out", options->out,
                   "The same rows with score,band,reasons; - is standard output")
      ->capture_default_str();
  command->footer(
      "`score` is the probability that both are one person, were every other pair one.\n"
      "Examples:\n  heed compare --pairs pairs.csv --out scored.csv");
  run_when_called(*command, session,
                  [options, &session] { return compare_pairs(*options, session); });
}

}  // namespace heed::cli
