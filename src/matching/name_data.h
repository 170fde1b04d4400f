// The name tables of src/matching/data as text, put into the program by CMake.
#pragma once

#include <string_view>

namespace heed::matching::name_data {

extern const std::string_view forenames;     // name,girls,boys
extern const std::string_view surnames;      // surname,percent (empty: not known)
extern const std::string_view nicknames;     // a name and its forms, separated by spaces
extern const std::string_view nicknames_uk;  // the same, as used in the United Kingdom
extern const std::string_view outcodes;      // district,latitude,longitude

}  // namespace heed::matching::name_data
