#include "desk/wards.h"

#include <cctype>

namespace heed::desk {
namespace {

constexpr std::size_t postcode_letters_max = 7;
constexpr std::size_t beginning_letters_min = 2;

// "zz1 2ab" is "ZZ12AB".
std::string bare(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (u < 0x80 && std::isalnum(u)) out += static_cast<char>(std::toupper(u));
  }
  return out;
}

}  // namespace

Result<Wards> Wards::read(policy::Document document) {
  Wards out;
  for (const policy::Table& table : document.root().tables("ward")) {
    const std::string name = table.string("name");
    for (const std::string& code : table.optional_strings("postcodes")) {
      if (!out.by_postcode_.emplace(bare(code), name).second) {
        table.wrong_at("postcodes", "\"" + code + "\" is in another ward already");
      }
    }
    for (const std::string& uprn : table.optional_strings("uprns")) {
      if (!out.by_uprn_.emplace(uprn, name).second) {
        table.wrong_at("uprns", "\"" + uprn + "\" is in another ward already");
      }
    }
  }
  HEED_CHECK(document.finish());
  return out;
}

std::string_view Wards::of(const incident::Location& place) const {
  const auto by_number = by_uprn_.find(place.uprn);
  if (by_number != by_uprn_.end()) return by_number->second;
  return of_address(place.address);
}

// A postcode stands at the end of an address. Its two parts are the last two words; their
// beginnings are looked for from the longest on.
std::string_view Wards::of_address(std::string_view address) const {
  std::size_t at = address.size();
  for (int words = 0; words < 2 && at > 0;) {
    at = address.find_last_of(" ,", at - 1);
    if (at == std::string_view::npos) at = 0;
    if (at + 1 < address.size() && address[at + 1] != ' ') ++words;
  }
  std::string code = bare(address.substr(at));
  if (code.size() > postcode_letters_max) return {};
  for (; code.size() >= beginning_letters_min; code.pop_back()) {
    const auto found = by_postcode_.find(code);
    if (found != by_postcode_.end()) return found->second;
  }
  return {};
}

}  // namespace heed::desk
