#include "app/play_live.h"

#include <fmt/core.h>

#include <set>

#include "base/json.h"
#include "rehearsal/acts.h"
#include "rehearsal/screen.h"
#include "rehearsal/script.h"

namespace heed::app {
namespace {

class Player {
 public:
  Player(const LivePlay& play, desk::ControlRoom& room, const access::Staff& staff,
         const Zone& zone, const Clock& clock, std::ostream& out,
         const std::function<bool(Micros)>& stopped_within)
      : play_(play),
        room_(room),
        staff_(staff),
        zone_(zone),
        clock_(clock),
        out_(out),
        stopped_within_(stopped_within) {}

  Status run() {
    HEED_TRY(const rehearsal::Script script, rehearsal::load_script(play_.file));
    out_ << "\n" << script.title << "\n" << script.shows << "\n\n";
    HEED_CHECK(ring());
    for (const rehearsal::Moment& moment : script.moments) {
      const auto* act = std::get_if<rehearsal::Act>(&moment.what);
      if (!act || act->verb == "call") continue;
      if (stopped_within_(play_.pace)) return ok();
      HEED_CHECK(perform(*act));
      show();
    }
    out_ << "\nThat was the call. What is owed stays owed: ask /v1.\n";
    out_.flush();
    return ok();
  }

 private:
  // The caller rings at the switch; its answer opens the contact, and nobody presses a key.
  Status ring() {
    const auto before = room_.desk().index().all();
    net::HttpClient client;
    net::ClientRequest request;
    request.method = "POST";
    request.url = play_.control + "/play";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = "{\"script\": \"" + play_.caller + "\"}";
    const net::Outcome outcome = client.ask(request);
    if (outcome.reached != net::Reached::answered || outcome.status >= 300) {
      return error(Code::unavailable, "the telephone switch did not let the caller ring");
    }
    line("telephone", "ringing");
    for (int waited = 0; waited < 300; ++waited) {
      for (const auto& [id, incident] : room_.desk().index().all()) {
        if (known(before, id)) continue;
        incident_ = id;
        HEED_TRY(const auto whole, room_.desk().look(id));
        if (whole->incident.contact_order.empty()) continue;
        line("telephone", "answered: " + incident.reference);
        if (stopped_within_(std::chrono::seconds(1))) return ok();
        show();
        return ok();
      }
      if (stopped_within_(std::chrono::milliseconds(100))) return ok();
    }
    return error(Code::unavailable, "the call did not come within 30 seconds");
  }

  static bool known(const std::vector<std::pair<incident::IncidentId, desk::IndexedIncident>>& all,
                    incident::IncidentId id) {
    for (const auto& [one, incident] : all) {
      if (one == id) return true;
    }
    return false;
  }

  ActorId actor(std::string_view name) const {
    for (const access::Person& person : staff_.people()) {
      if (person.name == name) return person.id;
    }
    return {};
  }

  rehearsal::Scene scene(const desk::Whole& whole) const {
    return {whole,
            *room_.desk().policy(),
            whole.incident.contact_order.back(),
            clock_.now(),
            zone_,
            [this](std::string_view name) { return actor(name); }};
  }

  Status perform(const rehearsal::Act& act) {
    HEED_TRY(const auto whole, room_.desk().look(incident_));
    std::string words;
    for (const auto& [name, given] : act.given) words += (words.empty() ? "" : ", ") + given.text;
    line(act.by.empty() ? "caller" : act.by, act.verb + ": " + words);
    const auto commands = rehearsal::commands_for(act, scene(*whole));
    if (!commands) {
      line("", "(passed: " + commands.error().message() + ")");
      return ok();
    }
    for (const desk::Command& command : *commands) {
      desk::Submission submission;
      submission.actor = act.by.empty() ? *whole->incident.handler : actor(act.by);
      submission.reason = "played for a demonstration";
      submission.key = fmt::format("play/{}/{}", incident_.str(), ++sent_);
      submission.incident = incident_;
      submission.command = command;
      const auto done = room_.desk().submit(std::move(submission));
      const std::optional<Error> refused =
          done ? done->refusal : std::optional<Error>(done.error());
      if (refused) line("Heed", "refused: " + refused->message());
    }
    if (stopped_within_(std::chrono::seconds(1))) return ok();  // sources answer meanwhile
    return ok();
  }

  // What has come onto the handler's screen since the last look.
  void show() {
    const auto whole = room_.desk().look(incident_);
    if (!whole) return;
    const auto policy = room_.desk().policy();
    const desk::IncidentView view =
        desk::view_of(**whole, {staff_.roles((*whole)->incident.handler.value_or(ActorId{})),
                                clock_.now(), zone_, *policy, room_.duty()});
    for (const char* sight :
         {"grade", "history", "check", "condition", "advice", "question", "owed"}) {
      for (const rehearsal::Item& item : rehearsal::items_of(sight, view, zone_)) {
        std::string text;
        for (const std::string& words : item.lines) text += (text.empty() ? "" : " | ") + words;
        if (text.empty() || !shown_.insert(sight + text).second) continue;
        out_ << fmt::format("          {:<10} {}\n", sight, text);
      }
    }
    out_.flush();
  }

  void line(const std::string& who, const std::string& what) {
    out_ << fmt::format("{}  {}: {}\n", format_clock(zone_, clock_.now()), who, what);
    out_.flush();
  }

  const LivePlay& play_;
  desk::ControlRoom& room_;
  const access::Staff& staff_;
  const Zone& zone_;
  const Clock& clock_;
  std::ostream& out_;
  const std::function<bool(Micros)>& stopped_within_;
  incident::IncidentId incident_;
  std::set<std::string> shown_;
  int sent_ = 0;
};

}  // namespace

Status play_live(const LivePlay& play, desk::ControlRoom& room, const access::Staff& staff,
                 const Zone& zone, const Clock& clock, std::ostream& out,
                 const std::function<bool(Micros)>& stopped_within) {
  return Player(play, room, staff, zone, clock, out, stopped_within).run();
}

}  // namespace heed::app
