#include "hearing/tokens.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace heed::hearing {
namespace {

struct Written {
  std::uint32_t byte_start, byte_end, start, end;
  TokenKind kind;
  char mark;
  bool space_before, line_before;
};

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x02BC || c == '`'; }

bool is_letter(char32_t c) {
  if (c < 0x80) return is_alpha(static_cast<char>(c));
  if (c < 0xC0 || c == 0xD7 || c == 0xF7 || c == 0xFFFD) return false;
  if (c >= 0x2000 && c < 0x2C00) return false;  // general punctuation, arrows, symbols
  if (c >= 0x3000 && c < 0x3040) return false;  // CJK punctuation
  return c < 0x1F000 || c >= 0x20000;           // no emoji
}

// Walks code points once; gives each word, run of digits or mark in turn.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  bool next(Written& out) {
    bool space = at_ == 0;
    bool line = at_ == 0;
    while (at_ < text_.size()) {
      const auto [c, size] = peek(at_);
      if (c == '\n' || c == '\r') {
        space = line = true;
      } else if (c == ' ' || c == '\t' || c == 0xA0 || c == 0x200B || (c < 0x20)) {
        space = true;
      } else {
        break;
      }
      at_ += size;
      ++point_;
    }
    if (at_ >= text_.size()) return false;
    out = {at_, at_, point_, point_, TokenKind::mark, 0, space, line};
    const auto [first, first_size] = peek(at_);
    if (!is_letter(first) && !(first < 0x80 && is_digit(static_cast<char>(first)))) {
      out.mark = first < 0x80 ? static_cast<char>(first) : mark_for(first);
      step(first_size);
      out.byte_end = at_;
      out.end = point_;
      return true;
    }
    bool letters = false, digits = false;
    std::size_t length = 0;
    while (at_ < text_.size() && length < 64) {
      const auto [c, size] = peek(at_);
      if (is_letter(c)) {
        letters = true;
      } else if (c < 0x80 && is_digit(static_cast<char>(c))) {
        digits = true;
      } else if (is_apostrophe(c) && letters && at_ + size < text_.size() &&
                 is_letter(peek(at_ + size).first)) {
        // inside a word: don't
      } else {
        break;
      }
      step(size);
      ++length;
    }
    out.byte_end = at_;
    out.end = point_;
    out.kind = letters ? (digits ? TokenKind::mixed : TokenKind::word) : TokenKind::digits;
    return true;
  }

 private:
  std::pair<char32_t, std::uint32_t> peek(std::size_t at) const {
    const auto c = static_cast<unsigned char>(text_[at]);
    if (c < 0x80) return {c, 1};
    std::size_t end = at;
    const char32_t point = next_code_point(text_, end);
    return {point, static_cast<std::uint32_t>(end - at)};
  }
  void step(std::uint32_t size) {
    at_ += size;
    ++point_;
  }
  static char mark_for(char32_t c) {
    switch (c) {
      case 0x2018: return '<';  // opening single quotation mark
      case 0x2019: return '\'';
      case 0x201C: return '{';  // opening double
      case 0x201D: return '}';
      case 0x2013:
      case 0x2014: return '-';
      case 0x2026: return ';';  // an ellipsis separates
      case 0xA3: return '$';    // money
      case 0x20AC: return '$';
      default: return '~';
    }
  }
  std::string_view text_;
  std::uint32_t at_ = 0;
  std::uint32_t point_ = 0;
};

// Folds into a fixed buffer; words longer than it are unknown to every policy.
std::string_view fold_into(std::string_view word, std::array<char, 64>& buffer) {
  std::size_t size = 0;
  for (std::size_t at = 0; at < word.size(); ++at) {
    if (size >= buffer.size()) return {};
    const char c = word[at];
    if (c == '\xE2' && at + 2 < word.size() && word[at + 1] == '\x80' &&
        (word[at + 2] == '\x99' || word[at + 2] == '\x98')) {
      buffer[size++] = '\'';
      at += 2;
    } else {
      buffer[size++] = c == '`' ? '\'' : lower(c);
    }
  }
  return {buffer.data(), size};
}

// Letters drawn out in a chat ("pleeease", "noooo"): each run of three or more becomes one.
std::string_view unstretched(std::string_view word, std::array<char, 64>& buffer) {
  std::size_t size = 0;
  for (std::size_t at = 0; at < word.size();) {
    std::size_t run = at;
    while (run < word.size() && word[run] == word[at]) ++run;
    buffer[size++] = word[at];
    if (run - at == 2) buffer[size++] = word[at];
    at = run;
  }
  return {buffer.data(), size};
}

bool has_stretch(std::string_view word) {
  for (std::size_t at = 2; at < word.size(); ++at) {
    if (word[at] == word[at - 1] && word[at] == word[at - 2]) return true;
  }
  return false;
}

struct Parts {
  std::array<WordId, 6> ids{};
  std::size_t count = 0;
  bool possessive = false;
  void add(WordId id) {
    if (count < ids.size()) ids[count++] = id;
  }
};

void add_meant(const Lexicon& lexicon, WordId id, Parts& parts) {
  const auto& meant = lexicon.meant(id);
  if (meant.empty()) {
    parts.add(id);
  } else {
    for (const WordId each : meant) parts.add(each);
  }
}

struct Suffix {
  std::string_view ending;
  std::string_view meant;
};
constexpr std::array<Suffix, 6> suffixes{{{"n't", "not"},
                                          {"'ll", "will"},
                                          {"'ve", "have"},
                                          {"'re", "are"},
                                          {"'d", "would"},
                                          {"'m", "am"}}};
constexpr std::array<std::string_view, 14> subjects_with_is{
    "he",    "she", "it",   "that", "there", "who",      "what",
    "where", "how", "here", "when", "let",   "everyone", "someone"};

bool split_contraction(const Lexicon& lexicon, std::string_view word, Parts& parts) {
  const auto quote = word.find('\'');
  if (quote == std::string_view::npos) return false;
  for (const auto& suffix : suffixes) {
    if (word.size() > suffix.ending.size() && word.ends_with(suffix.ending)) {
      std::string_view stem = word.substr(0, word.size() - suffix.ending.size());
      if (word == "can't") stem = "can";
      if (word == "won't") stem = "will";
      if (word == "shan't") stem = "shall";
      add_meant(lexicon, lexicon.find(stem), parts);
      parts.add(lexicon.find(suffix.meant));
      return true;
    }
  }
  if (word.ends_with("'s")) {
    const std::string_view stem = word.substr(0, word.size() - 2);
    add_meant(lexicon, lexicon.find(stem), parts);
    for (const auto subject : subjects_with_is) {
      if (stem == subject) {
        parts.add(lexicon.find("is"));
        return true;
      }
    }
    parts.possessive = true;
    parts.add(lexicon.find("'s"));
    return true;
  }
  return false;
}

void parts_of(const Lexicon& lexicon, std::string_view word, Parts& parts) {
  WordId id = lexicon.find(word);
  if (id != unknown_word &&
      (!lexicon.meant(id).empty() || word.find('\'') == std::string_view::npos)) {
    add_meant(lexicon, id, parts);
    return;
  }
  if (split_contraction(lexicon, word, parts)) return;
  if (id == unknown_word && has_stretch(word)) {
    std::array<char, 64> buffer;
    std::string_view shorter = unstretched(word, buffer);
    id = lexicon.find(shorter);
    if (id != unknown_word) {
      add_meant(lexicon, id, parts);
      return;
    }
  }
  parts.add(id);
}

}  // namespace

bool ends_sentence(std::string_view text, std::size_t dot) {
  if (dot >= text.size() || text[dot] != '.') return true;
  std::size_t next = dot + 1;
  while (next < text.size() && (text[next] == ' ' || text[next] == '.')) ++next;
  if (next >= text.size()) return true;
  const bool dots =
      (dot > 0 && text[dot - 1] == '.') || (dot + 1 < text.size() && text[dot + 1] == '.');
  if (dots) return !(text[next] >= 'a' && text[next] <= 'z');
  std::size_t first = dot;
  while (first > 0 && is_alpha(text[first - 1]) && dot - first < 5) --first;
  if (first > 0 && !is_space(text[first - 1]) && text[first - 1] != '(') return true;
  const std::string_view word = text.substr(first, dot - first);
  const bool large = text[next] >= 'A' && text[next] <= 'Z';
  if (!large) return true;
  if (word.size() == 1) return !(word[0] >= 'A' && word[0] <= 'Z') || word[0] == 'I';
  const std::string lowered = lower_ascii(word);
  return !(lowered == "mr" || lowered == "mrs" || lowered == "ms" || lowered == "dr");
}

namespace {

// Quotation marks and pauses decide where sentences and clauses begin.
class Punctuation {
 public:
  void see(char mark, bool space_before, bool letter_after) {
    if (mark == '-' && !space_before && letter_after) return;  // "fourteen-year-old"
    switch (mark) {
      case '.':
      case '!':
      case '?': sentence_ = clause_ = true; break;
      case ',':
      case ';':
      case ':':
      case '-':
      case '(':
      case ')':
      case '/': clause_ = true; break;
      case '"':
        in_quote_ = !in_quote_;
        clause_ = true;
        break;
      case '{':
      case '<':
        in_quote_ = true;
        clause_ = true;
        break;
      case '}':
        in_quote_ = false;
        clause_ = true;
        break;
      case '\'':
        if (space_before && letter_after && !in_quote_) {
          in_quote_ = true;
          clause_ = true;
        } else if (in_quote_) {
          in_quote_ = false;
          clause_ = true;
        }
        break;
      default: break;
    }
  }
  void pause() { clause_ = true; }
  std::uint16_t take(bool line) {
    if (line) {
      sentence_ = clause_ = true;
      in_quote_ = false;
    }
    std::uint16_t flags = 0;
    if (sentence_) flags |= flag_sentence_start | flag_clause_start;
    if (clause_) flags |= flag_clause_start;
    if (in_quote_) flags |= flag_in_quote;
    if (line) flags |= flag_line_start;
    sentence_ = clause_ = false;
    return flags;
  }

 private:
  bool sentence_ = true;
  bool clause_ = true;
  bool in_quote_ = false;
};

std::uint16_t case_flags(std::string_view written, TokenKind kind) {
  if (kind == TokenKind::digits || written.empty()) return 0;
  std::uint16_t flags = 0;
  if (written[0] >= 'A' && written[0] <= 'Z') flags |= flag_capital;
  bool all = written.size() > 1;
  for (const char c : written) {
    if (c >= 'a' && c <= 'z') all = false;
  }
  if (all && (flags & flag_capital)) flags |= flag_all_capitals;
  return flags;
}

}  // namespace

std::string folded(std::string_view word) {
  std::array<char, 64> buffer;
  return std::string(fold_into(word, buffer));
}

Tokens cut(const Lexicon& lexicon, std::string_view text) {
  Tokens tokens;
  tokens.words.reserve(text.size() / 4 + 8);
  tokens.all.reserve(text.size() / 4 + 8);
  Walker walker(text);
  Written written;
  Punctuation punctuation;
  std::array<char, 64> buffer;
  while (tokens.words.size() < tokens_max && tokens.all.size() < tokens_max &&
         walker.next(written)) {
    Token token;
    token.byte_start = written.byte_start;
    token.byte_end = written.byte_end;
    token.start = written.start;
    token.end = written.end;
    token.kind = written.kind;
    token.mark = written.mark;
    const std::string_view surface =
        text.substr(written.byte_start, written.byte_end - written.byte_start);
    const std::uint16_t space = written.space_before ? flag_space_before : 0;
    if (written.kind == TokenKind::mark) {
      token.flags = space | (written.line_before ? flag_line_start : 0);
      const bool letter_after = written.byte_end < text.size() && !is_space(text[written.byte_end]);
      // "07700.900" and "3.15" are no ends of sentences, nor is the dot in "sam.hill"
      const bool within = written.mark == '.' && !written.space_before && letter_after &&
                          text[written.byte_end] != '.';
      if (written.mark == '.' && !ends_sentence(text, written.byte_start)) {
        if (text.substr(written.byte_start, 2) == "..") punctuation.pause();
      } else if (!within) {
        punctuation.see(written.mark, written.space_before, letter_after);
      }
      tokens.all.push_back(token);
      continue;
    }
    token.flags = space | punctuation.take(written.line_before) | case_flags(surface, written.kind);
    Parts parts;
    const std::string_view word = fold_into(surface, buffer);
    parts_of(lexicon, word, parts);
    if (parts.possessive) token.flags |= flag_possessive;
    for (std::size_t each = 0; each < parts.count; ++each) {
      token.id = parts.ids[each];
      token.traits = lexicon.traits(token.id);
      if (each > 0) {
        token.flags |= flag_continued;
        token.flags &= static_cast<std::uint16_t>(~(flag_sentence_start | flag_clause_start));
      } else {
        tokens.all.push_back(token);
      }
      tokens.words.push_back(token);
    }
  }
  return tokens;
}

std::vector<WordId> policy_words(Lexicon& lexicon, std::string_view written) {
  const std::string word = folded(written);
  for (const auto& suffix : suffixes) lexicon.intern(suffix.meant);
  lexicon.intern("is");
  lexicon.intern("'s");
  std::string stem = word;
  if (const auto quote = word.find('\''); quote != std::string::npos) {
    stem = word.substr(0, quote);
    if (word.ends_with("n't")) stem = word.substr(0, word.size() - 3);
    if (word == "can't") stem = "can";
    if (word == "won't") stem = "will";
    if (word == "shan't") stem = "shall";
  }
  if (lexicon.find(word) == unknown_word) {
    lexicon.intern(stem);
    if (word.find('\'') == std::string::npos) lexicon.intern(word);
  }
  Parts parts;
  parts_of(lexicon, word, parts);
  std::vector<WordId> ids(parts.ids.begin(), parts.ids.begin() + static_cast<long>(parts.count));
  for (auto& id : ids) {
    if (id == unknown_word) id = lexicon.intern(word);
    // a name that phrases use as a word ("will", "kit") is a name only where it is written like one
    if ((lexicon.traits(id) & (trait_forename | trait_surname)) != 0)
      lexicon.add_trait(id, trait_common);
  }
  return ids;
}

}  // namespace heed::hearing
