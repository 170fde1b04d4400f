#include "matching/fuzz_input.h"

#include <cmath>
#include <sstream>

#include "base/assert.h"
#include "base/csv.h"
#include "matching/compare.h"
#include "matching/invented_people.h"
#include "matching/search.h"
#include "matching/segment.h"

namespace heed::matching {
namespace {

void try_identifiers(std::string_view text) {
  for (int kind = 0; kind < 32; ++kind) {
    const auto as = static_cast<IdentifierKind>(kind);
    if (!parse_identifier_kind(to_string(as))) break;
    const auto key = normalise(as, text);
    if (!key) continue;
    const auto again = normalise(as, key->value);
    HEED_ASSERT(again.has_value() && again->value == key->value);
    (void)alternatives(*key);
  }
}

PersonRecord person_from(std::string_view text) {
  PersonRecord out;
  std::string* const fields[] = {&out.given_name, &out.family_name, &out.middle_name, &out.address,
                                 &out.postcode,   &out.sex,         &out.full_name};
  for (std::string* field : fields) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    *field = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  out.phones = {out.given_name};
  out.emails = {out.family_name};
  return out;
}

void try_people(std::string_view text) {
  static const PersonComparer comparer;
  const PersonRecord one = person_from(text), other = person_from(text.substr(text.size() / 2));
  const Comparison there = comparer.compare(one, other);
  HEED_ASSERT(there.probability >= 0 && there.probability <= 1);
  // Of one part alone nobody can call a word something else.
  PersonRecord alone, beside;
  alone.family_name = one.family_name;
  beside.family_name = other.family_name;
  HEED_ASSERT(std::abs(comparer.compare(alone, beside).weight -
                       comparer.compare(beside, alone).weight) < 1e-3);
  (void)explain(there);
}

void try_csv(std::string_view text) {
  std::istringstream in{std::string(text)};
  CsvReader reader(in);
  CsvRow row;
  std::size_t rows = 0;
  for (;; ++rows) {
    HEED_ASSERT(rows <= text.size());  // every call takes something
    const auto more = reader.next(row);
    if (more && !*more) break;
  }
}

const std::string& good_index() {
  static const std::string made = [] {
    InventedPeople from(5);
    SegmentBuilder builder;
    for (int i = 0; i < 12; ++i) {
      PersonRecord person = from.next();
      if (i % 4 == 0) person.middle_name = "Mary Jane";
      if (i % 5 == 0) person.born.reset();
      HEED_ASSERT(builder.add(person.id, prepare(person)));
    }
    return builder.finish();
  }();
  return made;
}

// Four bytes are a change of the file: where, and by what.
void try_index(std::string_view changes) {
  std::string bytes = good_index();
  for (; changes.size() >= 4; changes.remove_prefix(4)) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(changes[i]); };
    const std::size_t where = (at(0) << 16 | at(1) << 8 | at(2)) % bytes.size();
    bytes[where] = static_cast<char>(bytes[where] ^ changes[3]);
  }
  auto segment = Segment::from_bytes(with_checksums(std::move(bytes)));
  if (!segment) return;
  static const ListedShares shares;
  InventedPeople from(5);
  for (int i = 0; i < 3; ++i) {
    const PersonRecord known = from.next();
    const PreparedQuery query = prepare_query(prepare(known), 5);
    Threshold threshold(5);
    std::vector<Weighed> found;
    (void)search_segment(**segment, 0, query, shares, {}, {}, threshold, found);
    for (const auto& one : found) (void)(*segment)->person(one.row);
    (void)(*segment)->row_of(known.id);
  }
}

}  // namespace

void try_input(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return;
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  switch (bytes[0] % 5) {
    case 0: try_identifiers(text); break;
    case 1: try_people(text); break;
    case 2: try_csv(text); break;
    case 3: try_index(text); break;
    default: (void)Segment::from_bytes(with_checksums(std::string(text)));
  }
}

}  // namespace heed::matching
