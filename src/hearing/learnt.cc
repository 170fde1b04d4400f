#include "hearing/learnt.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

#include "base/text.h"

namespace heed::hearing {
namespace {

constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a ^ (b + 0x9e3779b97f4a7c15ULL + (a << 6) + (a >> 2));
  x *= 0xff51afd7ed558ccdULL;
  return x ^ (x >> 32);
}

constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 1469598103934665603ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return h;
}

struct Kind {
  std::uint32_t trait;
  std::string_view name;
};
constexpr std::array<Kind, 12> kinds{{{trait_negation, "NOT"},
                                      {trait_i, "I"},
                                      {trait_you, "YOU"},
                                      {trait_he, "HE"},
                                      {trait_she, "HE"},
                                      {trait_they, "HE"},
                                      {trait_partner, "PARTNER"},
                                      {trait_young, "YOUNG"},
                                      {trait_kin, "KIN"},
                                      {trait_person, "MAN"},
                                      {trait_number, "NUM"},
                                      {trait_forename, "NAME"}}};

std::string_view kind_of(const Token& token) {
  if (token.kind == TokenKind::digits || token.kind == TokenKind::mixed) return "NUM";
  for (const auto& kind : kinds) {
    if (token.is(kind.trait) && !(kind.trait == trait_forename && token.is(trait_common)))
      return kind.name;
  }
  return {};
}

// Words so common that beside a word they say nothing.
bool is_small(const Token& token, std::string_view word) {
  return word.size() < 3 || token.is(trait_determiner | trait_filler | trait_joint);
}

class Writer {
 public:
  Writer(std::vector<Feature>& out, std::unordered_map<Feature, std::string>* names)
      : out_(out), names_(names) {}
  template <class... Parts>
  void add(std::string_view shape, Parts... parts) {
    Feature h = hash_of(shape);
    ((h = mix(h, hash_of(parts))), ...);
    out_.push_back(h);
    if (names_ && names_->find(h) == names_->end()) {
      std::string name(shape);
      ((name += "_" + std::string(parts)), ...);
      names_->emplace(h, std::move(name));
    }
  }

 private:
  std::vector<Feature>& out_;
  std::unordered_map<Feature, std::string>* names_;
};

}  // namespace

void features_of(const Listener::Policy& policy, const Segment& segment,
                 std::vector<std::vector<Feature>>& out,
                 std::unordered_map<Feature, std::string>* names) {
  const auto& words = segment.tokens.words;
  const auto count = words.size();
  std::vector<std::string> own(count);
  std::vector<std::string_view> word(count), kind(count);
  for (std::size_t at = 0; at < count; ++at) {
    if (words[at].id != unknown_word) {
      word[at] = policy.lexicon.word(words[at].id);
    } else {
      own[at] = folded(surface(segment, words[at]));
      word[at] = own[at];
    }
    if (words[at].kind == TokenKind::digits) word[at] = "0";
    kind[at] = kind_of(words[at]);
    if (kind[at].empty()) kind[at] = word[at];
  }
  out.assign(count, {});
  const auto same = [&](std::size_t at, std::ptrdiff_t by) {
    const auto to = static_cast<std::ptrdiff_t>(at) + by;
    return to >= 0 && to < static_cast<std::ptrdiff_t>(count) &&
           segment.sentence_of[static_cast<std::size_t>(to)] == segment.sentence_of[at];
  };
  const auto w = [&](std::size_t at, std::ptrdiff_t by) {
    return same(at, by) ? word[at + static_cast<std::size_t>(by)] : std::string_view(".");
  };
  const auto k = [&](std::size_t at, std::ptrdiff_t by) {
    return same(at, by) ? kind[at + static_cast<std::size_t>(by)] : std::string_view(".");
  };
  for (std::size_t at = 0; at < count; ++at) {
    out[at].reserve(36);
    Writer f(out[at], names);
    f.add("w", word[at]);
    f.add("l", w(at, -1));
    f.add("r", w(at, 1));
    f.add("ll", w(at, -2));
    f.add("rr", w(at, 2));
    f.add("lw", w(at, -1), word[at]);
    f.add("wr", word[at], w(at, 1));
    f.add("l_r", w(at, -1), w(at, 1));
    f.add("lwr", k(at, -1), word[at], k(at, 1));
    f.add("llw", k(at, -2), k(at, -1), word[at]);
    f.add("wrr", word[at], k(at, 1), k(at, 2));
    f.add("kk", kind[at], k(at, 1));
    f.add("kl", k(at, -1), kind[at]);
    f.add("lr", w(at, 1), w(at, 2));
    f.add("ln", w(at, -2), w(at, -1));
    if (word[at].size() > 5) f.add("stem", word[at].substr(0, 5));
    for (std::ptrdiff_t by = -6; by <= 6; ++by) {
      if (by == 0 || !same(at, by)) continue;
      const std::size_t to = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at) + by);
      if (!is_small(words[to], word[to])) f.add("near", word[to]);
    }
  }
  for (const auto& candidate : segment.candidates) {
    const CueGroup& group = policy.cues[candidate.cue];
    const std::string& meaning = policy.meanings_known[group.meaning].name;
    const std::string_view strength = candidate.set_aside ? "aside" : to_string(group.strength);
    for (std::uint32_t at = candidate.place.first; at < candidate.place.last && at < count; ++at) {
      Writer f(out[at], names);
      f.add("phrase", std::string_view(meaning), strength);
      if (!candidate.set_aside) f.add("wphrase", std::string_view(meaning), word[at]);
    }
  }
  for (const auto& age : segment.ages) {
    const std::string_view band = age.high < 18  ? "child"
                                  : age.low < 18 ? "unsure"
                                  : age.low > 65 ? "old"
                                                 : "adult";
    for (std::uint32_t at = age.place.first; at < age.place.last && at < count; ++at)
      Writer(out[at], names).add("age", band);
  }
}

Result<Learnt> Learnt::read(const Listener::Policy& policy, const std::filesystem::path& file) {
  Learnt out;
  std::ifstream in(file);
  if (!in) return out;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const auto fields = split(line, '\t');
    const std::string where = fmt::format("{}:{}:1", file.string(), number);
    try {
      if (fields[0] == "meaning" && fields.size() == 4) {
        const auto meaning = policy.meaning_number(fields[1]);
        if (meaning < 0)
          return error(Code::invalid, fmt::format("'{}' is no meaning of meanings.toml", fields[1]),
                       where, "learn again");
        out.meanings_.push_back(static_cast<std::uint32_t>(meaning));
        out.thresholds_.push_back(std::stof(std::string(fields[2])));
        out.bias_.push_back(std::stof(std::string(fields[3])));
        continue;
      }
      if (fields.size() < 3)
        return error(Code::invalid, "expected a feature, its number and weights", where,
                     "learn again");
      const Feature feature = std::stoull(std::string(fields[1]), nullptr, 16);
      const auto row = static_cast<std::uint32_t>(out.rows_.size());
      out.rows_.emplace(feature, row);
      out.names_.emplace(feature, std::string(fields[0]));
      out.weights_.resize((row + 1u) * out.meanings_.size());
      for (std::size_t each = 2; each < fields.size(); ++each) {
        const auto colon = fields[each].find(':');
        const auto meaning = std::stoul(std::string(fields[each].substr(0, colon)));
        if (colon == std::string_view::npos || meaning >= out.meanings_.size())
          return error(Code::invalid, "expected number:weight", where, "learn again");
        out.weights_[row * out.meanings_.size() + meaning] =
            std::stof(std::string(fields[each].substr(colon + 1)));
      }
    } catch (const std::exception&) {
      return error(Code::invalid, "expected a number", where, "learn again: heed hear --learn");
    }
  }
  return out;
}

std::vector<float> Learnt::scores(const std::vector<std::vector<Feature>>& features) const {
  const std::size_t width = meanings_.size();
  std::vector<float> out(features.size() * width);
  for (std::size_t at = 0; at < features.size(); ++at) {
    float* score = out.data() + at * width;
    std::copy(bias_.begin(), bias_.end(), score);
    for (const Feature feature : features[at]) {
      const auto found = rows_.find(feature);
      if (found == rows_.end()) continue;
      const float* weight = weights_.data() + found->second * width;
      for (std::size_t m = 0; m < width; ++m) score[m] += weight[m];
    }
  }
  return out;
}

std::string Learnt::why(const std::vector<std::vector<Feature>>& features, std::uint32_t first,
                        std::uint32_t last, std::size_t meaning) const {
  std::vector<std::pair<float, Feature>> heavy;
  for (std::uint32_t at = first; at < last; ++at) {
    for (const Feature feature : features[at]) {
      const auto found = rows_.find(feature);
      if (found == rows_.end()) continue;
      const float weight = weights_[found->second * meanings_.size() + meaning];
      if (weight > 0.2F) heavy.emplace_back(weight, feature);
    }
  }
  std::sort(heavy.begin(), heavy.end(), std::greater<>());
  heavy.erase(std::unique(heavy.begin(), heavy.end()), heavy.end());
  std::string out = "learnt from its words:";
  for (std::size_t each = 0; each < heavy.size() && each < 4; ++each)
    out += " " + names_.at(heavy[each].second);
  return out;
}

namespace {

struct Run {
  std::uint32_t first, last;
  float best;
};

// Words above the threshold, a single weaker one between them forgiven; not over a sentence's end.
std::vector<Run> runs_of(const Segment& segment, const std::vector<float>& scores,
                         std::size_t width, std::size_t meaning, float threshold) {
  std::vector<Run> out;
  const auto count = static_cast<std::uint32_t>(segment.tokens.words.size());
  const auto score = [&](std::uint32_t at) { return scores[at * width + meaning]; };
  for (std::uint32_t at = 0; at < count;) {
    if (score(at) < threshold) {
      ++at;
      continue;
    }
    Run run{at, at + 1, score(at)};
    while (run.last < count && segment.sentence_of[run.last] == segment.sentence_of[at]) {
      if (score(run.last) >= threshold) {
        run.best = std::max(run.best, score(run.last));
        ++run.last;
      } else if (run.last + 1 < count && score(run.last + 1) >= threshold &&
                 segment.sentence_of[run.last + 1] == segment.sentence_of[at]) {
        run.last += 2;
      } else {
        break;
      }
    }
    out.push_back(run);
    at = run.last;
  }
  return out;
}

}  // namespace

void rank_cues(const Hearer& hearer, Segment& segment) {
  const auto& policy = hearer.policy;
  if (!policy.learnt || policy.learnt->empty() || !policy.use_learnt ||
      segment.tokens.words.empty())
    return;
  const Learnt& model = *policy.learnt;
  std::vector<std::vector<Feature>> features;
  features_of(policy, segment, features, nullptr);
  const std::vector<float> scores = model.scores(features);
  const std::size_t width = model.meanings();
  std::vector<Candidate> kept;
  std::vector<std::int32_t> number(policy.meanings_known.size(), -1);
  for (std::size_t m = 0; m < width; ++m) number[model.meaning(m)] = static_cast<std::int32_t>(m);
  for (auto& candidate : segment.candidates) {
    const std::int32_t m = number[policy.cues[candidate.cue].meaning];
    if (m < 0) {
      kept.push_back(candidate);
      continue;
    }
    float best = -99;
    for (std::uint32_t at = candidate.place.first; at < candidate.place.last; ++at)
      best = std::max(best, scores[at * width + static_cast<std::size_t>(m)]);
    candidate.score = best;
    candidate.weak = best < model.threshold(static_cast<std::size_t>(m));
    kept.push_back(candidate);
  }
  for (std::size_t m = 0; m < width; ++m) {
    const Meaning& meaning = policy.meanings_known[model.meaning(m)];
    for (const Run& run : runs_of(segment, scores, width, m, model.threshold(m))) {
      const bool known = std::any_of(kept.begin(), kept.end(), [&](const Candidate& other) {
        return policy.cues[other.cue].meaning == model.meaning(m) && other.place.first < run.last &&
               run.first < other.place.last;
      });
      const bool handler = hearer.voice == Voice::handler_note || segment.handler_turn ||
                           hearer.channel == Channel::service_desk;
      if (known || (meaning.handler_only && !handler) ||
          (segment.handler_turn && !meaning.handler_only))
        continue;
      Match match;
      match.begin = match.quote_begin = run.first;
      match.end = match.quote_end = run.last;
      Candidate candidate = candidate_of(segment, match, policy.learnt_cues.at(model.meaning(m)));
      candidate.pattern = no_pattern;
      candidate.score = run.best;
      candidate.learnt_why = model.why(features, run.first, run.last, m);
      kept.push_back(std::move(candidate));
    }
  }
  std::sort(kept.begin(), kept.end(), [](const Candidate& a, const Candidate& b) {
    return std::pair(a.place.first, a.cue) < std::pair(b.place.first, b.cue);
  });
  segment.candidates = std::move(kept);
}

}  // namespace heed::hearing
