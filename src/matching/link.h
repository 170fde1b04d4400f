// Duplicates within one file, or links between two, without labels: pairs worth comparing are found
// by what they share, compared field by field, and the weights are estimated from the pairs
// themselves (Fellegi–Sunter by expectation maximisation), with rare values saying more than common
// ones. Deterministic. Memory grows with the rows and with `pairs_max`; where that bound was hit
// the result says so. Uses up to two threads inside run().
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "matching/compare.h"
#include "matching/link_fields.h"

namespace heed::matching {

struct LinkPair {
  std::uint32_t left = 0, right = 0;  // rows, from 0; left < right within one file
  float weight = 0;                   // log2
  float probability = 0;
  Band band = Band::possible;
};

struct LinkOptions {
  bool two_files = false;
  std::size_t left_rows = 0;  // with two files: rows before this one are the left file's
  bool one_to_one = false;    // with two files: a row has one partner at most
  std::size_t pairs_max = 60'000'000;
  double probability_min = .05;
};

struct FieldModel {
  std::string name;
  FieldKind kind = FieldKind::text;
  double m[level_count] = {};  // share of each level among pairs of one person
  double u[level_count] = {};  // … of two people
};

struct LinkResult {
  std::vector<LinkPair> pairs;  // heaviest first
  std::vector<FieldModel> model;
  double share = 0;  // of the compared pairs that are one person; see link.cc, estimate()
  std::size_t compared = 0;
  bool complete = true;  // false where pairs_max was hit
  int rounds = 0;        // of the estimation
};

using LinkProgress = std::function<void(std::string_view)>;

// Code::invalid without columns, or columns of different lengths.
Result<LinkResult> link(const std::vector<LinkColumn>& columns, const LinkOptions& options,
                        const LinkProgress& progress);

// For each row the least row it is linked with, directly or through others, by pairs at or above
// that probability.
std::vector<std::uint32_t> clusters_of(const std::vector<LinkPair>& pairs, std::size_t rows,
                                       double probability_min);

}  // namespace heed::matching
