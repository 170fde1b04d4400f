// Reading declarations and connections. Every mistake is noted with its place by policy's document.
#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "checks/connectors/dataset/columns.h"
#include "checks/connectors/http/mapping.h"
#include "checks/example.h"
#include "checks/search_kinds.h"
#include "checks/source.h"
#include "policy/document.h"
#include "policy/policy.h"

namespace heed::checks {
namespace {

using policy::Document;
using policy::Table;

constexpr std::size_t sources_max = 100;

const std::vector<std::string> kinds{"journal", "dataset", "http", "person"};
const std::vector<std::string> shown_names{"nothing", "flag", "summary", "full"};
const std::vector<std::string> returns_names{"people", "identifiers", "markers", "orders",
                                             "events", "flag",        "words"};
const std::vector<std::string> day_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
const std::vector<std::string> outcome_names{"hit", "no_trace", "not_searched"};
const std::vector<std::string> reason_names{
    "timeout",       "unavailable", "denied",        "rate_limited", "malformed",      "partial",
    "wrong_subject", "stale",       "misconfigured", "cancelled",    "not_applicable", "waived"};

template <class Enum>
Enum one_of(const Table& table, std::string_view key, const std::vector<std::string>& names) {
  const auto text = table.one_of(key, names);
  const auto it = std::find(names.begin(), names.end(), text);
  return static_cast<Enum>(it == names.end() ? 0 : it - names.begin());
}

Limits read_limits(const Table& root, SourceKind kind) {
  Limits out;
  if (kind == SourceKind::person) {
    out.deadline = std::chrono::minutes(30);
    out.breaker_failures = 0;
  }
  const auto table = root.optional_table("limits");
  if (!table) return out;
  const auto number = [&](const char* key, int low, int high, int otherwise) {
    return static_cast<int>(table->optional_integer(key, low, high).value_or(otherwise));
  };
  out.deadline = table->optional_duration("deadline").value_or(out.deadline);
  out.attempts_max = number("attempts", 1, 1000, out.attempts_max);
  out.retry_first = table->optional_duration("first_retry").value_or(out.retry_first);
  out.retry_max = table->optional_duration("longest_retry").value_or(out.retry_max);
  out.rate_per_minute = number("rate_per_minute", 1, 1'000'000, out.rate_per_minute);
  out.breaker_failures = number("breaker_failures", 0, 1000, out.breaker_failures);
  out.breaker_open = table->optional_duration("breaker_open").value_or(out.breaker_open);
  out.workers = number("workers", 1, 64, out.workers);
  out.queue_max = number("queue", 1, 100'000, out.queue_max);
  out.bytes_max = static_cast<std::size_t>(number("bytes", 1024, 16 << 20, 1 << 20));
  out.pages_max = number("pages", 1, 1000, out.pages_max);
  return out;
}

std::optional<Micros> clock_time(const Table& table, const std::string& key) {
  const auto text = table.string(key);
  const bool form = text.size() == 5 && text[2] == ':' && is_digit(text[0]) && is_digit(text[1]) &&
                    is_digit(text[3]) && is_digit(text[4]);
  const int hours = form ? (text[0] - '0') * 10 + (text[1] - '0') : 99;
  const int minutes = form ? (text[3] - '0') * 10 + (text[4] - '0') : 99;
  if (hours > 24 || minutes > 59 || (hours == 24 && minutes != 0)) {
    if (!text.empty()) table.wrong_at(key, "expected a time of day such as \"08:00\"");
    return std::nullopt;
  }
  return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

OpenWindow read_window(const Table& table) {
  OpenWindow out;
  const auto days = table.has("days") ? table.strings("days") : day_names;
  for (const auto& day : days) {
    const auto it = std::find(day_names.begin(), day_names.end(), day);
    if (it == day_names.end()) {
      table.wrong_at("days", "expected some of " + policy::listed(day_names, "and"));
    } else {
      out.days.push_back(static_cast<int>(it - day_names.begin()) + 1);
    }
  }
  out.from = clock_time(table, "from").value_or(Micros(0));
  out.to = clock_time(table, "to").value_or(Micros(0));
  return out;
}

std::vector<std::vector<std::string>> read_accepts(const Table& root) {
  std::vector<std::vector<std::string>> out;
  const auto list = root.required_value("accepts");
  const auto sets = list ? list->list() : std::nullopt;
  if (!sets) return out;
  for (const auto& set : *sets) {
    const auto parts = set.list();
    if (!parts) continue;
    auto& kinds_of_set = out.emplace_back();
    for (const auto& part : *parts) {
      const auto kind = part.string();
      if (!kind) continue;
      if (!is_search_kind(*kind)) part.wrong("no such kind of key: " + search_kinds_listed());
      kinds_of_set.push_back(*kind);
    }
    if (kinds_of_set.empty()) set.wrong("expected at least one kind of key");
  }
  if (out.empty()) root.wrong_at("accepts", "expected lists of keys, such as [[\"phone\"]]");
  return out;
}

Example read_example(const Table& table, SourceKind kind) {
  Example out;
  out.line = table.place().line;
  out.name = table.string("name");
  const auto keys = table.table("keys");
  for (const auto& kind_of_key : keys.keys()) {
    if (kind_of_key == "platform") {
      keys.string("platform");
      continue;
    }
    const auto value = keys.string(kind_of_key);
    const auto platform =
        kind_of_key == "username" ? keys.string_or("platform", "") : std::string();
    const auto key = normal_key(kind_of_key, value, platform);
    if (key) {
      out.keys.push_back(*key);
    } else {
      keys.wrong_at(kind_of_key, key.error().detail);
    }
  }
  out.status = static_cast<int>(table.optional_integer("status", 100, 599).value_or(200));
  out.reply = table.string(kind == SourceKind::dataset ? "rows" : "reply");
  out.gives = one_of<OutcomeKind>(table, "gives", outcome_names);
  if (table.has("reason")) out.reason = one_of<Reason>(table, "reason", reason_names);
  out.people = table.optional_integer("people", 0, 10'000).value_or(0);
  out.orders = table.optional_integer("orders", 0, 10'000).value_or(0);
  out.events = table.optional_integer("events", 0, 10'000).value_or(0);
  return out;
}

void read_show(const Table& root, SourceDeclaration& out) {
  const auto show = root.table("show");
  for (const auto& role : show.keys()) {
    const auto level = one_of<Shown>(show, role, shown_names);
    if (role == "others") {
      out.show_others = level;
    } else {
      out.show[role] = level;
    }
  }
}

// An extract that holds nothing of a kind cannot say that nobody has it.
void check_columns(const Table& root, const SourceDeclaration& source) {
  const auto holds = [&](std::string_view field) {
    const auto& columns = source.dataset->columns;
    return std::any_of(columns.begin(), columns.end(),
                       [&](const Column& column) { return column.field == field; });
  };
  for (const auto& set : source.accepts) {
    for (const auto& key : set) {
      const bool held = key == "name" ? holds("given_name") && holds("family_name") : holds(key);
      if (held) continue;
      root.wrong_at("accepts", "no column holds the key " + key,
                    "declare the column, or do not accept the key");
    }
  }
}

void read_asking(const Table& root, SourceDeclaration& out) {
  switch (out.kind) {
    case SourceKind::http: out.http = HttpMapping::read(root, out.accepts); break;
    case SourceKind::dataset:
      out.dataset = DatasetColumns::read(root);
      check_columns(root, out);
      break;
    case SourceKind::person:
      if (const auto desk = root.optional_table("desk")) {
        out.at_own_screen = desk->boolean_or("at_own_screen", false);
        out.poll_every = desk->optional_duration("poll_every").value_or(out.poll_every);
      }
      break;
    case SourceKind::journal: break;
  }
}

std::shared_ptr<SourceDeclaration> read_declaration(const Table& root, std::string file) {
  auto out = std::make_shared<SourceDeclaration>();
  out->file = std::move(file);
  out->source = root.string("source");
  out->title = root.string("title");
  out->holder = root.one_of("holder", {"force", "national", "partner"});
  out->kind = one_of<SourceKind>(root, "kind", kinds);
  out->lawful_basis = root.string("lawful_basis");
  out->caveat = root.string("caveat");
  out->coverage = root.string("coverage");
  out->outage = root.string("outage");
  out->accepts = read_accepts(root);
  if (const auto refuses = root.optional_table("refuses")) {
    for (const auto& key : refuses->keys()) {
      if (!is_search_kind(key)) refuses->wrong_at(key, "no such kind of key");
      out->refuses[key] = refuses->string(key);
    }
  }
  for (const auto& name : root.strings("returns")) {
    if (std::find(returns_names.begin(), returns_names.end(), name) == returns_names.end()) {
      root.wrong_at("returns", "expected some of " + policy::listed(returns_names, "and"));
    }
    out->returns.push_back(name);
  }
  read_show(root, *out);
  out->freshness.age_max = root.optional_duration("stale_after");
  // A desk's answer is about now: a search of last year is not one.
  if (out->kind == SourceKind::person && !out->freshness.age_max) {
    out->freshness.age_max = std::chrono::hours(24);
  }
  if (out->kind == SourceKind::dataset && !out->freshness.age_max) {
    root.wrong("an extract needs stale_after", "say how old it may be, such as \"48h\"");
  }
  if (out->kind == SourceKind::dataset && out->holder == "national") {
    root.wrong_at("holder", "an extract never answers for a national source",
                  "holder = \"force\": it is the force's own copy");
  }
  out->limits = read_limits(root, out->kind);
  for (const auto& window : root.optional_tables("open")) out->open.push_back(read_window(window));
  read_asking(root, *out);
  for (const auto& item : root.optional_tables("example")) {
    out->examples.push_back(read_example(item, out->kind));
  }
  return out;
}

Result<std::shared_ptr<const SourceDeclaration>> read_one(const std::string& name,
                                                          const std::string& text) {
  HEED_TRY(const auto document, Document::parse(text, name));
  const Table root = document.root();
  auto out = read_declaration(root, name);
  HEED_CHECK(document.finish());
  for (const auto& problem : example_problems(*out)) {
    root.wrong(problem.detail, problem.remedy);
  }
  HEED_CHECK(document.finish());
  return std::shared_ptr<const SourceDeclaration>(std::move(out));
}

}  // namespace

Result<Sources> Sources::from_files(const std::map<std::string, std::string, std::less<>>& files) {
  Sources out;
  std::string problems;
  std::string where;
  for (const auto& [name, text] : files) {
    auto one = read_one(name, text);
    if (!one) {
      if (where.empty()) {
        where = one.error().where;
        problems = one.error().detail;
      } else {
        problems += "\n" + one.error().where + ": " + one.error().detail;
      }
      continue;
    }
    if (const auto* other = out.find((*one)->source)) {
      return error(Code::invalid, "the source " + (*one)->source + " is declared twice",
                   name + ":1:1", "it stands in " + other->file + " already");
    }
    out.all_.push_back(*std::move(one));
  }
  if (!where.empty()) return error(Code::invalid, problems, where);
  std::sort(out.all_.begin(), out.all_.end(),
            [](const auto& a, const auto& b) { return a->source < b->source; });
  return out;
}

Result<Sources> Sources::of(const policy::Policy& policy) {
  std::map<std::string, std::string, std::less<>> files;
  for (const auto& [path, text] : policy.files()) {
    if (path.rfind("sources/", 0) == 0) files.emplace(path, text);
  }
  return from_files(files);
}

Result<Sources> Sources::load(const std::filesystem::path& folder) {
  std::map<std::string, std::string, std::less<>> files;
  std::error_code failure;
  for (std::filesystem::directory_iterator it(folder, failure), end; !failure && it != end;
       it.increment(failure)) {
    if (it->path().extension() != ".toml" || !it->is_regular_file()) continue;
    if (files.size() >= sources_max) return error(Code::limit, "more than 100 sources", folder);
    HEED_TRY(auto text, read_file(it->path(), 1 << 20));
    files.emplace((folder / it->path().filename()).generic_string(), std::move(text));
  }
  if (failure) {
    return error(Code::not_found, "expected a folder of source declarations",
                 folder.generic_string(), "see docs/sources.md");
  }
  return from_files(files);
}

Result<std::map<std::string, Connection>> load_connections(const std::filesystem::path& file) {
  HEED_TRY(const auto document, Document::load(file));
  std::map<std::string, Connection> out;
  const Table root = document.root();
  for (const auto& name : root.keys()) {
    const auto table = root.table(name);
    const auto path = [&](std::string_view key) {
      const auto text = table.string_or(key, "");
      return text.empty() ? text : (file.parent_path() / text).generic_string();
    };
    Connection connection;
    connection.url = table.string("url");
    connection.authorities_file = path("authorities");
    connection.certificate_file = path("certificate");
    connection.key_file = path("key");
    connection.bearer_file = path("bearer");
    if (connection.certificate_file.empty() != connection.key_file.empty()) {
      table.wrong("a certificate and its key belong together");
    }
    out.emplace(name, std::move(connection));
  }
  HEED_CHECK(document.finish());
  return out;
}

}  // namespace heed::checks
