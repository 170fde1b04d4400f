// Who is who in a text: each mention bound to a person, each person to a role. Internal to
// src/hearing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "hearing/segment.h"

namespace heed::hearing {

struct Person {
  std::uint32_t traits = 0;
  MentionKind kind = MentionKind::noun;
  WordId noun = unknown_word;
  Possessor possessor = Possessor::none;
  std::string name;
  bool male = false, female = false, plural = false;
  bool anonymous = false;  // only ever a pronoun
  int mentions = 0;
  int as_object = 0;  // of those: him, her
  int owns = 0;       // of those: his car
  bool spoken_to = false;
  std::uint32_t one_of = 0;  // "one they call Biggz": of these people
  int age = -1;              // the highest that it may be, where one was said
  bool minor = false;        // an age under 18 was said
  int does_harm = 0;
  int is_harmed = 0;
  Who who = Who::other;
  std::size_t last_seen = 0;
};

class People {
 public:
  // `concern`: some phrase says that something is wrong.
  People(const Hearer& hearer, const std::vector<const Segment*>& segments, const Earlier& earlier,
         bool concern);

  // The person behind a mention of a segment; 0 is the person in contact.
  std::uint32_t person(std::size_t segment, std::int32_t mention) const {
    return bound_[segment][static_cast<std::size_t>(mention)];
  }
  // Whose the person or thing is that a mention speaks of as his, hers or theirs; 0 for nobody's.
  std::uint32_t owner(std::size_t segment, std::int32_t mention) const {
    return owners_[segment][static_cast<std::size_t>(mention)];
  }
  Person& at(std::uint32_t person) { return people_[person]; }
  const Person& at(std::uint32_t person) const { return people_[person]; }
  std::size_t size() const { return people_.size(); }
  // The last person but the caller who was mentioned before a stretch; 0 for nobody.
  std::uint32_t before(std::size_t segment) const { return before_[segment]; }
  // The last person that fits "he", "she", "they" before a stretch; 0 for nobody.
  std::uint32_t before(std::size_t segment, std::string_view pronoun) const;
  // Who is addressed as "you" in quoted words.
  std::uint32_t addressee() const { return addressee_; }
  // After the evidence is in: caller, suspect, victim, witness, other.
  void assign_roles(bool harm, bool surely, bool caller_harmed);

 private:
  std::uint32_t bind(const Mention& mention, bool quoted);
  std::uint32_t pronoun(bool male, bool female, bool plural, bool object) const;
  std::uint32_t owner_of(const Mention& mention) const;
  bool names_two(const std::vector<const Segment*>& segments) const;
  void name_suspect();
  void name_victim();
  std::uint32_t add(const Mention& mention);
  std::uint32_t name_caller(const Mention& mention);
  bool nobody_fits(bool male) const;
  std::uint32_t asked_for(std::string_view pronoun);
  bool fits(std::uint32_t person, const Mention& mention) const;
  std::uint32_t recent() const;

  const Hearer& hearer_;
  std::vector<Person> people_;
  std::vector<std::vector<std::uint32_t>> bound_;
  std::vector<std::vector<std::uint32_t>> owners_;
  std::uint32_t addressee_ = 0;
  std::vector<std::uint32_t> before_;
  const Segment* segment_ = nullptr;
  bool spoke_last_ = false;  // the speaker was the last person mentioned
  bool concern_ = false;
  std::uint32_t unnamed_ = 0;  // of the sentence: the last person, where no name was said
  int hot_ = 0;                // he or she was spoken of not long ago
  std::uint32_t last_ = 0;
  std::size_t clock_ = 1;
  WordId ip_ = unknown_word;
  bool other_caller_ = false;  // a note names a caller or informant as well as an IP
};

}  // namespace heed::hearing
