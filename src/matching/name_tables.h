// What a name says: how common it is in the United Kingdom, whose it mostly is, and what its
// bearers are called. Compiled in from src/matching/data (origins in NOTICE). A house-internal
// header. Immutable, safe from every thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace heed::matching {

enum class NameRole : std::uint8_t { given, middle, family, unknown };

struct NameFacts {
  float given = 17;     // -log2 of the share of people who have it as a given name; 17: unlisted
  float family = 17;    // … as a family name
  std::int8_t sex = 0;  // -1 mostly women, +1 mostly men
  std::uint32_t groups = 0;  // non-zero where nicknames are known; opaque
  bool listed_given = false;
  bool listed_family = false;
};

NameFacts name_facts(std::string_view word);

// 0: not that we know. 1: one is a short or other form of the other. 2: both are forms of a third.
int nickname_steps(std::string_view a, std::string_view b);
// Calls `visit(word)` for each name that `word` may be a form of or have as a form, at most 256.
void for_each_form(std::string_view word, void (*visit)(std::string_view, void*), void* context);

bool is_particle(std::string_view word);  // de, van, al, bin …
bool is_title(std::string_view word);     // mr, dr …

}  // namespace heed::matching
