// What is heard while a text grows: the same as of the whole text, and nothing shown flickers.
// A sample of the corpus by default; HEED_HEARING_WHOLE=1 takes all of it (./dev hear-typing).
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "base/text.h"
#include "hearing/hearing.h"

namespace heed::hearing {
namespace {

const std::filesystem::path root = HEED_SOURCE_DIR;
constexpr std::string_view thursday = "2026-11-19T18:30:00Z";

const Listener& ear() {
  static const Zone zone = Zone::load("Europe/London").value();
  static const Listener listener = Listener::load(root / "policy/hearing", zone).value();
  return listener;
}
Instant instant(std::string_view text) { return parse_instant(text).value(); }
bool whole() { return std::getenv("HEED_HEARING_WHOLE") != nullptr; }

// The hands that patterns may be tuned on; the held-out ones stay unread here too.
std::vector<std::string> corpus_texts() {
  std::vector<std::string> texts;
  for (const std::string_view file : {"h0.txt", "t1.txt", "t2.txt", "t3.txt", "t4.txt", "t5.txt"}) {
    std::ifstream in(root / "tests/hearing/corpus" / file);
    std::string line, text;
    bool inside = false;
    const auto close = [&] {
      if (!text.empty()) texts.push_back(text);
      text.clear();
    };
    while (std::getline(in, line)) {
      if (line.starts_with("== ")) {
        close();
        inside = false;
      } else if (line.starts_with("text:")) {
        inside = true;
      } else if (inside) {
        std::string clean;
        for (std::size_t at = 0; at < line.size(); ++at) {
          if (line.compare(at, 2, "[[") == 0) {
            ++at;
          } else if (line[at] == '|') {
            at = std::min(line.find("]]", at), line.size()) + 1;
          } else {
            clean += line[at];
          }
        }
        text += (text.empty() ? "" : " ") + clean;
      }
    }
    close();
  }
  return texts;
}

// Kind, place and words of every finding that stands.
std::multiset<std::string> standing(const Heard& heard) {
  std::multiset<std::string> out;
  const auto take = [&](const auto& list, std::string_view kind) {
    for (const auto& each : list) {
      if (each.stands())
        out.insert(std::string(kind) + std::to_string(each.span.start) + each.quote);
    }
  };
  take(heard.identifiers, "i");
  take(heard.ages, "a");
  take(heard.cues, "c");
  take(heard.wishes, "w");
  return out;
}

std::vector<std::string> sample(std::size_t count) {
  auto texts = corpus_texts();
  if (whole() || texts.size() <= count) return texts;
  std::mt19937 random(20261119);
  std::shuffle(texts.begin(), texts.end(), random);
  texts.resize(count);
  return texts;
}

TEST(Sessions, HearWhatTheWholeTextGives) {
  std::mt19937 random(20261119);
  for (const auto& text : sample(40)) {
    HearingSession session(ear(), Channel::chat, Voice::caller, instant(thursday));
    std::string draft = text;
    session.update(draft);
    for (int edit = 0; edit < 4; ++edit) {
      const std::size_t at = random() % (draft.size() + 1);
      if (random() % 2 == 0) {
        draft.insert(at, "a man. ");
      } else {
        draft.erase(at, 5);
      }
      const Heard& grown = session.update(draft);
      const Heard fresh = ear().hear({Channel::chat, Voice::caller, instant(thursday), draft});
      ASSERT_EQ(standing(grown), standing(fresh)) << draft;
      ASSERT_EQ(grown.flags.size(), fresh.flags.size()) << draft;
    }
  }
}

// Keys of what a person has seen, words complete.
std::set<std::string> seen(const Heard& heard, std::size_t complete) {
  std::set<std::string> out;
  const auto take = [&](const auto& list) {
    for (const auto& each : list) {
      if (each.span.end < complete) out.insert(each.key);
    }
  };
  take(heard.identifiers);
  take(heard.ages);
  take(heard.deadlines);
  take(heard.cues);
  take(heard.undertakings);
  take(heard.wishes);
  return out;
}

// Typed key by key: what was shown with complete words stays, standing or set aside.
TEST(Sessions, NothingShownFlickersWhileTyping) {
  for (const auto& text : sample(8)) {
    HearingSession session(ear(), Channel::chat, Voice::caller, instant(thursday));
    std::set<std::string> before;
    for (std::size_t end = 1; end <= text.size(); ++end) {
      if (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) continue;
      const std::string_view draft = std::string_view(text).substr(0, end);
      const Heard& heard = session.update(draft);
      const auto now = seen(heard, 1U << 30);
      for (const auto& was : before)
        ASSERT_TRUE(now.contains(was)) << was << " was shown and is gone after: " << draft;
      before = seen(heard, code_point_count(draft));
    }
    const Heard fresh = ear().hear({Channel::chat, Voice::caller, instant(thursday), text});
    ASSERT_EQ(standing(session.heard()), standing(fresh)) << text;
  }
}

TEST(BadInput, GetsAnAnswer) {
  std::mt19937 random(7);
  const auto texts = corpus_texts();
  for (int round = 0; round < (whole() ? 2000 : 40); ++round) {
    std::string text = texts[random() % texts.size()] + texts[random() % texts.size()];
    for (int change = 0; change < 20; ++change)
      text[random() % text.size()] = static_cast<char>(random());
    const auto voice = static_cast<Voice>(random() % 4);
    const Heard heard = ear().hear({Channel::chat, voice, instant(thursday), text});
    const std::size_t points = code_point_count(scrub_utf8(text));
    for (const auto& each : heard.cues) ASSERT_LE(each.span.end, points);
    for (const auto& each : heard.identifiers) ASSERT_LE(each.span.end, points);
  }
  for (const std::string_view unit : {"no sorry 0", "double ", "he will tell my mum if I do not ",
                                      "\xff\xfe", "((((", "''''", "a.b_", "seven ", "ÿ"}) {
    std::string text;
    const std::size_t size = whole() ? 1u << 20 : 1u << 15;
    while (text.size() < size) text += unit;
    const Heard heard = ear().hear({Channel::chat, Voice::caller, instant(thursday), text});
    const std::size_t points = code_point_count(scrub_utf8(text));
    for (const auto& each : heard.cues) ASSERT_LE(each.span.end, points) << unit;
    for (const auto& each : heard.identifiers) ASSERT_LE(each.span.end, points) << unit;
  }
}

}  // namespace
}  // namespace heed::hearing
