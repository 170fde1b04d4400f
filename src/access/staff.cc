#include <algorithm>

#include "access/access.h"

namespace heed::access {
namespace {

const std::vector<std::string> day_names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// "07:00" as time since midnight; nothing where it is none.
std::optional<Micros> clock_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0u, 1u, 3u, 4u}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  return Micros(std::chrono::hours(hours) + std::chrono::minutes(minutes));
}

Micros read_clock(const policy::Table& table, const char* key) {
  const std::string text = table.string(key);
  const auto time = clock_time(text);
  if (!time && !text.empty()) {
    table.wrong_at(key, "expected a time of day such as \"07:00\", found \"" + text + "\"");
  }
  return time.value_or(Micros(0));
}

// "2026-11-19 07:00", local.
std::optional<Instant> read_local(const policy::Table& table, const char* key, const Zone& zone) {
  const std::string text = table.string(key);
  const auto date = text.size() == 16 ? parse_date(text.substr(0, 10)) : error(Code::invalid, "");
  const auto time = text.size() == 16 ? clock_time(text.substr(11)) : std::nullopt;
  if (date && time) return zone.instant({*date, *time}).at;
  if (!text.empty()) {
    table.wrong_at(
        key, "expected a local date and time such as \"2026-11-19 07:00\", found \"" + text + "\"");
  }
  return std::nullopt;
}

unsigned weekday(LocalDate date) {
  return std::chrono::weekday(std::chrono::sys_days(date)).iso_encoding();
}

bool pattern_holds(const RosterLine& line, const LocalTime& local) {
  const bool today = line.days.count(weekday(local.date)) != 0;
  if (line.from < line.to) {
    return today && line.from <= local.since_midnight && local.since_midnight < line.to;
  }
  const bool yesterday = line.days.count(weekday(add_days(local.date, -1))) != 0;
  return (today && line.from <= local.since_midnight) ||
         (yesterday && local.since_midnight < line.to);
}

class Reader {
 public:
  Reader(const AccessPolicy& policy, const Zone& zone) : policy_(policy), zone_(zone) {}

  void person(const policy::Table& table) {
    Person out;
    out.login = table.string("login");
    out.id = actor_of(out.login);
    out.name = table.string("name");
    out.desk = table.string_or("desk", "");
    out.active = table.boolean_or("active", true);
    for (const std::string& role : table.strings("roles")) {
      if (!policy_.roles().count(role) || role == "system") {
        table.wrong_at("roles", "expected roles of policy/access.toml, found \"" + role + "\"",
                       near(role));
      }
      out.roles.insert(role);
    }
    for (const Person& other : people) {
      if (other.id == out.id) table.wrong_at("login", "this sign-in name is there already");
    }
    people.push_back(std::move(out));
  }

  void line(const policy::Table& table) {
    RosterLine out = begin(table);
    out.from = read_clock(table, "from");
    out.to = read_clock(table, "to");
    if (table.has("days")) {
      out.days.clear();
      for (const std::string& day : table.strings("days")) {
        const auto found = std::find(day_names.begin(), day_names.end(), day);
        if (found == day_names.end()) {
          table.wrong_at("days", "expected days such as \"mon\", found \"" + day + "\"");
        } else {
          out.days.insert(static_cast<unsigned>(found - day_names.begin()) + 1);
        }
      }
    }
    roster.push_back(std::move(out));
  }

  void once(const policy::Table& table) {
    RosterLine out = begin(table);
    out.starts = read_local(table, "from", zone_);
    out.ends = read_local(table, "to", zone_);
    out.off = table.boolean_or("off", false);
    if (out.starts && out.ends && *out.ends <= *out.starts) {
      table.wrong_at("to", "expected a time later than `from`");
    }
    if (!out.starts) out.starts = Instant{};
    if (!out.ends) out.ends = Instant{};
    roster.push_back(std::move(out));
  }

  std::vector<Person> people;
  std::vector<RosterLine> roster;

 private:
  RosterLine begin(const policy::Table& table) const {
    RosterLine out;
    out.duty = table.string("duty");
    const std::string who = table.string("who");
    out.who = actor_of(who);
    const bool known = std::any_of(people.begin(), people.end(),
                                   [&](const Person& one) { return one.id == out.who; });
    if (!known) {
      table.wrong_at(
          "who", "expected the sign-in name of a [[person]] of this file, found \"" + who + "\"");
    }
    return out;
  }
  std::string near(const std::string& role) const {
    const auto name = policy::nearest_name(role, {policy_.roles().begin(), policy_.roles().end()});
    return name ? "did you mean \"" + *name + "\"?" : "";
  }

  const AccessPolicy& policy_;
  const Zone& zone_;
};

}  // namespace

ActorId system_actor() { return ActorId::derived("heed actor", "system"); }

ActorId actor_of(std::string_view login) { return ActorId::derived("heed account", login); }

Result<Staff> Staff::read(policy::Document document, const AccessPolicy& policy, const Zone& zone) {
  Reader reader(policy, zone);
  const policy::Table root = document.root();
  for (const policy::Table& table : root.tables("person")) reader.person(table);
  for (const policy::Table& table : root.optional_tables("roster")) reader.line(table);
  for (const policy::Table& table : root.optional_tables("override")) reader.once(table);
  HEED_CHECK(document.finish());
  return make(std::move(reader.people), std::move(reader.roster), zone);
}

Staff Staff::make(std::vector<Person> people, std::vector<RosterLine> roster, const Zone& zone) {
  Staff out;
  out.people_ = std::move(people);
  for (std::size_t i = 0; i < out.people_.size(); ++i) {
    out.by_id_.emplace(out.people_[i].id, i);
    out.by_login_.emplace(out.people_[i].login, i);
  }
  out.roster_ = std::move(roster);
  out.zone_ = zone;
  return out;
}

const Person* Staff::find(ActorId id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &people_[found->second];
}

const Person* Staff::find_login(std::string_view login) const {
  const auto found = by_login_.find(login);
  return found == by_login_.end() ? nullptr : &people_[found->second];
}

std::set<std::string> Staff::roles(ActorId id) const {
  if (id == system_actor()) return {"system"};
  const Person* person = find(id);
  return person && person->active ? person->roles : std::set<std::string>();
}

std::vector<ActorId> Staff::on_duty(std::string_view duty, Instant at) const {
  if (!zone_) return {};
  const LocalTime local = zone_->local(at);
  std::vector<ActorId> by_pattern, instead;
  std::set<ActorId> off;
  for (const RosterLine& line : roster_) {
    if (line.duty != duty) continue;
    const Person* person = find(line.who);
    if (!person || !person->active) continue;
    if (!line.starts) {
      if (pattern_holds(line, local)) by_pattern.push_back(line.who);
    } else if (*line.starts <= at && at < line.ends.value_or(Instant::max())) {
      if (line.off) {
        off.insert(line.who);
      } else {
        instead.push_back(line.who);
      }
    }
  }
  std::vector<ActorId> out;
  for (const ActorId& who : instead.empty() ? by_pattern : instead) {
    if (!off.count(who) && std::find(out.begin(), out.end(), who) == out.end()) out.push_back(who);
  }
  return out;
}

std::vector<std::string> Staff::duties() const {
  std::set<std::string> names;
  for (const RosterLine& line : roster_) names.insert(line.duty);
  return {names.begin(), names.end()};
}

}  // namespace heed::access
