#include "hearing/learn.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "hearing/learnt.h"

namespace heed::hearing {

// What Listener keeps private and learning needs.
class Learner {
 public:
  static const Listener::Policy& policy(const Listener& listener) { return *listener.policy_; }
};

namespace {

constexpr int epochs = 12;
constexpr float rate = 0.25F;
constexpr float decay = 2e-6F;
constexpr int seen_least = 2;  // in so many contacts, or a feature is somebody's private word

struct Word {
  std::vector<std::uint32_t> rows;
  std::uint64_t labels = 0;  // bit per meaning
  std::uint32_t text = 0;
  bool starts = false;  // of a stretch
};

struct Course {
  std::vector<std::string> meanings;
  std::vector<Feature> features;
  std::unordered_map<Feature, std::string> names;
  std::vector<Word> words;
  std::vector<std::string> hand_of;  // by text
};

struct Model {
  std::vector<float> weights, squares, bias, bias_squares;
  std::size_t width = 0;
};

void score(const Model& model, const Word& word, std::vector<float>& out) {
  std::copy(model.bias.begin(), model.bias.end(), out.begin());
  for (const auto row : word.rows) {
    const float* weight = model.weights.data() + row * model.width;
    for (std::size_t m = 0; m < model.width; ++m) out[m] += weight[m];
  }
}

Model fit(const Course& course, const std::string& without) {
  Model model;
  model.width = course.meanings.size();
  model.weights.assign(course.features.size() * model.width, 0);
  model.squares.assign(model.weights.size(), 1e-2F);
  model.bias.assign(model.width, -3.5F);
  model.bias_squares.assign(model.width, 1e-2F);
  std::vector<std::uint32_t> order(course.words.size());
  for (std::size_t each = 0; each < order.size(); ++each)
    order[each] = static_cast<std::uint32_t>(each);
  std::uint64_t state = 20261124;
  std::vector<float> scores(model.width);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t each = order.size(); each > 1; --each) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      std::swap(order[each - 1], order[(state >> 33) % each]);
    }
    for (const auto index : order) {
      const Word& word = course.words[index];
      if (!without.empty() && course.hand_of[word.text] == without) continue;
      score(model, word, scores);
      for (std::size_t m = 0; m < model.width; ++m) {
        const bool label = ((word.labels >> m) & 1U) != 0;
        const float p = 1.0F / (1.0F + std::exp(-scores[m]));
        const float gradient = p - (label ? 1.0F : 0.0F);
        if (!label && p < 0.02F) continue;
        model.bias_squares[m] += gradient * gradient;
        model.bias[m] -= rate * 0.3F * gradient / std::sqrt(model.bias_squares[m]);
        for (const auto row : word.rows) {
          float& weight = model.weights[row * model.width + m];
          float& square = model.squares[row * model.width + m];
          const float g = gradient + decay * weight;
          square += g * g;
          weight -= rate * 0.15F * g / std::sqrt(square);
        }
      }
    }
  }
  return model;
}

struct Counts {
  int found = 0, labelled = 0, said = 0, right = 0;
};

// Runs of words over a threshold against labelled runs, by any shared word.
Counts count(const Course& course, const std::vector<float>& scores, std::size_t width,
             std::size_t meaning, float threshold, const std::vector<char>& use) {
  Counts out;
  const auto run_over = [&](auto inside, auto other, int& total, int& hit) {
    for (std::size_t at = 0; at < course.words.size();) {
      if (!use[at] || !inside(at)) {
        ++at;
        continue;
      }
      bool shared = false;
      const std::uint32_t text = course.words[at].text;
      std::size_t end = at;
      while (end < course.words.size() && use[end] && course.words[end].text == text &&
             inside(end)) {
        shared = shared || other(end);
        ++end;
      }
      ++total;
      hit += shared;
      at = end;
    }
  };
  const auto over = [&](std::size_t at) { return scores[at * width + meaning] >= threshold; };
  const auto label = [&](std::size_t at) {
    return ((course.words[at].labels >> meaning) & 1U) != 0;
  };
  run_over(label, over, out.labelled, out.found);
  run_over(over, label, out.said, out.right);
  return out;
}

// The threshold that balances best, recall weighing as much as precision, on hands not learnt from.
std::vector<float> thresholds(const Course& course, const std::set<std::string>& hands) {
  const std::size_t width = course.meanings.size();
  std::vector<float> scores(course.words.size() * width, -99);
  std::vector<char> use(course.words.size(), 0);
  std::vector<float> row(width);
  for (const auto& hand : hands) {
    const Model model = fit(course, hands.size() > 1 ? hand : std::string());
    for (std::size_t at = 0; at < course.words.size(); ++at) {
      if (course.hand_of[course.words[at].text] != hand) continue;
      score(model, course.words[at], row);
      std::copy(row.begin(), row.end(), scores.begin() + static_cast<long>(at * width));
      use[at] = 1;
    }
  }
  std::vector<float> out(width, 0);
  for (std::size_t m = 0; m < width; ++m) {
    double best = -1;
    for (float threshold = -2.5F; threshold <= 2.0F; threshold += 0.25F) {
      const Counts c = count(course, scores, width, m, threshold, use);
      const double recall = c.labelled ? static_cast<double>(c.found) / c.labelled : 0;
      const double precision = c.said ? static_cast<double>(c.right) / c.said : 0;
      const double f = recall + precision > 0 ? 2 * recall * precision / (recall + precision) : 0;
      if (f > best) {
        best = f;
        out[m] = threshold;
      }
    }
  }
  return out;
}

}  // namespace

Result<std::string> learn(const Listener& listener, const std::vector<Lesson>& lessons) {
  const Listener::Policy& policy = Learner::policy(listener);
  Course course;
  for (const auto& meaning : policy.meanings) course.meanings.push_back(meaning);
  if (course.meanings.size() > 64)
    return error(Code::limit, "more than 64 meanings cannot be learnt");
  std::map<std::string, std::size_t> number;
  for (std::size_t each = 0; each < course.meanings.size(); ++each)
    number[course.meanings[each]] = each;
  std::unordered_map<Feature, std::pair<int, int>> seen;  // contacts, last contact
  std::vector<std::vector<std::vector<Feature>>> raw;
  std::set<std::string> hands;
  std::vector<std::uint64_t> labels;
  std::vector<std::uint32_t> text_of;
  std::vector<std::vector<Feature>> features;
  for (std::size_t text = 0; text < lessons.size(); ++text) {
    const Lesson& lesson = lessons[text];
    hands.insert(lesson.hand);
    course.hand_of.push_back(lesson.hand);
    std::size_t offset = 0;
    const Hearer hearer{policy, lesson.channel, lesson.voice, lesson.at, {}};
    for (const auto& segment : segments_of(hearer, lesson.text)) {
      std::vector<std::vector<Feature>> of_segment;
      features_of(policy, *segment, of_segment, &course.names);
      for (std::size_t at = 0; at < of_segment.size(); ++at) {
        const Token& token = segment->tokens.words[at];
        std::uint64_t bits = 0;
        for (const auto& label : lesson.cues) {
          const auto found = number.find(label.meaning);
          if (found != number.end() && offset + token.start < label.span.end &&
              label.span.start < offset + token.end)
            bits |= std::uint64_t{1} << found->second;
        }
        for (const Feature feature : of_segment[at]) {
          auto& [contacts, last] = seen[feature];
          if (contacts == 0 || last != static_cast<int>(text)) {
            ++contacts;
            last = static_cast<int>(text);
          }
        }
        labels.push_back(bits);
        text_of.push_back(static_cast<std::uint32_t>(text));
        features.push_back(std::move(of_segment[at]));
      }
      offset += segment->code_points;
    }
  }
  std::unordered_map<Feature, std::uint32_t> rows;
  for (std::size_t at = 0; at < features.size(); ++at) {
    Word word;
    word.labels = labels[at];
    word.text = text_of[at];
    for (const Feature feature : features[at]) {
      if (seen[feature].first < seen_least) continue;
      const auto [found, added] =
          rows.emplace(feature, static_cast<std::uint32_t>(course.features.size()));
      if (added) course.features.push_back(feature);
      word.rows.push_back(found->second);
    }
    course.words.push_back(std::move(word));
  }
  // With few hands the held-out part is every fifth contact instead.
  if (hands.size() < 4) {
    hands.clear();
    for (std::size_t text = 0; text < course.hand_of.size(); ++text) {
      course.hand_of[text] = fmt::format("fold {}", text % 5);
      hands.insert(course.hand_of[text]);
    }
  }
  const std::vector<float> limits = thresholds(course, hands);
  const Model model = fit(course, {});
  std::string out =
      "# Made by `heed hear --learn` from the labelled corpus; do not edit. Feature, number, "
      "meaning:weight.\n";
  for (std::size_t m = 0; m < course.meanings.size(); ++m)
    out +=
        fmt::format("meaning\t{}\t{:.2f}\t{:.3f}\n", course.meanings[m], limits[m], model.bias[m]);
  std::vector<std::pair<std::string, std::uint32_t>> ordered;
  for (std::size_t each = 0; each < course.features.size(); ++each)
    ordered.emplace_back(course.names[course.features[each]], static_cast<std::uint32_t>(each));
  std::sort(ordered.begin(), ordered.end());
  for (const auto& [name, row] : ordered) {
    std::string weights;
    for (std::size_t m = 0; m < model.width; ++m) {
      const float weight = model.weights[row * model.width + m];
      if (std::abs(weight) >= 0.06F) weights += fmt::format("\t{}:{:.2f}", m, weight);
    }
    if (!weights.empty() && name.find_first_of("\t\n") == std::string::npos)
      out += fmt::format("{}\t{:x}{}\n", name, course.features[row], weights);
  }
  return out;
}

}  // namespace heed::hearing
