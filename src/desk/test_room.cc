#include "desk/test_room.h"

#include "desk/any_event.h"
#include "journal/memory_journal.h"

namespace heed::desk {
namespace {

// Read once for all tests of a program: it is immutable.
Result<std::shared_ptr<const ForcePolicy>> policy_of(const std::filesystem::path& source,
                                                     const Zone& zone) {
  static const auto policy = load_force_policy(source / "policy", zone);
  return policy;
}

}  // namespace

Result<std::unique_ptr<TestRoom>> TestRoom::make(const std::filesystem::path& source,
                                                 std::vector<journal::Projection*> followers) {
  auto out = std::make_unique<TestRoom>();
  TestRoom& room = *out;
  journal::EventTypes types;
  add_types(types);
  HEED_TRY(room.journal,
           journal::new_memory_journal(
               {"Northmoor Police", "NM", "Europe/London", journal::Nature::rehearsal},
               std::move(types), {room.clock, room.random, [](const journal::Alarm&) {}}));
  HEED_TRY(const auto policy, policy_of(source, room.zone));
  HEED_TRY(const auto staff, policy::Document::load(source / "config/northmoor/staff.toml"));
  HEED_TRY(room.staff, access::Staff::read(staff, policy->access, room.zone));
  ControlRoom::Parts parts{
      *room.journal,
      room.clock,
      room.timers,
      room.random,
      room.zone,
      policy,
      room.staff,
      room.competences,
      {},
      [&room](const checks::SourceDeclaration&) { return checks::timer_workers(room.timers); },
      [](const journal::Alarm&) {},
      [](const checks::SourceHealth&) {},
      std::move(followers),
      Micros(0)};
  room.room = std::make_unique<ControlRoom>(std::move(parts));
  HEED_CHECK(room.room->open());
  room.consultations = std::make_unique<Consultations>(*room.journal, room.clock, room.random);
  return out;
}

}  // namespace heed::desk
