// The force's policy: the folder of TOML files that a policy officer keeps. Loading reads every
// file once, into memory, checks what this room understands (policy.toml, questions.toml, the
// rules) and hands the rest out as documents to the capabilities they belong to. A policy is
// immutable and safe from every thread. One that has a mistake is refused with file, line and what
// was expected; what is in force stays in force.
//
// policy.toml:  name = "2026-11-a"            the officer's own name for this version
//               approved_by = ["…", "…"]      two different people
//               rules = ["rules/age.toml", …] in the order in which they are judged
// questions.toml: [[question]] id, words, words_to_child, ask, fact, answer, first, open, why
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/rules.h"

namespace heed::policy {

enum class Ask : std::uint8_t {
  now,         // by whoever has the caller on the line, a child included
  if_safe,     // once it is known that it is safe to speak
  specialist,  // never by the call handler: left for a specialist
};
std::string_view to_string(Ask ask);

struct Question {
  enum class Answer : std::uint8_t { truth, number, text, date, time, choice };
  std::string id;
  std::string words;           // said word for word in guided mode
  std::string words_to_child;  // said to a child or where the age is not known; never empty
  Ask ask = Ask::specialist;
  std::string subject;  // kind of subject it is asked about
  std::string fact;     // what the answer supplies
  Answer answer = Answer::text;
  std::vector<std::string> choices;
  std::int64_t first = 0;  // 1, 2, 3 … among those asked first; 0 = not among them
  bool open = false;       // its wording puts no answer into the mouth
  std::string why;
  Place place;
};
std::string_view to_string(Question::Answer answer);

class Policy {
 public:
  // The catalogue must outlive the policy.
  static Result<std::shared_ptr<const Policy>> load(const std::filesystem::path& folder,
                                                    const FactCatalogue& catalogue,
                                                    const Vocabulary& vocabulary);
  // The same from bytes in memory: path inside the folder -> content.
  using Files = std::map<std::string, std::string, std::less<>>;
  static Result<std::shared_ptr<const Policy>> from_files(Files files,
                                                          const FactCatalogue& catalogue,
                                                          const Vocabulary& vocabulary);
  // Every .toml file below the folder: at most 500 files of at most 1 MiB. Symbolic links are not
  // followed.
  static Result<Files> read_folder(const std::filesystem::path& folder);

  const std::string& name() const { return name_; }
  // "2026-11-a+1f3c09ab52d7": the declared name and a hash of every file's path and bytes. Two
  // policies with one version are the same bytes.
  const std::string& version() const { return version_; }
  const std::vector<std::string>& approvers() const { return approvers_; }
  const std::vector<Rule>& rules() const { return rules_; }
  const Rule* rule(std::string_view id) const;
  const std::vector<Question>& questions() const { return questions_; }  // in file order
  const Question* question(std::string_view id) const;
  // The question that supplies a fact, or nothing.
  const Question* question_for(const FactDeclaration& fact) const;
  const FactCatalogue& catalogue() const { return *catalogue_; }
  const Files& files() const { return files_; }

  // Another part of the policy, such as "hearing/cues.toml", read by the capability that it belongs
  // to. Code::not_found where there is no such file.
  Result<Document> document(std::string_view path) const;
  // Paths of the files below "hearing/", sorted.
  std::vector<std::string> documents_below(std::string_view folder) const;

  std::vector<Finding> evaluate(const FactTable& facts) const;

  // A copy with other rules, for trying rehearsals against a changed policy. Its version is the
  // old one's with a mark of the change.
  std::shared_ptr<const Policy> with_rules(std::vector<Rule> rules, std::string_view change) const;
  // A copy in which one of the other parts, not read by this room, has other bytes.
  std::shared_ptr<const Policy> with_file(const std::string& path, std::string bytes,
                                          std::string_view change) const;

 private:
  Policy() = default;
  Status read_head();
  Status read_questions();
  Status read_rule_files(const Vocabulary& vocabulary);
  void hash_files();

  Files files_;
  const FactCatalogue* catalogue_ = nullptr;
  std::string name_, version_;
  std::vector<std::string> approvers_;
  std::vector<std::string> rule_files_;
  std::vector<Question> questions_;
  std::vector<Rule> rules_;
};

// Which policy applies now. A command takes it once at its start; a new one applies from the next
// command on. Thread-safe.
class PolicyInForce {
 public:
  // Asked about a new policy before it comes into force: a capability that cannot read its part
  // refuses it.
  using Reader = std::function<Status(const Policy&)>;

  PolicyInForce(std::shared_ptr<const Policy> first, std::vector<Reader> readers = {});
  std::shared_ptr<const Policy> get() const;
  // The new one, or why it was refused; then the one in force stays.
  Result<std::shared_ptr<const Policy>> replace(Result<std::shared_ptr<const Policy>> loaded);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Policy> policy_;
  std::vector<Reader> readers_;
};

}  // namespace heed::policy
