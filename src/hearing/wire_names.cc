#include <array>
#include <utility>

#include "hearing/hearing.h"

namespace heed::hearing {
namespace {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

constexpr Names<Channel, 4> channels{{{Channel::emergency_999, "999"},
                                      {Channel::non_emergency_101, "101"},
                                      {Channel::chat, "chat"},
                                      {Channel::service_desk, "service_desk"}}};
constexpr Names<Voice, 4> voices{{{Voice::caller, "caller"},
                                  {Voice::handler_note, "handler_note"},
                                  {Voice::quoted, "quoted"},
                                  {Voice::transcript, "transcript"}}};
constexpr Names<Who, 6> whos{{{Who::caller, "caller"},
                              {Who::victim, "victim"},
                              {Who::suspect, "suspect"},
                              {Who::witness, "witness"},
                              {Who::other, "other"},
                              {Who::unknown, "unknown"}}};
constexpr Names<IdentifierKind, 9> kinds{{{IdentifierKind::phone, "phone"},
                                          {IdentifierKind::phone_partial, "phone_partial"},
                                          {IdentifierKind::email, "email"},
                                          {IdentifierKind::username, "username"},
                                          {IdentifierKind::vehicle, "vehicle"},
                                          {IdentifierKind::postcode, "postcode"},
                                          {IdentifierKind::date_of_birth, "date_of_birth"},
                                          {IdentifierKind::address, "address"},
                                          {IdentifierKind::name, "name"}}};
constexpr Names<Strength, 3> strengths{
    {{Strength::weak, "weak"}, {Strength::fair, "fair"}, {Strength::strong, "strong"}}};
constexpr Names<Precision, 4> precisions{{{Precision::minute, "minute"},
                                          {Precision::hour, "hour"},
                                          {Precision::part_of_day, "part_of_day"},
                                          {Precision::day, "day"}}};
constexpr Names<AgeBasis, 2> bases{{{AgeBasis::said, "said"}, {AgeBasis::implied, "implied"}}};
constexpr Names<WishKind, 3> wishes{{{WishKind::do_not_call, "do_not_call"},
                                     {WishKind::do_not_tell, "do_not_tell"},
                                     {WishKind::manner, "manner"}}};
constexpr Names<Force, 2> forces{{{Force::prompts, "prompts"}, {Force::obliges, "obliges"}}};

template <class E, std::size_t N>
std::string_view name_of(const Names<E, N>& names, E value) {
  for (const auto& [each, name] : names) {
    if (each == value) return name;
  }
  return "unknown";
}

template <class E, std::size_t N>
std::optional<E> value_of(const Names<E, N>& names, std::string_view wanted) {
  for (const auto& [each, name] : names) {
    if (name == wanted) return each;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Channel value) { return name_of(channels, value); }
std::string_view to_string(Voice value) { return name_of(voices, value); }
std::string_view to_string(Who value) { return name_of(whos, value); }
std::string_view to_string(IdentifierKind value) { return name_of(kinds, value); }
std::string_view to_string(Strength value) { return name_of(strengths, value); }
std::string_view to_string(Precision value) { return name_of(precisions, value); }
std::string_view to_string(AgeBasis value) { return name_of(bases, value); }
std::string_view to_string(WishKind value) { return name_of(wishes, value); }
std::string_view to_string(Force value) { return name_of(forces, value); }

std::optional<Channel> parse_channel(std::string_view name) { return value_of(channels, name); }
std::optional<Voice> parse_voice(std::string_view name) { return value_of(voices, name); }
std::optional<Who> parse_who(std::string_view name) { return value_of(whos, name); }
std::optional<IdentifierKind> parse_identifier_kind(std::string_view name) {
  return value_of(kinds, name);
}

bool Heard::has_flag(std::string_view name) const {
  for (const auto& flag : flags) {
    if (flag.name == name) return true;
  }
  return false;
}

}  // namespace heed::hearing
