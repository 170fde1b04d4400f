#include "hearing/hearing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "base/text.h"

namespace heed::hearing {
namespace {

const std::filesystem::path root = HEED_SOURCE_DIR;

const Zone& london() {
  static const Zone zone = Zone::load("Europe/London").value();
  return zone;
}
const Listener& ear() {
  static const Listener listener = Listener::load(root / "policy/hearing", london()).value();
  return listener;
}

Instant instant(std::string_view text) { return parse_instant(text).value(); }
constexpr std::string_view thursday = "2026-11-19T18:30:00Z";

Heard hear(std::string_view text, Voice voice = Voice::caller, std::string_view at = thursday,
           const Earlier& earlier = {}) {
  return ear().hear({Channel::emergency_999, voice, instant(at), text}, earlier);
}

const HeardIdentifier* identifier(const Heard& heard, IdentifierKind kind) {
  for (const auto& each : heard.identifiers) {
    if (each.kind == kind && each.stands()) return &each;
  }
  return nullptr;
}
const HeardCue* cue(const Heard& heard, std::string_view meaning) {
  for (const auto& each : heard.cues) {
    if (each.meaning == meaning && each.stands()) return &each;
  }
  return nullptr;
}

TEST(Numbers, ThatPeopleSay) {
  for (const std::string_view said :
       {"It's 07700 900123.", "it is +44 7700 900123", "0044 (0)7700-900-123 that's him",
        "oh double-seven double-oh nine hundred, one two three",
        "nought seven seven nought nought, nine double oh, one two three",
        "It's 07700 900 one two four, no, sorry, one two three"}) {
    const Heard heard = hear(said);
    const auto* phone = identifier(heard, IdentifierKind::phone);
    ASSERT_NE(phone, nullptr) << said;
    EXPECT_EQ(phone->value, "+447700900123") << said;
  }
}

TEST(Numbers, ThatAreNone) {
  for (const std::string_view said :
       {"My order number is 07700900123.", "It cost £40 and the 42 bus was late.",
        "Ref 20261119 please."}) {
    EXPECT_EQ(identifier(hear(said), IdentifierKind::phone), nullptr) << said;
  }
  const Heard partial = hear("his number ends in four six one");
  ASSERT_NE(identifier(partial, IdentifierKind::phone_partial), nullptr);
  EXPECT_EQ(identifier(partial, IdentifierKind::phone_partial)->value, "461");
}

TEST(Spelt, NamesMarksAndPostcodes) {
  const Heard heard = hear(
      "Her email is sam dot hill at example dot org and he's quiet_fox.99 on Pixly. He drives zulu "
      "zulu six eight romeo kilo lima. "
      "Postcode is ZZ4 7QP.");
  ASSERT_NE(identifier(heard, IdentifierKind::email), nullptr);
  EXPECT_EQ(identifier(heard, IdentifierKind::email)->value, "sam.hill@example.org");
  ASSERT_NE(identifier(heard, IdentifierKind::username), nullptr);
  EXPECT_EQ(identifier(heard, IdentifierKind::username)->value, "quietfox99");
  EXPECT_EQ(identifier(heard, IdentifierKind::username)->platform, "Pixly");
  ASSERT_NE(identifier(heard, IdentifierKind::vehicle), nullptr);
  EXPECT_EQ(identifier(heard, IdentifierKind::vehicle)->value, "ZZ68RKL");
  ASSERT_NE(identifier(heard, IdentifierKind::postcode), nullptr);
  EXPECT_EQ(identifier(heard, IdentifierKind::postcode)->value, "ZZ4 7QP");
}

TEST(Spelt, HalfHeardCasualAndTyped) {
  const auto mark = [](std::string_view text) {
    const auto heard = hear(text);
    const auto* found = identifier(heard, IdentifierKind::vehicle);
    return found ? found->value : std::string();
  };
  EXPECT_EQ(mark("the plate's queenie x-ray one two, then Harry Uncle Tommy"), "QX12HUT");
  EXPECT_EQ(mark("a black car, ZZ something something BVX"), "ZZ??BVX");
  EXPECT_EQ(mark("it's a blue estate zz67 nrl"), "ZZ67NRL");
  const auto typed = hear("write to fatema.k@example.org please");
  ASSERT_NE(identifier(typed, IdentifierKind::email), nullptr);
  EXPECT_EQ(identifier(typed, IdentifierKind::email)->value, "fatema.k@example.org");
  const auto spelt = hear("My e-mail is accounts, all one word, at example dot com");
  ASSERT_NE(identifier(spelt, IdentifierKind::email), nullptr);
  EXPECT_EQ(identifier(spelt, IdentifierKind::email)->value, "accounts@example.com");
  const auto phone = hear("He's on 07700 900 nine nine, no, nine one nine");
  ASSERT_NE(identifier(phone, IdentifierKind::phone), nullptr);
  EXPECT_EQ(identifier(phone, IdentifierKind::phone)->value, "+447700900919");
  EXPECT_EQ(identifier(hear("He's sixty-ish, sandals."), IdentifierKind::username), nullptr);
}

TEST(Owners, ByWhatStandsBeside) {
  const auto owner = [](std::string_view text, IdentifierKind kind) {
    const auto heard = hear(text);
    const auto* found = identifier(heard, kind);
    return found ? found->of : Who::unknown;
  };
  EXPECT_EQ(
      owner("Hello, I'm the organiser, Jen Fairweather, 07700 900543.", IdentifierKind::phone),
      Who::caller);
  EXPECT_EQ(owner("I'm his daughter Pam.", IdentifierKind::name), Who::caller);
  EXPECT_EQ(owner("I've me grandson living with me, Kieran, and a man is hitting him.",
                  IdentifierKind::name),
            Who::victim);
  EXPECT_EQ(owner("This man threatens me and he rings every night. It's 07700 900461.",
                  IdentifierKind::phone),
            Who::suspect);
  EXPECT_EQ(owner("Can you phone my mum on 07700 900656?", IdentifierKind::phone), Who::other);
}

// What was learnt may quieten what is doubtful; it silences nothing that is said outright.
TEST(Learnt, EverydayIsQuietAndPlainWordsAreNot) {
  const Heard everyday = hear(
      "Hello, I'd like to report a lost umbrella, I think I left it on the bus to town on Tuesday. "
      "My sister is blackmailing me into babysitting so I can't come to the front desk. Thanks.");
  EXPECT_TRUE(everyday.flags.empty());
  const Heard outright = hear(
      "Hello, I'd like to report a lost umbrella, I think I left it on the bus to town on Tuesday. "
      "And he's got a knife, he says he'll kill me if I tell my mum, I'm fifteen. Thanks.");
  EXPECT_TRUE(outright.has_flag("child"));
  EXPECT_TRUE(outright.has_flag("officer_safety"));
}

TEST(Births, InEveryOrder) {
  for (const std::string_view said :
       {"I was born on the fourteenth of March two thousand and ten",
        "My date of birth is 14/03/2010", "DOB 14.3.10", "born March the 14th 2010",
        "my birthday's the fourteenth of the third twenty ten"}) {
    const Heard heard = hear(said);
    const auto* birth = identifier(heard, IdentifierKind::date_of_birth);
    ASSERT_NE(birth, nullptr) << said;
    EXPECT_EQ(birth->value, "2010-03-14") << said;
    EXPECT_EQ(birth->of, Who::caller) << said;
  }
}

struct Said {
  std::string_view text;
  int low, high;
};
// Ages of others, and what only looks like one.
TEST(AgesOfOthers, ByWhatTheyAreCalledAndByGuess) {
  const auto age = [](std::string_view text, Voice voice = Voice::caller) {
    const Heard heard = hear(text, voice);
    return heard.ages.empty() ? std::pair(-1, -1)
                              : std::pair(heard.ages[0].low, heard.ages[0].high);
  };
  EXPECT_EQ(age("There's a lad of sixteen been left here"), std::pair(16, 16));
  EXPECT_EQ(age("My lad's ten and he's on that game"), std::pair(10, 10));
  EXPECT_EQ(age("F 14 NOT HOME FROM SCHOOL", Voice::handler_note), std::pair(14, 14));
  EXPECT_EQ(age("She's five weeks."), std::pair(0, 0));
  EXPECT_EQ(age("One of our Year 10s is missing"), std::pair(14, 15));
  EXPECT_EQ(age("im 17 just passed my test"), std::pair(17, 17));
  EXPECT_EQ(age("He's a big man, no more than thirty"), std::pair(26, 30));
  EXPECT_EQ(age("I've kept the messages, about thirty."), std::pair(-1, -1));
  EXPECT_EQ(age("Mum will ground me until I'm thirty"), std::pair(-1, -1));
  EXPECT_EQ(age("We're nineteen members, most of us retired"), std::pair(-1, -1));
}

class Ages : public testing::TestWithParam<Said> {};
TEST_P(Ages, AreHeard) {
  const Heard heard = hear(GetParam().text);
  ASSERT_FALSE(heard.ages.empty()) << GetParam().text;
  EXPECT_EQ(heard.ages[0].low, GetParam().low) << GetParam().text;
  EXPECT_EQ(heard.ages[0].high, GetParam().high) << GetParam().text;
  EXPECT_EQ(heard.ages[0].who, Who::caller) << GetParam().text;
}
INSTANTIATE_TEST_SUITE_P(
    Said, Ages,
    testing::Values(Said{"I'm sixteen", 16, 16}, Said{"im nearly seventeen", 16, 16},
                    Said{"I'm in Year 11", 15, 16}, Said{"I turned sixteen last week", 16, 16},
                    Said{"I'm in my forties", 40, 49}, Said{"I'm fifteen, no, sixteen", 16, 16},
                    Said{"i am 14 years old", 14, 14}));

TEST(AgesNot, PricesBusesAndTheLongAgo) {
  for (const std::string_view said :
       {"I'm 20 minutes away", "When I was nine we moved here", "I'm on the 42 bus",
        "It happened 16 years ago", "I've saved the texts, about thirty."}) {
    EXPECT_TRUE(hear(said).ages.empty()) << said;
  }
}

struct When {
  std::string_view text, said_at, at;
};
class Deadlines : public testing::TestWithParam<When> {};
TEST_P(Deadlines, CountFromTheContact) {
  const Heard heard = hear(GetParam().text, Voice::caller, GetParam().said_at);
  ASSERT_FALSE(heard.deadlines.empty()) << GetParam().text;
  EXPECT_EQ(format_instant(heard.deadlines[0].at), format_instant(instant(GetParam().at)))
      << GetParam().text;
}
INSTANTIATE_TEST_SUITE_P(
    Said, Deadlines,
    testing::Values(
        When{"He wants me there by ten tonight", thursday, "2026-11-19T22:00:00Z"},
        When{"I have to meet him in twenty minutes", thursday, "2026-11-19T18:50:00Z"},
        When{"I'm meant to meet him tomorrow at two", thursday, "2026-11-20T14:00:00Z"},
        When{"he says I have to be there on Saturday at two", thursday, "2026-11-21T14:00:00Z"},
        When{"he wants to meet tomorrow", thursday, "2026-11-20T00:00:00Z"},
        // 23:30 in July is summer time: tomorrow begins at 23:00 UTC
        When{"he wants to meet tomorrow", "2026-07-10T22:30:00Z", "2026-07-10T23:00:00Z"},
        // the night the clocks go back, and the one they go forward
        When{"he's coming by ten tomorrow morning", "2026-10-24T20:00:00Z", "2026-10-25T10:00:00Z"},
        When{"he's coming by ten tomorrow morning", "2026-03-28T20:00:00Z",
             "2026-03-29T09:00:00Z"}));

TEST(Cues, KnowWhoseTheyAre) {
  const Heard mine = hear("He says he'll tell my mum if I don't meet him. I'm fifteen.");
  ASSERT_NE(cue(mine, "coercion"), nullptr);
  EXPECT_EQ(cue(mine, "coercion")->about, Who::caller);
  ASSERT_NE(cue(mine, "child"), nullptr);
  EXPECT_TRUE(mine.has_flag("child"));
  EXPECT_TRUE(mine.has_flag("coercion"));

  const Heard mum = hear("He's blackmailing me. He says he'll talk to my mum.");
  ASSERT_NE(cue(mum, "child"), nullptr);
  EXPECT_EQ(cue(mum, "child")->about, Who::caller);

  const Heard hers = hear(
      "My granddaughter hasn't come home from school, she's thirteen. A man's been messaging her "
      "on Pixly.");
  ASSERT_NE(cue(hers, "missing"), nullptr);
  EXPECT_EQ(cue(hers, "missing")->about, Who::victim);
  EXPECT_TRUE(hers.has_flag("missing"));
}

TEST(Whose, ATurnsLabelIsNoWordOfTheCaller) {
  const Heard heard = hear(
      "Caller: He wants pictures or he'll tell my mum. I'm fifteen.\nHandler: What's his number?\n"
      "Caller: 07700 900508.\nHandler: What's his name?\nCaller: Darren Pugh.",
      Voice::transcript);
  const auto* phone = identifier(heard, IdentifierKind::phone);
  ASSERT_NE(phone, nullptr);
  EXPECT_EQ(phone->of, Who::suspect);
  const auto* name = identifier(heard, IdentifierKind::name);
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->of, Who::suspect);
}

TEST(Whose, AMessageReadOutIsNotSpokenByTheCaller) {
  const Heard heard = hear(
      "There's a man texting my grandson, he's fourteen. It says meet me at the garages or I'll "
      "put "
      "your pictures online.");
  const auto* threat = cue(heard, "coercion");
  ASSERT_NE(threat, nullptr);
  EXPECT_EQ(threat->about, Who::victim);
}

TEST(Whose, TheOneWhoMakesMeDoesIt) {
  const Heard heard = hear(
      "my mums new fella makes me go in shops and lift stuff for him. im 12. his name is Wayne");
  const auto* used = cue(heard, "exploitation");
  ASSERT_NE(used, nullptr);
  EXPECT_EQ(used->about, Who::caller);
  const auto* name = identifier(heard, IdentifierKind::name);
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->of, Who::suspect);
}

TEST(Whose, ANameThatDidSomethingIsSpokenOf) {
  const auto heard =
      hear("Mia Tran, fourteen, didn't come back from the shop. She's done it before.");
  const auto* name = identifier(heard, IdentifierKind::name);
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->of, Who::victim);
  ASSERT_FALSE(heard.ages.empty());
  EXPECT_EQ(heard.ages.front().who, Who::victim);
}

TEST(Whose, WhoRingsSaysWhoItIs) {
  for (const std::string_view said :
       {"There's a lad here says he's the police and I've to take all my savings out. It's Harold "
        "Wignall, 33 Pinfold Terrace.",
        "Good morning, Mrs Farrant, head of pastoral. Somebody is selling weed at our gate."}) {
    const auto heard = hear(said);
    const auto* name = identifier(heard, IdentifierKind::name);
    ASSERT_NE(name, nullptr) << said;
    EXPECT_EQ(name->of, Who::caller) << said;
  }
}

TEST(AgesOfOthers, SeveralBesideOneAnotherAndApart) {
  const Heard three = hear("I found three lads there, they're twelve, thirteen and fourteen.");
  std::vector<int> lows;
  for (const auto& age : three.ages) lows.push_back(age.low);
  EXPECT_EQ(lows, (std::vector<int>{12, 13, 14}));
  for (const std::string_view said :
       {"A customer of ours, ninety-one, came in with a man.", "She's a vet, ninety-one.",
        "My mother's eighty-nine... no I tell a lie, ninety-one, and she had a call."}) {
    const Heard heard = hear(said);
    ASSERT_FALSE(heard.ages.empty()) << said;
    EXPECT_EQ(heard.ages.front().low, 91) << said;
  }
  for (const std::string_view said :
       {"Could you come and do a talk for our Year 11 careers day?", "I found a roll of twenties.",
        "We are seven in one room.", "I'm 13, tell no one."}) {
    const Heard heard = hear(said);
    for (const auto& age : heard.ages) EXPECT_EQ(age.low, 13) << said;
  }
}

TEST(Names, BeginASentenceStandAloneAndAreNoPlacesOrPets) {
  for (const std::string_view said :
       {"Marlo says I owe him.", "So can you cross it out? Frank Ibbotson.",
        "her name is sumaira. dont say i told u"}) {
    EXPECT_NE(identifier(hear(said), IdentifierKind::name), nullptr) << said;
  }
  for (const std::string_view said :
       {"It's Wren House, the residential.", "The dog is called Princess.",
        "INFT SATISFIED. NO OFFENCES.", "CALLER RPTS LOST WALLET."}) {
    EXPECT_EQ(identifier(hear(said, said[0] == 'I' && said[1] == 'N' ? Voice::handler_note
                                                                     : Voice::caller),
                         IdentifierKind::name),
              nullptr)
        << said;
  }
}

TEST(Addresses, WithTheNumberBehindTheStreet) {
  const auto heard = hear("Come round the back lane. It's Stobart Street, thirty-three.");
  const auto* address = identifier(heard, IdentifierKind::address);
  ASSERT_NE(address, nullptr);
  EXPECT_EQ(address->value, "Stobart Street, thirty-three");
  EXPECT_EQ(identifier(hear("I teach Year 11 maths at Holbeach Road."), IdentifierKind::address),
            nullptr);
}

TEST(Spelt, UserNamesOverCommasAndNotEverydayWords) {
  const auto heard = hear("User is big bear, underscore, forty four on Pixly.");
  const auto* name = identifier(heard, IdentifierKind::username);
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->value, "bigbear44");
  EXPECT_EQ(identifier(hear("She can't speak, she uses a letter board."), IdentifierKind::username),
            nullptr);
}

TEST(Cues, TheOneToWhomItIsDoneMayStandBehind) {
  const Heard pressed =
      hear("Some man on the school bus wants sex with me and won't stop asking. I'm in Year 11.");
  const auto* demand = cue(pressed, "sexual_demand");
  ASSERT_NE(demand, nullptr);
  EXPECT_EQ(demand->about, Who::caller);
  for (const auto& each : pressed.cues) EXPECT_EQ(each.about, Who::caller) << each.quote;
  const Heard fifteen = hear("I'm fifteen. This man keeps asking me for sex");
  for (const auto& each : fifteen.cues) EXPECT_EQ(each.about, Who::caller) << each.quote;
  for (const auto& each : fifteen.ages) EXPECT_EQ(each.who, Who::caller) << each.quote;
}

TEST(Cues, NotWhatIsDeniedSupposedOrAnIdiom) {
  EXPECT_EQ(cue(hear("He hasn't got a knife."), "weapons"), nullptr);
  EXPECT_EQ(cue(hear("What if somebody had a gun?"), "weapons"), nullptr);
  EXPECT_EQ(cue(hear("I left my bag at The Gun Inn."), "weapons"), nullptr);
  EXPECT_EQ(cue(hear("My sister's blackmailing me into babysitting on Friday."), "coercion"),
            nullptr);
  EXPECT_EQ(cue(hear("My mum will kill me if I lose these keys."), "violence"), nullptr);
  EXPECT_NE(cue(hear("He's got a knife."), "weapons"), nullptr);
}

TEST(Cues, AnEverydayContactRaisesNothing) {
  for (const std::string_view said :
       {"Hello, I'd like to report a lost purse on the 42 bus.",
        "The neighbours are playing loud music again.",
        "My battery's dead and I'm blocking the road outside the Gun Inn."}) {
    EXPECT_TRUE(hear(said).flags.empty()) << said;
  }
}

TEST(Notes, ShorthandConclusionsAndPromises) {
  const Heard heard = hear(
      "INFT STATES SON 14 YOA NOT RETURNED FROM SCHOOL. NO APPARENT VULNERABILITY. WILL CALL BACK "
      "BY 2100.",
      Voice::handler_note);
  ASSERT_FALSE(heard.ages.empty());
  EXPECT_EQ(heard.ages[0].who, Who::victim);
  EXPECT_NE(cue(heard, "concludes_no_risk"), nullptr);
  ASSERT_FALSE(heard.undertakings.empty());
  EXPECT_EQ(heard.undertakings[0].what, "call_back");
  ASSERT_TRUE(heard.undertakings[0].due.has_value());
  EXPECT_EQ(format_instant(*heard.undertakings[0].due), "2026-11-19T21:00:00.000000Z");
  EXPECT_EQ(cue(hear("No apparent vulnerability, he said."), "concludes_no_risk"), nullptr)
      << "only the handler concludes";
}

TEST(Wishes, AreTheCallers) {
  const Heard heard = hear(
      "A man's threatening me. His number is 07700 900123. Please don't ring it, and don't tell my "
      "mum.");
  ASSERT_EQ(heard.wishes.size(), 2U);
  EXPECT_EQ(heard.wishes[0].kind, WishKind::do_not_call);
  EXPECT_EQ(heard.wishes[1].kind, WishKind::do_not_tell);
  EXPECT_EQ(heard.wishes[1].target, "mother");
}

TEST(Offsets, AreCodePoints) {
  const Heard heard = hear("Déjà vu 🙂 – it's 07700 900123.");
  const auto* phone = identifier(heard, IdentifierKind::phone);
  ASSERT_NE(phone, nullptr);
  EXPECT_EQ(phone->span.start, 17U);
  EXPECT_EQ(phone->span.end, 29U);
}

TEST(Policy, AMistakeIsSaidWithItsPlace) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("heed_hearing_" + std::to_string(std::random_device{}()));
  std::filesystem::copy(root / "policy/hearing", folder, std::filesystem::copy_options::recursive);
  std::ofstream(folder / "cues/zz.toml")
      << "[[cue]]\nmeaning = \"child\"\nsay = [\"my <nobody> said\"]\n";
  const auto listener = Listener::load(folder, london());
  ASSERT_FALSE(listener);
  EXPECT_NE(listener.error().where.find("zz.toml:3:8"), std::string::npos)
      << listener.error().message();
  EXPECT_NE(listener.error().detail.find("<nobody>"), std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace heed::hearing
