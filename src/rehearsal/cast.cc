#include "rehearsal/cast.h"

#include <fmt/format.h>

#include "base/text.h"

namespace heed::rehearsal {
namespace {

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string login_of(std::string_view name) {
  std::string login;
  for (const char c : lower_ascii(name)) {
    if (is_alpha(c) || is_digit(c)) {
      login += c;
    } else if (!login.empty() && login.back() != '.') {
      login += '.';
    }
  }
  while (!login.empty() && login.back() == '.') login.pop_back();
  return login;
}

Result<access::Staff> staff_of(const Script& script, const std::set<std::string>& absent,
                               const access::AccessPolicy& policy, const Zone& zone) {
  std::vector<access::Person> people;
  std::vector<access::RosterLine> roster;
  for (const CastMember& member : script.cast) {
    for (const auto& role : member.roles) {
      if (policy.roles().count(role) != 0) continue;
      const std::vector<std::string> all(policy.roles().begin(), policy.roles().end());
      return error(Code::invalid, fmt::format("\"{}\" is no role of this policy", role),
                   member.place.str(), "there are " + policy::listed(all, "and"));
    }
    access::Person person;
    person.login = login_of(member.name);
    person.id = access::actor_of(person.login);
    person.name = member.name;
    person.roles = {member.roles.begin(), member.roles.end()};
    person.desk = "rehearsal";
    if (absent.count(member.name) == 0) {
      for (const auto& duty : member.duties) roster.push_back({duty, person.id});
    }
    people.push_back(std::move(person));
  }
  return access::Staff::make(std::move(people), std::move(roster), zone);
}

Result<training::Register> register_of(const Script& script,
                                       const training::TrainingPolicy& policy) {
  const std::string month_ago = format_date(add_days(script.starts.date, -30));
  std::string text;
  const auto add = [&](const CastMember& member, const std::string& what, const std::string& gained,
                       const std::optional<LocalDate>& expires) {
    text += fmt::format("[[competence]]\nwho = {}\nwhat = {}\ngained = {}\n",
                        toml_text(login_of(member.name)), toml_text(what), gained);
    if (expires) text += fmt::format("expires = {}\n", format_date(*expires));
  };
  for (const CastMember& member : script.cast) {
    if (!member.competences) {
      for (const auto& kind : policy.kinds()) add(member, kind.id, month_ago, std::nullopt);
      continue;
    }
    for (const Competence& each : *member.competences) {
      if (policy.kind(each.what) == nullptr) {
        return error(Code::invalid,
                     fmt::format("\"{}\" is no competence of this policy", each.what),
                     member.place.str());
      }
      add(member, each.what, each.gained ? format_date(*each.gained) : month_ago, each.expires);
    }
  }
  HEED_TRY(policy::Document document, policy::Document::parse(text, "the cast"));
  return training::Register::read(std::move(document), policy);
}

}  // namespace heed::rehearsal
