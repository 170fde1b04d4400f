#include "policy/policy.h"

#include <gtest/gtest.h>

#include "policy/test_world.h"

namespace heed::policy {
namespace {

Result<std::shared_ptr<const Policy>> load(Policy::Files files) {
  static const FactCatalogue catalogue = test::catalogue();
  static const Vocabulary vocabulary = test::vocabulary();
  return Policy::from_files(std::move(files), catalogue, vocabulary);
}

TEST(Catalogue, RefusesWhatWouldBeAmbiguous) {
  const auto refused = [](std::vector<FactDeclaration> facts) {
    return !FactCatalogue::join("case", {"case", "thing"}, {facts});
  };
  const FactDeclaration good{"known", "thing", FactType::truth, "", "somebody knows it"};
  EXPECT_FALSE(refused({good}));
  EXPECT_TRUE(refused({good, good}));
  EXPECT_TRUE(refused({good, {"known", "case", FactType::truth, "", "the case is known"}}));
  EXPECT_TRUE(refused({{"known", "ghost", FactType::truth, "", "x"}}));
  EXPECT_TRUE(refused({{"Not Snake", "thing", FactType::truth, "", "x"}}));
  EXPECT_TRUE(refused({{"known", "thing", FactType::truth, "", ""}}));
  EXPECT_TRUE(refused({{"known", "thing", FactType::number, "", "x", {"a"}}}));
  EXPECT_FALSE(FactCatalogue::join("ghost", {"case"}, {}));
}

TEST(Policy, LoadsAndItsVersionIsItsBytes) {
  auto files = test::files(test::rule_toml("a", "\"lost\""));
  files["hearing/cues.toml"] = "x = 1\n";
  const auto policy = load(files);
  ASSERT_TRUE(policy) << policy.error().message();
  EXPECT_EQ((*policy)->version().substr(0, 5), "test+");
  EXPECT_EQ((*policy)->documents_below("hearing"), std::vector<std::string>{"hearing/cues.toml"});
  EXPECT_EQ((*policy)->document("hearing/cues.toml")->root().integer("x"), 1);
  EXPECT_EQ((*policy)->document("absent.toml").error().code, Code::not_found);
  EXPECT_EQ((*policy)->question("how_big")->words, "And how_big?");
  EXPECT_EQ((*policy)->rule("a")->raise.duration("due"), std::chrono::minutes(2));
  EXPECT_EQ((*policy)->version(), (*load(files))->version());
  files["hearing/cues.toml"] = "x = 2\n";
  EXPECT_NE((*policy)->version(), (*load(files))->version());
}

struct Mistake {
  const char* file;
  const char* text;
  const char* where;
  const char* says;
};

constexpr const char* rule_end =
    "\nraise = { kind = \"look\", due = \"2m\", duty = \"guard\" }\nmet_by = \"looked\"\n"
    "why = \"w\"\nsource = \"s\"\n";

std::string with_when(const char* when) {
  return std::string("[[rule]]\nid = \"a\"\nfor = \"thing\"\nif_unknown = \"ignore\"\nwhen = ") +
         when + rule_end;
}

void expect_refused(Policy::Files files, std::string_view where, std::string_view says) {
  const auto policy = load(std::move(files));
  ASSERT_FALSE(policy) << says;
  const Error& found = policy.error();
  EXPECT_EQ(found.where.substr(0, where.size()), where) << found.message();
  EXPECT_NE(found.message().find(says), std::string::npos) << found.message();
}

TEST(Policy, SaysWhereAConditionIsWrong) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"\"lots\"", "\"lots\" is no fact that a rule for thing may use (did you mean \"lost\"?)"},
      {"\"size\"", "expected a truth, found the number \"size\""},
      {"3", "expected a condition, found a whole number"},
      {"{ al = [\"lost\"] }", "a table without all, any, not or fact"},
      {"{ all = [] }", "at least one condition"},
      {"{ all = \"lost\" }", "expected a list in square brackets, found \"lost\""},
      {"{ fact = \"size\" }", "is not compared with anything"},
      {"{ fact = \"size\", is = 1, below = 2 }", "found two"},
      {"{ fact = \"size\", is = \"big\" }", "expected a whole number, found \"big\""},
      {"{ fact = \"size\", has = \"x\" }", "a number cannot be compared with has"},
      {"{ fact = \"colours\", is = \"red\" }", "expected has"},
      {"{ fact = \"colours\", has = \"redd\" }", "did you mean \"red\"?"},
      {"{ fact = \"theme\", in = [] }", "at least one value"},
      {"{ fact = \"theme\", is = \"riot\" }", "expected noise, loss or harm"},
      {"{ fact = \"away_for\", below = 3 }", "expected a duration"},
      {"{ fact = \"lost\", is = true, also = 1 }", "unknown key \"also\""},
      {"{ not = { not = { not = { not = { not = { not = \"lost\" } } } } } }", "6 levels"},
  };
  for (const auto& [when, says] : mistakes) {
    expect_refused(test::files(with_when(when)), "rules/a.toml:5:", says);
  }
}

TEST(Policy, SaysWhereARuleIsWrong) {
  const auto rule = [](const char* from, const char* to) {
    std::string text = test::rule_toml("a", "\"lost\"");
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, std::string_view(from).size(), to);
  };
  const Mistake mistakes[] = {
      {"\"thing\"", "\"thin\"", "rules/a.toml:3:7", "did you mean \"thing\"?"},
      {"if_unknown = \"ask\"", "", "rules/a.toml:1:", "\"if_unknown\" is missing"},
      {"\"lost\"", "\"open\"\nif_unknow = 1", "rules/a.toml:5:1", "unknown key"},
      {"\"look\"", "\"lock\"", "rules/a.toml:6:", "expected ask or look"},
      {", duty = \"guard\"", "", "rules/a.toml:6:", "\"duty\" is missing: to raise look needs it"},
      {"\"guard\"", "\"owner\"", "rules/a.toml:6:", "expected porter or guard"},
      {"\"2m\"", "\"2m\", volume = 3", "rules/a.toml:6:", "unknown key \"volume\""},
      {"\"2m\"", "\"2m\", tell = [\"gard\"]", "rules/a.toml:6:", "found \"gard\""},
      {"\"looked\"", "\"lokked\"", "rules/a.toml:7:", "did you mean \"looked\"?"},
      {"met_by = \"looked\"", "", "rules/a.toml:1:", "nothing would ever meet"},
      {"why = \"it matters\"", "", "rules/a.toml:1:", "\"why\" is missing"},
      {"source = \"house rule 7\"", "", "rules/a.toml:1:", "\"source\" is missing"},
      {"\"lost\"", "{ fact = \"label\", is = \"x\" }", "rules/a.toml:4:", "has no question"},
  };
  for (const auto& each : mistakes) {
    expect_refused(test::files(rule(each.file, each.text)), each.where, each.says);
  }
  expect_refused(test::files(test::rule_toml("a", "\"lost\"") + test::rule_toml("a", "\"lost\"")),
                 "rules/a.toml:11:", "a second rule \"a\"");
  expect_refused(
      test::files(
          "[[rule]]\nid=\"a\"\nfor=\"thing\"\nwhen=\"lost\"\nif_unknown=\"ignore\"\n"
          "raise={kind=\"ask\",question=\"why\"}\nmet_by=\"answered\"\nwhy=\"w\"\nsource=\"s\"\n"),
      "rules/a.toml:6:", "found \"why\"");
}

TEST(Policy, NeedsTwoApproversAndAListOfEveryRuleFile) {
  auto files = test::files(test::rule_toml("a", "\"lost\""));
  files["policy.toml"] =
      "name = \"t\"\napproved_by = [\"A. One\", \"A. One\"]\nrules = [\"rules/a.toml\"]\n";
  expect_refused(files, "policy.toml:2:", "expected two different people, found 1");
  files["policy.toml"] = "name = \"t\"\napproved_by = [\"A\", \"B\"]\nrules = [\"rules/b.toml\"]\n";
  expect_refused(files, "policy.toml:3:", "there is no file \"rules/b.toml\"");
  expect_refused(files, "policy.toml:3:", "\"rules/a.toml\" is not on the list");
  files.erase("policy.toml");
  expect_refused(files, "policy.toml", "no such file");
}

TEST(Policy, SaysWhereAQuestionIsWrong) {
  auto files = test::files(test::rule_toml("a", "\"lost\""));
  const std::string good = test::questions_toml();
  const auto bad = [&](const char* extra) {
    files["questions.toml"] = good + extra;
    return files;
  };
  expect_refused(bad("[[question]]\nid = \"how_big\"\nfor = \"thing\"\nwords = \"W?\"\nask = "
                     "\"now\"\nanswer = \"text\"\nwhy = \"w\"\n"),
                 "questions.toml:", "a second question \"how_big\"");
  expect_refused(bad("[[question]]\nid = \"q\"\nfor = \"thing\"\nfact = \"sise\"\nwords = \"W?\"\n"
                     "ask = \"now\"\nanswer = \"text\"\nwhy = \"w\"\n"),
                 "questions.toml:", "thing has no fact \"sise\"");
  expect_refused(bad("[[question]]\nid = \"q\"\nfor = \"thing\"\nwords = \"W?\"\nask = \"later\"\n"
                     "answer = \"choice\"\nwhy = \"w\"\n"),
                 "questions.toml:", "expected now, if_safe or specialist");
  files["questions.toml"] =
      "[[question]]\nid = \"is_lost\"\nfor = \"thing\"\nwords = \"W?\"\nask = "
      "\"now\"\nanswer = \"truth\"\nwhy = \"w\"\n";
  files["rules/a.toml"] = test::rule_toml("a", "\"known\"");
  expect_refused(files, "rules/a.toml:4:", "which questions.toml does not have");
}

TEST(PolicyInForce, KeepsTheRunningOneWhenANewOneIsRefused) {
  const auto first = load(test::files(test::rule_toml("a", "\"lost\"")));
  const auto second = load(test::files(test::rule_toml("b", "\"lost\"")));
  ASSERT_TRUE(first && second);
  bool readable = true;
  PolicyInForce in_force(*first, {[&](const Policy&) {
    return readable ? ok() : Status(error(Code::invalid, "no cues"));
  }});
  EXPECT_FALSE(in_force.replace(load(test::files(with_when("\"lots\"")))));
  EXPECT_EQ(in_force.get(), *first);
  readable = false;
  EXPECT_FALSE(in_force.replace(second));
  EXPECT_EQ(in_force.get(), *first);
  readable = true;
  EXPECT_TRUE(in_force.replace(second));
  EXPECT_EQ(in_force.get(), *second);
}

}  // namespace
}  // namespace heed::policy
