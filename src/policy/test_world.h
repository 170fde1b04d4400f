// A small world for this room's tests: no police word, three kinds of subject, and the texts of a
// policy that loads. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "policy/policy.h"

namespace heed::policy::test {

inline FactCatalogue catalogue() {
  const std::vector<FactDeclaration> facts = {
      {"open", "case", FactType::truth, "", "the case is open", {}, true},
      {"loud", "case", FactType::truth, "how_loud", "it is loud"},
      {"theme",
       "case",
       FactType::text,
       "what_about",
       "what it is about",
       {"noise", "loss", "harm"}},
      {"known", "thing", FactType::truth, "is_known", "somebody knows it"},
      {"lost", "thing", FactType::truth, "is_lost", "it is lost"},
      {"size", "thing", FactType::number, "how_big", "its size"},
      {"away_for", "thing", FactType::duration, "since_when", "how long it has been away"},
      {"colours", "thing", FactType::set, "colours", "its colours", {"red", "green", "blue"}},
      {"label", "thing", FactType::text, "", "what is written on it"}};
  auto joined = FactCatalogue::join("case", {"case", "thing", "place"}, {facts});
  EXPECT_TRUE(joined) << joined.error().message();
  return *joined;
}

inline Vocabulary vocabulary() {
  using Type = RaiseAttribute::Type;
  return {
      {{"ask", "a question is owed", {{"question", Type::question, true}, {"due", Type::duration}}},
       {"look",
        "somebody has to look",
        {{"due", Type::duration, true},
         {"duty", Type::name, true, {"porter", "guard"}},
         {"tell", Type::names, false, {"porter", "guard", "owner"}},
         {"times", Type::number},
         {"words", Type::text},
         {"urgent", Type::truth}}}},
      {"looked", "answered", "refused"}};
}

inline std::string questions_toml() {
  std::string text;
  for (const auto& [id, fact, kind, answer] :
       {std::array{"how_loud", "loud", "case", "truth"},
        std::array{"what_about", "theme", "case", "text"},
        std::array{"is_known", "known", "thing", "truth"},
        std::array{"is_lost", "lost", "thing", "truth"},
        std::array{"how_big", "size", "thing", "number"},
        std::array{"since_when", "away_for", "thing", "text"},
        std::array{"colours", "colours", "thing", "text"}}) {
    text += std::string("[[question]]\nid = \"") + id + "\"\nfor = \"" + kind + "\"\nfact = \"" +
            fact + "\"\nwords = \"And " + id + "?\"\nask = \"now\"\nanswer = \"" + answer +
            "\"\nwhy = \"so that we know\"\n";
  }
  return text;
}

// One rule; `when` and `rest` are TOML.
inline std::string rule_toml(const std::string& id, const std::string& when,
                             const std::string& rest = "if_unknown = \"ask\"") {
  return "[[rule]]\nid = \"" + id + "\"\nfor = \"thing\"\nwhen = " + when + "\n" + rest +
         "\nraise = { kind = \"look\", due = \"2m\", duty = \"guard\" }\nmet_by = \"looked\"\n"
         "why = \"it matters\"\nsource = \"house rule 7\"\n";
}

inline Policy::Files files(const std::string& rules) {
  return {{"policy.toml",
           "name = \"test\"\napproved_by = [\"A. One\", \"B. Two\"]\nrules = [\"rules/a.toml\"]\n"},
          {"questions.toml", questions_toml()},
          {"rules/a.toml", rules}};
}

}  // namespace heed::policy::test
