// A variant of described structs to frozen type names and JSON payloads and back. For .cc files.
// `names` lists one name per alternative in the variant's order; the names are what is on disk.
#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "base/json_map.h"

namespace heed {

template <class Variant>
using VariantNames = std::array<std::string_view, std::variant_size_v<Variant>>;

template <class Variant>
std::string encode_variant(const Variant& value) {
  return std::visit([](const auto& item) { return json_map::write(item); }, value);
}

// Fields that an older writer did not know keep their default; unknown fields are corruption.
template <class Variant>
Result<Variant> decode_variant(const VariantNames<Variant>& names, std::string_view type,
                               std::string_view payload) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != type) continue;
    Result<Variant> out = error(Code::not_found, "unreachable");
    boost::mp11::mp_with_index<std::variant_size_v<Variant>>(i, [&](auto index) {
      using Item = std::variant_alternative_t<index, Variant>;
      auto item = json_map::read<Item>(
          payload, {json_map::Absent::keeps_default, json_map::Unknown::is_an_error});
      if (item) {
        out = Variant(std::in_place_index<index>, std::move(*item));
      } else {
        out = error(Code::corrupt, item.error().detail, std::string(type) + item.error().where);
      }
    });
    return out;
  }
  return error(Code::not_found, "no event of this type is known here", std::string(type));
}

}  // namespace heed
