// Cue phrases that were found, each looked at where it stands: denied, only supposed, long over,
// part of an idiom. What is left, and whom it may be about, goes to the whole text's weighing.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "hearing/segment.h"

namespace heed::hearing {
namespace {

struct Ids {
  explicit Ids(const Lexicon& lexicon) {
    const auto all = [&](std::initializer_list<const char*> words) {
      std::vector<WordId> ids;
      for (const char* word : words) {
        if (const WordId id = lexicon.find(word)) ids.push_back(id);
      }
      return ids;
    };
    believing = all(
        {"think", "believe", "say", "saying", "mean", "reckon", "know", "suggest", "suggesting"});
    what = lexicon.find("what");
    if_ = lexicon.find("if");
    used = lexicon.find("used");
    to = lexicon.find("to");
    years = lexicon.find("years");
    ago = lexicon.find("ago");
    but = lexicon.find("but");
    suppose = all({"suppose", "supposing", "hypothetically", "imagine"});
    only = lexicon.find("only");
    towards = all({"with", "from", "to", "at", "off", "on", "of", "for", "against", "about"});
  }
  std::vector<WordId> believing, suppose, towards;
  WordId what, if_, used, to, years, ago, but, only;
};

bool any_of(const std::vector<WordId>& ids, WordId id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// "he hasn't", "not a", "never": a negation that reaches these words.
bool is_denied(const Ids& ids, const std::vector<Token>& words, const Match& match) {
  const bool own_subject = words[match.quote_begin].is(trait_he | trait_she | trait_they | trait_i |
                                                       trait_kin | trait_person);
  std::uint32_t steps = 0;
  for (std::uint32_t at = match.begin; at > 0 && steps < 5; ++steps) {
    if (words[at].has(flag_clause_start)) return false;
    --at;
    if (words[at].is(trait_negation)) {
      if (ids.only != unknown_word && at + 1 < words.size() && words[at + 1].id == ids.only)
        return false;  // not only
      if (!own_subject) return true;
      for (std::uint32_t between = at + 1; between < match.begin; ++between) {
        if (any_of(ids.believing, words[between].id)) return true;
      }
      return false;
    }
    if (words[at].is(trait_joint)) return false;
  }
  return false;
}

// "he hasn't hit me": the denial stands where the phrase lets any word stand.
bool is_denied_inside(const Phrase& phrase, const std::vector<Token>& words, const Match& match) {
  if (phrase.says_no) return false;
  for (std::uint32_t at = match.begin; at < match.end && at < words.size(); ++at) {
    if (words[at].is(trait_negation)) return true;
  }
  return false;
}

bool is_supposed(const Ids& ids, const std::vector<Token>& words, const Match& match) {
  std::uint32_t steps = 0;
  for (std::uint32_t at = match.begin; at > 0 && steps < 7; ++steps) {
    --at;
    if (at + 1 < match.begin && words[at].id == ids.what && words[at + 1].id == ids.if_)
      return true;
    if (any_of(ids.suppose, words[at].id)) return true;
    if (words[at].has(flag_sentence_start)) return false;
  }
  return false;
}

bool is_over(const Ids& ids, const Segment& segment, const Match& match) {
  const auto& words = segment.tokens.words;
  const std::uint32_t sentence = segment.sentence_of[match.begin];
  for (std::uint32_t at = match.begin; at > 0 && at + 4 > match.begin;) {
    --at;
    if (words[at].id == ids.used && at + 1 < words.size() && words[at + 1].id == ids.to)
      return true;
  }
  for (std::uint32_t at = match.begin; at + 1 < match.end; ++at) {
    if (words[at].id == ids.used && words[at + 1].id == ids.to) return true;
  }
  for (std::uint32_t at = match.end; at + 1 < words.size() && at < match.end + 5; ++at) {
    if (segment.sentence_of[at] != sentence) break;
    if (words[at].id == ids.years && words[at + 1].id == ids.ago) return true;
  }
  return false;
}

// "wants sex with me", "took money off her": the one to whom it is done stands just behind.
void look_behind(const Ids& ids, const Segment& segment, const Match& match, Candidate& out) {
  const auto& words = segment.tokens.words;
  if (out.about >= 0 || out.has_speaker || out.object >= 0) return;
  std::uint32_t at = match.end;
  if (at < words.size() && !words[at].has(flag_clause_start) && any_of(ids.towards, words[at].id))
    ++at;
  if (at >= words.size() || words[at].has(flag_clause_start)) return;
  for (std::size_t each = 0; each < segment.mentions.size(); ++each) {
    const Mention& mention = segment.mentions[each];
    if (mention.word != at || !mention.object) continue;
    if (mention.kind == MentionKind::speaker) {
      out.has_speaker = true;
    } else {
      (lowered(segment, at - 1) == "for" ? out.gains : out.object) =
          static_cast<std::int32_t>(each);
    }
  }
}

// "he makes me go in shops and lift stuff", "telling her what to say": the one to whom it is done
// stands before, nearer than whoever else acts.
void look_before(const Segment& segment, const Match& match, Candidate& out) {
  if (out.about >= 0 || out.has_speaker || out.object >= 0) return;
  const auto& words = segment.tokens.words;
  for (std::size_t each = segment.mentions.size(); each-- > 0;) {
    const Mention& mention = segment.mentions[each];
    if (mention.word >= match.begin) continue;
    if (mention.word + 8 < match.begin || mention.kind == MentionKind::you) return;
    for (std::uint32_t at = mention.end; at <= match.begin && at < words.size(); ++at) {
      if (words[at].has(flag_sentence_start)) return;
    }
    if (!mention.object) {
      if (mention.possessor != Possessor::none) continue;
      return;
    }
    if (mention.kind == MentionKind::speaker) {
      out.has_speaker = true;
    } else {
      out.object = static_cast<std::int32_t>(each);
    }
    return;
  }
}

// Who acts in the clause: its subject, where it is neither the speaker nor the one to whom it is
// done.
void find_doer(const Segment& segment, const Match& match, Candidate& out) {
  if (out.agent >= 0) return;
  const auto& words = segment.tokens.words;
  for (std::size_t each = segment.mentions.size(); each-- > 0;) {
    const Mention& mention = segment.mentions[each];
    if (mention.word > match.begin) continue;
    if (mention.word + 12 < match.begin) return;
    for (std::uint32_t at = mention.end; at <= match.begin && at < words.size(); ++at) {
      if (words[at].has(flag_sentence_start) && at > mention.word) return;
    }
    const bool pronoun = mention.kind == MentionKind::he || mention.kind == MentionKind::she ||
                         mention.kind == MentionKind::they;
    if (mention.object || (pronoun && mention.possessor != Possessor::none)) continue;
    if (mention.kind == MentionKind::speaker || mention.kind == MentionKind::you ||
        mention.is_speaker || static_cast<std::int32_t>(each) == out.about)
      return;
    out.doer = static_cast<std::int32_t>(each);
    return;
  }
}

bool is_handler_voice(const Hearer& hearer, const Token& token) {
  return hearer.voice == Voice::handler_note || token.has(flag_handler_turn) ||
         hearer.channel == Channel::service_desk;
}

}  // namespace

Candidate candidate_of(const Segment& segment, const Match& match, std::uint32_t cue) {
  const auto& words = segment.tokens.words;
  Candidate out;
  out.place = place_of(segment, match.quote_begin, match.quote_end);
  out.pattern = match.pattern;
  out.cue = cue;
  out.sentence = segment.sentence_of[match.begin];
  if (match.about >= 0) out.about = mention_at(segment, static_cast<std::uint32_t>(match.about));
  if (match.agent >= 0) out.agent = mention_at(segment, static_cast<std::uint32_t>(match.agent));
  out.before = mention_before(segment, match.begin, true);
  // "my twin" is the twin; "I", "me", "my phone" are the speaker.
  const auto in_relation = [&](std::uint32_t at) {
    for (const Mention& mention : segment.mentions) {
      if (mention.kind != MentionKind::speaker && mention.word <= at && at < mention.end)
        return true;
    }
    return false;
  };
  if (match.begin > 0 && words[match.begin - 1].is(trait_i) &&
      !words[match.begin - 1].is(trait_object | trait_possessive) &&
      !words[match.begin].has(flag_clause_start)) {
    out.has_speaker = true;
  }
  for (std::uint32_t at = match.begin; at < match.end && at < words.size(); ++at) {
    // a phrase that begins with "my" ("my mum", "my carer") speaks of the one who says it
    if (words[at].is(trait_i) && (at == match.begin || !in_relation(at))) out.has_speaker = true;
    if (words[at].is(trait_you)) out.has_you = true;
    if (words[at].has(flag_in_quote)) out.in_quote = true;
  }
  for (std::size_t each = 0; each < segment.mentions.size(); ++each) {
    const Mention& mention = segment.mentions[each];
    if (mention.word < match.begin || mention.word >= match.end) continue;
    if (mention.possessor == Possessor::his || mention.possessor == Possessor::her ||
        mention.possessor == Possessor::their)
      out.owned = static_cast<std::int32_t>(each);
    if (static_cast<std::int32_t>(each) == out.agent) continue;
    if (!mention.object) continue;
    const bool gains = mention.word > match.begin && lowered(segment, mention.word - 1) == "for";
    (gains ? out.gains : out.object) = static_cast<std::int32_t>(each);
  }
  return out;
}

namespace {

// Of two candidates of one meaning whose words overlap the longer stays, or the stronger.
void keep_best(const Listener::Policy& policy, std::vector<Candidate>& candidates) {
  std::stable_sort(
      candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
        const auto rank = [&](const Candidate& c) {
          return (c.set_aside ? 0 : 1000) + static_cast<int>(policy.cues[c.cue].strength) * 100 +
                 static_cast<int>(std::min<std::uint32_t>(c.place.last - c.place.first, 99));
        };
        return rank(a) > rank(b);
      });
  std::vector<Candidate> kept;
  for (auto& each : candidates) {
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Candidate& other) {
      return policy.cues[other.cue].meaning == policy.cues[each.cue].meaning &&
             other.place.first < each.place.last && each.place.first < other.place.last;
    });
    if (!covered) kept.push_back(each);
    if (kept.size() > 2000) break;
  }
  std::sort(kept.begin(), kept.end(), [](const Candidate& a, const Candidate& b) {
    return std::pair(a.place.first, a.cue) < std::pair(b.place.first, b.cue);
  });
  candidates = std::move(kept);
}

}  // namespace

void find_cues(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  const auto& policy = hearer.policy;
  const auto& words = segment.tokens.words;
  thread_local const Lexicon* known = nullptr;
  thread_local std::optional<Ids> ids;
  if (known != &policy.lexicon) {
    ids.emplace(policy.lexicon);
    known = &policy.lexicon;
  }
  for (const auto& match : matches) {
    const Phrase& phrase = policy.phrases[match.pattern];
    if (phrase.use != PhraseUse::idiom) continue;
    segment.idioms.push_back(
        {phrase.group, match.quote_begin, match.quote_end, segment.sentence_of[match.begin]});
  }
  for (const auto& match : matches) {
    const Phrase& phrase = policy.phrases[match.pattern];
    if (phrase.use != PhraseUse::cue) continue;
    const CueGroup& group = policy.cues[phrase.group];
    const Meaning& meaning = policy.meanings_known[group.meaning];
    const bool handler = is_handler_voice(hearer, words[match.begin]);
    if (handler ? !group.voice_handler : !group.voice_caller) continue;
    Candidate out = candidate_of(segment, match, phrase.group);
    if (group.about == AboutRule::affected) {
      look_behind(*ids, segment, match, out);
      look_before(segment, match, out);
      find_doer(segment, match, out);
    }
    if (group.about == AboutRule::speaker && !out.has_speaker) {
      find_doer(segment, match, out);
      // only where the phrase has nobody of its own and the subject stands right before it
      if (out.doer >= 0) {
        const Mention& subject = segment.mentions[static_cast<std::size_t>(out.doer)];
        if (subject.word >= match.begin || subject.end + 4 < match.begin) out.doer = -1;
      }
    }
    out.handler_turn = words[match.begin].has(flag_handler_turn);
    if (out.handler_turn && !meaning.handler_only) continue;  // a handler's question is no answer
    if (!group.even_denied &&
        (is_denied(*ids, words, match) || is_denied_inside(phrase, words, match)))
      out.set_aside = "denied";
    if (!out.set_aside && is_supposed(*ids, words, match)) out.set_aside = "only supposed";
    if (!out.set_aside && meaning.now_only && is_over(*ids, segment, match))
      out.set_aside = "over and done";
    for (const auto& idiom : segment.idioms) {
      const IdiomGroup& rule = policy.idioms[idiom.idiom];
      if (out.set_aside || rule.reach == Reach::text) continue;
      const bool meant = rule.cancels.empty() || std::find(rule.cancels.begin(), rule.cancels.end(),
                                                           group.meaning) != rule.cancels.end();
      const bool reached = rule.reach == Reach::sentence
                               ? idiom.sentence == out.sentence
                               : idiom.first < out.place.last && out.place.first < idiom.last;
      if (meant && reached) out.set_aside = rule.says.c_str();
    }
    segment.candidates.push_back(out);
  }
  keep_best(policy, segment.candidates);
}

}  // namespace heed::hearing
