// E-mail addresses, user names, vehicle marks and postcodes, typed or spelt out.
#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"
#include "hearing/letters.h"
#include "hearing/numbers.h"
#include "matching/identifiers.h"

namespace heed::hearing {
namespace {

class Spelt {
 public:
  Spelt(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment)
      : hearer_(hearer), matches_(matches), segment_(segment), words_(segment.tokens.words) {}

  void find() {
    typed();
    for (std::uint32_t at = 0; at < words_.size();) {
      const std::uint32_t next = marks(at);
      at = next > at ? next : at + 1;
    }
    spoken_emails();
    spoken_handles();
  }

 private:
  void add(IdentifierKind kind, std::uint32_t first, std::uint32_t last, std::string value,
           Strength strength, const char* why, std::string platform = {}) {
    const Place place = place_of(segment_, first, last);
    for (auto& other : segment_.identifiers) {
      if (other.place.start < place.end && place.start < other.place.end) {
        if (other.place.end - other.place.start >= place.end - place.start) return;
        if (other.kind == IdentifierKind::phone) return;
        if (kind == IdentifierKind::username &&
            (other.kind == kind || other.kind == IdentifierKind::email))
          return;  // as typed
        other.place = place;
        other.kind = kind;
        other.value = std::move(value);
        other.platform = std::move(platform);
        other.strength = strength;
        other.why = why;
        return;
      }
    }
    RawIdentifier out;
    out.place = place;
    out.kind = kind;
    out.value = std::move(value);
    out.platform = std::move(platform);
    out.strength = strength;
    out.why = why;
    segment_.identifiers.push_back(std::move(out));
  }

  // ---- typed: a@b.c, @handle, silver_fox.99 ----
  static bool handle_char(char c) {
    return is_alpha(c) || is_digit(c) || c == '_' || c == '.' || c == '-' || c == '+';
  }

  std::uint32_t word_holding(std::uint32_t byte) const {
    const auto at =
        std::upper_bound(words_.begin(), words_.end(), byte,
                         [](std::uint32_t b, const Token& token) { return b < token.byte_end; });
    return static_cast<std::uint32_t>(at - words_.begin());
  }
  std::uint32_t word_after(std::uint32_t byte_end) const {
    std::uint32_t at = word_holding(byte_end == 0 ? 0 : byte_end - 1);
    while (at < words_.size() && words_[at].byte_start < byte_end) ++at;
    return at;
  }

  void typed() {
    const std::string& text = segment_.text;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '@') typed_at(at);
      if (text[at] == '_') at = typed_underscore(at) - 1;
      if (text[at] == '.' && at > 0 && at + 1 < text.size() && is_alpha(text[at - 1]) &&
          (is_alpha(text[at + 1]) || is_digit(text[at + 1])))
        at = typed_dot(at) - 1;
    }
  }
  void typed_at(std::size_t at) {
    const std::string& text = segment_.text;
    std::size_t first = at, last = at + 1;
    while (first > 0 && handle_char(text[first - 1]) && at - first < 64) --first;
    while (last < text.size() && handle_char(text[last]) && last - at < 128) ++last;
    while (last > at + 1 && (text[last - 1] == '.' || text[last - 1] == '-')) --last;
    if (last == at + 1) return;
    const std::string host = text.substr(at + 1, last - at - 1);
    const auto begin = word_holding(static_cast<std::uint32_t>(first == at ? at + 1 : first));
    const auto end = word_after(static_cast<std::uint32_t>(last));
    if (begin >= words_.size() || end <= begin) return;
    if (first < at) {
      if (host.find('.') == std::string::npos) return;
      add(IdentifierKind::email, begin, end, lower_ascii(text.substr(first, last - first)),
          Strength::strong, "an e-mail address");
    } else if (host.size() >= 2) {
      add(IdentifierKind::username, begin, end, handle(host), Strength::strong,
          "a user name after @", platform_near(begin, end));
    }
  }
  // "willow.in.static", where something says that a name comes: a missing space after a full stop
  // is none.
  std::size_t typed_dot(std::size_t at) {
    const std::string& text = segment_.text;
    std::size_t first = at, last = at + 1;
    while (first > 0 && handle_char(text[first - 1]) && at - first < 64) --first;
    while (last < text.size() && handle_char(text[last]) && last - at < 64) ++last;
    while (last > first && text[last - 1] == '.') --last;
    const std::string name = lower_ascii(text.substr(first, last - first));
    const auto begin = word_holding(static_cast<std::uint32_t>(first));
    const auto end = word_after(static_cast<std::uint32_t>(last));
    const bool host = name.ends_with(".com") || name.ends_with(".org") || name.ends_with(".net") ||
                      name.ends_with(".uk");
    if (name.find('_') != std::string::npos) return typed_underscore(first + name.find('_'));
    if (name.size() < 6 || host || name.find('@') != std::string::npos || begin >= words_.size() ||
        end <= begin)
      return last;
    if ((first > 0 && text[first - 1] == '@') || (last < text.size() && text[last] == '@'))
      return last;
    if (lower_at(segment_, end) == "at") return last;
    const bool told = begin > 0 && (in_context(hearer_, matches_, "handle", begin, 3) ||
                                    in_context(hearer_, matches_, "maybe_handle", begin, 1));
    bool digit = false;
    for (const char c : name) digit = digit || is_digit(c);
    const bool dotted_twice = std::count(name.begin(), name.end(), '.') > 1;
    if (!told && !digit && !dotted_twice && platform_near(begin, end).empty()) return last;
    add(IdentifierKind::username, begin, end, handle(name),
        told ? Strength::strong : Strength::fair, "written with dots", platform_near(begin, end));
    return last;
  }
  std::size_t typed_underscore(std::size_t at) {
    const std::string& text = segment_.text;
    std::size_t first = at, last = at + 1;
    while (first > 0 && handle_char(text[first - 1]) && at - first < 64) --first;
    while (last < text.size() && handle_char(text[last]) && last - at < 64) ++last;
    while (last > first && text[last - 1] == '.') --last;
    const std::string name = text.substr(first, last - first);
    if (handle(name).size() < 2) return last;
    if ((last < text.size() && text[last] == '@') || (first > 0 && text[first - 1] == '@'))
      return last;
    const auto begin = word_holding(static_cast<std::uint32_t>(first));
    const auto end = word_after(static_cast<std::uint32_t>(last));
    if (begin < words_.size() && end > begin) {
      add(IdentifierKind::username, begin, end, handle(name), Strength::strong, "written with _",
          platform_near(begin, end));
    }
    return last;
  }

  static std::string handle(std::string_view name) {
    std::string out;
    for (const char c : name) {
      if (is_alpha(c) || is_digit(c)) out += lower(c);
    }
    return out;
  }

  // "on Pixly", "his Pixly", "Pixly name": the platform said beside a user name.
  std::string platform_near(std::uint32_t first, std::uint32_t end) const {
    for (std::uint32_t at = end; at < words_.size() && at < end + 5; ++at) {
      if (const auto found = hearer_.policy.platforms.find(words_[at].id);
          found != hearer_.policy.platforms.end() && words_[at].id != unknown_word) {
        return found->second;
      }
      if (at > end && lower_at(segment_, at - 1) == "on" && words_[at].has(flag_capital) &&
          !words_[at].is(trait_common)) {
        return std::string(surface(segment_, words_[at]));
      }
    }
    for (std::uint32_t back = 1; back <= 12 && back <= first; ++back) {
      const Token& token = words_[first - back];
      if (const auto found = hearer_.policy.platforms.find(token.id);
          found != hearer_.policy.platforms.end() && token.id != unknown_word) {
        return found->second;
      }
    }
    return {};
  }

  // Names for letters that are in no alphabet ("Harry Uncle Tommy"), and letters typed small, count
  // only once the first half of a mark has been read out.
  std::optional<Atom> late_atom(const std::string& before, std::uint32_t at, bool named) const {
    if (at >= words_.size() || words_[at].kind != TokenKind::word || words_[at].has(flag_continued))
      return std::nullopt;
    const std::string text = lower_at(segment_, at);
    if (!fits(before.substr(0, 4), "LLDD")) return std::nullopt;
    if (before.size() == 4 && text.size() == 3 &&
        (words_[at].id == unknown_word ||
         (words_[at].has(flag_all_capitals) && hearer_.voice != Voice::handler_note)))
      return Atom{upper_ascii(text), at, at + 1, false, false, false};
    if (named && words_[at].has(flag_capital) && words_[at].is(trait_forename | trait_kin) &&
        is_alpha(text[0]))
      return Atom{std::string(1, upper(text[0])), at, at + 1, true, false, false};
    return std::nullopt;
  }
  // "then", "and I think": what may stand between the halves of a mark.
  std::uint32_t over_small_words(std::uint32_t at) const {
    constexpr std::array<std::string_view, 16> small{"then", "and", "i",    "we",    "think", "it",
                                                     "is",   "its", "that", "maybe", "um",    "er",
                                                     "erm",  "was", "the",  "it's"};
    std::uint32_t look = at;
    while (look < words_.size() && look < at + 5 &&
           (words_[look].has(flag_continued) ||
            std::find(small.begin(), small.end(), lower_at(segment_, look)) != small.end()))
      ++look;
    return look;
  }

  // ---- marks and postcodes ----
  std::uint32_t marks(std::uint32_t at) {
    const Token& token = words_[at];
    const bool worth = token.kind == TokenKind::mixed || token.has(flag_all_capitals) ||
                       (token.kind == TokenKind::word && token.byte_end - token.byte_start <= 8);
    if (!worth) return at;
    if (token.kind == TokenKind::digits || token.is(trait_number)) return at;
    std::vector<Atom> atoms;
    std::string heard;
    std::uint32_t look = at;
    std::size_t length = 0;
    while (atoms.size() < 12 && length < 9) {
      auto atom = atom_at(segment_, look);
      const bool named = !atoms.empty() && std::any_of(atoms.begin(), atoms.end(),
                                                       [](const Atom& a) { return a.phonetic; });
      if (!atom) atom = late_atom(heard, look, named);
      const bool begun = heard.size() >= 2 && fits(heard.substr(0, 2), "LL");
      if (begun && (!atom || lower_at(segment_, look) == "i")) {
        const std::uint32_t over = over_small_words(look);
        if (over > look && over < words_.size() && !words_[over].has(flag_sentence_start)) {
          auto later = atom_at(segment_, over);
          if (!later) later = late_atom(heard, over, named);
          if (later && lower_at(segment_, over) != "a") {
            atom = std::move(later);
            look = over;
          }
        }
      }
      if (!atom) break;
      if (!atoms.empty() && words_[look].has(flag_sentence_start)) break;
      if (atoms.empty() && atom->unheard) break;
      if (lower_at(segment_, look) == "a" || lower_at(segment_, look) == "i") {
        // an article or a pronoun unless letters are being read out
        const auto after = atom_at(segment_, atom->end);
        if (atoms.empty() && after && after->phonetic && !atom->phonetic) break;
        if (!after || after->text.size() != 1) {
          if (atoms.empty() || !atoms.back().phonetic) break;
        }
      }
      length += atom->text.size();
      heard += atom->text;
      look = atom->end;
      atoms.push_back(std::move(*atom));
      if (!atoms.back().phonetic && look < words_.size() && lower_at(segment_, look) == "and")
        break;
    }
    // The longest run from here that is a mark or a postcode.
    for (std::size_t count = atoms.size(); count > 0; --count) {
      std::string text;
      bool phonetic = false;
      for (std::size_t each = 0; each < count; ++each) {
        text += atoms[each].text;
        phonetic = phonetic || atoms[each].phonetic;
      }
      const std::uint32_t end = atoms[count - 1].end;
      if (is_new_mark(text)) {
        add(IdentifierKind::vehicle, at, end, text, Strength::strong,
            "the shape of a registration mark");
        return end;
      }
      if (text.find('?') != std::string::npos && fits(text, "LLddlll") && known_in(text) >= 4) {
        add(IdentifierKind::vehicle, at, end, text, Strength::fair,
            "the shape of a registration mark, half heard");
        return end;
      }
      if (is_postcode(text) &&
          (count <= 2 ? token.kind == TokenKind::mixed || atoms[0].text.size() > 1 : true) &&
          !in_context(hearer_, matches_, "vehicle", at, 3)) {
        if (auto key = matching::normalise(matching::IdentifierKind::postcode, text)) {
          add(IdentifierKind::postcode, at, end, key->value, Strength::strong,
              "the shape of a postcode");
          return end;
        }
      }
      const bool told = in_context(hearer_, matches_, "vehicle", at, 5);
      if (told && is_old_mark(text)) {
        add(IdentifierKind::vehicle, at, end, text, Strength::fair, "an older registration mark");
        return end;
      }
    }
    return partial_mark(at, atoms);
  }

  std::uint32_t partial_mark(std::uint32_t at, const std::vector<Atom>& atoms) {
    // "ZZ24 then I lost it": the first half of a mark looks like nothing else
    const bool half = !atoms.empty() && atoms[0].end == at + 1 &&
                      words_[at].has(flag_all_capitals | flag_capital) &&
                      fits(atoms[0].text, "LLDD") && hearer_.voice != Voice::handler_note;
    if (atoms.empty() || (!half && !in_context(hearer_, matches_, "vehicle", at, 5))) return at;
    std::string text;
    std::uint32_t end = at;
    bool unheard = false, letters = false, digits = false;
    for (const auto& atom : atoms) {
      if (text.size() + atom.text.size() > 7) break;
      text += atom.text;
      end = atom.end;
      unheard = unheard || atom.unheard;
      for (const char c : atom.text) {
        letters = letters || is_alpha(c);
        digits = digits || is_digit(c);
      }
    }
    const auto hole = text.find('?');
    const bool goes_on =
        hole != std::string::npos && text.find_first_not_of('?', hole) != std::string::npos;
    if (hole != std::string::npos && hole >= 4 && !goes_on) text.resize(hole);
    while (!text.empty() && atoms.size() > 1 && text.back() == '?') text.pop_back();
    if (text.size() < 2 || text.size() > 7 || (!letters && !digits)) return at;
    const bool shaped =
        text.size() == 2 ? letters && words_[at].has(flag_all_capitals) : letters && digits;
    if (!shaped && !(letters && atoms[0].phonetic && text.size() >= 2)) return at;
    if (unheard && text.find('?') != std::string::npos && fits(text.substr(0, 2), "LL") &&
        text.size() < 7) {
      // "ZZ something RKL": the two figures were not heard
      const auto gap = text.find('?');
      if (gap == 2 && text.size() == 6) text.insert(2, "?");
    }
    if (text.size() < 7 && text.size() >= 2 && fits(text.substr(0, 2), "LL"))
      text.append(7 - text.size(), '?');
    add(IdentifierKind::vehicle, at, end, text, Strength::weak, "part of a registration mark");
    return end;
  }

  // ---- spoken: "sam dot hill at example dot org" ----
  static char symbol_of(std::string_view word) {
    if (word == "dot" || word == "point") return '.';
    if (word == "underscore" || word == "underline") return '_';
    if (word == "dash" || word == "hyphen") return '-';
    return 0;
  }
  // One unit of a spelt name: "dot", "the number eight", "s for sugar", "hill", "eighty-two"
  struct Unit {
    std::string text;
    std::uint32_t end = 0;
    bool symbol = false, single = false;
  };
  std::optional<Unit> unit_at(std::uint32_t at, bool spelling) const {
    if (at >= words_.size() || words_[at].has(flag_continued)) return std::nullopt;
    std::string word = lower_at(segment_, at);
    if (const char symbol = symbol_of(word))
      return Unit{std::string(1, symbol), at + 1, true, false};
    if (word == "the" &&
        (lower_at(segment_, at + 1) == "number" || lower_at(segment_, at + 1) == "letter" ||
         lower_at(segment_, at + 1) == "word")) {
      auto unit = unit_at(at + 2, true);
      return unit;
    }
    if (word == "number" || word == "capital" || word == "letter") return unit_at(at + 1, true);
    if (words_[at].kind == TokenKind::digits || words_[at].is(trait_number)) {
      const bool whole = word == "nineteen" || word == "twenty" || word == "two";
      if (const auto year = year_at(segment_, at, 2099);
          year && whole && year->value >= 1950 && year->end > at + 1)
        return Unit{std::to_string(year->value), year->end, false, false};
      if (const auto digits = digits_at(segment_, at))
        return Unit{digits->digits, digits->end, false, true};
      return std::nullopt;
    }
    if (const char letter = letter_of(word); letter && (word.size() == 1 || spelling)) {
      std::uint32_t end = at + 1;
      if (lower_at(segment_, end) == "for" && end + 1 < words_.size()) {
        const std::string named = lower_at(segment_, end + 1);
        if (!named.empty() && upper(named[0]) == letter) end += 2;
      }
      return Unit{std::string(1, lower(letter)), end, false, true};
    }
    if (words_[at].kind == TokenKind::mark) return std::nullopt;
    return Unit{word, at + 1, false, false};
  }
  // "DrMarmalade": a capital within, but not Mc, Mac or O'
  bool humped(const Token& token) const {
    if (token.kind != TokenKind::word || token.has(flag_all_capitals)) return false;
    const std::string_view word = surface(segment_, token);
    if (word.starts_with("Mc") || word.starts_with("Mac") || word.find('\'') != word.npos)
      return false;
    for (std::size_t at = 1; at < word.size(); ++at) {
      if (is_alpha(word[at]) && upper(word[at]) == word[at] && lower(word[at - 1]) == word[at - 1])
        return is_alpha(word[at - 1]);
    }
    return false;
  }
  // "danny99" may be a handle; "20s", "3pm", "yr9" are none.
  bool mixed_handle(const Token& token) const {
    const std::string word = lower_ascii(surface(segment_, token));
    return word.size() >= 5 && is_alpha(word[0]) && !word.starts_with("year");
  }
  bool known_word(const Token& token) const {
    return token.id != unknown_word && !token.is(trait_forename | trait_surname);
  }

  void spoken_emails() {
    for (std::uint32_t at = 1; at + 2 < words_.size(); ++at) {
      if (lower_at(segment_, at) != "at") continue;
      // the host: word dot word [dot word]
      std::string host;
      std::uint32_t end = at + 1;
      bool dotted = false;
      while (end < words_.size() && end < at + 9) {
        const auto unit = unit_at(end, true);
        if (!unit || words_[end].has(flag_sentence_start)) break;
        const bool after_dot = !host.empty() && host.back() == '.';
        const bool host_goes_on =
            !dotted && unit->end < words_.size() && symbol_of(lower_at(segment_, unit->end)) == '.';
        if (!host.empty() && !after_dot && !unit->symbol && !(unit->single) && !host_goes_on) break;
        if (unit->symbol && (host.empty() || after_dot)) break;
        host += unit->text;
        dotted = dotted || unit->text == ".";
        end = unit->end;
        if (after_dot && (host.ends_with(".com") || host.ends_with(".org") ||
                          host.ends_with(".net") || host.ends_with(".uk")))
          break;
      }
      while (!host.empty() && host.back() == '.') host.pop_back();
      if (!dotted || host.find('.') == std::string::npos) continue;
      std::uint32_t first = at;
      const std::string local = name_before(at, first);
      if (local.empty()) continue;
      add(IdentifierKind::email, first, end, local + "@" + host, Strength::strong,
          "an e-mail address, spelt out");
    }
  }
  // The spelt name that ends before `at`: starts after an introduction ("is", "it's", "e-mail") or
  // where plain words are no longer joined by symbols.
  std::string name_before(std::uint32_t at, std::uint32_t& first) const {
    // "accounts, all one word, at …", "bloom, all small, at …"
    const auto is = [&](std::uint32_t look, std::string_view word) {
      return look < words_.size() && lower_at(segment_, look) == word;
    };
    if (at >= 3 && is(at - 1, "word") && is(at - 2, "one")) at -= is(at - 3, "all") ? 3 : 2;
    if (at >= 3 && is(at - 2, "all") &&
        (is(at - 1, "small") || is(at - 1, "lowercase") || is(at - 1, "together")))
      at -= 2;
    if (at >= 4 && is(at - 1, "case") && is(at - 2, "lower")) at -= is(at - 3, "all") ? 3 : 2;
    std::uint32_t start = at;
    std::uint32_t steps = 0;
    while (start > 0 && steps < 14) {
      const std::uint32_t look = start - 1;
      const Token& token = words_[look];
      const std::string word = lower_at(segment_, look);
      if (token.has(flag_continued) || word == "is" || word == "it's" || word == "its" ||
          word == "email" || word == "address" || word == "on" || word == "to" || word == "from" ||
          word == "as" || word == "called" || word == "me" || word == "him" || word == "her" ||
          word == "mail" || word == "mails" || word == "that's")
        break;
      if (token.has(flag_line_start) && segment_.text.find(':') != std::string::npos) break;
      // "Imogen Strand, scouts at …": what is spelt goes on over a comma, a name does not
      if (start < at && words_[start].has(flag_clause_start) && !symbol_of(word) &&
          word.size() > 1 && !symbol_of(lower_at(segment_, start)) &&
          lower_at(segment_, start).size() > 1 && !words_[start].is(trait_number) &&
          words_[start].kind == TokenKind::word)
        break;
      const bool joined =
          start == at || symbol_of(word) || symbol_of(lower_at(segment_, start)) ||
          word.size() == 1 || token.is(trait_number) || token.kind != TokenKind::word ||
          words_[start].is(trait_number) || lower_at(segment_, start).size() == 1 ||
          lower_at(segment_, start) == "the" || lower_at(segment_, start) == "number" ||
          word == "number" || word == "the" || !known_word(token);
      if (!joined) break;
      start = look;
      ++steps;
      if (token.has(flag_sentence_start)) break;
    }
    first = start;
    std::string out;
    // written together with marks: zak_routledge at …
    if (start < at) {
      const std::string_view whole =
          std::string_view(segment_.text)
              .substr(words_[start].byte_start, words_[at - 1].byte_end - words_[start].byte_start);
      if (whole.find(' ') == std::string_view::npos) return lower_ascii(whole);
    }
    for (std::uint32_t look = start; look < at;) {
      const auto unit = unit_at(look, steps > 2);
      if (!unit || unit->end <= look) return {};
      out += unit->text;
      look = unit->end;
    }
    return out;
  }

  // ---- "his user name is silver fox underscore seventy one on Pixly" ----
  void spoken_handles() {
    for (const auto& match : matches_) {
      const Phrase& phrase = hearer_.policy.phrases[match.pattern];
      if (phrase.use != PhraseUse::context) continue;
      const std::string& name = hearer_.policy.contexts[phrase.group].name;
      if (name == "handle") named_handle(match.end, true);
      if (name == "maybe_handle") named_handle(match.end, false);
    }
    for (std::uint32_t at = 1; at + 1 < words_.size(); ++at) {
      if (symbol_of(lower_at(segment_, at)) && lower_at(segment_, at) != "dot" &&
          lower_at(segment_, at) != "point")
        around_symbol(at);
    }
  }
  void named_handle(std::uint32_t start, bool told) {
    std::uint32_t at = start;
    const auto leads = [&](std::string_view word) {
      return word == "is" || word == "was" || word == "called" || word == "user" ||
             word == "username" || word == "named" || word == "it" || word == "its" ||
             word == "it's";
    };
    while (at < words_.size() && (words_[at].is(trait_filler) || words_[at].has(flag_continued) ||
                                  leads(lower_at(segment_, at))))
      ++at;
    if (at > start && at < words_.size() && words_[at].has(flag_sentence_start)) return;
    std::string value;
    std::uint32_t first = at;
    bool odd = false;
    std::uint32_t count = 0;
    // "uses a letter board", "calls himself her gardener"
    if (at < words_.size() && words_[at].is(trait_determiner | trait_possessive) &&
        lower_at(segment_, at).size() < 6)
      return;
    while (at < words_.size() && count < 16) {
      if (at > first && words_[at].has(flag_sentence_start)) break;
      const std::string word = lower_at(segment_, at);
      const bool written = at > first && !words_[at].has(flag_space_before);
      const bool by_symbol =
          symbol_of(word) || (at > first && symbol_of(lower_at(segment_, at - 1)));
      if (at > first && words_[at].has(flag_clause_start) && !written && !by_symbol) break;
      // "HobdayEye posts things": written as one word, and an everyday word after it
      if (count == 1 && odd && !by_symbol && !written && known_word(words_[at]) &&
          !words_[at].is(trait_number) && words_[at].kind == TokenKind::word && word.size() > 1)
        break;
      if (word == "on" || word == "and" || word == "but" || word == "all" || word == "with" ||
          word == "like" || word == "if" || word == "he" || word == "she" || word == "in" ||
          word == "from" || word == "or" || word == "who" || word == "saying" || word == "keeps" ||
          word == "so" || word == "that" || word == "no")
        break;
      const auto unit = unit_at(at, count > 0);
      if (!unit || unit->end <= at) break;
      if (words_[at].byte_start > 0 &&
          (segment_.text[words_[at].byte_start - 1] == '$' ||
           static_cast<unsigned char>(segment_.text[words_[at].byte_start - 1]) == 0xA3))
        return;
      const char mark = words_[at].byte_start > 0 ? segment_.text[words_[at].byte_start - 1] : ' ';
      odd = odd || unit->symbol || (told && unit->single) ||
            (words_[at].kind == TokenKind::mixed && mixed_handle(words_[at])) ||
            (told && words_[at].kind == TokenKind::digits) ||
            (written && (mark == '_' || mark == '.')) || humped(words_[at]);
      value += unit->symbol ? "" : unit->text;
      at = unit->end;
      ++count;
      if (count >= 3 && !odd) break;
    }
    if (value.size() < 3 || at <= first) return;
    const std::string platform = platform_near(first, at);
    const bool follows =
        lower_at(segment_, at) == "on" && at + 1 < words_.size() &&
        (hearer_.policy.platforms.count(words_[at + 1].id) != 0 ||
         (at + 2 < words_.size() && hearer_.policy.platforms.count(words_[at + 2].id) != 0) ||
         lower_at(segment_, at + 1) == "there" || lower_at(segment_, at + 1) == "it");
    bool plain = true;
    for (std::uint32_t each = first; each < at; ++each) plain = plain && known_word(words_[each]);
    if (!told && !follows && !odd) return;
    if (!told && !odd && plain) return;
    if (!told && !odd && words_[first].is(trait_forename)) {
      if (!follows) return;
    }
    if (plain && !odd && (!told || !follows)) return;
    // "calls himself Ash": a name, unless it is on some platform or oddly written
    if (!odd && !follows &&
        (words_[first].has(flag_capital) || words_[first].is(trait_forename | trait_common)))
      return;
    std::string clean = handle(value);
    if (clean.size() < 3) return;
    for (const char c : clean) {
      if (!is_digit(c)) {
        add(IdentifierKind::username, first, at, clean, told ? Strength::strong : Strength::fair,
            "said to be a user name", platform);
        return;
      }
    }
  }
  void around_symbol(std::uint32_t at) {
    std::uint32_t first = at;
    // plain words before the symbol belong to it back to an introduction
    while (first > 0 && at - first < 4) {
      const Token& token = words_[first - 1];
      const std::string word = lower_at(segment_, first - 1);
      if (token.has(flag_continued) || word == "is" || word == "it's" || word == "called" ||
          word == "on" || word == "name" || word == "as" || word == "by" || word == "username" ||
          word == "a" || word == "to" || word == "handle" || word == "with")
        break;
      --first;
      if (token.has(flag_clause_start)) break;
    }
    if (first == at) return;
    std::string value;
    std::uint32_t look = first;
    while (look < words_.size() && look < at + 8) {
      const std::string word = lower_at(segment_, look);
      const bool by_symbol =
          symbol_of(word) || (look > first && symbol_of(lower_at(segment_, look - 1)));
      if (look > first && words_[look].has(flag_clause_start) && !by_symbol) break;
      if (look > at &&
          (word == "on" || word == "and" || word == "he" || word == "she" || word == "but"))
        break;
      const auto unit = unit_at(look, true);
      if (!unit) break;
      if (look > at + 1 && !unit->symbol && !unit->single && known_word(words_[look]) &&
          !symbol_of(lower_at(segment_, look - 1)))
        break;
      value += unit->symbol ? "" : unit->text;
      look = unit->end;
    }
    value = handle(value);
    if (look <= at + 1 || value.size() < 3) return;
    if (lower_at(segment_, look) == "at") return;  // an e-mail address
    add(IdentifierKind::username, first, look, value, Strength::strong, "a user name, spelt out",
        platform_near(first, look));
  }

  const Hearer& hearer_;
  const std::vector<Match>& matches_;
  Segment& segment_;
  const std::vector<Token>& words_;
};

}  // namespace

void find_spelt(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  Spelt(hearer, matches, segment).find();
}

}  // namespace heed::hearing
