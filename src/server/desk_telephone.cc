#include "server/desk_telephone.h"

#include "base/text.h"

namespace heed::server {
namespace {

constexpr Micros heard_of_late = std::chrono::minutes(1);
constexpr std::string_view cursor_prefix = "telephone/";
constexpr std::size_t calls_max = 10'000;

incident::OpenContact opening(const PhoneEvent& event, const DeskDoor& door) {
  incident::OpenContact open;
  open.channel = event.service == "999" ? incident::Channel::emergency_999
                                        : incident::Channel::non_emergency_101;
  open.line = event.number;
  open.subscriber =
      std::string(trim(event.subscriber_name + (event.subscriber_address.empty() ? "" : ", ") +
                       event.subscriber_address));
  if (event.latitude && event.longitude) {
    incident::Location location;
    location.latitude = event.latitude;
    location.longitude = event.longitude;
    location.radius_m = event.radius_m;
    if (event.fix_age_s) location.fixed_at = event.at - std::chrono::seconds(*event.fix_age_s);
    location.method = "aml_gnss";
    open.location = location;
  } else if (!event.subscriber_address.empty()) {
    incident::Location location;
    location.address = event.subscriber_address;
    location.method = "subscriber";
    open.location = location;
  }
  open.call_id = event.call;
  open.recording = event.recording;
  if (event.recording_offset_ms) {
    open.recording_offset = std::chrono::milliseconds(*event.recording_offset_ms);
  }
  open.answered_at = event.at;
  open.entered_afterwards = door.desk.parts().clock.now() - event.at > heard_of_late;
  return open;
}

}  // namespace

std::optional<desk::Submission> PhoneDesk::submission_of(const PhoneEvent& event) const {
  desk::Submission out;
  out.actor = access::system_actor();
  out.purpose = "system";
  out.key = "telephone/" + event.run + "/" + std::to_string(event.seq);
  if (event.type == "call.answered") {
    const auto* agent = door_.staff.find_login(event.agent);
    auto open = opening(event, door_);
    // Somebody whom the staff file does not know: the contact is nobody's yet, and still taken.
    open.handler = agent ? agent->id : access::system_actor();
    out.command = incident::Command(std::move(open));
    return out;
  }
  const bool lost = event.type == "call.lost";
  if (!lost && event.type != "call.ended") return std::nullopt;
  const auto own = calls_.find(event.call);
  const auto call =
      own == calls_.end() ? door_.desk.index().by_call(event.call) : std::optional(own->second);
  if (!call) return std::nullopt;
  out.incident = call->incident;
  incident::EndContact end;
  end.contact = call->contact;
  end.lost = lost;
  end.at = event.at;
  out.command = incident::Command(end);
  return out;
}

void PhoneDesk::remember(const std::string& call, const desk::Done& done) {
  for (const auto& event : done.events) {
    const auto* of_incident = std::get_if<incident::Event>(&event);
    const auto* opened = of_incident ? std::get_if<incident::ContactOpened>(of_incident) : nullptr;
    if (!opened) continue;
    if (calls_.size() >= calls_max) calls_.erase(calls_.begin());
    calls_[call] = {done.incident, opened->contact};
  }
}

Status PhoneDesk::happened(const PhoneEvent& event,
                           const std::function<void(const Error&)>& refused) {
  auto submission = submission_of(event);
  if (!submission) return ok();
  const auto done = door_.desk.submit(std::move(*submission));
  if (done) {
    remember(event.call, *done);
    if (done->refusal && refused) refused(*done->refusal);
    return ok();
  }
  const Error& why = done.error();
  if (why.code == Code::unavailable || why.code == Code::timeout) return why;
  if (refused) refused(why);
  return ok();
}

Result<std::int64_t> PhoneDesk::load(const std::string& run) const {
  HEED_TRY(const auto seq, door_.journal.cursor(std::string(cursor_prefix) + run));
  return static_cast<std::int64_t>(seq.value_or(0));
}

Status PhoneDesk::save(const PhoneCursor& cursor) {
  return door_.journal.save_cursor(std::string(cursor_prefix) + cursor.run,
                                   static_cast<std::uint64_t>(cursor.seq));
}

std::optional<PlaceCall> call_to_place(const journal::StoredEvent& event, const DeskDoor& door) {
  if (event.type != "telephone.call_placed.v1" || !event.payload) return std::nullopt;
  const auto decoded = incident::decode(event.type, *event.payload);
  if (!decoded) return std::nullopt;
  const auto* placed = std::get_if<incident::CallPlaced>(&*decoded);
  if (!placed || placed->refused) return std::nullopt;
  PlaceCall out;
  out.request_id = std::to_string(event.header.seq);
  out.number = placed->number;
  const auto* who = door.staff.find(event.header.actor);
  out.by = who ? who->login : "unknown";
  if (const auto whole = door.desk.look(incident::IncidentId{event.header.stream.id})) {
    out.reference = (*whole)->incident.reference;
  }
  return out;
}

}  // namespace heed::server
