// One query against one segment: finds everybody whom the promise of people_index.h covers, weighs
// them, heaviest first, and stops when nobody left could be among the heaviest. A house-internal
// header. A SegmentSearch lives on one thread for one query.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "matching/segment.h"

namespace heed::matching {

struct SearchLimits {
  std::uint64_t postings_max = 40'000'000;  // entries looked at
  std::size_t candidates_max = 4'000'000;   // people considered
  std::size_t weighed_max = 60'000;         // people weighed in full
  std::size_t shared_max = 4'096;           // people who share one identifier or house
};

struct PreparedQuery {
  PreparedPerson person;
  NameShape shape;
  std::size_t top = 10;
  bool has_address = false;
};
PreparedQuery prepare_query(PreparedPerson person, std::size_t top);

struct Weighed {
  std::uint32_t segment = 0;
  std::uint32_t row = 0;
  Verdict verdict;
};

// The heaviest weights so far, over all segments: what a further candidate must reach.
class Threshold {
 public:
  explicit Threshold(std::size_t top) : top_(top) {}
  void see(float weight);
  // Below this nobody is listed; ties with it are.
  float lowest() const { return heap_.size() < top_ ? -1e9f : heap_.front(); }

 private:
  std::size_t top_;
  std::vector<float> heap_;
};

using IsRemoved = std::function<bool(std::uint32_t row)>;  // empty: none is

// Adds the weighed to `out`. Returns what was cut short, or an empty text.
std::string search_segment(const Segment& segment, std::uint32_t number, const PreparedQuery& query,
                           const WordShares& shares, const IsRemoved& removed,
                           const SearchLimits& limits, Threshold& threshold,
                           std::vector<Weighed>& out);

// The same weights by laying the query beside a person directly.
Verdict weigh(const PreparedQuery& query, const PreparedPerson& person, const WordShares& shares);

}  // namespace heed::matching
