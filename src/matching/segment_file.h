// The file of a people index as bytes: its header and the checksum of each array. Between the
// builder that writes it and the segment that reads it; nobody else includes it.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "matching/segment.h"

namespace heed::matching::segment_file {

inline constexpr char kMagic[8] = {'H', 'E', 'E', 'D', 'P', 'P', 'L', '1'};
inline constexpr std::uint32_t kVersion = 1;

struct ArrayEntry {
  std::uint64_t offset, bytes, checksum;
};

struct Header {
  char magic[8];
  std::uint32_t version, dated;
  std::uint64_t file_bytes;
  ArrayEntry array[Segment::array_count];
  std::uint64_t header_checksum;  // of all before it
};

inline std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ull;
  x ^= x >> 32;
  return x;
}

// Against accidents, not against enemies: four lanes, each step a bijection of its lane.
inline std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t lane[4] = {1, 2, 3, 4};
  std::size_t at = 0;
  for (; at + 32 <= bytes.size(); at += 32) {
    for (int i = 0; i < 4; ++i) {
      std::uint64_t word;
      std::memcpy(&word, bytes.data() + at + 8 * i, 8);
      lane[i] = (lane[i] ^ word) * 0x9e3779b97f4a7c15ull;
      lane[i] = lane[i] << 31 | lane[i] >> 33;
    }
  }
  std::uint64_t out = bytes.size();
  for (; at < bytes.size(); ++at) out = mix(out ^ static_cast<unsigned char>(bytes[at])) + 1;
  for (std::uint64_t value : lane) out = mix(out ^ value) + 1;
  return out;
}

}  // namespace heed::matching::segment_file
