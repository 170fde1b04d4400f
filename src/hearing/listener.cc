// A text as stretches, each heard by itself and then all weighed together; for a draft, only the
// stretches that changed are heard again.
#include <algorithm>
#include <memory>
#include <unordered_set>

#include "base/text.h"
#include "hearing/learnt.h"
#include "hearing/second_ear.h"
#include "hearing/segment.h"

namespace heed::hearing {
namespace {

constexpr std::size_t stretch_bytes = 500;       // from here a clause may end a stretch
constexpr std::size_t stretch_bytes_max = 1000;  // from here any space does

struct Stretch {
  std::string_view text;
  bool handler_turn = false;
  std::uint32_t label = 0;      // bytes of "Caller:" at its beginning
  std::string asked, asked_of;  // by the handler's turn before, for the first stretch of an answer
};

bool has_word(std::string_view line, std::initializer_list<std::string_view> words) {
  const std::string lowered = " " + lower_ascii(line) + " ";
  for (const auto word : words) {
    for (auto at = lowered.find(word); at != std::string::npos; at = lowered.find(word, at + 1)) {
      if (!is_alpha(lowered[at - 1]) && !is_alpha(lowered[at + word.size()])) return true;
    }
  }
  return false;
}

void note_question(std::string_view line, std::string& asked, std::string& asked_of) {
  asked.clear();
  if (has_word(line, {"how old", "age", "what age"})) asked = "age";
  if (has_word(line, {"date of birth", "dob", "born"})) asked = "date_of_birth";
  if (has_word(line, {"name", "called", "who am i", "speaking to"})) asked = "name";
  if (has_word(line, {"number", "phone", "mobile"})) asked = "number";
  if (has_word(line, {"address", "postcode", "where do you live", "where are you"}))
    asked = "address";
  asked_of = has_word(line, {"she", "her", "girl", "daughter", "woman", "lady", "sister", "mum",
                             "girlfriend", "wife", "nan", "aunt"})
                 ? "she"
             : has_word(line, {"he", "him", "his", "man", "boy", "son", "the male", "uncle",
                               "boyfriend", "husband", "dad", "stepdad", "brother", "lad", "fella",
                               "bloke", "grandad", "ex"})
                 ? "he"
             : has_word(line, {"they", "them", "their", "child"}) ? "they"
             : has_word(line, {"you", "your", "yourself"})        ? "you"
                                                                  : "";
}

bool begins_turn(std::string_view line, bool& handler) {
  const auto colon = line.substr(0, 24).find(':');
  if (colon == std::string_view::npos) return false;
  const std::string who = lower_ascii(trim(line.substr(0, colon)));
  constexpr std::array<std::string_view, 14> handlers{
      "handler",    "operator", "op",  "call handler", "police",     "h",       "agent",
      "call taker", "control",  "999", "101",          "dispatcher", "officer", "ch"};
  constexpr std::array<std::string_view, 12> callers{"caller", "c",      "informant", "inft",
                                                     "ip",     "child",  "girl",      "boy",
                                                     "male",   "female", "customer",  "user"};
  if (std::find(handlers.begin(), handlers.end(), who) != handlers.end()) return handler = true;
  if (std::find(callers.begin(), callers.end(), who) != callers.end()) {
    handler = false;
    return true;
  }
  return false;
}

bool is_numeric(char c) { return is_digit(c); }

// A full stop between digits read out ("07700. 900. 461") ends nothing.
bool splits_number(std::string_view text, std::size_t end) {
  std::size_t back = end;
  while (back > 0 && (text[back - 1] == '.' || text[back - 1] == ' ' || text[back - 1] == '!' ||
                      text[back - 1] == '?'))
    --back;
  std::size_t next = end;
  while (next < text.size() && text[next] == ' ') ++next;
  return back > 0 && next < text.size() && is_numeric(text[back - 1]) && is_numeric(text[next]);
}

// Cuts at the ends of sentences and lines; depends only on what stands before a cut, so an edit
// moves no cut beyond the next end of a sentence.
void stretches(std::string_view text, Voice voice, std::vector<Stretch>& out) {
  bool handler = false;
  std::size_t start = 0;
  std::uint32_t label = 0;
  std::string asked, asked_of;
  const auto turn = [&](std::string_view line) {
    label = begins_turn(line, handler) ? static_cast<std::uint32_t>(line.find(':') + 1) : 0;
  };
  const auto close = [&](std::size_t end) {
    if (end > start) {
      Stretch stretch{
          text.substr(start, end - start), voice == Voice::transcript && handler, label, {}, {}};
      label = 0;
      if (voice == Voice::transcript && handler) {
        std::string more, of;
        note_question(stretch.text, more, of);
        if (!more.empty() || stretch.text.find('?') != std::string_view::npos)
          asked = more, asked_of = of;
      } else if (!asked.empty()) {
        stretch.asked = asked;
        stretch.asked_of = asked_of;
        asked.clear();
      }
      out.push_back(std::move(stretch));
    }
    start = end;
  };
  if (voice == Voice::transcript) turn(text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const std::size_t length = at - start;
    if (c == '\n') {
      close(at + 1);
      if (voice == Voice::transcript) turn(text.substr(start, 64));
    } else if ((c == '.' || c == '!' || c == '?') && at + 1 < text.size() &&
               (text[at + 1] == ' ') && length > 1) {
      std::size_t end = at + 1;
      while (end < text.size() && text[end] == ' ') ++end;
      if (!splits_number(text, end) && (c != '.' || ends_sentence(text, at))) {
        close(end);
        at = end - 1;
      }
    } else if ((c == ',' && length > stretch_bytes) || (c == ' ' && length > stretch_bytes_max) ||
               length > 4 * stretch_bytes_max) {
      if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 || length > 5 * stretch_bytes_max) {
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
        close(end);
        at = end - 1;
      }
    }
  }
  close(text.size());
}

}  // namespace

}  // namespace heed::hearing

namespace heed::hearing {
namespace {

void open(const Hearer& hearer, const Stretch& stretch, Segment& segment) {
  segment.text.assign(stretch.text);
  segment.handler_turn = stretch.handler_turn;
  segment.label = stretch.label;
  segment.asked = stretch.asked;
  segment.asked_of = stretch.asked_of;
  segment.code_points = static_cast<std::uint32_t>(code_point_count(segment.text));
  hear_segment(hearer, segment);
}

}  // namespace

std::vector<std::unique_ptr<Segment>> segments_of(const Hearer& hearer, std::string_view text) {
  std::vector<Stretch> cuts;
  stretches(text, hearer.voice, cuts);
  std::vector<std::unique_ptr<Segment>> out;
  out.reserve(cuts.size());
  for (const auto& cut : cuts) {
    out.push_back(std::make_unique<Segment>());
    open(hearer, cut, *out.back());
  }
  return out;
}

Hearer hearer_of(const Listener::Policy& policy, Channel channel, Voice voice, Instant at,
                 std::string_view last_question) {
  Hearer hearer{policy, channel, voice, at, last_question};
  if (policy.use_learnt && policy.learnt && !policy.learnt->empty())
    hearer.learnt = policy.learnt.get();
  if (policy.use_second && policy.second && !policy.second->empty())
    hearer.second = policy.second.get();
  return hearer;
}

Heard Listener::hear(const Utterance& utterance, const Earlier& earlier) const {
  HearingSession session(*this, utterance.channel, utterance.voice, utterance.at, earlier);
  return session.update(utterance.text);
}

namespace {

constexpr std::size_t carried_max = 256;  // of each kind

// What an edit left alone: so many bytes at the beginning and at the end, of which `front_points`
// and, in the text before and after, the code points where the end part begins.
struct Unchanged {
  std::size_t front_points = 0;
  std::size_t back_before = 0, back_after = 0;
};

bool inside_code_point(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

Unchanged unchanged(std::string_view before, std::string_view after) {
  const std::size_t least = std::min(before.size(), after.size());
  std::size_t front = static_cast<std::size_t>(
      std::mismatch(before.begin(), before.begin() + static_cast<long>(least), after.begin())
          .first -
      before.begin());
  while (front > 0 && inside_code_point(before, front)) --front;
  std::size_t back = 0;
  while (back < least - front && before[before.size() - 1 - back] == after[after.size() - 1 - back])
    ++back;
  while (back > 0 && inside_code_point(before, before.size() - back)) --back;
  Unchanged out;
  out.front_points = code_point_count(before.substr(0, front));
  out.back_before =
      out.front_points + code_point_count(before.substr(front, before.size() - front - back));
  out.back_after =
      out.front_points + code_point_count(after.substr(front, after.size() - front - back));
  return out;
}

// Nothing that was shown with whole words vanishes while they stand: where more words made it
// another finding, or none, it stays and is set aside.
template <class F>
void carry(const std::vector<F>& before, const Unchanged& kept, std::vector<F>& now) {
  std::unordered_set<std::string_view> keys;
  for (const auto& each : now) keys.insert(each.key);
  std::vector<F> carried;
  for (const auto& was : before) {
    if (keys.contains(was.key) || carried.size() >= carried_max) continue;
    F still = was;
    if (was.span.start >= kept.back_before) {
      still.span = {was.span.start - kept.back_before + kept.back_after,
                    was.span.end - kept.back_before + kept.back_after};
    } else if (was.span.end >= kept.front_points) {
      continue;  // its words changed, or were still being typed
    }
    if (still.stands()) still.set_aside = "heard otherwise since";
    carried.push_back(std::move(still));
  }
  if (carried.empty()) return;
  now.insert(now.end(), std::make_move_iterator(carried.begin()),
             std::make_move_iterator(carried.end()));
  std::stable_sort(now.begin(), now.end(),
                   [](const F& a, const F& b) { return a.span.start < b.span.start; });
}

}  // namespace

struct HearingSession::State {
  Listener listener;
  Channel channel;
  Voice voice;
  Instant at;
  Earlier earlier;
  std::vector<Stretch> cuts;
  std::vector<std::unique_ptr<Segment>> segments;
  std::vector<bool> turns;
  Heard heard;
  bool first = true;
  std::string text;
};

HearingSession::HearingSession(Listener listener, Channel channel, Voice voice, Instant at,
                               Earlier earlier)
    : state_(new State{
          std::move(listener), channel, voice, at, std::move(earlier), {}, {}, {}, {}, true, {}}) {}
HearingSession::~HearingSession() = default;
HearingSession::HearingSession(HearingSession&&) noexcept = default;
HearingSession& HearingSession::operator=(HearingSession&&) noexcept = default;

const Heard& HearingSession::update(std::string_view given) {
  State& state = *state_;
  std::string scrubbed;
  std::string_view text = given;
  if (!is_valid_utf8(given)) {
    scrubbed = scrub_utf8(given);
    text = scrubbed;
  }
  state.cuts.clear();
  stretches(text, state.voice, state.cuts);
  const Hearer hearer = hearer_of(*state.listener.policy_, state.channel, state.voice, state.at,
                                  state.earlier.last_question);
  // What stands unchanged at the beginning and at the end is kept.
  std::size_t front = 0;
  const std::size_t had = state.segments.size(), has = state.cuts.size();
  const auto same = [&](std::size_t old, std::size_t now) {
    return state.segments[old]->text == state.cuts[now].text &&
           state.turns[old] == state.cuts[now].handler_turn &&
           state.segments[old]->label == state.cuts[now].label &&
           state.segments[old]->asked == state.cuts[now].asked &&
           state.segments[old]->asked_of == state.cuts[now].asked_of;
  };
  while (front < had && front < has && same(front, front)) ++front;
  std::size_t back = 0;
  while (back < had - front && back < has - front && same(had - 1 - back, has - 1 - back)) ++back;
  std::vector<std::unique_ptr<Segment>> fresh;
  std::vector<bool> turns;
  for (std::size_t at = front; at < has - back; ++at) {
    auto segment = std::make_unique<Segment>();
    open(hearer, state.cuts[at], *segment);
    fresh.push_back(std::move(segment));
    turns.push_back(state.cuts[at].handler_turn);
  }
  const auto first = state.segments.begin() + static_cast<long>(front),
             last = state.segments.end() - static_cast<long>(back);
  state.segments.insert(state.segments.erase(first, last), std::make_move_iterator(fresh.begin()),
                        std::make_move_iterator(fresh.end()));
  state.turns.erase(state.turns.begin() + static_cast<long>(front),
                    state.turns.end() - static_cast<long>(back));
  state.turns.insert(state.turns.begin() + static_cast<long>(front), turns.begin(), turns.end());
  std::vector<const Segment*> all;
  all.reserve(state.segments.size());
  for (const auto& segment : state.segments) all.push_back(segment.get());
  Heard heard = weigh(hearer, all, state.earlier);
  if (!state.first) {
    const Unchanged kept = unchanged(state.text, text);
    carry(state.heard.identifiers, kept, heard.identifiers);
    carry(state.heard.ages, kept, heard.ages);
    carry(state.heard.deadlines, kept, heard.deadlines);
    carry(state.heard.cues, kept, heard.cues);
    carry(state.heard.undertakings, kept, heard.undertakings);
    carry(state.heard.wishes, kept, heard.wishes);
  }
  state.heard = std::move(heard);
  state.text.assign(text);
  state.first = false;
  return state.heard;
}
const Heard& HearingSession::heard() const { return state_->heard; }

}  // namespace heed::hearing
