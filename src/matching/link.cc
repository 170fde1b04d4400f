#include "matching/link.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>
#include <unordered_map>

#include "matching/segment.h"

namespace heed::matching {
namespace {

constexpr std::size_t kBlockMax = 60;       // people who share one value
constexpr std::size_t kPairBlockMax = 120;  // … who share two
constexpr int kRoundsMax = 200;
constexpr std::size_t kRandomPairs = 300'000;

using Pair = std::uint64_t;  // left << 32 | right

class Linker {
 public:
  Linker(const std::vector<LinkColumn>& columns, const LinkOptions& options,
         const LinkProgress& progress)
      : columns_(columns), options_(options), progress_(progress), rows_(columns[0].rows()) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].kind() == FieldKind::given_name) given_ = static_cast<int>(i);
      if (columns[i].kind() == FieldKind::family_name) family_ = static_cast<int>(i);
    }
  }

  LinkResult run() {
    find_pairs();
    progress_(fmt::format("{} pairs worth comparing among {} rows", pairs_.size(), rows_));
    compare_pairs();
    estimate_chance();
    estimate();
    progress_(fmt::format("weights estimated in {} rounds", result_.rounds));
    weigh();
    return std::move(result_);
  }

 private:
  bool crosses(std::uint32_t a, std::uint32_t b) const {
    return !options_.two_files || ((a < options_.left_rows) != (b < options_.left_rows));
  }

  // ---- pairs worth comparing ----

  void find_pairs() {
    std::vector<std::vector<std::uint32_t>> keys;
    for (const auto& column : columns_) {
      std::vector<std::uint32_t> hashes(column.values());
      for (std::uint32_t v = 1; v < column.values(); ++v) hashes[v] = hash32(column.loose(v)) | 1;
      std::vector<std::uint32_t> of_row(rows_);
      for (std::size_t row = 0; row < rows_; ++row) of_row[row] = hashes[column.value(row)];
      keys.push_back(std::move(of_row));
    }
    // Names may stand in each other's place.
    for (std::size_t i = 0; i < keys.size() && !full(); ++i) block(keys[i], nullptr, i, kBlockMax);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      for (std::size_t j = i + 1; j < keys.size() && !full(); ++j) {
        block(keys[i], &keys[j], 100 + i * 64 + j, kPairBlockMax);
      }
    }
    unite();
    if (given_ >= 0 && family_ >= 0 && !full()) block_swapped(keys);
    unite();
    result_.compared = pairs_.size();
  }

  bool full() {
    if (pairs_.size() < 2 * options_.pairs_max) return false;
    unite();
    if (pairs_.size() < options_.pairs_max) return false;
    pairs_.resize(options_.pairs_max);
    result_.complete = false;
    return true;
  }

  void unite() {
    std::sort(pairs_.begin(), pairs_.end());
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
  }

  void block(const std::vector<std::uint32_t>& one, const std::vector<std::uint32_t>* two,
             std::size_t salt, std::size_t block_max) {
    std::vector<Pair> keyed;
    keyed.reserve(rows_);
    for (std::uint32_t row = 0; row < rows_; ++row) {
      if (one[row] == 0 || (two && (*two)[row] == 0)) continue;
      std::uint32_t key = one[row] * 0x9e3779b1u + static_cast<std::uint32_t>(salt);
      if (two) key = (key ^ (*two)[row]) * 0x85ebca6bu;
      keyed.push_back(static_cast<Pair>(key) << 32 | row);
    }
    pair_up(keyed, block_max);
  }

  void block_swapped(const std::vector<std::vector<std::uint32_t>>& keys) {
    const auto& given = keys[static_cast<std::size_t>(given_)];
    const auto& family = keys[static_cast<std::size_t>(family_)];
    std::vector<Pair> keyed;
    for (std::uint32_t row = 0; row < rows_; ++row) {
      if (given[row] == 0 || family[row] == 0) continue;
      keyed.push_back(
          static_cast<Pair>(given[row] * 0x9e3779b1u + family[row] * 0x9e3779b1u) << 32 | row);
    }
    pair_up(keyed, kPairBlockMax);
  }

  void pair_up(std::vector<Pair>& keyed, std::size_t block_max) {
    std::sort(keyed.begin(), keyed.end());
    for (std::size_t from = 0; from < keyed.size();) {
      std::size_t to = from;
      while (to < keyed.size() && keyed[to] >> 32 == keyed[from] >> 32) ++to;
      if (to - from <= block_max) {
        for (std::size_t i = from; i < to; ++i) {
          for (std::size_t j = i + 1; j < to; ++j) {
            const auto a = static_cast<std::uint32_t>(keyed[i]);
            const auto b = static_cast<std::uint32_t>(keyed[j]);
            if (crosses(a, b)) pairs_.push_back(static_cast<Pair>(a) << 32 | b);
          }
        }
      }
      from = to;
    }
  }

  // ---- comparing ----

  // Three bits for each field.
  std::uint64_t pattern_of(std::uint32_t a, std::uint32_t b) const {
    Level levels[20];
    for (std::size_t f = 0; f < columns_.size(); ++f) {
      levels[f] = columns_[f].compare(columns_[f].value(a), columns_[f].value(b));
    }
    if (given_ >= 0 && family_ >= 0) {
      const auto g = static_cast<std::size_t>(given_), f = static_cast<std::size_t>(family_);
      const auto unlike = [](Level level) {
        return level == Level::different || level == Level::similar;
      };
      if (unlike(levels[g]) && unlike(levels[f])) {
        const auto& given = columns_[g];
        const auto& family = columns_[f];
        const Level x = family.compare_with(family.value(a), given, given.value(b));
        const Level y = family.compare_with(family.value(b), given, given.value(a));
        const auto like = [](Level level) {
          return level == Level::equal || level == Level::close;
        };
        if (like(x) && like(y)) levels[g] = levels[f] = Level::other_order;
      }
    }
    std::uint64_t pattern = 0;
    for (std::size_t f = 0; f < columns_.size(); ++f) {
      pattern |= static_cast<std::uint64_t>(levels[f]) << (3 * f);
    }
    return pattern;
  }

  void compare_pairs() {
    pattern_.resize(pairs_.size());
    const auto work = [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        pattern_[i] = pattern_of(static_cast<std::uint32_t>(pairs_[i] >> 32),
                                 static_cast<std::uint32_t>(pairs_[i]));
      }
    };
    const std::size_t half = pairs_.size() / 2;
    std::thread other(work, half, pairs_.size());
    work(0, half);
    other.join();
    for (std::uint64_t pattern : pattern_) ++counts_[pattern];
  }

  // What two people share by chance.
  void estimate_chance() {
    chance_.assign(columns_.size(), std::vector<double>(level_count, 1));
    std::uint64_t state = 0x853c49e6748fea9bull;
    const auto draw = [&](std::size_t from, std::size_t bound) {
      state = state * 6364136223846793005ull + 1442695040888963407ull;
      return static_cast<std::uint32_t>(from + (state >> 33) % bound);
    };
    const std::size_t left = options_.two_files ? options_.left_rows : rows_;
    const std::size_t from = options_.two_files ? options_.left_rows : 0;
    if (left == 0 || from >= rows_) return;
    const std::size_t pairs = std::min(kRandomPairs, left * (rows_ - from));
    for (std::size_t i = 0; i < pairs; ++i) {
      const std::uint32_t a = draw(0, left), b = draw(from, rows_ - from);
      if (a == b) continue;
      const std::uint64_t pattern = pattern_of(a, b);
      for (std::size_t f = 0; f < columns_.size(); ++f) ++chance_[f][pattern >> (3 * f) & 7];
    }
  }

  // ---- estimating ----

  static double start_m(Level level) {
    constexpr double shares[] = {0, .82, .09, .04, .04, .01};
    return shares[static_cast<std::size_t>(level)];
  }

  // Of the compared pairs first, which were found by what they share. Where that ends upside down,
  // with two people agreeing more often than one (a date of birth that many share made them look
  // like one), chance stays what it is among all pairs, and one person as rare as that.
  void estimate() {
    std::vector<std::pair<std::uint64_t, double>> patterns(counts_.begin(), counts_.end());
    std::sort(patterns.begin(), patterns.end());
    estimate(patterns);
    if (!upside_down()) return;
    among_all_ = true;
    estimate(patterns);
  }

  bool upside_down() const {
    constexpr auto equal = static_cast<std::size_t>(Level::equal);
    return std::any_of(result_.model.begin(), result_.model.end(),
                       [](const FieldModel& field) { return field.m[equal] < field.u[equal]; });
  }

  double all_pairs() const {
    const auto rows = static_cast<double>(rows_), left = static_cast<double>(options_.left_rows);
    return std::max(1.0, options_.two_files ? left * (rows - left) : rows * (rows - 1) / 2);
  }

  void estimate(const std::vector<std::pair<std::uint64_t, double>>& patterns) {
    auto& model = result_.model;
    model.clear();
    for (std::size_t f = 0; f < columns_.size(); ++f) {
      FieldModel field;
      field.name = columns_[f].name();
      field.kind = columns_[f].kind();
      double all = 0;
      for (std::size_t l = 1; l < level_count; ++l) all += chance_[f][l];
      for (std::size_t l = 1; l < level_count; ++l) {
        field.m[l] = start_m(static_cast<Level>(l));
        field.u[l] = chance_[f][l] / all;
      }
      model.push_back(field);
    }
    // A pair in a thousand at first; then what the pairs say.
    const double among =
        among_all_ ? all_pairs() : static_cast<double>(std::max<std::size_t>(1, pairs_.size()));
    result_.share = std::min(.2, .5 * static_cast<double>(rows_) / among);
    for (result_.rounds = 0; result_.rounds < kRoundsMax; ++result_.rounds) {
      if (improve(patterns) < 1e-6) break;
    }
  }

  double improve(const std::vector<std::pair<std::uint64_t, double>>& patterns) {
    auto& model = result_.model;
    const std::size_t fields = model.size();
    std::vector<std::vector<double>> m(fields, std::vector<double>(level_count)), u = m;
    double matched = 0, all = 0;
    for (const auto& [pattern, count] : patterns) {
      const double p = 1 / (1 + std::exp2(-log_odds(pattern)));
      matched += p * count;
      all += count;
      for (std::size_t f = 0; f < fields; ++f) {
        const auto level = pattern >> (3 * f) & 7;
        m[f][level] += p * count;
        u[f][level] += (1 - p) * count;
      }
    }
    double moved = 0;
    for (std::size_t f = 0; f < fields; ++f) {
      // A few imagined pairs, shaped as people err, keep a level that nobody shows from ruling.
      constexpr double imagined = 10;
      double m_all = imagined, u_all = imagined;
      double chance_all = 0;
      for (std::size_t l = 1; l < level_count; ++l) {
        m_all += m[f][l];
        u_all += u[f][l];
        chance_all += chance_[f][l];
      }
      for (std::size_t l = 1; l < level_count; ++l) {
        const double next_m = (m[f][l] + imagined * start_m(static_cast<Level>(l))) / m_all;
        const double by_chance = chance_[f][l] / chance_all;
        const double next_u = among_all_ ? by_chance : (u[f][l] + imagined * by_chance) / u_all;
        moved =
            std::max({moved, std::abs(next_m - model[f].m[l]), std::abs(next_u - model[f].u[l])});
        model[f].m[l] = next_m;
        model[f].u[l] = std::max(next_u, 1e-7);
      }
    }
    const double among = among_all_ ? all_pairs() : std::max(all, 1.0);
    const double share = std::clamp(matched / among, among_all_ ? 1e-13 : 1e-9, .98);
    moved = std::max(moved, std::abs(share - result_.share));
    result_.share = share;
    return moved;
  }

  double log_odds(std::uint64_t pattern) const {
    double out = std::log2(result_.share / (1 - result_.share));
    for (std::size_t f = 0; f < result_.model.size(); ++f) {
      const auto level = pattern >> (3 * f) & 7;
      if (level == 0) continue;
      out += std::log2(std::max(result_.model[f].m[level], 1e-7) /
                       std::max(result_.model[f].u[level], 1e-7));
    }
    return out;
  }

  // ---- weighing ----

  // An equal rare value says more than an equal common one.
  double rarity(std::size_t f, std::uint32_t row) const {
    const FieldKind kind = columns_[f].kind();
    if (kind == FieldKind::sex || kind == FieldKind::phone || kind == FieldKind::email) return 0;
    const std::uint32_t value = columns_[f].value(row);
    if (value == 0) return 0;
    const double known = static_cast<double>(rows_ - columns_[f].count(0));
    const double share = std::max(2.0, static_cast<double>(columns_[f].count(value))) / known;
    double square = mean_share(f);
    return std::clamp(std::log2(square / share), -5.0, 3.0) * .8;
  }

  double mean_share(std::size_t f) const {
    if (mean_share_.empty()) mean_share_.resize(columns_.size());
    double& out = mean_share_[f];
    if (out > 0) return out;
    const double known = static_cast<double>(rows_ - columns_[f].count(0));
    for (std::uint32_t v = 1; v < columns_[f].values(); ++v) {
      out += std::pow(columns_[f].count(v) / known, 2);
    }
    return out = std::max(out, 1e-9);
  }

  void weigh() {
    std::unordered_map<std::uint64_t, double> odds;
    for (const auto& [pattern, count] : counts_) odds.emplace(pattern, log_odds(pattern));
    const double least = std::log2(options_.probability_min / (1 - options_.probability_min));
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const std::uint64_t pattern = pattern_[i];
      double weight = odds[pattern];
      if (weight < least - 12) continue;
      const auto left = static_cast<std::uint32_t>(pairs_[i] >> 32);
      int agree = 0, against = 0;
      for (std::size_t f = 0; f < columns_.size(); ++f) {
        const auto level = static_cast<Level>(pattern >> (3 * f) & 7);
        if (level == Level::equal) weight += rarity(f, left);
        agree += level == Level::equal || level == Level::close || level == Level::other_order;
        against += level == Level::different;
      }
      const double probability = 1 / (1 + std::exp2(-weight));
      if (probability < options_.probability_min) continue;
      const bool strong = probability >= .95 && agree >= 2 && against <= agree;
      result_.pairs.push_back({left, static_cast<std::uint32_t>(pairs_[i]),
                               static_cast<float>(weight), static_cast<float>(probability),
                               strong ? Band::strong : Band::possible});
    }
    std::sort(result_.pairs.begin(), result_.pairs.end(), [](const LinkPair& x, const LinkPair& y) {
      return x.weight != y.weight ? x.weight > y.weight
                                  : std::pair(x.left, x.right) < std::pair(y.left, y.right);
    });
    if (options_.two_files && options_.one_to_one) keep_best();
  }

  void keep_best() {
    std::vector<bool> taken(rows_);
    std::vector<LinkPair> kept;
    for (const auto& pair : result_.pairs) {
      if (taken[pair.left] || taken[pair.right]) continue;
      taken[pair.left] = taken[pair.right] = true;
      kept.push_back(pair);
    }
    result_.pairs = std::move(kept);
  }

  const std::vector<LinkColumn>& columns_;
  const LinkOptions& options_;
  const LinkProgress& progress_;
  const std::size_t rows_;
  int given_ = -1, family_ = -1;
  std::vector<Pair> pairs_;
  std::vector<std::uint64_t> pattern_;
  bool among_all_ = false;  // shares and chance are those of all pairs, not of the compared ones
  std::unordered_map<std::uint64_t, double> counts_;
  std::vector<std::vector<double>> chance_;
  mutable std::vector<double> mean_share_;
  LinkResult result_;
};

}  // namespace

Result<LinkResult> link(const std::vector<LinkColumn>& columns, const LinkOptions& options,
                        const LinkProgress& progress) {
  if (columns.empty()) return error(Code::invalid, "expected at least one column to compare");
  if (columns.size() > 20) return error(Code::limit, "expected at most 20 columns to compare");
  for (const auto& column : columns) {
    if (column.rows() != columns[0].rows()) {
      return error(Code::invalid, "expected columns of one length");
    }
  }
  return Linker(columns, options, progress ? progress : [](std::string_view) {}).run();
}

std::vector<std::uint32_t> clusters_of(const std::vector<LinkPair>& pairs, std::size_t rows,
                                       double probability_min) {
  std::vector<std::uint32_t> parent(rows);
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&](std::uint32_t row) {
    while (parent[row] != row) row = parent[row] = parent[parent[row]];
    return row;
  };
  for (const auto& pair : pairs) {
    if (pair.probability < probability_min) continue;
    const std::uint32_t a = root(pair.left), b = root(pair.right);
    parent[std::max(a, b)] = std::min(a, b);
  }
  for (std::uint32_t row = 0; row < rows; ++row) parent[row] = root(row);
  return parent;
}

}  // namespace heed::matching
