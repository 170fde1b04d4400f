// One stretch of text (a sentence or a few, see listener.cc) heard by itself: its words, the people
// it mentions and everything that may be a finding, before the whole text is weighed. Depends on
// nothing outside the stretch but the voice and whether a quotation was open, so that a draft is
// heard again only where it changed. Offsets are within the stretch. Internal to src/hearing.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hearing/hearing.h"
#include "hearing/policy.h"
#include "hearing/tokens.h"

namespace heed::hearing {

enum class MentionKind : std::uint8_t {
  speaker,
  you,
  he,
  she,
  they,
  kin,
  noun,
  name,
  caller,
  suspect,
  victim,
  witness
};
enum class Possessor : std::uint8_t { none, my, his, her, their, your };

struct Mention {
  std::uint32_t word = 0;  // index into Segment::tokens.words
  std::uint32_t end = 0;
  MentionKind kind = MentionKind::noun;
  WordId noun = unknown_word;
  std::uint32_t traits = 0;
  Possessor possessor = Possessor::none;
  bool in_quote = false;
  bool object = false;          // me, him: to whom it is done
  bool determined = false;      // "the man", "that man": spoken of before
  bool is_speaker = false;      // "I'm the manager", "I am her mother": the one who speaks
  bool between_commas = false;  // ", Kieran, …": perhaps the name of somebody just spoken of
  bool apposed = false;         // a name or noun that stands beside the mention before it
  bool is_same = false;         // "he's my mate": the one just spoken of
  bool says_own = false;        // "my name's …", "I'm …"
  bool is_me = false;           // "It's Norman at 24.": who rings says who it is
  bool one_of = false;          // "one they call Biggz"
  bool introduces =
      false;         // "I'm …", "name's …", or a name that stands alone: perhaps the speaker's
  std::string name;  // of MentionKind::name, as said
};

// A sub-string of the text that may become a finding.
struct Place {
  std::uint32_t first = 0;  // words, end excluded
  std::uint32_t last = 0;
  std::uint32_t byte_start = 0;
  std::uint32_t byte_end = 0;
  std::uint32_t start = 0;  // code points
  std::uint32_t end = 0;
};

struct Candidate {
  Place place;
  std::uint32_t pattern = 0;
  std::uint32_t cue = 0;
  std::int32_t about = -1;  // index into mentions, or -1
  std::int32_t agent = -1;
  std::int32_t before = -1;  // the subject named just before
  std::int32_t object = -1;  // a person in its words to whom it is done
  std::int32_t doer = -1;    // the subject of its clause, where no phrase says who does it
  std::int32_t gains = -1;   // "for him"
  std::int32_t owned = -1;   // the mention that begins the words with his, her, their
  bool has_speaker = false;  // I, me, my in its words
  bool has_you = false;
  bool in_quote = false;
  bool handler_turn = false;
  const char* set_aside = nullptr;
  std::uint32_t sentence = 0;
};

struct RawIdentifier {
  Place place;
  IdentifierKind kind = IdentifierKind::phone;
  std::string value;
  std::string platform;
  Strength strength = Strength::fair;
  const char* why = "";
  std::int32_t mention = -1;  // the person said to own it, or -1
  std::optional<Who> owner;   // said by policy's words
  std::int32_t near = -1;     // the person named just before
  bool answers = false;       // the handler had just asked for it
  bool near_speaker = false;  // I, my in the same clause before it
  const char* set_aside = nullptr;
};

struct RawAge {
  Place place;
  int low = 0, high = 0;
  AgeBasis basis = AgeBasis::said;
  std::int32_t mention = -1;
  bool speaker = false;
  const char* why = "";
  const char* set_aside = nullptr;
  bool correction = false;
  bool answers = false;
};

struct RawDeadline {
  Place place;
  Instant at;
  Precision precision = Precision::day;
  bool ambiguous = false;
  const char* why = "";
};

struct RawPromise {
  Place place;
  std::uint32_t pattern = 0;
  std::uint32_t group = 0;
  std::optional<Instant> due;
  std::int32_t about = -1;
  std::string target;
};

struct RawIdiom {
  std::uint32_t idiom = 0;
  std::uint32_t first = 0, last = 0, sentence = 0;
};

// What the second ear keeps of a stretch (second_ear.h).
inline constexpr std::size_t second_kinds = 22;
struct SecondNotes {
  std::array<std::uint32_t, second_kinds> kinds{};  // how many words of each kind
  std::vector<std::uint32_t> people;                // words for persons, each once
  std::vector<std::array<float, 7>> candidates;     // what each candidate's own words weigh
};

struct Segment {
  std::string text;
  std::uint32_t code_points = 0;
  bool handler_turn = false;  // of a transcript
  std::uint32_t label = 0;    // bytes of "Caller:", which is no part of what was said
  // What the handler's turn before this one asked: "age", "name", "number", "date_of_birth" …, and
  // of whom ("you", "he", "she", "they", or nothing). Only the first words may answer it.
  std::string asked;
  std::string asked_of;
  Tokens tokens;
  std::vector<std::string> lowered;        // each word as written, in lower case
  std::vector<std::uint32_t> sentence_of;  // by word
  std::vector<Mention> mentions;
  std::vector<Candidate> candidates;
  std::vector<RawIdentifier> identifiers;
  std::vector<RawAge> ages;
  std::vector<RawDeadline> deadlines;
  std::vector<RawPromise> undertakings;
  std::vector<RawPromise> wishes;
  std::vector<RawIdiom> idioms;
  bool others_number = false;         // speaks of somebody else's number or calls
  std::vector<std::uint32_t> learnt;  // features that the learnt listener knows
  SecondNotes second;
};

class SecondEar;

struct Hearer {
  const Listener::Policy& policy;
  Channel channel;
  Voice voice;
  Instant at;
  std::string_view last_question;
  // What was learnt; nullptr where it is switched off.
  const Learnt* learnt = nullptr;
  const SecondEar* second = nullptr;
};

// With what policy says was learnt.
Hearer hearer_of(const Listener::Policy& policy, Channel channel, Voice voice, Instant at,
                 std::string_view last_question = {});

void hear_segment(const Hearer& hearer, Segment& segment);
// All of a text, stretch by stretch. The text is valid UTF-8.
std::vector<std::unique_ptr<Segment>> segments_of(const Hearer& hearer, std::string_view text);

// The parts of hear_segment, each in its own file.
void find_mentions(const Hearer& hearer, Segment& segment);
void find_cues(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment);
void find_numbers(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment);
void find_spelt(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment);
void find_dates(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment);
void find_ages(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment);
void find_names(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment);
void find_promises(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment);
void find_owners(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment);

Candidate candidate_of(const Segment& segment, const Match& match, std::uint32_t cue);

// Words [first, last) as a place in the text.
Place place_of(const Segment& segment, std::uint32_t first, std::uint32_t last);
std::string_view surface(const Segment& segment, const Token& token);
// The word in lower case; empty beyond the end, and for the second of two words that one written
// word stands for.
const std::string& lowered(const Segment& segment, std::uint32_t word);
// The mention that holds this word, or the next one within three words; -1 for none.
std::int32_t mention_at(const Segment& segment, std::uint32_t word);
// The last mention that begins before this word, in its sentence, not a thing's possessor; -1.
std::int32_t mention_before(const Segment& segment, std::uint32_t word, bool subjects_only);
// Whether one of the patterns of the context group `name` ends at most `reach` words before `word`
// (or begins at most `reach` words after `end`, where that is given).
bool in_context(const Hearer& hearer, const std::vector<Match>& matches, std::string_view name,
                std::uint32_t word, std::uint32_t reach, std::uint32_t end = 0);

// The person behind each mention, and whose each finding is: the whole text weighed. Gives the
// standing findings and those set aside, without flags.
Heard weigh(const Hearer& hearer, const std::vector<const Segment*>& segments,
            const Earlier& earlier);
void raise_flags(const Listener::Policy& policy, const Earlier& earlier, Heard& heard,
                 const std::vector<HeardCue>& internal);

}  // namespace heed::hearing
