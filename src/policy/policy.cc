#include "policy/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "base/assert.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/text.h"

namespace heed::policy {
namespace {

constexpr std::size_t files_max = 500;
constexpr std::size_t file_bytes_max = 1 << 20;
constexpr std::size_t rules_max = 2000;

// A problem between two files has no single document to note it in.
Error located(const Place& place, std::string detail, std::string remedy = {}) {
  return error(Code::invalid, std::move(detail), place.str(), std::move(remedy));
}

}  // namespace

std::string_view to_string(Ask ask) {
  switch (ask) {
    case Ask::now: return "now";
    case Ask::if_safe: return "if_safe";
    case Ask::specialist: return "specialist";
  }
  return "?";
}

std::string_view to_string(Question::Answer answer) {
  switch (answer) {
    case Question::Answer::truth: return "truth";
    case Question::Answer::number: return "number";
    case Question::Answer::text: return "text";
    case Question::Answer::date: return "date";
    case Question::Answer::time: return "time";
    case Question::Answer::choice: return "choice";
  }
  return "?";
}

// -------------------------------------------------------------------------------------- loading

Result<Policy::Files> Policy::read_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  if (!std::filesystem::is_directory(folder, failed)) {
    return error(Code::not_found, "expected a folder with policy.toml, found none", folder.string(),
                 "name the policy's folder with --policy");
  }
  Files files;
  auto walk = std::filesystem::recursive_directory_iterator(folder, failed);
  for (; !failed && walk != std::filesystem::recursive_directory_iterator();
       walk.increment(failed)) {
    if (walk.depth() > 4) walk.disable_recursion_pending();
    if (walk->is_symlink() || !walk->is_regular_file() || walk->path().extension() != ".toml") {
      continue;
    }
    if (files.size() >= files_max) {
      return error(Code::limit, fmt::format("more than {} files", files_max), folder.string());
    }
    HEED_TRY(std::string content, read_file(walk->path(), file_bytes_max));
    files.emplace(walk->path().lexically_relative(folder).generic_string(), std::move(content));
  }
  if (failed) return error(Code::unavailable, failed.message(), folder.string());
  return files;
}

Result<std::shared_ptr<const Policy>> Policy::load(const std::filesystem::path& folder,
                                                   const FactCatalogue& catalogue,
                                                   const Vocabulary& vocabulary) {
  HEED_TRY(Files files, read_folder(folder));
  return from_files(std::move(files), catalogue, vocabulary);
}

Result<std::shared_ptr<const Policy>> Policy::from_files(Files files,
                                                         const FactCatalogue& catalogue,
                                                         const Vocabulary& vocabulary) {
  std::shared_ptr<Policy> policy(new Policy());
  policy->files_ = std::move(files);
  policy->catalogue_ = &catalogue;
  HEED_CHECK(policy->read_head());
  HEED_CHECK(policy->read_questions());
  HEED_CHECK(policy->read_rule_files(vocabulary));
  policy->hash_files();
  return std::shared_ptr<const Policy>(std::move(policy));
}

Status Policy::read_head() {
  HEED_TRY(const Document head, document("policy.toml"));
  const Table root = head.root();
  name_ = root.string("name");
  approvers_ = root.strings("approved_by");
  const std::set<std::string> people(approvers_.begin(), approvers_.end());
  if (root.has("approved_by") && people.size() < 2) {
    root.wrong_at("approved_by",
                  fmt::format("expected two different people, found {}", people.size()),
                  "a policy comes into force when two people have approved it");
  }
  rule_files_ = root.strings("rules");
  std::set<std::string> seen;
  for (const auto& file : rule_files_) {
    if (!seen.insert(file).second)
      root.wrong_at("rules", fmt::format("\"{}\" stands there twice", file));
    if (files_.find(file) == files_.end()) {
      root.wrong_at("rules", fmt::format("there is no file \"{}\"", file),
                    "add the file or take it off the list");
    }
  }
  for (const auto& file : documents_below("rules")) {
    if (seen.count(file) == 0) {
      root.wrong_at("rules",
                    fmt::format("\"{}\" is not on the list, so its rules would be dropped", file),
                    "add it, in the order in which rules are judged");
    }
  }
  return head.finish();
}

Status Policy::read_rule_files(const Vocabulary& vocabulary) {
  std::vector<std::string> question_ids;
  for (const auto& question : questions_) question_ids.push_back(question.id);
  std::map<std::string, Place> seen;
  for (const auto& path : rule_files_) {
    HEED_TRY(const Document file, document(path));
    auto rules = read_rules(file, *catalogue_, vocabulary, question_ids);
    HEED_CHECK(file.finish());
    for (auto& rule : rules) {
      const auto [at, fresh] = seen.emplace(rule.id, rule.place);
      if (!fresh) {
        return located(
            rule.place,
            fmt::format("a second rule \"{}\"; the first is at {}", rule.id, at->second.str()),
            "give it a name of its own");
      }
      rules_.push_back(std::move(rule));
    }
    if (rules_.size() > rules_max) {
      return located(rules_.back().place, fmt::format("more than {} rules", rules_max));
    }
  }
  return ok();
}

void Policy::hash_files() {
  std::string all;
  for (const auto& [path, content] : files_) {
    all += fmt::format("{}\n{}\n", path, content.size());
    all += content;
  }
  version_ = name_ + "+" + to_hex(hash_bytes(all)).substr(0, 12);
}

// ------------------------------------------------------------------------------------ questions

namespace {

Ask ask_named(const std::string& name) {
  return name == "now" ? Ask::now : name == "if_safe" ? Ask::if_safe : Ask::specialist;
}

Question::Answer answer_named(const std::string& name) {
  using Answer = Question::Answer;
  for (const Answer each :
       {Answer::truth, Answer::number, Answer::date, Answer::time, Answer::choice}) {
    if (to_string(each) == name) return each;
  }
  return Answer::text;
}

Question read_question(const Table& table, const FactCatalogue& catalogue) {
  Question question;
  question.place = table.place();
  question.id = table.string("id");
  question.words = table.string("words");
  question.words_to_child = table.string_or("words_to_child", question.words);
  question.ask = ask_named(table.one_of("ask", {"now", "if_safe", "specialist"}));
  question.subject = table.one_of("for", catalogue.kinds());
  question.answer =
      answer_named(table.one_of("answer", {"truth", "number", "text", "date", "time", "choice"}));
  question.choices = table.optional_strings("choices");
  question.first = table.optional_integer("first", 1, 99).value_or(0);
  question.open = table.boolean_or("open", false);
  question.why = table.string("why");
  if ((question.answer == Question::Answer::choice) != (question.choices.size() >= 2)) {
    table.wrong_at("choices", "choices (two or more) and answer = \"choice\" belong together");
  }
  question.fact = table.optional_string("fact").value_or("");
  if (!question.fact.empty() && catalogue.kind(question.subject)) {
    const auto id = catalogue.find(question.subject, question.fact);
    if (!id) {
      table.wrong_at("fact", fmt::format("{} has no fact \"{}\"", question.subject, question.fact),
                     "there are " + listed(catalogue.visible_names(question.subject), "and"));
    } else if (catalogue.declaration(*id).question != question.id) {
      table.wrong_at("fact", fmt::format("the fact \"{}\" is supplied by the question \"{}\"",
                                         question.fact, catalogue.declaration(*id).question));
    }
  }
  return question;
}

}  // namespace

Status Policy::read_questions() {
  HEED_TRY(const Document file, document("questions.toml"));
  std::set<std::string> ids;
  std::map<std::int64_t, std::string> first;
  for (const Table& table : file.root().tables("question")) {
    Question question = read_question(table, *catalogue_);
    if (!question.id.empty() && !ids.insert(question.id).second) {
      table.wrong_at("id", fmt::format("a second question \"{}\"", question.id));
    }
    if (question.first != 0) {
      const auto [at, fresh] = first.emplace(question.first, question.id);
      if (!fresh) {
        table.wrong_at("first",
                       fmt::format("\"{}\" is number {} already", at->second, question.first));
      }
    }
    questions_.push_back(std::move(question));
  }
  return file.finish();
}

// ---------------------------------------------------------------------------------------- access

const Rule* Policy::rule(std::string_view id) const {
  for (const auto& rule : rules_) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

const Question* Policy::question(std::string_view id) const {
  for (const auto& question : questions_) {
    if (question.id == id) return &question;
  }
  return nullptr;
}

const Question* Policy::question_for(const FactDeclaration& fact) const {
  return fact.question.empty() ? nullptr : question(fact.question);
}

Result<Document> Policy::document(std::string_view path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) {
    return error(Code::not_found, "the policy has no such file", std::string(path),
                 "add it to the policy's folder");
  }
  return Document::parse(found->second, found->first);
}

std::vector<std::string> Policy::documents_below(std::string_view folder) const {
  std::string prefix(folder);
  if (!prefix.empty() && prefix.back() != '/') prefix += '/';
  std::vector<std::string> paths;
  for (const auto& [path, content] : files_) {
    if (path.compare(0, prefix.size(), prefix) == 0) paths.push_back(path);
  }
  return paths;
}

std::vector<Finding> Policy::evaluate(const FactTable& facts) const {
  return policy::evaluate(rules_, facts);
}

namespace {

// A version goes into the header of every event: short, and of plain characters.
std::string changed_by(std::string_view change) {
  return "~" + to_hex(hash_bytes(change)).substr(0, 8);
}

}  // namespace

std::shared_ptr<const Policy> Policy::with_rules(std::vector<Rule> rules,
                                                 std::string_view change) const {
  std::shared_ptr<Policy> copy(new Policy(*this));
  copy->rules_ = std::move(rules);
  copy->version_ += changed_by(change);
  return copy;
}

std::shared_ptr<const Policy> Policy::with_file(const std::string& path, std::string bytes,
                                                std::string_view change) const {
  std::shared_ptr<Policy> copy(new Policy(*this));
  copy->files_[path] = std::move(bytes);
  copy->version_ += changed_by(change);
  return copy;
}

// -------------------------------------------------------------------------------------- in force

PolicyInForce::PolicyInForce(std::shared_ptr<const Policy> first, std::vector<Reader> readers)
    : policy_(std::move(first)), readers_(std::move(readers)) {
  HEED_ASSERT(policy_ != nullptr);
}

std::shared_ptr<const Policy> PolicyInForce::get() const {
  const std::lock_guard lock(mutex_);
  return policy_;
}

Result<std::shared_ptr<const Policy>> PolicyInForce::replace(
    Result<std::shared_ptr<const Policy>> loaded) {
  if (!loaded) return loaded.error();
  for (const auto& reader : readers_) HEED_CHECK(reader(**loaded));
  const std::lock_guard lock(mutex_);
  policy_ = *loaded;
  return policy_;
}

}  // namespace heed::policy
