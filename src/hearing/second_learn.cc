// Teaches the second ear: logistic regression on all lessons at once, steps by Adam, so many
// rounds; nothing random.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "hearing/learn.h"
#include "hearing/learner.h"
#include "hearing/learnt.h"
#include "hearing/second_ear.h"

namespace heed::hearing {
namespace {

constexpr int seen_least = 3;  // cues that must have a feature before it counts
constexpr int rounds = 250;
constexpr double step = 0.04;
constexpr double pull_about = 7.0;  // towards nought: a prior on each weight
constexpr double pull_meant = 10.0;
constexpr double weight_least = 0.015;  // lighter ones are not kept

using Row = std::vector<std::pair<std::uint32_t, float>>;

struct Course {
  std::vector<std::string> names;
  std::vector<Row> rows;
  std::vector<int> about;  // a Who, or -1 where the cue is not meant
  std::vector<float> weight;
};

bool overlaps(const Span& a, const Span& b) {
  const auto start = std::max(a.start, b.start), end = std::min(a.end, b.end);
  return end > start && 2 * (end - start) >= std::min(a.end - a.start, b.end - b.start);
}

// Whom the labels say that this is about; -1 where no label says it.
int about_of(const Lesson& lesson, const HeardCue& cue) {
  int out = -1;
  for (const auto& label : lesson.cues) {
    if (label.meaning != cue.meaning || !overlaps(label.span, cue.span)) continue;
    if (label.about == cue.about) return static_cast<int>(label.about);
    if (out < 0) out = static_cast<int>(label.about);
  }
  return out;
}

struct Learnts {
  std::vector<std::string> hands;
  std::vector<Learnt> without;  // each hand
};

Result<Learnts> learn_without_each(const Listener& listener, const std::vector<Lesson>& lessons) {
  Learnts out;
  for (const auto& lesson : lessons) {
    if (std::find(out.hands.begin(), out.hands.end(), lesson.hand) == out.hands.end())
      out.hands.push_back(lesson.hand);
  }
  if (out.hands.size() < 2) return error(Code::invalid, "expected texts of at least two hands");
  for (const auto& hand : out.hands) {
    std::vector<Lesson> others;
    for (const auto& lesson : lessons) {
      if (lesson.hand != hand) others.push_back(lesson);
    }
    HEED_TRY(const std::string model, learn(listener, others));
    std::istringstream in(model);
    HEED_TRY(auto learnt, Learnt::parse(in, hand));
    out.without.push_back(std::move(learnt));
  }
  return out;
}

Course course_of(const Listener::Policy& policy, const Learnts& learnts,
                 const std::vector<Lesson>& lessons) {
  std::vector<std::map<std::string, float>> features;
  Course course;
  std::map<std::string, int> seen;
  for (const auto& lesson : lessons) {
    Hearer hearer{policy, lesson.channel, lesson.voice, lesson.at, {}};
    const auto hand = std::find(learnts.hands.begin(), learnts.hands.end(), lesson.hand);
    hearer.learnt = &learnts.without[static_cast<std::size_t>(hand - learnts.hands.begin())];
    const auto owned = segments_of(hearer, lesson.text);
    std::vector<const Segment*> segments;
    for (const auto& each : owned) segments.push_back(each.get());
    const Heard heard = weigh(hearer, segments, {});
    for (auto& each : second_lessons(hearer, segments, hearer.learnt->score(segments), heard)) {
      course.about.push_back(about_of(lesson, each.cue));
      course.weight.push_back(lesson.weight);
      for (const auto& [name, value] : each.features) ++seen[name];
      features.push_back(std::move(each.features));
    }
  }
  std::map<std::string, std::uint32_t> number;
  for (const auto& [name, count] : seen) {
    if (count < seen_least || name.find_first_of("\t\n") != std::string::npos) continue;
    number[name] = static_cast<std::uint32_t>(course.names.size());
    course.names.push_back(name);
  }
  for (const auto& each : features) {
    Row row;
    for (const auto& [name, value] : each) {
      if (const auto found = number.find(name); found != number.end())
        row.emplace_back(found->second, value);
    }
    course.rows.push_back(std::move(row));
  }
  return course;
}

// How far each weighed sum should move for one cue.
Sums error_of(const Sums& sums, int about) {
  Sums out{};
  out[whos] = 1 / (1 + std::exp(-sums[whos])) - (about >= 0 ? 1.0F : 0.0F);
  if (about < 0) return out;  // of what is not meant nobody can be named
  const float most = *std::max_element(sums.begin(), sums.begin() + whos);
  float all = 0;
  for (std::size_t who = 0; who < whos; ++who) all += std::exp(sums[who] - most);
  for (std::size_t who = 0; who < whos; ++who)
    out[who] = std::exp(sums[who] - most) / all - (static_cast<int>(who) == about ? 1.0F : 0.0F);
  return out;
}

using Weights = std::vector<std::array<double, whos + 1>>;

Weights fit(const Course& course) {
  const std::size_t size = course.names.size();
  Weights weights(size), slopes(size), mean(size), spread(size);
  for (int round = 1; round <= rounds; ++round) {
    for (std::size_t each = 0; each < size; ++each) {
      for (std::size_t column = 0; column <= whos; ++column)
        slopes[each][column] = weights[each][column] * (column == whos ? pull_meant : pull_about);
    }
    for (std::size_t cue = 0; cue < course.rows.size(); ++cue) {
      Sums sums{};
      for (const auto& [feature, value] : course.rows[cue]) {
        for (std::size_t column = 0; column <= whos; ++column)
          sums[column] += static_cast<float>(weights[feature][column]) * value;
      }
      const Sums wrong = error_of(sums, course.about[cue]);
      for (const auto& [feature, value] : course.rows[cue]) {
        for (std::size_t column = 0; column <= whos; ++column)
          slopes[feature][column] +=
              static_cast<double>(course.weight[cue] * wrong[column] * value);
      }
    }
    const double pace = step * (1 - static_cast<double>(round) / (rounds + 1));
    for (std::size_t each = 0; each < size; ++each) {
      for (std::size_t column = 0; column <= whos; ++column) {
        const double slope = slopes[each][column];
        double& m = mean[each][column];
        double& s = spread[each][column];
        m = 0.9 * m + 0.1 * slope;
        s = 0.99 * s + 0.01 * slope * slope;
        const double by = m / (1 - std::pow(0.9, round));
        weights[each][column] -= pace * by / (std::sqrt(s / (1 - std::pow(0.99, round))) + 1e-6);
      }
    }
  }
  return weights;
}

}  // namespace

Result<std::string> learn_second(const Listener& listener, const std::vector<Lesson>& lessons) {
  HEED_TRY(const Learnts learnts, learn_without_each(listener, lessons));
  const Course course = course_of(Learner::policy(listener), learnts, lessons);
  const Weights weights = fit(course);
  std::string out =
      "# About whom a cue is, and whether it is meant. Made by `./dev hear-learn` from the "
      "labelled\n"
      "# corpus; do not edit. feature, then its weight for: caller victim suspect witness other "
      "unknown, meant.\n";
  for (std::size_t each = 0; each < weights.size(); ++each) {
    const auto& row = weights[each];
    if (std::none_of(row.begin(), row.end(),
                     [](double weight) { return std::abs(weight) >= weight_least; }))
      continue;
    out += course.names[each] + "\t";
    for (std::size_t column = 0; column <= whos; ++column) {
      const double weight = row[column];
      out += std::abs(weight) < 0.005 ? "0" : fmt::format("{:.2f}", weight);
      out += column == whos ? '\n' : ' ';
    }
  }
  return out;
}

}  // namespace heed::hearing
