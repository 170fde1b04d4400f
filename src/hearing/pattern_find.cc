// Phrases looked for in words: those worth trying by their rarest words, each run as its small
// program.
#include <array>

#include "hearing/pattern.h"

namespace heed::hearing {
namespace {

// "16", "sixteen", "2nd", "16yo"
bool is_number(const Token& token) {
  return token.kind == TokenKind::digits || token.is(trait_number) ||
         (token.kind == TokenKind::mixed && token.id == unknown_word);
}
bool is_name(const Token& token) {
  if (token.kind != TokenKind::word || token.is(trait_number)) return false;
  if (token.is(trait_forename)) return token.has(flag_capital) || !token.is(trait_common);
  return token.has(flag_capital) && !token.has(flag_all_capitals) &&
         !token.has(flag_sentence_start) && !token.is(trait_common) && !token.has(flag_continued) &&
         !token.is(trait_kin | trait_person | trait_i | trait_he | trait_she | trait_they);
}

}  // namespace

void PatternBook::look_up(const std::vector<Token>& words, Rows& rows) const {
  rows.of.resize(words.size());
  rows.present.assign(stride_, 0);
  for (std::size_t at = 0; at < words.size(); ++at) {
    const bool known = (words[at].id + std::size_t{1}) * stride_ <= rows_.size();
    const std::uint64_t* row = rows_.data() + (known ? words[at].id * stride_ : 0);
    rows.of[at] = row;
    if (words[at].id == unknown_word) continue;
    for (std::size_t each = 0; each < stride_; ++each) rows.present[each] |= row[each];
  }
  rows.present[0] |= 1;
}

bool PatternBook::run(const Program& program, const std::vector<Token>& words, const Rows& rows,
                      std::uint32_t begin, Match& match) const {
  struct Thread {
    std::uint32_t pc, at, quote_on, quote_off;
    std::int32_t about, agent;
  };
  std::array<Thread, 96> stack;
  std::size_t depth = 0;
  stack[depth++] = {0, begin, begin, no_token, -1, -1};
  int steps = 0;
  const auto count = static_cast<std::uint32_t>(words.size());
  while (depth > 0) {
    Thread t = stack[--depth];
    bool alive = true;
    while (alive) {
      if (++steps > steps_max) return false;
      const Instruction& i = program.code[t.pc];
      switch (i.op) {
        case Op::word:
        case Op::set:
        case Op::any:
        case Op::gap:
        case Op::number:
        case Op::name: {
          std::uint32_t at = t.at;
          bool held = false;
          for (int skipped = 0; at < count && skipped < 3; ++skipped, ++at) {
            const Token& token = words[at];
            if (at > begin && token.has(flag_sentence_start)) break;
            held = i.op == Op::word     ? token.id == i.a
                   : i.op == Op::set    ? rows.has(i.a, at)
                   : i.op == Op::number ? is_number(token)
                   : i.op == Op::name   ? is_name(token)
                   : i.op == Op::gap    ? !token.has(flag_clause_start)
                                        : true;
            if (held || at == begin || !token.is(trait_filler) || i.op == Op::gap) break;
          }
          if (!held) {
            alive = false;
          } else {
            t.at = at + 1;
            ++t.pc;
          }
          break;
        }
        case Op::split:
          if (depth < stack.size()) {
            stack[depth] = t;
            stack[depth++].pc = i.b;
          }
          t.pc = i.a;
          break;
        case Op::jump: t.pc = i.a; break;
        case Op::quote_on:
          t.quote_on = t.at;
          ++t.pc;
          break;
        case Op::quote_off:
          t.quote_off = t.at;
          ++t.pc;
          break;
        case Op::about:
          t.about = static_cast<std::int32_t>(t.at);
          ++t.pc;
          break;
        case Op::agent:
          t.agent = static_cast<std::int32_t>(t.at);
          ++t.pc;
          break;
        case Op::clause:
          if (t.at < count && (words[t.at].has(flag_clause_start) || t.at == 0 ||
                               words[t.at - 1].is(trait_joint))) {
            ++t.pc;
          } else {
            alive = false;
          }
          break;
        case Op::match:
          match.begin = begin;
          match.end = t.at;
          match.quote_begin = program.quoted ? t.quote_on : begin;
          match.quote_end = t.quote_off == no_token || !program.quoted ? t.at : t.quote_off;
          if (match.quote_end <= match.quote_begin) match.quote_end = match.quote_begin + 1;
          match.about = t.about;
          match.agent = t.agent;
          return true;
      }
    }
  }
  return false;
}

void PatternBook::find(const std::vector<Token>& words, std::vector<Match>& out) const {
  const auto count = static_cast<std::uint32_t>(words.size());
  const std::size_t found_before = out.size();
  thread_local Rows rows;
  look_up(words, rows);
  const auto attempt = [&](const Anchor& anchor, std::uint32_t at) {
    for (const std::uint16_t need : anchor.needs) {
      if (!rows.holds(need)) return;
    }
    // Fillers may stand between; let the beginning lie a little further back.
    const std::uint32_t most = anchor.before_max + (anchor.before_max > 0 ? 2u : 0u);
    const std::uint32_t low = at > most ? at - most : 0;
    if (at < anchor.before_min) return;
    const Program& program = programs_[anchor.pattern];
    for (std::uint32_t begin = low; begin + anchor.before_min <= at && begin < count; ++begin) {
      if (!program.any_first && !rows.has(program.first, begin)) continue;
      Match match;
      match.pattern = anchor.pattern;
      if (run(program, words, rows, begin, match)) {
        bool seen = false;
        for (std::size_t each = out.size(); each-- > found_before;) {
          if (out[each].pattern == match.pattern && out[each].begin == match.begin) {
            seen = true;
            break;
          }
          if (out[each].end + 80 < match.begin) break;
        }
        if (!seen) out.push_back(match);
        if (out.size() - found_before > 20000) return;
      }
    }
  };
  for (std::uint32_t at = 0; at < count; ++at) {
    const WordId id = words[at].id;
    if (id != unknown_word && id + 1 < first_.size()) {
      for (std::uint32_t each = first_[id]; each < first_[id + 1]; ++each)
        attempt(by_word_[each], at);
    }
    if (!by_number_.empty() && is_number(words[at])) {
      for (const auto& anchor : by_number_) attempt(anchor, at);
    }
  }
}

}  // namespace heed::hearing
