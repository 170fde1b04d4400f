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
  int does_harm = 0;
  int is_harmed = 0;
  Who who = Who::other;
  std::size_t last_seen = 0;
};

class People {
 public:
  People(const Hearer& hearer, const std::vector<const Segment*>& segments, const Earlier& earlier);

  // The person behind a mention of a segment; 0 is the person in contact.
  std::uint32_t person(std::size_t segment, std::int32_t mention) const {
    return bound_[segment][static_cast<std::size_t>(mention)];
  }
  Person& at(std::uint32_t person) { return people_[person]; }
  const Person& at(std::uint32_t person) const { return people_[person]; }
  std::size_t size() const { return people_.size(); }
  // The person who was last spoken of before that word as one who acts; 0 for nobody.
  std::uint32_t addressee() const { return addressee_; }
  // After the evidence is in: caller, suspect, victim, witness, other.
  void assign_roles(bool harm, bool caller_harmed);

 private:
  std::uint32_t bind(const Mention& mention, bool quoted);
  std::uint32_t pronoun(bool male, bool female, bool plural, bool object);
  std::uint32_t add(const Mention& mention);

  const Hearer& hearer_;
  std::vector<Person> people_;
  std::vector<std::vector<std::uint32_t>> bound_;
  std::uint32_t addressee_ = 0;
  std::uint32_t last_ = 0;
  std::size_t clock_ = 1;
  WordId none_ = unknown_word;
};

}  // namespace heed::hearing
