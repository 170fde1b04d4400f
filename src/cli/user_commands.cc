#include "cli/user_commands.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <ostream>

#include "base/civil.h"
#include "base/json.h"
#include "base/text.h"

namespace heed::cli {
namespace {

struct Wish {
  UserPlaces places;
  std::string login;
};

std::shared_ptr<Wish> add_places(CLI::App& command, bool with_login) {
  auto wish = std::make_shared<Wish>();
  if (with_login) {
    command.add_option("login", wish->login, "The sign-in name, as the staff file has it")
        ->required();
  }
  command.add_option("--config", wish->places.config, "The force's heed.toml")
      ->required()
      ->check(CLI::ExistingFile);
  command.add_option("--ledger", wish->places.ledger, "The ledger's folder")->required();
  return wish;
}

Status on_the_staff(const UserRegister& all, const std::string& login) {
  const access::Person* person = all.staff.find_login(login);
  if (person && person->active) return ok();
  return error(Code::not_found, "nobody of that name is on the staff, or no longer", "login",
               "Add the person to the staff file first; it says what they may do");
}

Result<Exit> set_password(const Wish& wish, Session& session, const UserTools& tools, bool adds) {
  HEED_TRY(const auto all, tools.open(wish.places));
  HEED_CHECK(on_the_staff(all, wish.login));
  HEED_TRY(const auto before, all.accounts->find(wish.login));
  if (adds && before && !before->disabled) {
    return error(Code::conflict, "there is an account of that name already", "login",
                 "`heed user password` sets another password");
  }
  if (!adds && !before) {
    return error(Code::not_found, "there is no account of that name", "login",
                 "`heed user add` makes one");
  }
  HEED_TRY(const std::string password, tools.password(session, "Password for " + wish.login));
  HEED_CHECK(all.accounts->set_password(wish.login, password));
  if (!session.json) session.out << wish.login << " may sign in with that password\n";
  return Exit::ok;
}

Result<Exit> disable(const Wish& wish, Session& session, const UserTools& tools) {
  HEED_TRY(const auto all, tools.open(wish.places));
  HEED_CHECK(all.accounts->disable(wish.login));
  if (!session.json) {
    session.out << wish.login << " may no longer sign in; what they had open ends within seconds\n";
  }
  return Exit::ok;
}

Result<Exit> list(const Wish& wish, Session& session, const UserTools& tools) {
  HEED_TRY(const auto all, tools.open(wish.places));
  boost::json::array out;
  for (const access::Person& person : all.staff.people()) {
    HEED_TRY(const auto account, all.accounts->find(person.login));
    const std::string state = !person.active      ? "left"
                              : !account          ? "no password"
                              : account->disabled ? "disabled"
                                                  : "may sign in";
    const std::vector<std::string> roles(person.roles.begin(), person.roles.end());
    if (session.json) {
      boost::json::array listed;
      for (const auto& role : roles) listed.emplace_back(role);
      out.push_back(boost::json::object{
          {"login", person.login}, {"name", person.name}, {"roles", listed}, {"state", state}});
    } else {
      session.out << fmt::format("{:<16} {:<12} {} ({})\n", person.login, state, person.name,
                                 join(roles, ", "));
    }
  }
  if (session.json) session.out << write_json(out) << '\n';
  return Exit::ok;
}

struct TokenWish {
  std::string name;
  std::string id;
  int days = access::token_days_default;
};

boost::json::object in_json(const access::Token& token) {
  return {{"id", token.id},
          {"name", token.name},
          {"login", token.login},
          {"issued", format_instant(token.issued)},
          {"until", format_instant(token.until)},
          {"revoked", token.revoked}};
}

Result<Exit> issue_token(const Wish& wish, const TokenWish& token, Session& session,
                         const UserTools& tools) {
  HEED_TRY(const auto all, tools.open(wish.places));
  HEED_CHECK(on_the_staff(all, wish.login));
  HEED_TRY(const auto issued, all.tokens->issue(wish.login, token.name, token.days));
  if (session.json) {
    auto out = in_json(issued.kept);
    out["token"] = issued.token;
    session.out << write_json(out) << '\n';
    return Exit::ok;
  }
  session.out << issued.token << '\n';
  session.err << fmt::format("Shown this once. {} ({}) acts as {} until {}\n", issued.kept.name,
                             issued.kept.id, wish.login, format_instant(issued.kept.until));
  return Exit::ok;
}

Result<Exit> list_tokens(const Wish& wish, Session& session, const UserTools& tools) {
  HEED_TRY(const auto all, tools.open(wish.places));
  HEED_TRY(const auto tokens, all.tokens->all());
  boost::json::array out;
  for (const access::Token& one : tokens) {
    out.push_back(in_json(one));
    if (session.json) continue;
    session.out << fmt::format("{} {:<16} {} {}  {}\n", one.id, one.login,
                               one.revoked ? "revoked, else until" : "until",
                               format_instant(one.until), one.name);
  }
  if (session.json) session.out << write_json(out) << '\n';
  return Exit::ok;
}

Result<Exit> revoke_token(const Wish& wish, const TokenWish& token, Session& session,
                          const UserTools& tools) {
  HEED_TRY(const auto all, tools.open(wish.places));
  HEED_CHECK(all.tokens->revoke(token.id));
  if (!session.json)
    session.out << token.id << " opens nothing more; what it held ends within seconds\n";
  return Exit::ok;
}

void add_token_commands(CLI::App& user, Session& session, const UserTools& tools,
                        const std::string& places) {
  CLI::App* token = user.add_subcommand("token", "Which programs may sign in, as whom, until when");
  token->require_subcommand(1);
  auto of = std::make_shared<TokenWish>();

  CLI::App* issue = token->add_subcommand("issue", "A token for a program; it is shown once");
  auto wish = add_places(*issue, true);
  issue->add_option("--name", of->name, "What the program is")->required();
  issue->add_option("--days", of->days, "How long it stands (90)")
      ->check(CLI::Range(1, access::token_days_max));
  issue->footer("Example:\n  heed user token issue gateway --name \"dispatch gateway\"" + places);
  run_when_called(*issue, session,
                  [=, &session] { return issue_token(*wish, *of, session, tools); });

  CLI::App* list = token->add_subcommand("list", "Those that were issued");
  wish = add_places(*list, false);
  list->footer("Example:\n  heed user token list" + places);
  run_when_called(*list, session, [=, &session] { return list_tokens(*wish, session, tools); });

  CLI::App* revoke = token->add_subcommand("revoke", "It opens nothing more");
  wish = add_places(*revoke, false);
  revoke->add_option("id", of->id, "As `heed user token list` shows it")->required();
  revoke->footer("Example:\n  heed user token revoke 3fa94c01d2e8" + places);
  run_when_called(*revoke, session,
                  [=, &session] { return revoke_token(*wish, *of, session, tools); });
}

}  // namespace

void add_user_commands(CLI::App& app, Session& session, const UserTools& tools) {
  CLI::App* user = app.add_subcommand("user", "Who may sign in with a password");
  user->require_subcommand(1);
  const std::string places = " --config config/northmoor/heed.toml --ledger var/ledger";

  CLI::App* add = user->add_subcommand("add", "Let somebody of the staff sign in");
  auto wish = add_places(*add, true);
  add->footer("Example:\n  heed user add l.adeyemi" + places);
  run_when_called(*add, session,
                  [=, &session] { return set_password(*wish, session, tools, true); });

  CLI::App* password = user->add_subcommand("password", "Set another password");
  wish = add_places(*password, true);
  password->footer("Example:\n  heed user password l.adeyemi" + places);
  run_when_called(*password, session,
                  [=, &session] { return set_password(*wish, session, tools, false); });

  CLI::App* off = user->add_subcommand("disable", "Nobody signs in by that name any more");
  wish = add_places(*off, true);
  off->footer("Example:\n  heed user disable l.adeyemi" + places);
  run_when_called(*off, session, [=, &session] { return disable(*wish, session, tools); });

  CLI::App* all = user->add_subcommand("list", "Everybody of the staff, and whether they may");
  wish = add_places(*all, false);
  all->footer("Example:\n  heed user list" + places);
  run_when_called(*all, session, [=, &session] { return list(*wish, session, tools); });

  add_token_commands(*user, session, tools, places);
}

}  // namespace heed::cli
