#include "server/desk_hear.h"

#include <boost/json.hpp>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "desk/draft.h"

namespace heed::server {
namespace {

namespace json = boost::json;

constexpr std::size_t drafts_kept = 4;
constexpr std::size_t text_bytes_max = 32 * 1024;

json::object in_json(const desk::DraftFinding& one) {
  return {{"meaning", one.meaning}, {"value", one.value},      {"of", one.of},
          {"quote", one.quote},     {"start", one.start},      {"end", one.end},
          {"why", one.why},         {"strength", one.strength}};
}

class DeskListening final : public Listening {
 public:
  DeskListening(const DeskDoor& door, Principal who) : door_(door), who_(std::move(who)) {}

  std::string hear(const HearMessage& message) override {
    const auto& clock = door_.desk.parts().clock;
    const Steady began = clock.steady();
    const std::string text = scrub_utf8(message.text.substr(0, text_bytes_max));
    const auto whole = incident_of(message);
    const auto voice = hearing::parse_voice(message.voice);
    Draft& draft = draft_of(message, whole.get(), voice.value_or(hearing::Voice::handler_note));
    const auto& heard = draft.session->update(text);
    const auto findings = desk::draft_findings(heard, whole.get());
    if (whole && keys_of(findings) != draft.asked_for) {
      draft.asked_for = keys_of(findings);
      draft.questions =
          desk::draft_questions(*whole, draft.voice, text, door_.desk.context(who_.id));
    }
    json::array all;
    for (const auto& one : findings) all.push_back(in_json(one));
    json::array questions;
    for (const auto& one : draft.questions) questions.push_back(json::string(one));
    json::array flags;
    for (const auto& one : heard.flags) flags.push_back(json::string(one.name));
    return write_json(json::object{{"type", "heard"},
                                   {"draft", message.draft},
                                   {"rev", message.rev},
                                   {"findings", std::move(all)},
                                   {"flags", std::move(flags)},
                                   {"questions", std::move(questions)},
                                   {"micros", (clock.steady() - began).count()}});
  }

 private:
  struct Draft {
    std::string incident;
    hearing::Voice voice = hearing::Voice::handler_note;
    std::uint64_t version = 0;  // of the incident, when hearing began
    std::shared_ptr<const desk::ForcePolicy> policy;
    std::optional<hearing::HearingSession> session;
    std::string asked_for;
    std::vector<std::string> questions;
    std::uint64_t used = 0;
  };

  static std::string keys_of(const std::vector<desk::DraftFinding>& findings) {
    std::string out;
    for (const auto& one : findings) out += one.meaning + "\n" + one.value + "\n" + one.of + "\n";
    return out;
  }

  std::shared_ptr<const desk::Whole> incident_of(const HearMessage& message) const {
    std::optional<incident::IncidentId> id;
    if (const auto parsed = incident::IncidentId::parse(message.incident)) id = *parsed;
    if (!id) id = door_.desk.index().by_reference(message.incident);
    if (!id) return nullptr;
    const auto whole = door_.desk.look(*id);
    if (!whole) return nullptr;
    const auto allowed = access::may(door_.desk.policy()->access, door_.staff, who_.id,
                                     "view_incident", door_.relation(**whole, who_.id), {});
    return allowed ? *whole : nullptr;
  }

  Draft& draft_of(const HearMessage& message, const desk::Whole* whole, hearing::Voice voice) {
    if (drafts_.size() >= drafts_kept && !drafts_.count(message.draft)) {
      drafts_.erase(std::min_element(
          drafts_.begin(), drafts_.end(),
          [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
    }
    Draft& draft = drafts_[message.draft];
    draft.used = ++used_;
    const auto policy = door_.desk.policy();
    const std::uint64_t version = whole ? whole->version : 0;
    if (draft.session && draft.incident == message.incident && draft.version == version &&
        draft.voice == voice && draft.policy == policy) {
      return draft;
    }
    draft = {message.incident, voice, version, policy, std::nullopt, {}, {}, used_};
    const auto how = whole ? desk::draft_hearing(*whole) : desk::DraftHearing{};
    draft.session.emplace(*policy->listener, how.channel, voice, door_.desk.parts().clock.now(),
                          how.earlier);
    return draft;
  }

  DeskDoor door_;
  Principal who_;
  std::map<std::string, Draft> drafts_;
  std::uint64_t used_ = 0;
};

}  // namespace

std::shared_ptr<Listening> listen_for(const DeskDoor& door, const Principal& who) {
  return std::make_shared<DeskListening>(door, who);
}

}  // namespace heed::server
