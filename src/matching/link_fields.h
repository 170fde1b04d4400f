// The columns of files to be linked: what kind of thing each holds, its values read once, and how
// alike two values are, as one of a few levels. A house-internal header of linking. A LinkColumn is
// filled on one thread and then only read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace heed::matching {

enum class FieldKind : std::uint8_t {
  given_name,
  middle_name,
  family_name,
  full_name,
  date,
  sex,
  phone,
  email,
  postcode,
  address,
  identifier,
  text,
  category
};
std::string_view to_string(FieldKind kind);
Result<FieldKind> parse_field_kind(std::string_view text);

// How alike two values are. `missing` says nothing.
enum class Level : std::uint8_t { missing, equal, close, similar, different, other_order };
constexpr std::size_t level_count = 6;
std::string_view to_string(Level level);

class LinkColumn {
 public:
  LinkColumn(std::string name, FieldKind kind) : name_(std::move(name)), kind_(kind) {}
  const std::string& name() const { return name_; }
  FieldKind kind() const { return kind_; }

  void add(std::string_view text);
  std::size_t rows() const { return value_of_row_.size(); }
  // 0 is the missing value.
  std::uint32_t value(std::size_t row) const { return value_of_row_[row]; }
  std::size_t values() const { return texts_.size(); }
  const std::string& text(std::uint32_t value) const { return texts_[value]; }
  std::uint32_t count(std::uint32_t value) const { return counts_[value]; }
  Level compare(std::uint32_t a, std::uint32_t b) const;
  // How alike a value of this column is to a value of another one of names.
  Level compare_with(std::uint32_t a, const LinkColumn& other, std::uint32_t b) const;
  // A key that most errors leave alone; empty for the missing value.
  const std::string& loose(std::uint32_t value) const { return loose_[value]; }

 private:
  std::string read(std::string_view text) const;
  std::string name_;
  FieldKind kind_;
  std::vector<std::uint32_t> value_of_row_;
  std::unordered_map<std::string, std::uint32_t> known_;
  std::vector<std::string> texts_{std::string()}, loose_{std::string()};
  std::vector<std::uint32_t> counts_{0};
};

// Optimal string alignment distance of any bytes, the first 64 of each.
int text_distance(std::string_view a, std::string_view b);

}  // namespace heed::matching
