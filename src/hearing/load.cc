// Reading policy/hearing. toml++ is included here only; every mistake is said with file, line and
// column.
#define TOML_SHARED_LIB 1  // one mode of toml++ for the whole program
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "hearing/learnt.h"
#include "hearing/policy.h"
#include "hearing/second_ear.h"

namespace heed::hearing {
namespace {

bool has_denial(std::string_view phrase) {
  for (const std::string_view own : {"not", "n't", "never", "no ", "no|", "no)", "nobody",
                                     "nothing", "none", "without", "nil", "stopped", "hardly"}) {
    if (phrase.find(own) != std::string_view::npos) return true;
  }
  return false;
}

constexpr std::size_t file_bytes_max = 4u << 20;

struct TraitName {
  std::string_view name;
  std::uint32_t trait;
};
constexpr std::array<TraitName, 30> trait_names{{{"i", trait_i},
                                                 {"you", trait_you},
                                                 {"he", trait_he},
                                                 {"she", trait_she},
                                                 {"they", trait_they},
                                                 {"kin", trait_kin},
                                                 {"person", trait_person},
                                                 {"male", trait_male},
                                                 {"female", trait_female},
                                                 {"young", trait_young},
                                                 {"partner", trait_partner},
                                                 {"caller", trait_caller_noun},
                                                 {"suspect", trait_suspect_noun},
                                                 {"victim", trait_victim_noun},
                                                 {"witness", trait_witness_noun},
                                                 {"possessive", trait_possessive},
                                                 {"negation", trait_negation},
                                                 {"joint", trait_joint},
                                                 {"number", trait_number},
                                                 {"common", trait_common},
                                                 {"determiner", trait_determiner},
                                                 {"elder", trait_elder},
                                                 {"looked_after", trait_looked_after},
                                                 {"complained_of", trait_complained_of},
                                                 {"plural", trait_plural},
                                                 {"object", trait_object},
                                                 {"filler", trait_filler},
                                                 {"thing", trait_thing},
                                                 {"forename", trait_forename},
                                                 {"surname", trait_surname}}};

class Reader {
 public:
  explicit Reader(Listener::Policy& policy) : policy_(policy) {}

  Status read_all(const std::filesystem::path& folder) {
    HEED_CHECK(read(folder / "words.toml", &Reader::words));
    HEED_CHECK(read_names(folder / "names.txt"));
    HEED_CHECK(read(folder / "lists.toml", &Reader::lists));
    HEED_CHECK(read(folder / "meanings.toml", &Reader::meanings));
    std::vector<std::filesystem::path> files;
    std::error_code failure;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "cues", failure)) {
      if (entry.path().extension() == ".toml") files.push_back(entry.path());
    }
    if (failure)
      return error(Code::not_found, "expected the folder of cue phrases",
                   (folder / "cues").string());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) HEED_CHECK(read(file, &Reader::cues));
    HEED_CHECK(read(folder / "idioms.toml", &Reader::idioms));
    HEED_CHECK(read(folder / "promises.toml", &Reader::promises));
    HEED_CHECK(read(folder / "owners.toml", &Reader::owners));
    HEED_CHECK(read(folder / "flags.toml", &Reader::flags));
    policy_.book.finish();
    HEED_CHECK(read_learnt(folder));
    return ok();
  }

 private:
  using Section = Status (Reader::*)(const toml::table&);

  Status read(const std::filesystem::path& file, Section section) {
    file_ = file.string();
    std::ifstream in(file, std::ios::binary);
    if (!in) return error(Code::not_found, "expected a readable policy file", file_);
    std::ostringstream text;
    text << in.rdbuf();
    if (text.str().size() > file_bytes_max)
      return error(Code::limit, "the file is over 4 MB", file_);
    try {
      const toml::table parsed = toml::parse(text.str(), file_);
      return (this->*section)(parsed);
    } catch (const toml::parse_error& mistake) {
      const auto& at = mistake.source().begin;
      return error(Code::invalid, std::string(mistake.description()),
                   fmt::format("{}:{}:{}", file_, at.line, at.column));
    }
  }

  Error wrong(const toml::node& node, std::string expected, std::string remedy = {}) const {
    const auto at = node.source().begin;
    return error(Code::invalid, std::move(expected),
                 fmt::format("{}:{}:{}", file_, at.line, at.column), std::move(remedy));
  }
  static std::string text_of(const toml::table& table, std::string_view key,
                             std::string otherwise = {}) {
    return table[key].value_or(otherwise);
  }
  // The tables of `[[name]]`, each with only the keys that are allowed.
  Result<std::vector<const toml::table*>> tables(
      const toml::table& root, std::string_view name,
      std::initializer_list<std::string_view> keys) const {
    std::vector<const toml::table*> out;
    const auto* node = root.get(name);
    if (!node) return out;
    const auto* array = node->as_array();
    if (!array) return wrong(*node, fmt::format("expected [[{}]] tables", name));
    for (const auto& each : *array) {
      const auto* table = each.as_table();
      if (!table) return wrong(each, fmt::format("expected a [[{}]] table", name));
      for (const auto& [key, value] : *table) {
        if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) {
          return wrong(value, fmt::format("'{}' is no key of [[{}]]; expected one of {}", key.str(),
                                          name, fmt::join(keys, ", ")));
        }
      }
      out.push_back(table);
    }
    return out;
  }
  Result<std::vector<std::pair<std::string, const toml::node*>>> strings(const toml::table& table,
                                                                         std::string_view key,
                                                                         bool needed = true) const {
    std::vector<std::pair<std::string, const toml::node*>> out;
    const auto* node = table.get(key);
    if (!node) {
      if (needed) return wrong(table, fmt::format("expected '{}', a list of strings", key));
      return out;
    }
    const auto* array = node->as_array();
    if (!array) return wrong(*node, fmt::format("expected '{}' to be a list of strings", key));
    for (const auto& each : *array) {
      const auto text = each.value<std::string>();
      if (!text) return wrong(each, "expected a string");
      out.emplace_back(*text, &each);
    }
    return out;
  }

  Status words(const toml::table& root) {
    auto spellings = tables(root, "spelling", {"meant", "written"});
    if (!spellings) return spellings.error();
    for (const auto* table : *spellings) {
      std::vector<WordId> meant;
      const std::string phrase = text_of(*table, "meant");
      for (const auto word : split(phrase, ' ')) meant.push_back(policy_.lexicon.intern(word));
      if (meant.empty() || meant.size() > 6)
        return wrong(*table, "expected 'meant', one to six words");
      auto written = strings(*table, "written");
      if (!written) return written.error();
      for (const auto& [word, node] : *written) {
        if (word.find(' ') != std::string::npos)
          return wrong(*node, "expected one word as it is written");
        policy_.lexicon.add_variant(folded(word), meant);
      }
    }
    if (const auto* forms = root["forms"].as_array()) {
      for (const auto& each : *forms) {
        const auto* row = each.as_array();
        if (!row) return wrong(each, "expected a list of the forms of one word");
        std::vector<std::string> list;
        for (const auto& form : *row) list.push_back(form.value_or(std::string()));
        policy_.book.add_forms(list);
      }
    }
    auto classes = tables(root, "class", {"name", "words", "traits"});
    if (!classes) return classes.error();
    for (const auto* table : *classes) HEED_CHECK(add_class(*table));
    return ok();
  }

  Status add_class(const toml::table& table) {
    const std::string name = text_of(table, "name");
    if (name.empty()) return wrong(table, "expected 'name'");
    auto list = strings(table, "words");
    if (!list) return list.error();
    std::vector<std::string> phrases;
    for (const auto& [phrase, node] : *list) {
      if (auto status = policy_.book.add_class(name, {phrase}); !status)
        return wrong(*node, status.error().detail);
    }
    auto traits = strings(table, "traits", false);
    if (!traits) return traits.error();
    std::uint32_t sum = 0;
    for (const auto& [trait, node] : *traits) {
      const auto* found = std::find_if(trait_names.begin(), trait_names.end(),
                                       [&](const TraitName& each) { return each.name == trait; });
      if (found == trait_names.end()) return wrong(*node, "'" + trait + "' is no trait");
      sum |= found->trait;
    }
    if (sum != 0) {
      for (const WordId id : policy_.book.class_words(name)) policy_.lexicon.add_trait(id, sum);
    }
    return ok();
  }

  Status read_learnt(const std::filesystem::path& folder) {
    auto learnt = Learnt::read(folder / "learnt.txt");
    if (!learnt) return learnt.error();
    policy_.learnt = std::make_shared<Learnt>(std::move(*learnt));
    auto second = SecondEar::read(folder / "second_ear.txt");
    if (!second) return second.error();
    policy_.second = std::make_shared<SecondEar>(std::move(*second));
    return ok();
  }

  // "forename amelia f" and "surname smith", one a line.
  Status read_names(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) return error(Code::not_found, "expected the list of names", file.string());
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      if (line.empty() || line[0] == '#') continue;
      const auto parts = split(line, ' ');
      if (parts.size() < 2 || (parts[0] != "forename" && parts[0] != "surname")) {
        return error(Code::invalid, "expected 'forename <name> f|m' or 'surname <name>'",
                     fmt::format("{}:{}:1", file.string(), number));
      }
      const WordId id = policy_.lexicon.intern(parts[1]);
      if (parts[0] == "surname") {
        policy_.lexicon.add_trait(id, trait_surname);
        continue;
      }
      const bool female = parts.size() > 2 && parts[2].find('f') != std::string_view::npos;
      const bool male = parts.size() > 2 && parts[2].find('m') != std::string_view::npos;
      policy_.lexicon.add_trait(id, std::uint32_t{trait_forename} |
                                        (female ? std::uint32_t{trait_female} : 0u) |
                                        (male ? std::uint32_t{trait_male} : 0u));
    }
    return ok();
  }

  Status lists(const toml::table& root) {
    auto platforms = tables(root, "platform", {"name", "words"});
    if (!platforms) return platforms.error();
    for (const auto* table : *platforms) {
      auto words = strings(*table, "words");
      if (!words) return words.error();
      for (const auto& [word, node] : *words)
        policy_.platforms[policy_.lexicon.intern(folded(word))] = text_of(*table, "name");
    }
    auto streets = strings(root, "street_words");
    if (!streets) return streets.error();
    for (const auto& [word, node] : *streets)
      policy_.street_words.insert(policy_.lexicon.intern(word));
    auto targets = tables(root, "wish_target", {"name", "words"});
    if (!targets) return targets.error();
    for (const auto* table : *targets) {
      auto words = strings(*table, "words");
      if (!words) return words.error();
      for (const auto& [word, node] : *words)
        policy_.wish_targets[policy_.lexicon.intern(word)] = text_of(*table, "name");
    }
    auto parts = tables(root, "part_of_day", {"words", "starts"});
    if (!parts) return parts.error();
    for (const auto* table : *parts) {
      const std::string starts = text_of(*table, "starts");
      if (starts.size() != 5 || starts[2] != ':')
        return wrong(*table, "expected 'starts' as \"18:00\"");
      const int minutes = std::stoi(starts.substr(0, 2)) * 60 + std::stoi(starts.substr(3, 2));
      auto words = strings(*table, "words");
      if (!words) return words.error();
      for (const auto& [word, node] : *words)
        policy_.parts_of_day[policy_.lexicon.intern(word)] = minutes;
    }
    return ok();
  }

  Result<AboutRule> about_rule(const toml::table& table, AboutRule otherwise,
                               std::optional<Who>& fixed) const {
    const std::string name = text_of(table, "about");
    if (name.empty()) return otherwise;
    if (name == "affected") return AboutRule::affected;
    if (name == "subject") return AboutRule::subject;
    if (name == "speaker") return AboutRule::speaker;
    if (name == "agent") return AboutRule::agent;
    fixed = parse_who(name);
    if (!fixed)
      return wrong(*table.get("about"),
                   "expected affected, subject, speaker, agent or one of caller victim suspect "
                   "witness other unknown");
    return otherwise;
  }

  Status meanings(const toml::table& root) {
    auto list =
        tables(root, "meaning",
               {"name", "internal", "harm", "now_only", "denial_counts", "handler_only", "about"});
    if (!list) return list.error();
    for (const auto* table : *list) {
      Meaning meaning;
      meaning.name = text_of(*table, "name");
      if (meaning.name.empty()) return wrong(*table, "expected 'name'");
      meaning.internal = (*table)["internal"].value_or(false);
      meaning.harm = (*table)["harm"].value_or(false);
      meaning.now_only = (*table)["now_only"].value_or(false);
      meaning.denial_counts = (*table)["denial_counts"].value_or(false);
      meaning.handler_only = (*table)["handler_only"].value_or(false);
      std::optional<Who> fixed;
      auto about = about_rule(*table, AboutRule::affected, fixed);
      if (!about) return about.error();
      meaning.about = *about;
      if (!meaning.internal) policy_.meanings.push_back(meaning.name);
      policy_.meanings_known.push_back(std::move(meaning));
    }
    policy_.use_learnt = root["learnt"].value_or(true);
    policy_.use_second = root["second_ear"].value_or(true);
    for (auto& [name, list] : {std::pair{"second_spares", &policy_.second_spares},
                               {"second_leaves", &policy_.second_leaves}}) {
      if (!root.contains(name)) continue;
      auto named = strings(root, name);
      if (!named) return named.error();
      for (const auto& [each, node] : *named) list->push_back(each);
    }
    policy_.second_margin = root["second_margin"].value_or(policy_.second_margin);
    policy_.second_least = root["second_least"].value_or(policy_.second_least);
    policy_.second_least_strong = root["second_least_strong"].value_or(policy_.second_least_strong);
    policy_.concern_fair = root["concern_fair"].value_or(policy_.concern_fair);
    policy_.concern_strong = root["concern_strong"].value_or(policy_.concern_strong);
    policy_.everyday = root["everyday"].value_or(policy_.everyday);
    auto groups = tables(root, "group", {"name", "meanings"});
    if (!groups) return groups.error();
    for (const auto* table : *groups) {
      auto names = strings(*table, "meanings");
      if (!names) return names.error();
      std::vector<std::uint32_t> members;
      for (const auto& [name, node] : *names) {
        const auto number = policy_.meaning_number(name);
        if (number < 0) return wrong(*node, "'" + name + "' is no meaning declared above");
        members.push_back(static_cast<std::uint32_t>(number));
      }
      policy_.group_names.push_back(text_of(*table, "name"));
      policy_.groups[text_of(*table, "name")] = members;
    }
    return ok();
  }

  Status say(const toml::table& table, PhraseUse use, std::size_t group) {
    auto list = strings(table, "say");
    if (!list) return list.error();
    for (const auto& [phrase, node] : *list) {
      auto number = policy_.book.add(phrase);
      if (!number) return wrong(*node, number.error().detail);
      policy_.phrases.push_back(
          {use, static_cast<std::uint32_t>(group), phrase, has_denial(phrase)});
    }
    return ok();
  }

  Result<Strength> strength(const toml::table& table) const {
    const std::string name = text_of(table, "strength", "fair");
    if (name == "weak") return Strength::weak;
    if (name == "fair") return Strength::fair;
    if (name == "strong") return Strength::strong;
    return wrong(*table.get("strength"), "expected weak, fair or strong");
  }

  Status cues(const toml::table& root) {
    auto list =
        tables(root, "cue",
               {"meaning", "about", "strength", "force", "voice", "even_denied", "beside", "say"});
    if (!list) return list.error();
    for (const auto* table : *list) {
      CueGroup cue;
      const std::string name = text_of(*table, "meaning");
      const auto number = policy_.meaning_number(name);
      if (number < 0) return wrong(*table, "'" + name + "' is no meaning of meanings.toml");
      const Meaning& meaning = policy_.meanings_known[static_cast<std::size_t>(number)];
      cue.meaning = static_cast<std::uint32_t>(number);
      auto about = about_rule(*table, meaning.about, cue.fixed);
      if (!about) return about.error();
      cue.about = *about;
      auto level = strength(*table);
      if (!level) return level.error();
      cue.strength = *level;
      cue.force = text_of(*table, "force") == "obliges" ? Force::obliges : Force::prompts;
      cue.even_denied = (*table)["even_denied"].value_or(meaning.denial_counts);
      auto beside = strings(*table, "beside", false);
      if (!beside) return beside.error();
      for (const auto& [other, node] : *beside) {
        if (other.starts_with("group ")) {
          const auto members = policy_.groups.find(other.substr(6));
          if (members == policy_.groups.end()) return wrong(*node, "'" + other + "' is no group");
          cue.beside.insert(cue.beside.end(), members->second.begin(), members->second.end());
          continue;
        }
        const auto at = policy_.meaning_number(other);
        if (at < 0) return wrong(*node, "'" + other + "' is no meaning of meanings.toml");
        cue.beside.push_back(static_cast<std::uint32_t>(at));
      }
      const std::string voice = text_of(*table, "voice", meaning.handler_only ? "handler" : "any");
      cue.voice_handler = voice != "caller";
      cue.voice_caller = voice != "handler";
      policy_.cues.push_back(cue);
      HEED_CHECK(say(*table, PhraseUse::cue, policy_.cues.size() - 1));
    }
    return ok();
  }

  Status idioms(const toml::table& root) {
    auto list = tables(root, "idiom", {"cancels", "reach", "says", "say"});
    if (!list) return list.error();
    for (const auto* table : *list) {
      IdiomGroup idiom;
      auto names = strings(*table, "cancels", false);
      if (!names) return names.error();
      for (const auto& [name, node] : *names) {
        const auto number = policy_.meaning_number(name);
        if (number < 0) return wrong(*node, "'" + name + "' is no meaning of meanings.toml");
        idiom.cancels.push_back(static_cast<std::uint32_t>(number));
      }
      const std::string reach = text_of(*table, "reach", "words");
      if (reach != "words" && reach != "sentence" && reach != "text")
        return wrong(*table, "expected reach words, sentence or text");
      idiom.reach = reach == "words"      ? Reach::words
                    : reach == "sentence" ? Reach::sentence
                                          : Reach::text;
      idiom.says = text_of(*table, "says", "an idiom");
      policy_.idioms.push_back(std::move(idiom));
      HEED_CHECK(say(*table, PhraseUse::idiom, policy_.idioms.size() - 1));
    }
    return ok();
  }

  Status promises(const toml::table& root) {
    auto undertakings = tables(root, "undertaking", {"what", "say"});
    if (!undertakings) return undertakings.error();
    for (const auto* table : *undertakings) {
      policy_.undertakings.push_back({text_of(*table, "what", "other")});
      HEED_CHECK(say(*table, PhraseUse::undertaking, policy_.undertakings.size() - 1));
    }
    auto wishes = tables(root, "wish", {"kind", "target", "say"});
    if (!wishes) return wishes.error();
    for (const auto* table : *wishes) {
      WishGroup wish;
      const std::string kind = text_of(*table, "kind");
      if (kind != "do_not_call" && kind != "do_not_tell" && kind != "manner") {
        return wrong(*table, "expected kind do_not_call, do_not_tell or manner");
      }
      wish.kind = kind == "do_not_call"   ? WishKind::do_not_call
                  : kind == "do_not_tell" ? WishKind::do_not_tell
                                          : WishKind::manner;
      wish.target = text_of(*table, "target");
      policy_.wishes.push_back(std::move(wish));
      HEED_CHECK(say(*table, PhraseUse::wish, policy_.wishes.size() - 1));
    }
    return ok();
  }

  Status owners(const toml::table& root) {
    auto list = tables(root, "owner", {"who", "before", "kinds", "say"});
    if (!list) return list.error();
    for (const auto* table : *list) {
      OwnerGroup owner;
      const std::string who = text_of(*table, "who");
      owner.who = parse_who(who);
      if (!owner.who && !who.empty() && who != "marked")
        return wrong(*table, "expected who: caller victim suspect witness other, or marked");
      owner.before = (*table)["before"].value_or(false);
      auto kinds = strings(*table, "kinds", false);
      if (!kinds) return kinds.error();
      for (const auto& [name, node] : *kinds) {
        const auto kind = parse_identifier_kind(name);
        if (!kind) return wrong(*node, "'" + name + "' is no kind of identifier");
        owner.kinds.push_back(*kind);
      }
      policy_.owners.push_back(std::move(owner));
      HEED_CHECK(say(*table, PhraseUse::owner, policy_.owners.size() - 1));
    }
    auto contexts = tables(root, "context", {"name", "say"});
    if (!contexts) return contexts.error();
    for (const auto* table : *contexts) {
      policy_.contexts.push_back({text_of(*table, "name")});
      HEED_CHECK(say(*table, PhraseUse::context, policy_.contexts.size() - 1));
    }
    return ok();
  }

  // "coercion", "strong coercion about caller victim", "group harm", "age under 18 of caller
  // victim", "age may be under 18", "age over 17 of caller", "flag child"; a number before it is
  // its weight.
  Result<FlagTerm> term(const std::string& written, const toml::node& node) const {
    FlagTerm out;
    out.written = written;
    auto words = split(written, ' ');
    std::size_t at = 0;
    const auto next = [&] { return at < words.size() ? words[at] : std::string_view(); };
    if (!next().empty() && is_digit(next()[0])) out.weight = std::stoi(std::string(words[at++]));
    if (next() == "strong" || next() == "fair")
      out.least = words[at++] == "strong" ? Strength::strong : Strength::fair;
    if (next() == "age") {
      ++at;
      if (next() == "may") {
        at += 2;
        out.age_may_be_under = true;
        if (next() == "under") ++at;
      } else if (next() == "under") {
        out.age_under = true;
        ++at;
      } else if (next() == "over") {
        out.age_over = true;
        ++at;
      } else {
        return wrong(node, "expected 'age under N', 'age may be under N' or 'age over N'");
      }
      if (next().empty() || !is_digit(next()[0])) return wrong(node, "expected a number of years");
      out.years = std::stoi(std::string(words[at++]));
    } else if (next() == "group") {
      ++at;
      const auto found = std::find(policy_.group_names.begin(), policy_.group_names.end(), next());
      if (found == policy_.group_names.end())
        return wrong(node, fmt::format("'{}' is no group of meanings.toml", next()));
      out.group = static_cast<std::int32_t>(found - policy_.group_names.begin());
      ++at;
    } else if (next() == "flag") {
      ++at;
      out.flag = std::string(next());
      if (std::find(policy_.flags.begin(), policy_.flags.end(), out.flag) == policy_.flags.end()) {
        return wrong(node, "expected a flag declared above, not '" + out.flag + "'");
      }
      ++at;
    } else {
      out.meaning = policy_.meaning_number(next());
      if (out.meaning < 0)
        return wrong(node, fmt::format("'{}' is no meaning of meanings.toml", next()));
      ++at;
    }
    if (next() == "about" || next() == "of") {
      for (++at; at < words.size(); ++at) {
        const auto who = parse_who(words[at]);
        if (!who)
          return wrong(node,
                       fmt::format("'{}' is nobody: caller victim suspect witness other unknown",
                                   words[at]));
        out.about.push_back(*who);
      }
    }
    if (at < words.size()) return wrong(node, fmt::format("did not expect '{}' here", words[at]));
    return out;
  }

  Status terms(const toml::table& table, std::string_view key, std::vector<FlagTerm>& out) const {
    auto list = strings(table, key, false);
    if (!list) return list.error();
    for (const auto& [written, node] : *list) {
      auto read = term(written, *node);
      if (!read) return read.error();
      out.push_back(*read);
    }
    return ok();
  }

  Status flags(const toml::table& root) {
    auto list =
        tables(root, "flag", {"name", "force", "says", "all", "any", "none", "weigh", "at_least"});
    if (!list) return list.error();
    for (const auto* table : *list) {
      FlagRule rule;
      rule.name = text_of(*table, "name");
      if (rule.name.empty()) return wrong(*table, "expected 'name'");
      const std::string force = text_of(*table, "force", "prompts");
      if (force != "prompts" && force != "obliges")
        return wrong(*table, "expected force prompts or obliges");
      rule.force = force == "obliges" ? Force::obliges : Force::prompts;
      rule.says = text_of(*table, "says");
      HEED_CHECK(terms(*table, "all", rule.all));
      HEED_CHECK(terms(*table, "any", rule.any));
      HEED_CHECK(terms(*table, "none", rule.none));
      HEED_CHECK(terms(*table, "weigh", rule.weigh));
      rule.at_least = (*table)["at_least"].value_or(0);
      if (rule.all.empty() && rule.any.empty() && rule.weigh.empty())
        return wrong(*table, "expected all, any or weigh");
      if (!rule.weigh.empty() && rule.at_least <= 0)
        return wrong(*table, "expected 'at_least', more than 0, beside 'weigh'");
      if (std::find(policy_.flags.begin(), policy_.flags.end(), rule.name) == policy_.flags.end())
        policy_.flags.push_back(rule.name);
      policy_.flag_rules.push_back(std::move(rule));
    }
    return ok();
  }

  Listener::Policy& policy_;
  std::string file_;
};

}  // namespace

std::int32_t Listener::Policy::meaning_number(std::string_view name) const {
  for (std::size_t each = 0; each < meanings_known.size(); ++each) {
    if (meanings_known[each].name == name) return static_cast<std::int32_t>(each);
  }
  return -1;
}

Result<Listener> Listener::load(const std::filesystem::path& folder, const Zone& zone) {
  auto policy = std::make_shared<Policy>();
  policy->zone = zone;
  Reader reader(*policy);
  HEED_CHECK(reader.read_all(folder));
  return Listener(std::move(policy));
}

const std::vector<std::string>& Listener::meanings() const { return policy_->meanings; }
const std::vector<std::string>& Listener::flags() const { return policy_->flags; }

}  // namespace heed::hearing
