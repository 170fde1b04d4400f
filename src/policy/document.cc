#define TOML_SHARED_LIB 1  // one mode of toml++ for the whole program
#include "policy/document.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "policy/document_state.h"

namespace heed::policy {
namespace {

constexpr std::size_t dots_in_a_row_max = 64;

// Line and column, both from 1, of a byte; columns count code points.
Place place_of_byte(const std::string& name, std::string_view text, std::size_t byte) {
  int line = 1;
  std::size_t start = 0;
  for (std::size_t i = 0; i < byte; ++i) {
    if (text[i] == '\n') ++line, start = i + 1;
  }
  return {name, line, static_cast<int>(code_point_count(text.substr(start, byte - start))) + 1};
}

// A key of thousands of dotted parts would nest as deep before any depth can be measured.
std::optional<std::size_t> long_dotted_key(std::string_view text) {
  std::size_t dots = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.') {
      if (++dots > dots_in_a_row_max) return i;
    } else if (c != '"' && c != '\'' && c != '_' && c != '-' && c != ' ' && c != '\t' &&
               !is_digit(c) && !is_alpha(c)) {
      dots = 0;
    }
  }
  return std::nullopt;
}

// The first node deeper than the limit, or beyond the number of values.
const toml::node* beyond_limits(const toml::node& node, std::size_t depth, std::size_t& values,
                                const DocumentLimits& limits) {
  if (depth > limits.depth_max || ++values > limits.values_max) return &node;
  if (const auto* table = node.as_table()) {
    for (const auto& [key, child] : *table) {
      if (const auto* found = beyond_limits(child, depth + 1, values, limits)) return found;
    }
  } else if (const auto* array = node.as_array()) {
    for (const auto& child : *array) {
      if (const auto* found = beyond_limits(child, depth + 1, values, limits)) return found;
    }
  }
  return nullptr;
}

Error parse_error(const std::string& name, const toml::parse_error& wrong) {
  const auto& begin = wrong.source().begin;
  return error(Code::invalid, std::string("not TOML: ") + std::string(wrong.description()),
               Place{name, static_cast<int>(begin.line), static_cast<int>(begin.column)}.str(),
               "mend the file; texts stand in quotes, lists in square brackets");
}

}  // namespace

std::string Place::str() const {
  if (line == 0) return file;
  return fmt::format("{}:{}:{}", file, line, column);
}

Place place_of(const DocumentState& state, const toml::node& node) {
  const auto& begin = node.source().begin;
  return {state.name, static_cast<int>(begin.line), static_cast<int>(begin.column)};
}

void DocumentState::note(Place place, std::string detail, std::string remedy) {
  if (problems.size() < limits.problems_max) {
    problems.push_back({std::move(place), std::move(detail), std::move(remedy)});
  } else {
    more = true;
  }
}

// ------------------------------------------------------------------------------------- document

Result<Document> Document::load(const std::filesystem::path& path, DocumentLimits limits,
                                std::string shown) {
  const std::string name = shown.empty() ? path.string() : std::move(shown);
  auto text = read_file(path, limits.bytes_max);
  if (!text) {
    Error problem = text.error();
    problem.where = name;
    return problem;
  }
  return parse(*text, name, limits);
}

Result<Document> Document::parse(std::string_view text, std::string name, DocumentLimits limits) {
  if (text.size() > limits.bytes_max) {
    return error(
        Code::limit,
        fmt::format("at most {} bytes were expected, there are {}", limits.bytes_max, text.size()),
        name, "split the file");
  }
  if (const auto bad = first_invalid_utf8(text)) {
    return error(Code::invalid, "a byte that is not UTF-8", place_of_byte(name, text, *bad).str(),
                 "save the file as UTF-8");
  }
  if (const auto at = long_dotted_key(text)) {
    return error(Code::limit, fmt::format("more than {} dots in a row", dots_in_a_row_max),
                 place_of_byte(name, text, *at).str(), "use fewer levels");
  }
  auto state = std::make_shared<DocumentState>();
  state->name = std::move(name);
  state->text = std::string(text);
  state->limits = limits;
  try {
    state->root = std::make_shared<toml::table>(toml::parse(state->text));
  } catch (const toml::parse_error& wrong) {
    return parse_error(state->name, wrong);
  }
  std::size_t values = 0;
  if (const auto* beyond = beyond_limits(*state->root, 0, values, limits)) {
    return error(Code::limit,
                 fmt::format("at most {} levels and {} values were expected", limits.depth_max,
                             limits.values_max),
                 place_of(*state, *beyond).str(), "split the file or use fewer levels");
  }
  return Document(std::move(state));
}

Table Document::root() const {
  return Table(state_, static_cast<const toml::node*>(state_->root.get()));
}
const std::string& Document::name() const { return state_->name; }
const std::vector<Problem>& Document::problems() const { return state_->problems; }

namespace {

// A key of a table that was read, which nobody asked for.
void note_unknown_key(DocumentState& state, const toml::key& key,
                      const std::set<std::string>& known) {
  const std::vector<std::string> names(known.begin(), known.end());
  const auto& begin = key.source().begin;
  const std::string word(key.str());
  std::string remedy = names.empty() ? "take it out" : "known here: " + listed(names, "and");
  if (const auto near = nearest_name(word, names)) {
    remedy = fmt::format("did you mean \"{}\"? {}", *near, remedy);
  }
  state.note({state.name, static_cast<int>(begin.line), static_cast<int>(begin.column)},
             fmt::format("unknown key \"{}\"", word), std::move(remedy));
}

void note_unknown_keys(DocumentState& state, const toml::node& node) {
  if (const auto* array = node.as_array()) {
    for (const auto& child : *array) note_unknown_keys(state, child);
    return;
  }
  const auto* table = node.as_table();
  if (table == nullptr) return;
  if (state.taken_whole.count(&node) != 0) return;
  static const std::set<std::string> none;
  const auto asked = state.asked.find(&node);
  const auto& known = asked == state.asked.end() ? none : asked->second;
  for (const auto& [key, child] : *table) {
    if (known.count(std::string(key.str())) == 0) {
      note_unknown_key(state, key, known);
    } else {
      note_unknown_keys(state, child);
    }
  }
}

}  // namespace

Status Document::finish() const {
  if (!state_->finished) {
    state_->finished = true;
    note_unknown_keys(*state_, *state_->root);
  }
  auto problems = state_->problems;
  if (problems.empty()) return ok();
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  Error all = error(Code::invalid, problems[0].detail, problems[0].place.str());
  const auto add = [&all](const Problem& problem) {
    if (!problem.remedy.empty()) all.detail += fmt::format(" ({})", problem.remedy);
  };
  add(problems[0]);
  for (std::size_t i = 1; i < problems.size(); ++i) {
    all.detail += fmt::format("\n{}: {}", problems[i].place.str(), problems[i].detail);
    add(problems[i]);
  }
  if (state_->more) all.detail += "\nand more: only the first mistakes are listed";
  return all;
}

namespace {

std::size_t byte_of(std::string_view text, const toml::source_position& at) {
  std::size_t byte = 0;
  for (toml::source_index line = 1; line < at.line; ++line) {
    byte = text.find('\n', byte);
    if (byte == std::string_view::npos) return text.size();
    ++byte;
  }
  return byte + byte_offset(text.substr(byte), at.column - 1);
}

// The token that begins there: a number up to what cannot belong to it, a text up to its quote.
std::string_view token_at(std::string_view text, std::size_t begin) {
  if (begin >= text.size()) return {};
  std::size_t end = begin;
  if (text[begin] == '"' || text[begin] == '\'') {
    const auto close = text.find(text[begin], begin + 1);
    return close == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, close + 1 - begin);
  }
  while (end < text.size() && (is_digit(text[end]) || text[end] == '-' || text[end] == '+')) ++end;
  return text.substr(begin, end - begin);
}

void collect_quantities(const DocumentState& state, const toml::node& node, const std::string& path,
                        std::vector<Document::Quantity>& out) {
  if (const auto* table = node.as_table()) {
    for (const auto& [key, child] : *table) {
      const std::string word(key.str());
      collect_quantities(state, child, path.empty() ? word : path + "." + word, out);
    }
    return;
  }
  if (const auto* array = node.as_array()) {
    std::size_t index = 0;
    for (const auto& child : *array) {
      collect_quantities(state, child, fmt::format("{}[{}]", path, index++), out);
    }
    return;
  }
  const auto* text = node.as_string();
  const bool duration = text != nullptr && text->get().size() <= 12 && parse_duration(text->get());
  if (!duration && node.as_integer() == nullptr) return;
  const std::size_t begin = byte_of(state.text, node.source().begin);
  const std::string_view token = token_at(state.text, begin);
  if (token.empty()) return;
  out.push_back(
      {place_of(state, node), path, begin, begin + token.size(), std::string(token), duration});
}

}  // namespace

std::vector<Document::Quantity> Document::quantities() const {
  std::vector<Quantity> all;
  collect_quantities(*state_, *state_->root, "", all);
  std::sort(all.begin(), all.end(),
            [](const Quantity& a, const Quantity& b) { return a.begin < b.begin; });
  return all;
}

}  // namespace heed::policy
