#include "hearing/second_ear.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <initializer_list>

#include "base/text.h"
#include "hearing/learnt.h"

namespace heed::hearing {
namespace {

using Parts = std::initializer_list<std::string_view>;

// A feature's number: that of its parts, in lower case, with a space between.
std::uint64_t number_of(Parts parts) {
  std::uint64_t hash = 1469598103934665603ULL;
  bool first = true;
  for (const auto part : parts) {
    if (!first) hash = (hash ^ ' ') * 1099511628211ULL;
    first = false;
    for (const char c : part)
      hash = (hash ^ static_cast<unsigned char>(lower(c))) * 1099511628211ULL;
  }
  return hash;
}
std::string name_of(Parts parts) {
  std::string out;
  for (const auto part : parts) out += (out.empty() ? "" : " ") + lower_ascii(part);
  return out;
}

// What kind of word a word is, as far as it matters here.
struct Kind {
  std::uint32_t trait;
  std::string_view name;
};
constexpr std::array<Kind, 22> kinds{{{trait_i, "<i>"},
                                      {trait_you, "<you>"},
                                      {trait_he, "<he>"},
                                      {trait_she, "<she>"},
                                      {trait_they, "<they>"},
                                      {trait_kin, "<kin>"},
                                      {trait_person, "<person>"},
                                      {trait_male, "<male>"},
                                      {trait_female, "<female>"},
                                      {trait_young, "<young>"},
                                      {trait_partner, "<partner>"},
                                      {trait_caller_noun, "<informant>"},
                                      {trait_suspect_noun, "<suspect>"},
                                      {trait_victim_noun, "<victim>"},
                                      {trait_negation, "<not>"},
                                      {trait_elder, "<elder>"},
                                      {trait_witness_noun, "<witness>"},
                                      {trait_object, "<object>"},
                                      {trait_looked_after, "<looked_after>"},
                                      {trait_complained_of, "<complained_of>"},
                                      {trait_forename, "<forename>"},
                                      {trait_plural, "<plural>"}}};
static_assert(kinds.size() == second_kinds);

constexpr std::uint32_t people_traits = trait_i | trait_you | trait_he | trait_she | trait_they |
                                        trait_kin | trait_person | trait_caller_noun |
                                        trait_suspect_noun | trait_victim_noun;
constexpr std::uint32_t noun_traits =
    trait_kin | trait_person | trait_caller_noun | trait_suspect_noun | trait_victim_noun;
constexpr std::uint32_t words_before = 6, words_after = 4;
constexpr std::uint32_t my_bit = 1u << 31;  // of SecondNotes::people: "my" stands before it

template <class Take>
void take_kinds(std::string_view where, std::uint32_t traits, const Take& take) {
  for (const Kind& kind : kinds) {
    if (traits & kind.trait) take(1.0F, {where, kind.name});
  }
}

struct Nearby {
  std::uint32_t inside = 0;  // traits of its own words
  std::uint32_t last = 0;    // of the person last mentioned before it in its stretch
};

Nearby nearby(const Segment& segment, std::uint32_t first, std::uint32_t last) {
  const auto& words = segment.tokens.words;
  Nearby out;
  for (std::uint32_t at = first; at < last; ++at) out.inside |= words[at].traits;
  for (std::uint32_t at = first; at > 0; --at) {
    if (!words[at - 1].is(people_traits)) continue;
    out.last = words[at - 1].traits;
    break;
  }
  return out;
}

// What can be said of words [first, last) from their stretch alone.
template <class Take>
void own_features(const Listener::Policy& policy, const Segment& segment, std::uint32_t first,
                  std::uint32_t last, const Take& take) {
  const auto& words = segment.tokens.words;
  const auto size = static_cast<std::uint32_t>(words.size());
  const auto seen = [&](std::uint32_t at) { return seen_word(policy.lexicon, segment, words[at]); };
  last = std::min(last, size);
  if (first >= last) return;
  for (std::uint32_t at = first; at < last; ++at) take(1.0F, {"in", seen(at)});
  take(1.0F, {"begins", seen(first)});
  std::uint32_t before = 0, after = 0, sentence = 0;
  for (std::uint32_t at = first - std::min(first, words_before); at < first; ++at) {
    take(1.0F, {"before", seen(at)});
    before |= words[at].traits;
  }
  for (std::uint32_t at = last; at < std::min(last + words_after, size); ++at) {
    take(1.0F, {"after", seen(at)});
    after |= words[at].traits;
  }
  for (std::uint32_t at = 0; at < size; ++at) {
    if (segment.sentence_of[at] == segment.sentence_of[first]) sentence |= words[at].traits;
  }
  const Nearby near = nearby(segment, first, last);
  take_kinds("in", near.inside, take);
  take_kinds("before", before, take);
  take_kinds("after", after, take);
  take_kinds("sentence", sentence, take);
  take_kinds("last", near.last, take);
  for (std::uint32_t at = first; at > 0; --at) {
    if (!words[at - 1].is(people_traits)) continue;
    if (words[at - 1].is(noun_traits)) take(1.0F, {"last", seen(at - 1)});
    break;
  }
  if (near.last == 0) take(1.0F, {"last", "nobody"});
  if (words[first].has(flag_in_quote)) take(1.0F, {"quoted"});
  if (words[first].has(flag_handler_turn)) take(1.0F, {"handler"});
  take(static_cast<float>(std::min(last - first, 10u)) / 10.0F, {"length"});
}

// What the whole text says, the same for each of its cues.
struct Scene {
  std::vector<std::uint32_t> offsets;  // code points before each stretch
  std::string_view sounds;
  std::map<std::string_view, int> meanings;  // of standing cues, how many
};

constexpr std::array<std::string_view, 9> sound_names{
    "most_everyday", "very_everyday", "everyday",   "rather_everyday", "neither",
    "rather_wrong",  "wrong",         "very_wrong", "most_wrong"};

std::string_view sound_of(std::optional<float> score) {
  if (!score) return "unheard";
  const int step = std::clamp(static_cast<int>(std::lround(*score)), -4, 4);
  return sound_names[static_cast<std::size_t>(step + 4)];
}

Scene scene_of(const std::vector<const Segment*>& segments, std::optional<float> score,
               const Heard& heard) {
  Scene scene;
  std::uint32_t sum = 0;
  for (const auto* segment : segments) {
    scene.offsets.push_back(sum);
    sum += segment->code_points;
  }
  scene.sounds = sound_of(score);
  for (const auto& cue : heard.cues) {
    if (cue.stands()) ++scene.meanings[cue.meaning];
  }
  return scene;
}

template <class Take>
void text_features(const Hearer& hearer, const std::vector<const Segment*>& segments,
                   const Scene& scene, const Heard& heard, const Take& take) {
  take(1.0F, {"always"});
  take(1.0F, {"voice", to_string(hearer.voice)});
  take(1.0F, {"channel", to_string(hearer.channel)});
  take(1.0F, {"sounds", scene.sounds});
  std::array<std::uint32_t, second_kinds> counts{};
  std::uint32_t words = 0;
  std::vector<std::uint32_t> people;
  for (const auto* segment : segments) {
    words += static_cast<std::uint32_t>(segment->tokens.words.size());
    for (std::size_t each = 0; each < counts.size(); ++each)
      counts[each] += segment->second.kinds[each];
    people.insert(people.end(), segment->second.people.begin(), segment->second.people.end());
  }
  for (std::size_t each = 0; each < counts.size(); ++each) {
    if (counts[each] == 0) continue;
    take(1.0F, {"text", kinds[each].name});
    take(std::min(1.0F, 8.0F * static_cast<float>(counts[each]) / static_cast<float>(words)),
         {"share", kinds[each].name});
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  for (const std::uint32_t each : people) {
    const std::string_view word = hearer.policy.lexicon.word(each & ~my_bit);
    if (each & my_bit) {
      take(1.0F, {"text", "my", word});
    } else {
      take(1.0F, {"text", word});
    }
  }
  std::array<float, whos> about{};
  float standing = 0;
  for (const auto& cue : heard.cues) {
    if (!cue.stands()) continue;
    about[static_cast<std::size_t>(cue.about)] += 1;
    ++standing;
  }
  for (std::size_t who = 0; who < whos; ++who) {
    if (about[who] > 0)
      take(about[who] / standing, {"cues_about", to_string(static_cast<Who>(who))});
  }
  take(std::min(standing, 12.0F) / 12.0F, {"cues"});
  for (const auto& age : heard.ages) {
    if (age.stands()) take(1.0F, {"age", to_string(age.who), age.high < 18 ? "young" : "grown"});
  }
  for (const auto& [meaning, count] : scene.meanings) take(1.0F, {"beside", meaning});
}

// What a meaning is worth in this text.
template <class Take>
void meaning_features(const Scene& scene, std::string_view meaning, const Take& take) {
  take(1.0F, {"is", meaning});
  take(1.0F, {"is", meaning, "sounds", scene.sounds});
  for (const auto& [other, count] : scene.meanings) {
    if (other != meaning) take(1.0F, {"is", meaning, "beside", other});
  }
  const auto own = scene.meanings.find(meaning);
  const int count = own == scene.meanings.end() ? 1 : own->second;
  take(static_cast<float>(std::min(count, 5)) / 5.0F, {"many"});
  take(static_cast<float>(std::min(count, 5)) / 5.0F, {"many", meaning});
}

template <class Take>
void cue_features(const Hearer& hearer, const HeardCue& cue, const Nearby& near, bool first,
                  const Take& take) {
  const std::string_view about = to_string(cue.about);
  take(1.0F, {"said_of", about});
  take(1.0F, {"said_of", about, cue.meaning});
  take(1.0F, {"said_of", about, to_string(hearer.voice)});
  constexpr std::size_t telling = 10;  // of the kinds, those that tell persons apart
  for (std::size_t each = 0; each < telling; ++each) {
    if (near.inside & kinds[each].trait) take(1.0F, {"said_of", about, "in", kinds[each].name});
    if (near.last & kinds[each].trait) take(1.0F, {"said_of", about, "last", kinds[each].name});
  }
  take(1.0F, {"strength", to_string(cue.strength)});
  take(1.0F, {"strength", to_string(cue.strength), cue.meaning});
  if (first) take(1.0F, {"first"});
}

struct Where {
  std::size_t segment = 0;
  std::uint32_t first = 0, last = 0;  // words
};

Where where_is(const std::vector<const Segment*>& segments, const Scene& scene, const Span& span) {
  Where out;
  const auto after = std::upper_bound(scene.offsets.begin(), scene.offsets.end(), span.start);
  out.segment = static_cast<std::size_t>(after - scene.offsets.begin()) - 1;
  const auto& words = segments[out.segment]->tokens.words;
  const std::size_t offset = scene.offsets[out.segment];
  const auto first =
      std::lower_bound(words.begin(), words.end(), span.start - offset,
                       [](const Token& token, std::size_t start) { return token.end <= start; });
  const auto last =
      std::lower_bound(first, words.end(), span.end - offset,
                       [](const Token& token, std::size_t end) { return token.start < end; });
  out.first = static_cast<std::uint32_t>(first - words.begin());
  out.last = static_cast<std::uint32_t>(last - words.begin());
  return out;
}

// The candidate that stands in these words and has this meaning; -1 for none.
std::ptrdiff_t noted(const Listener::Policy& policy, const Segment& segment, const Where& where,
                     std::string_view meaning) {
  for (std::size_t each = 0; each < segment.second.candidates.size(); ++each) {
    const Candidate& candidate = segment.candidates[each];
    if (candidate.place.first == where.first && candidate.place.last == where.last &&
        policy.meanings_known[policy.cues[candidate.cue].meaning].name == meaning)
      return static_cast<std::ptrdiff_t>(each);
  }
  return -1;
}

// Where the phrase itself says whom it is about, or somebody's words are given, grammar knows
// better than what was learnt.
bool says_whom(const Listener::Policy& policy, const Candidate& candidate) {
  return candidate.about >= 0 || candidate.in_quote || policy.cues[candidate.cue].fixed.has_value();
}

void add_to(Sums& sums, const Sums& more) {
  for (std::size_t each = 0; each < sums.size(); ++each) sums[each] += more[each];
}

// The words that told most against a cue, to be read.
std::string told_against(const SecondEar& ear, const Hearer& hearer, const Segment& segment,
                         const Where& where) {
  std::vector<std::pair<float, std::string>> heavy;
  own_features(hearer.policy, segment, where.first, where.last, [&](float value, Parts parts) {
    Sums sums{};
    ear.add(number_of(parts), value, sums);
    if (sums[whos] < -0.1F) heavy.emplace_back(sums[whos], name_of(parts));
  });
  std::sort(heavy.begin(), heavy.end());
  std::string out = "such words are seldom meant so";
  for (std::size_t each = 0; each < std::min<std::size_t>(heavy.size(), 4); ++each)
    out += (each == 0 ? ": " : ", ") + heavy[each].second;
  return out;
}

// Odds as chances; the person whom it is most likely about, where clearly likelier than the one
// that was named.
Who about_whom(const Sums& sums, Who named, float margin) {
  const float most = *std::max_element(sums.begin(), sums.begin() + whos);
  std::array<float, whos> chance{};
  float all = 0;
  for (std::size_t who = 0; who < whos; ++who) all += chance[who] = std::exp(sums[who] - most);
  const auto best = std::max_element(chance.begin(), chance.end());
  if (*best - chance[static_cast<std::size_t>(named)] < margin * all) return named;
  return static_cast<Who>(best - chance.begin());
}

}  // namespace

Result<SecondEar> SecondEar::read(const std::filesystem::path& file) {
  SecondEar out;
  std::ifstream in(file);
  std::string line;
  for (int number = 1; in && std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const auto tab = line.find('\t');
    Sums row{};
    const char* at = tab == std::string::npos ? nullptr : line.c_str() + tab + 1;
    for (std::size_t each = 0; each < row.size() && at; ++each) {
      char* end = nullptr;
      row[each] = std::strtof(at, &end);
      at = end == at ? nullptr : end;
    }
    if (!at)
      return error(Code::invalid, "expected a feature, a tab and seven weights",
                   fmt::format("{}:{}:1", file.string(), number));
    out.rows_[number_of({line.substr(0, tab)})] = static_cast<std::uint32_t>(out.weights_.size());
    out.weights_.push_back(row);
  }
  return out;
}

void note_second(const Hearer& hearer, Segment& segment) {
  SecondNotes& notes = segment.second;
  const auto& words = segment.tokens.words;
  for (std::size_t at = 0; at < words.size(); ++at) {
    for (std::size_t each = 0; each < kinds.size(); ++each)
      notes.kinds[each] += words[at].is(kinds[each].trait);
    if (words[at].id == unknown_word || !words[at].is(trait_kin | trait_person)) continue;
    notes.people.push_back(words[at].id);
    if (at > 0 && words[at - 1].is(trait_i) && words[at - 1].is(trait_possessive))
      notes.people.push_back(words[at].id | my_bit);
  }
  std::sort(notes.people.begin(), notes.people.end());
  notes.people.erase(std::unique(notes.people.begin(), notes.people.end()), notes.people.end());
  if (!hearer.second) return;
  notes.candidates.resize(segment.candidates.size());
  for (std::size_t each = 0; each < segment.candidates.size(); ++each) {
    const Place& place = segment.candidates[each].place;
    own_features(hearer.policy, segment, place.first, place.last, [&](float value, Parts parts) {
      hearer.second->add(number_of(parts), value, notes.candidates[each]);
    });
  }
}

void listen_again(const Hearer& hearer, const std::vector<const Segment*>& segments,
                  std::optional<float> score, Heard& heard) {
  if (!hearer.second || segments.empty()) return;
  const SecondEar& ear = *hearer.second;
  const Scene scene = scene_of(segments, score, heard);
  const auto into = [&ear](Sums& sums) {
    return [&ear, &sums](float value, Parts parts) { ear.add(number_of(parts), value, sums); };
  };
  Sums text{};
  text_features(hearer, segments, scene, heard, into(text));
  std::map<std::string_view, Sums> meanings;
  for (const auto& [meaning, count] : scene.meanings) {
    meanings[meaning] = text;
    meaning_features(scene, meaning, into(meanings[meaning]));
  }
  std::map<std::string_view, bool> met;
  const auto& leaves = hearer.policy.second_leaves;
  constexpr std::size_t explained_max = 64;
  std::size_t explained = 0;
  for (auto& cue : heard.cues) {
    if (!cue.stands()) continue;
    const Where where = where_is(segments, scene, cue.span);
    const Segment& segment = *segments[where.segment];
    Sums sums = meanings[cue.meaning];
    const auto at = noted(hearer.policy, segment, where, cue.meaning);
    if (at >= 0) {
      add_to(sums, segment.second.candidates[static_cast<std::size_t>(at)]);
    } else {
      own_features(hearer.policy, segment, where.first, where.last, into(sums));
    }
    bool& before = met[cue.meaning];
    cue_features(hearer, cue, nearby(segment, where.first, where.last), !before, into(sums));
    before = true;
    if (at < 0 || !says_whom(hearer.policy, segment.candidates[static_cast<std::size_t>(at)]))
      cue.about = about_whom(sums, cue.about, hearer.policy.second_margin);
    if (std::find(leaves.begin(), leaves.end(), cue.meaning) != leaves.end()) continue;
    const float least = cue.strength == Strength::strong ? hearer.policy.second_least_strong
                                                         : hearer.policy.second_least;
    if (sums[whos] >= least) continue;
    cue.set_aside = ++explained <= explained_max ? told_against(ear, hearer, segment, where)
                                                 : "such words are seldom meant so";
  }
}

std::vector<SecondLesson> second_lessons(const Hearer& hearer,
                                         const std::vector<const Segment*>& segments,
                                         std::optional<float> score, const Heard& heard) {
  std::vector<SecondLesson> out;
  if (segments.empty()) return out;
  const Scene scene = scene_of(segments, score, heard);
  const auto into = [](std::map<std::string, float>& names) {
    return [&names](float value, Parts parts) { names[name_of(parts)] += value; };
  };
  std::map<std::string, float> text;
  text_features(hearer, segments, scene, heard, into(text));
  std::map<std::string_view, bool> met;
  for (const auto& cue : heard.cues) {
    if (!cue.stands()) continue;
    const Where where = where_is(segments, scene, cue.span);
    const Segment& segment = *segments[where.segment];
    SecondLesson lesson{cue, text};
    const auto take = into(lesson.features);
    meaning_features(scene, cue.meaning, take);
    own_features(hearer.policy, segment, where.first, where.last, take);
    bool& before = met[cue.meaning];
    cue_features(hearer, cue, nearby(segment, where.first, where.last), !before, take);
    before = true;
    out.push_back(std::move(lesson));
  }
  return out;
}

}  // namespace heed::hearing
