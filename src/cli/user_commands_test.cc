#include "cli/user_commands.h"

#include <gtest/gtest.h>

#include <sstream>

namespace heed::cli {
namespace {

// Rows that outlive the command that opened them.
class Lent final : public Rows {
 public:
  explicit Lent(Rows& rows) : rows_(rows) {}
  Result<std::map<std::string, std::string>> all(std::string_view table,
                                                 std::string_view prefix) const override {
    return rows_.all(table, prefix);
  }
  Result<std::optional<std::string>> get(std::string_view table,
                                         std::string_view name) const override {
    return rows_.get(table, name);
  }
  Status put(std::string_view table, std::string_view name, std::string_view bytes) override {
    return rows_.put(table, name, bytes);
  }
  Status remove(std::string_view table, std::string_view name) override {
    return rows_.remove(table, name);
  }

 private:
  Rows& rows_;
};

class UserCommands : public testing::Test {
 protected:
  Exit heed(std::vector<std::string> arguments, const std::string& typed = "") {
    UserTools tools;
    tools.open = [this](const UserPlaces&) -> Result<UserRegister> {
      UserRegister out;
      out.staff = access::Staff::make(
          {{access::actor_of("a.handler"), "a.handler", "A. Handler", {"handler"}, "A", true},
           {access::actor_of("b.gone"), "b.gone", "B. Gone", {"handler"}, "A", false}},
          {}, zone_);
      out.rows = std::make_unique<Lent>(*rows_);
      out.accounts = std::make_unique<access::Accounts>(*out.rows, clock_);
      out.tokens = std::make_unique<access::Tokens>(*out.rows, clock_, random_);
      return out;
    };
    tools.password = [](Session& session, const std::string&) -> Result<std::string> {
      std::string line;
      std::getline(session.in, line);
      return line;
    };
    arguments.insert(arguments.begin(), "user");
    arguments.insert(arguments.end(), {"--config", HEED_SOURCE_DIR "/config/northmoor/heed.toml",
                                       "--ledger", "var/ledger"});
    std::istringstream in(typed + "\n");
    std::ostringstream to_out, to_err;
    Session session{in, to_out, to_err};
    const Exit exit = run(std::move(arguments), session,
                          {[&](auto& app, auto& at) { add_user_commands(app, at, tools); }});
    out = to_out.str();
    err = to_err.str();
    return exit;
  }
  ManualClock clock_{Instant(std::chrono::hours(24 * 20'000))};
  SeededRandom random_{7};
  Zone zone_ = Zone::load("Europe/London").value();
  std::unique_ptr<Rows> rows_ = memory_rows();
  std::string out;
  std::string err;
};

TEST_F(UserCommands, an_account_is_made_listed_changed_and_disabled) {
  EXPECT_EQ(heed({"list"}), Exit::ok);
  EXPECT_NE(out.find("no password"), std::string::npos) << out;
  EXPECT_EQ(heed({"password", "a.handler"}, "correct horse battery"), Exit::usage) << err;
  EXPECT_EQ(heed({"add", "a.handler"}, "correct horse battery"), Exit::ok) << err;
  EXPECT_EQ(out.find("correct"), std::string::npos) << "a password is never shown";
  EXPECT_EQ(heed({"add", "a.handler"}, "another long password"), Exit::refused) << err;
  EXPECT_EQ(heed({"password", "a.handler"}, "another long password"), Exit::ok) << err;
  EXPECT_EQ(heed({"list"}), Exit::ok);
  EXPECT_NE(out.find("may sign in"), std::string::npos) << out;
  EXPECT_EQ(heed({"disable", "a.handler"}), Exit::ok) << err;
  EXPECT_EQ(heed({"list"}), Exit::ok);
  EXPECT_NE(out.find("disabled"), std::string::npos) << out;
}

TEST_F(UserCommands, nobody_who_is_not_on_the_staff_gets_an_account) {
  EXPECT_NE(heed({"add", "nobody"}, "correct horse battery"), Exit::ok);
  EXPECT_NE(heed({"add", "b.gone"}, "correct horse battery"), Exit::ok);
  EXPECT_NE(heed({"add", "a.handler"}, "short"), Exit::ok);
  EXPECT_TRUE(rows_->all("accounts")->empty());
}

TEST_F(UserCommands, a_programs_token_is_shown_once_listed_without_it_and_revoked) {
  EXPECT_EQ(heed({"token", "issue", "a.handler", "--name", "night report"}), Exit::ok) << err;
  const std::string token = out.substr(0, out.find('\n'));
  EXPECT_EQ(token.substr(0, 5), "heed-");
  EXPECT_EQ(err.find(token), std::string::npos) << "only where it is asked for";
  access::Tokens tokens(*rows_, clock_, random_);
  ASSERT_TRUE(tokens.refresh());
  const auto found = tokens.find(token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->login, "a.handler");
  EXPECT_EQ(heed({"token", "list"}), Exit::ok) << err;
  EXPECT_NE(out.find("night report"), std::string::npos) << out;
  EXPECT_EQ(out.find(token), std::string::npos) << out;
  EXPECT_EQ(heed({"token", "revoke", found->id}), Exit::ok) << err;
  ASSERT_TRUE(tokens.refresh());
  EXPECT_FALSE(tokens.find(token));
}

TEST_F(UserCommands, no_token_for_nobody_or_for_ever) {
  EXPECT_NE(heed({"token", "issue", "nobody", "--name", "a"}), Exit::ok);
  EXPECT_NE(heed({"token", "issue", "b.gone", "--name", "a"}), Exit::ok);
  EXPECT_NE(heed({"token", "issue", "a.handler"}), Exit::ok) << "it must say what it is";
  EXPECT_NE(heed({"token", "issue", "a.handler", "--name", "a", "--days", "9999"}), Exit::ok);
  EXPECT_NE(heed({"token", "revoke", "0123456789ab"}), Exit::ok);
  EXPECT_TRUE(rows_->all("tokens")->empty());
}

}  // namespace
}  // namespace heed::cli
