// What a force's policy says to listen for, read from policy/hearing/*.toml and checked. Constant
// once loaded. Internal to src/hearing; others see it only as Listener.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "hearing/hearing.h"
#include "hearing/lexicon.h"
#include "hearing/pattern.h"

namespace heed::hearing {

// Whom a cue is about, before the people in the text are known.
enum class AboutRule : std::uint8_t {
  affected,  // who is pressed or hurt: me and my, else the one whom the text is about
  subject,   // the person named just before
  speaker,   // whoever is speaking
  agent,     // who does it
};

struct Meaning {
  std::string name;
  bool internal = false;       // supports others; never given as a finding
  bool harm = false;           // that something is wrong: weak cues of others stand on it
  bool now_only = false;       // what is over and done does not count
  bool denial_counts = false;  // negation is part of it ("I don't want to be here")
  bool handler_only = false;   // only in the handler's own words
  AboutRule about = AboutRule::affected;
};

// What a pattern in the book is for.
enum class PhraseUse : std::uint8_t { cue, idiom, undertaking, wish, owner, context };

struct Phrase {
  PhraseUse use = PhraseUse::cue;
  std::uint32_t group = 0;  // index into cues, idioms, undertakings, wishes, owners or contexts
  std::string written;
  bool says_no = false;  // a denial is among its own words
};

struct CueGroup {
  std::uint32_t meaning = 0;
  AboutRule about = AboutRule::affected;
  std::optional<Who> fixed;  // "about = suspect", whatever the text
  Strength strength = Strength::fair;
  Force force = Force::prompts;
  bool voice_handler = true;
  bool voice_caller = true;
  bool even_denied = false;
  std::vector<std::uint32_t> beside;  // meanings of which one must stand in the text as well
};
enum class Reach : std::uint8_t { words, sentence, text };
struct IdiomGroup {
  std::vector<std::uint32_t> cancels;  // meanings; empty for all
  Reach reach = Reach::words;
  std::string says;
};
struct UndertakingGroup {
  std::string what;
};
struct WishGroup {
  WishKind kind = WishKind::manner;
  std::string target;  // "" for "as the marked word says"
};
// "her phone is", "ring me on": whose an identifier is that follows (or comes just before).
struct OwnerGroup {
  std::optional<Who> who;  // nothing: the person marked with @
  bool before = false;     // the identifier comes before these words
  std::vector<IdentifierKind> kinds;
};
// Words that say what a number or a capital is: "order number" is no telephone.
struct ContextGroup {
  std::string name;
};

struct FlagTerm {
  std::string written;
  std::int32_t meaning = -1;  // or
  std::int32_t group = -1;    // a group of meanings, or
  bool age_under = false;     // an age that is surely under `years`
  bool age_may_be_under = false;
  bool age_over = false;
  int years = 18;
  Strength least = Strength::weak;
  std::vector<Who> about;  // empty for anybody
  int weight = 1;
  std::string flag;  // another flag raised already
};
struct FlagRule {
  std::string name;
  Force force = Force::prompts;
  std::string says;
  std::vector<FlagTerm> all;
  std::vector<FlagTerm> any;
  std::vector<FlagTerm> none;
  std::vector<FlagTerm> weigh;
  int at_least = 0;
};

struct PartOfDay {
  std::string name;
  int start_minute = 0;
  int end_minute = 0;
};

struct Target {
  std::string name;
};

class Learnt;
class SecondEar;

struct Listener::Policy {
  Policy() : book(lexicon) {}
  std::optional<Zone> zone;
  Lexicon lexicon;
  PatternBook book;
  std::vector<Meaning> meanings_known;
  std::vector<std::string> meanings;  // those given as findings
  std::vector<std::string> flags;
  std::vector<Phrase> phrases;  // by pattern number
  std::vector<CueGroup> cues;
  std::vector<IdiomGroup> idioms;
  std::vector<UndertakingGroup> undertakings;
  std::vector<WishGroup> wishes;
  std::vector<OwnerGroup> owners;
  std::vector<ContextGroup> contexts;
  std::map<std::string, std::vector<std::uint32_t>> groups;  // of meanings, by name
  std::vector<std::string> group_names;
  std::vector<FlagRule> flag_rules;
  std::map<WordId, std::string> platforms;     // word to the platform's name
  std::map<WordId, std::string> wish_targets;  // "mum" to mother
  std::unordered_set<WordId> street_words;
  std::map<WordId, int> parts_of_day;  // word to minutes after midnight
  bool weak_needs_support = true;
  bool use_learnt = true;
  std::shared_ptr<const Learnt> learnt;
  bool use_second = true;
  std::shared_ptr<const SecondEar> second;
  std::vector<std::string> second_spares;             // flags that it may not silence
  std::vector<std::string> second_leaves;             // meanings that it may not set aside
  float second_margin = 0.1F;                         // of chance, before whose a cue is changes
  float second_least = -1, second_least_strong = -2;  // log odds that a cue is meant
  float concern_fair = 0.5F, concern_strong = 1.5F, everyday = -0.5F;  // log odds

  std::int32_t meaning_number(std::string_view name) const;
};

}  // namespace heed::hearing
