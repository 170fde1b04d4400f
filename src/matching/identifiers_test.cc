#include "matching/identifiers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <map>

#include "matching/address.h"

namespace heed::matching {
namespace {

std::string key(IdentifierKind kind, std::string_view text, std::string_view platform = {}) {
  const auto out = normalise(kind, text, platform);
  return out ? out->value : "error: " + out.error().detail;
}

TEST(Phone, EveryWrittenFormGivesOneKey) {
  for (std::string_view form : {"07700 900123",
                                "07700900123",
                                "07700-900-123",
                                "0 7700 900 123",
                                "(07700) 900123",
                                "+44 7700 900123",
                                "+447700900123",
                                "+44 (0)7700 900123",
                                "+44(0) 7700.900.123",
                                "0044 7700 900123",
                                "00447700900123",
                                "447700900123",
                                "44 7700 900123",
                                "+4407700900123",
                                "7700900123",
                                "tel:+447700900123",
                                "(+44) 7700 900123",
                                "07700/900123",
                                "O77OO 9OO123",
                                "141 07700 900123",
                                "\xE2\x80\xAA+44 7700 900123\xE2\x80\xAC",
                                "07700\xC2\xA0"
                                "900123"}) {
    EXPECT_EQ(key(IdentifierKind::phone, form), "+447700900123") << form;
  }
}

TEST(Phone, ServiceNumbersStandApart) {
  for (std::string_view number : {"999", "101", "112", "111", "116 123"}) {
    const auto found = normalise(IdentifierKind::phone, number);
    ASSERT_TRUE(found) << number;
    EXPECT_TRUE(is_service_number(*found));
    EXPECT_NE(found->value.front(), '+');
  }
  EXPECT_FALSE(normalise(IdentifierKind::phone, "+44 999"));
}

TEST(Phone, WhatCannotBeANumberIsRefusedWithoutRepeatingIt) {
  for (std::string_view text : {"", "abc", "07700 90012", "07700 9001234", "+", "00", "+999123456",
                                "07700 900123 / 07700 900124", "1234567", "+44 7700", "0"}) {
    const auto found = normalise(IdentifierKind::phone, text);
    ASSERT_FALSE(found) << text;
    EXPECT_EQ(found.error().code, Code::invalid);
    EXPECT_EQ(found.error().detail.find("900"), std::string::npos);
  }
  EXPECT_EQ(normalise(IdentifierKind::phone, std::string(600, '1')).error().code, Code::limit);
}

TEST(Phone, AbroadAndExtensions) {
  EXPECT_EQ(key(IdentifierKind::phone, "+33 (0)1 23 45 67 89"), "+33123456789");
  EXPECT_EQ(key(IdentifierKind::phone, "+39 06 1234567"), "+39061234567");
  EXPECT_EQ(key(IdentifierKind::phone, "001 202 555 0123"), "+12025550123");
  EXPECT_EQ(key(IdentifierKind::phone, "01632 960001 ext. 12"), "+441632960001;ext=12");
  EXPECT_EQ(key(IdentifierKind::phone, "0800 1111"), "+448001111");
}

TEST(Phone, IsShownAsPeopleReadIt) {
  EXPECT_EQ(display(*normalise(IdentifierKind::phone, "+447700900461")), "07700 900461");
  EXPECT_EQ(display(*normalise(IdentifierKind::phone, "+441632960123")), "01632 960123");
  EXPECT_EQ(display(*normalise(IdentifierKind::phone, "02079460123")), "020 7946 0123");
  EXPECT_EQ(display(*normalise(IdentifierKind::phone, "01144960123")), "0114 496 0123");
}

// The first six digits of every drama range, without 0; four more follow, the first of them 0.
constexpr std::array<std::string_view, 20> kDrama = {
    "113496", "114496", "115496", "116496", "117496", "118496", "121496",
    "131496", "141496", "151496", "161496", "207946", "191498", "289649",
    "292018", "163296", "770090", "808157", "909879", "306999"};

std::string written(const std::string& n, int form) {
  switch (form) {
    case 0: return "0" + n;
    case 1: return "0" + n.substr(0, 4) + " " + n.substr(4);
    case 2: return "(0" + n.substr(0, 3) + ") " + n.substr(3, 3) + "-" + n.substr(6);
    case 3: return "+44" + n;
    case 4: return "+44 (0)" + n.substr(0, 4) + " " + n.substr(4);
    case 5: return "0044 " + n;
    case 6: return "44" + n;
    case 7: return n;
    default: return "+44." + n.substr(0, 3) + "." + n.substr(3);
  }
}

TEST(Phone, EveryDramaNumberInEveryFormGivesItsOwnKey) {
  std::map<std::string, std::string> owner;
  for (std::string_view range : kDrama) {
    for (int i = 0; i < 1000; ++i) {
      const std::string tail = std::to_string(10000 + i).substr(1);
      const std::string national = std::string(range) + tail;
      for (int form = 0; form < 9; ++form) {
        const std::string found = key(IdentifierKind::phone, written(national, form));
        ASSERT_EQ(found, "+44" + national) << written(national, form);
      }
      ASSERT_TRUE(owner.emplace("+44" + national, national).second);
    }
  }
}

// What libphonenumber reads in valid numbers of the United Kingdom (tools/phones_twin.py);
// HEED_PHONES names a longer list.
TEST(Phone, UnitedKingdomNumbersAreReadAsLibphonenumberReadsThem) {
  const char* more = std::getenv("HEED_PHONES");
  std::ifstream in(more ? more : HEED_SOURCE_DIR "/src/matching/testdata/phones_uk.csv");
  std::string line;
  std::getline(in, line);
  int compared = 0;
  for (; std::getline(in, line); ++compared) {
    const std::size_t comma = line.rfind(',');
    ASSERT_NE(comma, std::string::npos);
    ASSERT_EQ(key(IdentifierKind::phone, line.substr(0, comma)), line.substr(comma + 1)) << line;
  }
  std::printf("%d numbers\n", compared);
  EXPECT_GE(compared, 400);
}

TEST(Email, CaseFoldsAndTheTagStays) {
  EXPECT_EQ(key(IdentifierKind::email, " Kit+Club@Example.ORG "), "kit+club@example.org");
  EXPECT_EQ(key(IdentifierKind::email, "mailto:kit@example.org"), "kit@example.org");
  EXPECT_EQ(key(IdentifierKind::email, "Kit Hale <kit@example.org>"), "kit@example.org");
  const auto other = alternatives(*normalise(IdentifierKind::email, "kit+club@example.org"));
  ASSERT_EQ(other.size(), 1u);
  EXPECT_EQ(other[0].key.value, "kit@example.org");
  for (std::string_view text : {"", "kit", "@example.org", "kit@", "kit@org", "a b@example.org",
                                "kit@-example.org", "kit@exa mple.org"}) {
    EXPECT_FALSE(normalise(IdentifierKind::email, text)) << text;
  }
}

TEST(Username, KeepsItsPlatformAndOffersLookAlikes) {
  const auto a = normalise(IdentifierKind::username, "@Night.Owl_77", "Insta");
  ASSERT_TRUE(a);
  EXPECT_EQ(a->value, "night.owl_77");
  EXPECT_EQ(a->platform, "instagram");
  bool found = false;
  for (const auto& other : alternatives(*a)) found |= other.key.value == "nightowl77";
  EXPECT_TRUE(found);
}

TEST(Vehicle, OAndZeroAreAlternativesOnly) {
  EXPECT_EQ(key(IdentifierKind::vehicle, "zz19 dno"), "ZZ19DNO");
  EXPECT_EQ(display(*normalise(IdentifierKind::vehicle, "zz19dno")), "ZZ19 DNO");
  const auto wrong = normalise(IdentifierKind::vehicle, "ZZI9 DN0");
  ASSERT_TRUE(wrong);
  bool found = false;
  for (const auto& other : alternatives(*wrong))
    found |= other.key.value == "ZZ19DNO" && other.weight < 1;
  EXPECT_TRUE(found);
}

TEST(Postcode, AndUprn) {
  EXPECT_EQ(key(IdentifierKind::postcode, "ng11aa"), "NG1 1AA");
  EXPECT_EQ(key(IdentifierKind::postcode, "NG1 1AA"), "NG1 1AA");
  EXPECT_EQ(key(IdentifierKind::postcode, "zz1 iaa"), "ZZ1 1AA");
  EXPECT_EQ(key(IdentifierKind::postcode, "ec1a 1bb"), "EC1A 1BB");
  EXPECT_EQ(key(IdentifierKind::postcode, "ng1"), "NG1");
  EXPECT_FALSE(normalise(IdentifierKind::postcode, "hello"));
  EXPECT_EQ(key(IdentifierKind::uprn, "UPRN 000999000000016"), "999000000016");
  EXPECT_FALSE(normalise(IdentifierKind::uprn, "0"));
}

TEST(NationalIdentifiers, AreCheckedByTheirLetter) {
  // 01 0123456 mod 23 gives the letter; any other letter is refused.
  int good = 0;
  for (char c = 'A'; c <= 'Z'; ++c) {
    const auto found = normalise(IdentifierKind::pncid, std::string("2001/0123456") + c);
    if (!found) continue;
    ++good;
    EXPECT_EQ(key(IdentifierKind::pncid, std::string("01/123456") + c), found->value);
  }
  EXPECT_EQ(good, 1);
  good = 0;
  for (char c = 'A'; c <= 'Z'; ++c)
    good += normalise(IdentifierKind::cro, std::string("123456/99") + c).has_value();
  EXPECT_EQ(good, 1);
  EXPECT_FALSE(normalise(IdentifierKind::pncid, "20011/012A"));
}

TEST(Address, ComesApart) {
  const auto parts = parse_address("Flat 3, Riverside House, 12 Sorrel Cl., Hollowby, zz1 1zz");
  EXPECT_EQ(parts.flat, "3");
  EXPECT_EQ(parts.building, "riverside house");
  EXPECT_EQ(parts.number, "12");
  EXPECT_EQ(parts.street, "sorrel close");
  EXPECT_EQ(parts.town, "hollowby");
  EXPECT_EQ(parts.postcode, "ZZ1 1ZZ");
  EXPECT_EQ(key(IdentifierKind::address, "12 Sorrel Close"),
            key(IdentifierKind::address, "12, sorrel cl"));
  EXPECT_EQ(parse_address("12 St James St Hollowby").street, "st james street");
}

// Texts near the kinds' own shapes: whole noise would be refused every time.
rc::Gen<std::string> near_text() {
  return rc::gen::container<std::string>(rc::gen::oneOf(
      rc::gen::elementOf(std::string("0123456789")), rc::gen::elementOf(std::string("+ ()-./,@_")),
      rc::gen::elementOf(std::string("abfloxzNGZ1")), rc::gen::arbitrary<char>()));
}

RC_GTEST_PROP(Identifiers, NormalisingTwiceChangesNothing, ()) {
  const auto kind = static_cast<IdentifierKind>(*rc::gen::inRange(0, 9));
  std::string text = *near_text();
  if (*rc::gen::arbitrary<bool>()) text = "flat 2, 3 mill st, " + text;
  if (kind == IdentifierKind::phone && *rc::gen::arbitrary<bool>()) text = "07700 9" + text;
  const auto once = normalise(kind, text, "Insta");
  if (!once) return;
  const auto twice = normalise(kind, once->value, once->platform);
  RC_ASSERT(twice.has_value());
  RC_ASSERT(*twice == *once);
}

}  // namespace
}  // namespace heed::matching
