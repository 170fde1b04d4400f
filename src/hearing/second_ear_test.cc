// What was learnt of the cues: whose they are and whether they are meant.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "hearing/learn.h"

namespace heed::hearing {
namespace {

namespace fs = std::filesystem;

const fs::path root = HEED_SOURCE_DIR;

const Zone& zone() {
  static const Zone loaded = Zone::load("Europe/London").value();
  return loaded;
}
Instant thursday() { return parse_instant("2026-11-19T18:30:00Z").value(); }

// A copy of the force's policy that a test may change, with few phrases: quick to read.
class Policy {
 public:
  Policy() : folder_(fs::path(testing::TempDir()) / "second_ear_policy") {
    fs::remove_all(folder_);
    fs::copy(root / "policy/hearing", folder_);
    write("names.txt", "");
    write("learnt.txt", "");
    fs::create_directories(folder_ / "cues");
    for (const auto* file : {"child.toml", "coercion.toml"})
      fs::copy(root / "policy/hearing/cues" / file, folder_ / "cues" / file);
  }
  ~Policy() { fs::remove_all(folder_); }
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;

  void write(std::string_view file, std::string_view text) const {
    std::ofstream(folder_ / file, std::ios::binary) << text;
  }
  void set(std::string_view line, std::string_view instead) const {
    std::stringstream read;
    read << std::ifstream(folder_ / "meanings.toml").rdbuf();
    std::string text = read.str();
    const auto at = text.find(line);
    ASSERT_NE(at, std::string::npos) << line;
    text.replace(at, text.find('\n', at) - at, instead);
    write("meanings.toml", text);
  }
  Result<Listener> load() const { return Listener::load(folder_, zone()); }

 private:
  fs::path folder_;
};

constexpr std::string_view threat = "He says he'll tell my mum if I don't meet him.";

const HeardCue* cue(const Heard& heard, std::string_view meaning) {
  const auto found = std::find_if(heard.cues.begin(), heard.cues.end(),
                                  [&](const HeardCue& each) { return each.meaning == meaning; });
  return found == heard.cues.end() ? nullptr : &*found;
}
Heard hear(const Listener& listener, std::string_view text) {
  return listener.hear({Channel::chat, Voice::caller, thursday(), text});
}

TEST(SecondEar, SetsAsideAndSaysWhomAndIsSwitchedOffByOneLine) {
  const Policy policy;
  policy.write("second_ear.txt",
               "# made by hand\nis coercion\t0 9 0 0 0 0 -9\nis child\t9 0 0 0 0 0 9\n");
  const Heard with = hear(policy.load().value(), threat);
  const auto* told = cue(with, "coercion");
  ASSERT_NE(told, nullptr);
  EXPECT_FALSE(told->stands());
  EXPECT_EQ(told->about, Who::victim);
  policy.set("second_ear = ", "second_ear = false");
  const Heard without = hear(policy.load().value(), threat);
  told = cue(without, "coercion");
  ASSERT_NE(told, nullptr);
  EXPECT_TRUE(told->stands());
  EXPECT_EQ(told->about, Who::caller);
}

// It may keep a child's flag from obliging, never from being raised.
TEST(SecondEar, NeverSilencesAChild) {
  const Policy policy;
  policy.write("second_ear.txt", "always\t0 0 0 0 0 0 -99\n");
  const Heard heard = hear(policy.load().value(), "I'm fourteen. " + std::string(threat) +
                                                      " He wants pictures of me. I'm scared.");
  EXPECT_TRUE(std::none_of(heard.cues.begin(), heard.cues.end(), [](const HeardCue& each) {
    return each.stands() && each.meaning != "child";
  }));
  const auto child = std::find_if(heard.flags.begin(), heard.flags.end(),
                                  [](const HeardFlag& flag) { return flag.name == "child"; });
  ASSERT_NE(child, heard.flags.end());
  EXPECT_EQ(child->force, Force::prompts);
  EXPECT_FALSE(heard.has_flag("coercion"));
}

TEST(SecondEar, AFileThatIsWrongIsNamed) {
  const Policy policy;
  policy.write("second_ear.txt", "# one\nin mum\t1 2 three\n");
  const auto loaded = policy.load();
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().where.find("second_ear.txt:2:1"), std::string::npos)
      << loaded.error().where;
}

// Two hands that always mean the victim teach so, and the same twice.
TEST(SecondEar, IsTaughtByExample) {
  const Policy policy;
  policy.write("second_ear.txt", "");
  const Listener listener = policy.load().value();
  std::vector<Lesson> lessons;
  for (int each = 0; each < 44; ++each) {
    Lesson lesson;
    lesson.at = thursday();
    lesson.hand = each % 2 ? "a" : "b";
    lesson.benign = each % 3 == 0;
    lesson.text = lesson.benign ? "I lost an umbrella on the bus." : std::string(threat);
    if (!lesson.benign) lesson.cues.push_back({"coercion", Who::victim, {0, lesson.text.size()}});
    lessons.push_back(std::move(lesson));
  }
  const auto taught = learn_second(listener, lessons);
  ASSERT_TRUE(taught);
  EXPECT_EQ(*taught, learn_second(listener, lessons).value());
  policy.write("second_ear.txt", *taught);
  const Heard heard = hear(policy.load().value(), threat);
  const auto* told = cue(heard, "coercion");
  ASSERT_NE(told, nullptr);
  EXPECT_TRUE(told->stands());
  EXPECT_EQ(told->about, Who::victim);
}

}  // namespace
}  // namespace heed::hearing
