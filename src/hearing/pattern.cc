#include "hearing/pattern.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "base/text.h"

namespace heed::hearing {

std::vector<WordId> WordSet::members() const {
  std::vector<WordId> out;
  for (std::size_t at = 0; at < bits_.size(); ++at) {
    for (std::uint32_t bit = 0; bit < 64; ++bit) {
      if ((bits_[at] >> bit) & 1u) out.push_back(static_cast<WordId>(at * 64 + bit));
    }
  }
  return out;
}

struct PatternBook::Node {
  enum class Kind : std::uint8_t {
    set,
    any,
    gap,
    number,
    name,
    sequence,
    choice,
    maybe,
    mark,
    clause
  };
  Kind kind = Kind::sequence;
  WordSet set;
  int most = 0;             // of a gap
  char mark = 0;            // @ ! { }
  std::vector<Node> parts;  // of a sequence, choice or maybe
};

namespace {

using Node = PatternBook::Node;

// Words so frequent that looking for a phrase at each of them would be slow; the rest cost 1.
constexpr std::array<std::string_view, 62> frequent{
    "the",  "a",    "i",    "to",    "and",   "he",   "she",  "is",   "it",   "of",    "in",
    "my",   "me",   "that", "not",   "do",    "have", "for",  "on",   "with", "they",  "was",
    "his",  "her",  "you",  "at",    "be",    "are",  "but",  "this", "so",   "if",    "will",
    "from", "has",  "had",  "him",   "there", "we",   "or",   "an",   "been", "am",    "just",
    "'s",   "up",   "out",  "said",  "about", "what", "no",   "them", "when", "going", "get",
    "your", "like", "all",  "would", "can",   "did",  "their"};

struct Extent {
  int low = 0;
  int high = 0;
};

Extent extent_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::set:
    case Node::Kind::any:
    case Node::Kind::number:
    case Node::Kind::name: return {1, 1};
    case Node::Kind::gap: return {0, node.most};
    case Node::Kind::mark:
    case Node::Kind::clause: return {0, 0};
    case Node::Kind::maybe: {
      Extent sum;
      for (const auto& part : node.parts) sum.high += extent_of(part).high;
      return sum;
    }
    case Node::Kind::choice: {
      Extent range{99, 0};
      for (const auto& part : node.parts) {
        const Extent each = extent_of(part);
        range.low = std::min(range.low, each.low);
        range.high = std::max(range.high, each.high);
      }
      return range;
    }
    case Node::Kind::sequence: {
      Extent sum;
      for (const auto& part : node.parts) {
        sum.low += extent_of(part).low;
        sum.high += extent_of(part).high;
      }
      return sum;
    }
  }
  return {};
}

// The words with which a node may begin; false where that cannot be listed.
bool heads_of(const Node& node, WordSet& heads) {
  switch (node.kind) {
    case Node::Kind::set:
      for (const WordId id : node.set.members()) heads.add(id);
      return true;
    case Node::Kind::choice:
      return std::all_of(node.parts.begin(), node.parts.end(),
                         [&](const Node& part) { return heads_of(part, heads); });
    case Node::Kind::sequence:
      for (const auto& part : node.parts) {
        if (part.kind == Node::Kind::mark || part.kind == Node::Kind::clause) continue;
        if (!heads_of(part, heads)) return false;
        if (extent_of(part).low > 0) return true;
      }
      return false;
    case Node::Kind::maybe: {
      Node inner;
      inner.parts = node.parts;
      return heads_of(inner, heads);
    }
    default: return false;
  }
}

}  // namespace

struct PatternBook::Parser {
  PatternBook& book;
  std::string_view text;
  std::size_t at = 0;
  int depth = 0;
  std::string wrong;

  bool fail(std::string what) {
    if (wrong.empty())
      wrong =
          what + " at character " + std::to_string(at + 1) + " of \"" + std::string(text) + "\"";
    return false;
  }
  void skip() {
    while (at < text.size() && text[at] == ' ') ++at;
  }
  bool sequence(Node& out, std::string_view closers) {
    out.kind = Node::Kind::sequence;
    while (true) {
      skip();
      if (at >= text.size())
        return closers.empty() || fail("expected one of '" + std::string(closers) + "'");
      if (closers.find(text[at]) != std::string_view::npos) return true;
      if (!item(out)) return false;
    }
  }
  bool item(Node& out) {
    const char c = text[at];
    switch (c) {
      case '(': return group(out, ')');
      case '[': return group(out, ']');
      case '{':
      case '}':
      case '@':
      case '!': {
        ++at;
        Node mark;
        mark.kind = Node::Kind::mark;
        mark.mark = c;
        out.parts.push_back(mark);
        return true;
      }
      case '^':
        ++at;
        out.parts.emplace_back().kind = Node::Kind::clause;
        return true;
      case '#':
        ++at;
        out.parts.emplace_back().kind = Node::Kind::number;
        return true;
      case '*':
        ++at;
        out.parts.emplace_back().kind = Node::Kind::any;
        return true;
      case '<': return named_class(out);
      case '.': return gap(out);
      case ')':
      case ']':
      case '|':
      case '>': return fail(std::string("a '") + c + "' that opens nothing");
      default: return word(out);
    }
  }
  bool group(Node& out, char closer) {
    ++at;
    Node choice;
    choice.kind = Node::Kind::choice;
    while (true) {
      Node part;
      const char both[] = {'|', closer, 0};
      if (!sequence(part, both)) return false;
      choice.parts.push_back(std::move(part));
      if (text[at++] == closer) break;
    }
    merge_words(choice);
    if (closer == ']') {
      Node maybe;
      maybe.kind = Node::Kind::maybe;
      maybe.parts.push_back(std::move(choice));
      out.parts.push_back(std::move(maybe));
    } else {
      out.parts.push_back(std::move(choice));
    }
    return true;
  }
  // Alternatives that are single words become one set: faster, and an anchor.
  static void merge_words(Node& choice) {
    Node single;
    single.kind = Node::Kind::set;
    std::vector<Node> rest;
    for (auto& part : choice.parts) {
      Node* inner = &part;
      while ((inner->kind == Node::Kind::sequence || inner->kind == Node::Kind::choice) &&
             inner->parts.size() == 1) {
        inner = &inner->parts[0];
      }
      if (inner->kind == Node::Kind::set) {
        for (const WordId id : inner->set.members()) single.set.add(id);
      } else {
        rest.push_back(std::move(part));
      }
    }
    if (!single.set.empty()) rest.push_back(std::move(single));
    choice.parts = std::move(rest);
  }
  bool named_class(Node& out) {
    const auto end = text.find('>', at);
    if (end == std::string_view::npos) return fail("a class name that is not closed with >");
    const std::string name(text.substr(at + 1, end - at - 1));
    if (name == "name") {
      at = end + 1;
      out.parts.emplace_back().kind = Node::Kind::name;
      return true;
    }
    const auto found = book.classes_.find(name);
    if (found == book.classes_.end())
      return fail("expected a class declared above, not <" + name + ">");
    if (depth > 6) return fail("classes nested too deeply");
    at = end + 1;
    Node choice;
    choice.kind = Node::Kind::choice;
    for (const auto& phrase : found->second) {
      Parser inner{book, phrase, 0, depth + 1, {}};
      Node part;
      if (!inner.sequence(part, "")) {
        wrong = inner.wrong;
        return false;
      }
      choice.parts.push_back(std::move(part));
    }
    merge_words(choice);
    out.parts.push_back(std::move(choice));
    return true;
  }
  bool gap(Node& out) {
    std::size_t dots = 0;
    while (at < text.size() && text[at] == '.') {
      ++dots;
      ++at;
    }
    if (dots != 3 && dots != 4) return fail("expected ... or ....");
    Node node;
    node.kind = Node::Kind::gap;
    node.most = dots == 3 ? 3 : 6;
    out.parts.push_back(node);
    return true;
  }
  bool word(Node& out) {
    const std::size_t begin = at;
    while (at < text.size() && text[at] != ' ' &&
           std::string_view("()[]{}|<>*#^@!~.,").find(text[at]) == std::string_view::npos) {
      ++at;
    }
    if (at == begin) return fail(std::string("expected a word, not '") + text[at] + "'");
    const std::string_view written = text.substr(begin, at - begin);
    if (at < text.size() && text[at] == '~') {
      ++at;
      Node node;
      node.kind = Node::Kind::set;
      for (const WordId id : book.forms_of(written)) node.set.add(id);
      out.parts.push_back(std::move(node));
      return true;
    }
    // A hyphen parts words in speech as in writing.
    for (const auto piece : split(written, '-')) {
      if (piece.empty()) continue;
      for (const WordId id : policy_words(*book.lexicon_, piece)) {
        Node node;
        node.kind = Node::Kind::set;
        node.set.add(id);
        out.parts.push_back(std::move(node));
      }
    }
    return true;
  }
};

void PatternBook::add_forms(const std::vector<std::string>& forms) {
  if (!forms.empty()) forms_[forms.front()] = forms;
}

std::vector<WordId> PatternBook::forms_of(std::string_view word) {
  const std::string base = folded(word);
  std::vector<std::string> forms;
  if (const auto found = forms_.find(base); found != forms_.end()) {
    forms = found->second;
  } else {
    const bool vowel_e = base.ends_with("e");
    const bool y = base.size() > 2 && base.ends_with("y") &&
                   std::string_view("aeiou").find(base[base.size() - 2]) == std::string_view::npos;
    const bool hiss =
        base.ends_with("s") || base.ends_with("sh") || base.ends_with("ch") || base.ends_with("x");
    const std::string stem = vowel_e ? base.substr(0, base.size() - 1) : base;
    forms = {base, y ? base.substr(0, base.size() - 1) + "ies" : base + (hiss ? "es" : "s"),
             y ? base.substr(0, base.size() - 1) + "ied" : stem + "ed", stem + "ing"};
    const auto vowel = [](char c) {
      return std::string_view("aeiou").find(c) != std::string_view::npos;
    };
    const std::size_t n = base.size();
    if (n >= 3 && !vowel(base[n - 1]) && vowel(base[n - 2]) && !vowel(base[n - 3]) &&
        std::string_view("wxy").find(base[n - 1]) == std::string_view::npos) {
      forms.push_back(base + base[n - 1] + "ed");
      forms.push_back(base + base[n - 1] + "ing");
    }
  }
  std::vector<WordId> ids;
  for (const auto& form : forms) ids.push_back(lexicon_->intern(form));
  return ids;
}

Status PatternBook::add_class(const std::string& name, const std::vector<std::string>& phrases) {
  for (const auto& phrase : phrases) {
    Parser parser{*this, phrase, 0, 0, {}};
    Node root;
    if (!parser.sequence(root, "")) return error(Code::invalid, parser.wrong);
  }
  auto& known = classes_[name];
  known.insert(known.end(), phrases.begin(), phrases.end());
  return ok();
}

std::vector<WordId> PatternBook::class_words(const std::string& name) const {
  std::vector<WordId> out;
  const auto found = classes_.find(name);
  if (found == classes_.end()) return out;
  Parser parser{const_cast<PatternBook&>(*this), {}, 0, 0, {}};
  const std::string whole = "<" + name + ">";
  parser.text = whole;
  Node root;
  if (!parser.sequence(root, "") || root.parts.empty()) return out;
  for (const auto& part : root.parts[0].parts) {
    if (part.kind == Node::Kind::set) {
      for (const WordId id : part.set.members()) out.push_back(id);
    }
  }
  return out;
}

std::uint32_t PatternBook::set_number(const WordSet& set) {
  if (sets_.empty()) {  // number 0 is of no words, and is never looked for
    sets_.emplace_back();
    set_numbers_.emplace(WordSet(), 0);
  }
  const auto [found, added] = set_numbers_.emplace(set, static_cast<std::uint32_t>(sets_.size()));
  if (added) sets_.push_back(set);
  return found->second;
}

void PatternBook::emit(const Node& node, std::vector<Instruction>& code) {
  const auto here = [&] { return static_cast<std::uint32_t>(code.size()); };
  switch (node.kind) {
    case Node::Kind::set: {
      const auto members = node.set.members();
      if (members.size() == 1) {
        code.push_back({Op::word, members[0], 0});
      } else {
        code.push_back({Op::set, set_number(node.set), 0});
      }
      break;
    }
    case Node::Kind::any: code.push_back({Op::any}); break;
    case Node::Kind::number: code.push_back({Op::number}); break;
    case Node::Kind::name: code.push_back({Op::name}); break;
    case Node::Kind::clause: code.push_back({Op::clause}); break;
    case Node::Kind::gap: {
      std::vector<std::uint32_t> splits;
      for (int each = 0; each < node.most; ++each) {
        splits.push_back(here());
        code.push_back({Op::split, 0, here() + 1});  // first go past the gap, then one word more
        code.push_back({Op::gap});
      }
      for (const auto at : splits) code[at].a = here();
      break;
    }
    case Node::Kind::mark:
      code.push_back({node.mark == '@'   ? Op::about
                      : node.mark == '!' ? Op::agent
                      : node.mark == '{' ? Op::quote_on
                                         : Op::quote_off});
      break;
    case Node::Kind::sequence:
      for (const auto& part : node.parts) emit(part, code);
      break;
    case Node::Kind::maybe: {
      const auto split = here();
      code.push_back({Op::split, here() + 1, 0});
      for (const auto& part : node.parts) emit(part, code);
      code[split].b = here();
      break;
    }
    case Node::Kind::choice: {
      std::vector<std::uint32_t> jumps;
      for (std::size_t each = 0; each < node.parts.size(); ++each) {
        const bool last = each + 1 == node.parts.size();
        const auto split = here();
        if (!last) code.push_back({Op::split, here() + 1, 0});
        emit(node.parts[each], code);
        if (!last) {
          jumps.push_back(here());
          code.push_back({Op::jump});
          code[split].b = here();
        }
      }
      for (const auto at : jumps) code[at].a = here();
      break;
    }
  }
}

Result<std::uint32_t> PatternBook::add(std::string_view phrase) {
  Parser parser{*this, phrase, 0, 0, {}};
  Node root;
  if (!parser.sequence(root, "")) return error(Code::invalid, parser.wrong);
  const Extent extent = extent_of(root);
  if (extent.low == 0)
    return error(Code::invalid,
                 "the phrase \"" + std::string(phrase) + "\" could match no words at all");
  if (extent.high > 60)
    return error(Code::limit,
                 "the phrase \"" + std::string(phrase) + "\" could run over more than 60 words");
  Program program;
  emit(root, program.code);
  program.code.push_back({Op::match});
  program.quoted = phrase.find('{') != std::string_view::npos;
  const auto number = static_cast<std::uint32_t>(programs_.size());
  programs_.push_back(std::move(program));
  index(number, root);
  return number;
}

// The best anchor is the part that must be there and has the rarest words.
void PatternBook::index(std::uint32_t pattern, const Node& root) {
  static const std::set<std::string_view> often(frequent.begin(), frequent.end());
  double best = 1e9;
  Anchor anchor{pattern, 0, 0, {}};
  WordSet heads;
  std::vector<std::pair<double, WordSet>> needs;
  int low = 0, high = 0;
  for (const auto& part : root.parts) {
    const Extent extent = extent_of(part);
    if (extent.low > 0) {
      WordSet words;
      double cost = 1e8;
      if (heads_of(part, words)) {
        cost = 0;
        for (const WordId id : words.members()) cost += often.count(lexicon_->word(id)) ? 60 : 1;
        needs.emplace_back(cost, words);
        cost *= 1 + (high - low) * 0.3;
      } else if (part.kind == Node::Kind::number || part.kind == Node::Kind::name) {
        cost = 1e6;
      }
      if (cost < best) {
        best = cost;
        heads = words;
        anchor.before_min = static_cast<std::uint8_t>(std::min(low, 60));
        anchor.before_max = static_cast<std::uint8_t>(std::min(high, 60));
      }
    }
    low += extent.low;
    high += extent.high;
  }
  std::stable_sort(needs.begin(), needs.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (const auto& [cost, words] : needs) {
    if (kept >= needs_most) break;
    const std::uint32_t set = set_number(words);
    if (set < 0xFFFF && !(words == heads)) anchor.needs[kept++] = static_cast<std::uint16_t>(set);
  }
  anchors_.push_back(anchor);
  anchor_sets_.push_back(best < 1e6 ? heads : WordSet{});
}

// What a program may begin with: all that stands before its first word decides.
void PatternBook::find_first(Program& program) {
  WordSet first;
  std::vector<std::uint32_t> open{0};
  std::vector<bool> seen(program.code.size());
  program.any_first = false;
  while (!open.empty()) {
    const std::uint32_t pc = open.back();
    open.pop_back();
    if (pc >= program.code.size() || seen[pc]) continue;
    seen[pc] = true;
    const Instruction& i = program.code[pc];
    switch (i.op) {
      case Op::word: first.add(i.a); break;
      case Op::set: first.add(sets_[i.a]); break;
      case Op::split:
        open.push_back(i.a);
        open.push_back(i.b);
        break;
      case Op::jump: open.push_back(i.a); break;
      case Op::quote_on:
      case Op::quote_off:
      case Op::about:
      case Op::agent:
      case Op::clause: open.push_back(pc + 1); break;
      default: program.any_first = true; break;
    }
  }
  program.first = set_number(first);
}

void PatternBook::finish() {
  for (auto& program : programs_) find_first(program);
  stride_ = sets_.size() / 64 + 1;
  rows_.assign(lexicon_->size() * stride_, 0);
  for (std::size_t set = 0; set < sets_.size(); ++set) {
    for (const WordId id : sets_[set].members())
      rows_[id * stride_ + set / 64] |= std::uint64_t{1} << (set % 64);
  }
  std::vector<std::vector<Anchor>> lists(lexicon_->size());
  for (std::size_t each = 0; each < anchors_.size(); ++each) {
    if (anchor_sets_[each].empty()) {
      by_number_.push_back(anchors_[each]);
      continue;
    }
    for (const WordId id : anchor_sets_[each].members()) lists[id].push_back(anchors_[each]);
  }
  first_.assign(lexicon_->size() + 1, 0);
  by_word_.clear();
  for (std::size_t id = 0; id < lists.size(); ++id) {
    first_[id] = static_cast<std::uint32_t>(by_word_.size());
    by_word_.insert(by_word_.end(), lists[id].begin(), lists[id].end());
  }
  first_[lists.size()] = static_cast<std::uint32_t>(by_word_.size());
}

}  // namespace heed::hearing
