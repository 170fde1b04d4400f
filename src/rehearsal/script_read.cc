#include "rehearsal/script_read.h"

#include <fmt/format.h>

#include <algorithm>

#include "rehearsal/vocabulary.h"

namespace heed::rehearsal {
namespace {

using policy::Table;
using policy::Value;

constexpr std::size_t moments_max = 2000;

std::vector<std::string> names_of(const std::vector<Verb>& all) {
  std::vector<std::string> names;
  for (const auto& each : all) names.push_back(each.name);
  return names;
}
std::vector<std::string> names_of(const std::vector<Sight>& all) {
  std::vector<std::string> names;
  for (const auto& each : all) names.push_back(each.name);
  return names;
}

class Reader {
 public:
  Reader(Script& script, const Script* earlier) : script_(script), earlier_(earlier) {}

  void read(const Table& root) {
    read_head(root);
    for (const Table& table : root.optional_tables("person")) read_person(table);
    for (const Table& table : root.optional_tables("source")) read_source(table);
    for (const auto& member : script_.cast) people_.push_back(member.name);
    if (earlier_ != nullptr) {
      for (const auto& member : earlier_->cast) people_.push_back(member.name);
    }
    for (const Table& table : root.optional_tables("step")) read_step(table);
    read_expectations(root, Mood::must);
    read_expectations(root, Mood::must_not);
    read_expectations(root, Mood::never);
    finish(root);
  }

 private:
  void read_head(const Table& root) {
    script_.title = root.string("title");
    script_.shows = root.string("shows");
    root.has("after");
    if (const auto twin = root.value("twin")) twin->json();  // twin.cc reads it
    const auto force = root.optional_table("force");
    script_.force_code = force ? force->string_or("code", "NM") : "NM";
    script_.force_name = force ? force->string_or("name", "Northmoor Police") : "Northmoor Police";
    script_.zone = force ? force->string_or("zone", "Europe/London") : "Europe/London";
    const auto starts = root.required_value("starts");
    if (!starts) return;
    const auto text = starts->scalar_text();
    if (!text) return;
    const auto time = parse_time_text(*text);
    if (!time || time->kind != TimeText::Kind::local) {
      starts->wrong("expected a local date and time such as 2026-11-19T18:30:00, found " +
                    std::string(starts->kind_name()));
      return;
    }
    script_.starts = {*time->date, time->by};
  }

  void read_person(const Table& table) {
    CastMember member;
    member.place = table.place();
    member.name = table.string("name");
    member.roles = table.strings("roles");
    member.duties = table.optional_strings("duties");
    if (!table.has("duties")) member.duties = member.roles;
    member.on_duty = table.boolean_or("on_duty", true);
    if (script_.member(member.name) != nullptr) {
      table.wrong_at("name", fmt::format("\"{}\" is there already", member.name));
    }
    if (table.has("competences")) member.competences.emplace();
    for (const Table& competence : table.optional_tables("competences")) {
      member.competences->push_back({competence.string("what"), competence.optional_date("gained"),
                                     competence.optional_date("expires")});
    }
    script_.cast.push_back(std::move(member));
  }

  void read_source(const Table& table) {
    SourceSetup setup;
    setup.place = table.place();
    setup.source = table.string("source");
    for (const Table& answer : table.optional_tables("answer")) {
      setup.answers.push_back(read_answer(answer));
    }
    for (const Table& row : table.optional_tables("rows")) {
      std::map<std::string, std::string> columns;
      for (const auto& column : row.keys()) {
        if (const auto text = row.value(column)->scalar_text()) columns[column] = *text;
      }
      setup.rows.push_back(std::move(columns));
    }
    setup.as_of = optional_time(table, "as_of");
    setup.rows_rejected = table.optional_integer("rows_rejected", 0, 1'000'000).value_or(0);
    const bool twice = std::any_of(script_.sources.begin(), script_.sources.end(),
                                   [&](const auto& each) { return each.source == setup.source; });
    if (twice) table.wrong_at("source", fmt::format("\"{}\" is there already", setup.source));
    script_.sources.push_back(std::move(setup));
  }

  ScriptedAnswer read_answer(const Table& table) {
    ScriptedAnswer answer;
    answer.place = table.place();
    if (const auto words = table.value("asked_with")) answer.asked_with = texts_of(*words);
    answer.status = static_cast<int>(table.optional_integer("status", 100, 599).value_or(200));
    if (const auto headers = table.optional_table("headers")) {
      for (const auto& key : headers->keys()) {
        answer.headers.emplace_back(key, headers->string(key));
      }
    }
    if (const auto body = table.value("body")) {
      const bool words = body->kind() == Value::Kind::text;
      answer.body = words ? *body->string() : body->json();
    }
    answer.after = table.optional_duration("after").value_or(Micros(0));
    answer.fault = table.optional_one_of("fault", faults()).value_or("");
    answer.from = optional_time(table, "from");
    answer.until = optional_time(table, "until");
    answer.times = table.optional_integer("times", 1, 10'000).value_or(0);
    answer.nothing_found = table.boolean_or("nothing_found", false);
    if (!table.has("body") && answer.fault.empty() && answer.status < 400 &&
        !answer.nothing_found) {
      table.wrong("expected a body, nothing_found = true, a fault or a status of 400 or more");
    }
    return answer;
  }

  void read_step(const Table& table) {
    Moment moment = moment_of(table);
    Act act;
    act.on = call_named(table);
    if (table.has("refused")) {
      const auto refused = table.value("refused");
      const bool any = refused->kind() == Value::Kind::truth;
      act.refused = any ? std::string() : refused->string().value_or("");
      if (any && !*refused->boolean()) refused->wrong("expected the words of the refusal, or true");
    }
    const auto by = table.optional_one_of("by", people_);
    const auto verb = word_of(table, names_of(verbs()), "what happens");
    if (!verb) return;
    const Verb& declared = *find_verb(*verb);
    act.verb = *verb;
    act.by = by.value_or("");
    if (declared.by_person && !table.has("by")) {
      table.wrong(fmt::format("\"by\" is missing: somebody {}", *verb),
                  "people: " + known(people_));
    }
    if (!declared.by_person && by)
      table.wrong_at("by", fmt::format("nobody of the cast {}", *verb));
    act.given = arguments(*table.value(*verb), declared.arguments, *verb);
    if (*verb == "call" && act.given.count("as") != 0) calls_.push_back(act.given["as"].text);
    moment.what = std::move(act);
    script_.moments.push_back(std::move(moment));
  }

  void read_expectations(const Table& root, Mood mood) {
    for (const Table& table : root.optional_tables(to_string(mood))) {
      Moment moment = moment_of(table);
      if (mood == Mood::never && moment.at) {
        table.wrong_at("at", "what must never be has no time", "take it out, or use must_not");
      }
      Expectation expectation;
      expectation.mood = mood;
      expectation.on = call_named(table);
      const auto sight = word_of(table, names_of(sights()), "what is expected");
      if (!sight) continue;
      expectation.sight = *sight;
      expectation.given = arguments(*table.value(*sight), find_sight(*sight)->arguments, *sight);
      moment.what = std::move(expectation);
      script_.moments.push_back(std::move(moment));
    }
  }

  Moment moment_of(const Table& table) {
    Moment moment;
    moment.place = table.place();
    moment.at = optional_time(table, "at");
    return moment;
  }

  std::string call_named(const Table& table) {
    auto on = table.optional_string("on");
    if (on) uses_.push_back({table.place("on"), *on});
    return on.value_or("");
  }

  // The one key of the table that is a word of the vocabulary.
  std::optional<std::string> word_of(const Table& table, const std::vector<std::string>& words,
                                     std::string_view what) {
    std::optional<std::string> found;
    for (const auto& key : table.keys()) {
      if (key == "at" || key == "by" || key == "on" || key == "refused") continue;
      if (std::find(words.begin(), words.end(), key) == words.end()) {
        const auto near = policy::nearest_name(key, words);
        table.wrong_at(
            key, fmt::format("\"{}\" is no word of a rehearsal", key),
            near ? fmt::format("did you mean \"{}\"?", *near) : "known: " + known(words));
        table.has(key);
        return std::nullopt;
      }
      table.has(key);
      if (found) {
        table.wrong_at(key, fmt::format("\"{}\" and \"{}\" in one: expected one", *found, key),
                       "write two, one after the other");
        return std::nullopt;
      }
      found = key;
    }
    if (!found) table.wrong(fmt::format("it does not say {}", what), "known: " + known(words));
    return found;
  }

  Arguments arguments(const Value& value, const std::vector<Argument>& declared,
                      const std::string& word) {
    Arguments given;
    if (value.kind() != Value::Kind::table) {
      if (auto one = argument(value, declared[0])) given.emplace(declared[0].name, std::move(*one));
    } else {
      const Table table = *value.table();
      for (const Argument& each : declared) {
        if (const auto found = table.value(each.name)) {
          if (auto one = argument(*found, each)) given.emplace(each.name, std::move(*one));
        } else if (each.required && !is_alternative(table, word)) {
          table.wrong(fmt::format("\"{}\" is missing: {} needs {}", each.name, word, each.says));
        }
      }
      return given;
    }
    for (std::size_t i = 1; i < declared.size(); ++i) {
      if (!declared[i].required) continue;
      value.wrong(
          fmt::format("\"{}\" is missing: {} needs {}", declared[i].name, word, declared[i].says),
          fmt::format("write {} = {{ {} = …, {} = … }}", word, declared[0].name, declared[i].name));
    }
    return given;
  }

  // grade = { is = … } needs no at_least.
  static bool is_alternative(const Table& table, const std::string& word) {
    return word == "grade" && (table.has("is") || table.has("says"));
  }

  std::optional<Given> argument(const Value& value, const Argument& declared) {
    using Kind = Argument::Kind;
    Given given;
    given.place = value.place();
    if (declared.kind == Kind::json) {
      given.text = value.json();
      return given;
    }
    if (declared.kind == Kind::texts) {
      given.texts = texts_of(value);
      return given;
    }
    if (declared.kind == Kind::number) {
      const auto number = value.integer();
      given.number = number.value_or(0);
      given.text = std::to_string(given.number);
      return number ? std::optional(given) : std::nullopt;
    }
    if (declared.kind == Kind::truth) {
      const auto truth = value.boolean();
      given.truth = truth.value_or(false);
      given.text = given.truth ? "yes" : "no";
      return truth ? std::optional(given) : std::nullopt;
    }
    if (declared.kind == Kind::duration) {
      const auto duration = value.duration();
      given.duration = duration.value_or(Micros(0));
      return duration ? std::optional(given) : std::nullopt;
    }
    const auto text = value.scalar_text();
    if (!text) return std::nullopt;
    given.text = *text;
    if (declared.kind == Kind::time) return with_time(value, std::move(given));
    if (declared.kind == Kind::name && !among(value, *text, declared.names)) return std::nullopt;
    if (declared.kind == Kind::person && !among(value, *text, people_)) return std::nullopt;
    return given;
  }

  std::optional<Given> with_time(const Value& value, Given given) {
    const auto time = parse_time_text(given.text);
    if (!time) {
      value.wrong(time.error().detail);
      return std::nullopt;
    }
    given.time = *time;
    return given;
  }

  bool among(const Value& value, const std::string& text, const std::vector<std::string>& names) {
    if (std::find(names.begin(), names.end(), text) != names.end()) return true;
    const auto near = policy::nearest_name(text, names);
    value.wrong(fmt::format("expected {}, found \"{}\"", known(names), text),
                near ? fmt::format("did you mean \"{}\"?", *near) : std::string());
    return false;
  }

  static std::string known(const std::vector<std::string>& names) {
    return names.empty() ? "none in this file" : policy::listed(names);
  }

  std::vector<std::string> texts_of(const Value& value) {
    std::vector<std::string> all;
    if (value.kind() != Value::Kind::list) {
      if (auto one = value.scalar_text()) all.push_back(std::move(*one));
      return all;
    }
    const auto items = value.list();  // a loop over the temporary would outlive it
    for (const Value& item : *items) {
      if (auto one = item.scalar_text()) all.push_back(std::move(*one));
    }
    if (all.empty()) value.wrong("expected a text or a list of texts");
    return all;
  }

  std::optional<TimeText> optional_time(const Table& table, std::string_view key) {
    const auto value = table.value(key);
    if (!value) return std::nullopt;
    const auto text = value->scalar_text();
    if (!text) return std::nullopt;
    const auto time = parse_time_text(*text);
    if (time) return *time;
    value->wrong(time.error().detail);
    return std::nullopt;
  }

  void finish(const Table& root) {
    std::stable_sort(
        script_.moments.begin(), script_.moments.end(), [](const Moment& a, const Moment& b) {
          return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
        });
    if (script_.moments.size() > moments_max) {
      root.wrong(fmt::format("more than {} steps and expectations", moments_max));
    }
    if (earlier_ != nullptr) return;  // may name a call of the earlier one
    for (const auto& [place, name] : uses_) {
      if (std::find(calls_.begin(), calls_.end(), name) != calls_.end()) continue;
      root.wrong(fmt::format("line {}: no call is named \"{}\"", place.line, name),
                 "name it where it comes in: call = { as = \"…\" }");
    }
  }

  Script& script_;
  const Script* earlier_;
  std::vector<std::string> people_, calls_;
  std::vector<std::pair<policy::Place, std::string>> uses_;
};

}  // namespace

Result<Script> read_one(const std::string& name, const std::string& text, const Script* earlier) {
  HEED_TRY(const policy::Document document, policy::Document::parse(text, name));
  Script script;
  script.file = name;
  Reader(script, earlier).read(document.root());
  HEED_CHECK(document.finish());
  return script;
}

}  // namespace heed::rehearsal
