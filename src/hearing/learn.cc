#include "hearing/learn.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "hearing/learner.h"
#include "hearing/learnt.h"

namespace heed::hearing {

namespace {

constexpr int seen_least = 2;  // texts that must have a feature before it counts
constexpr int rounds = 60;
constexpr double decay = 0.001;
constexpr double step = 0.5;
constexpr double weight_least = 0.08;  // lighter ones are not kept

struct Course {
  std::vector<std::string> names;
  std::vector<std::vector<std::uint32_t>> rows;  // of each text, each once
  std::vector<bool> benign;
};

Course course_of(const Listener::Policy& policy, const std::vector<Lesson>& lessons) {
  std::vector<std::set<std::string>> texts;
  std::map<std::string, int> seen;
  for (const auto& lesson : lessons) {
    const Hearer hearer{policy, lesson.channel, lesson.voice, lesson.at, {}};
    std::set<std::string> own;
    for (const auto& segment : segments_of(hearer, lesson.text)) {
      name_features(policy, *segment, [&](const std::string& name) { own.insert(name); });
    }
    for (const auto& name : own) ++seen[name];
    texts.push_back(std::move(own));
  }
  Course course;
  std::map<std::string, std::uint32_t> number;
  for (const auto& [name, count] : seen) {
    if (count < seen_least || name.find_first_of("\t\n") != std::string::npos) continue;
    number[name] = static_cast<std::uint32_t>(course.names.size());
    course.names.push_back(name);
  }
  for (std::size_t text = 0; text < texts.size(); ++text) {
    std::vector<std::uint32_t> rows;
    for (const auto& name : texts[text]) {
      if (const auto found = number.find(name); found != number.end())
        rows.push_back(found->second);
    }
    course.rows.push_back(std::move(rows));
    course.benign.push_back(lessons[text].benign);
  }
  return course;
}

}  // namespace

// Logistic regression, each text's features weighed by the root of their number, adaptive steps.
Result<std::string> learn(const Listener& listener, const std::vector<Lesson>& lessons) {
  if (lessons.size() < 20) return error(Code::invalid, "expected at least 20 labelled texts");
  const Course course = course_of(Learner::policy(listener), lessons);
  std::vector<double> weights(course.names.size()), steps(course.names.size());
  double bias = 0, bias_steps = 0;
  std::vector<std::size_t> order(lessons.size());
  std::iota(order.begin(), order.end(), 0);
  std::mt19937 random(20261119);
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t at = order.size(); at > 1; --at)
      std::swap(order[at - 1], order[random() % at]);
    for (const std::size_t text : order) {
      const auto& rows = course.rows[text];
      const double size = std::sqrt(static_cast<double>(std::max<std::size_t>(rows.size(), 1)));
      double sum = 0;
      for (const auto row : rows) sum += weights[row];
      const double odds = std::clamp(bias + sum / size, -30.0, 30.0);
      const double wrong = 1 / (1 + std::exp(-odds)) - (course.benign[text] ? 0 : 1);
      for (const auto row : rows) {
        const double slope = wrong / size + decay * weights[row];
        steps[row] += slope * slope;
        weights[row] -= step * slope / std::sqrt(steps[row] + 1e-6);
      }
      bias_steps += wrong * wrong;
      bias -= step * wrong / std::sqrt(bias_steps + 1e-6);
    }
  }
  std::string out =
      "# How much a text sounds like something wrong (above 0) or everyday (below). Made by\n"
      "# `./dev hear-learn` from the labelled corpus; do not edit. word, word_pair, begin~, "
      "=meaning.\n";
  out += fmt::format("BIAS\t{:.3f}\n", bias);
  for (std::size_t row = 0; row < course.names.size(); ++row) {
    if (std::abs(weights[row]) >= weight_least)
      out += fmt::format("{}\t{:.2f}\n", course.names[row], weights[row]);
  }
  return out;
}

}  // namespace heed::hearing
