#include "base/text.h"
#include "hearing/hearing.h"

namespace heed::hearing {

struct Listener::Policy {
  Zone zone;
  std::vector<std::string> meanings;
  std::vector<std::string> flags;
};

Result<Listener> Listener::load(const std::filesystem::path& folder, const Zone& zone) {
  std::error_code failure;
  if (!std::filesystem::is_directory(folder, failure)) {
    return error(Code::not_found, "expected the folder policy/hearing", folder.string());
  }
  return Listener(std::make_shared<Policy>(Policy{zone, {}, {}}));
}

// Numbers written in digits, until the rest of the ear is in place.
Heard Listener::hear(const Utterance& utterance, const Earlier&) const {
  Heard heard;
  const std::string text = scrub_utf8(utterance.text);
  std::size_t at = 0;
  std::size_t code_point = 0;
  while (at < text.size()) {
    std::size_t end = at;
    std::string digits;
    std::size_t last = at;
    while (end < text.size() && (is_digit(text[end]) || text[end] == ' ' || text[end] == '-')) {
      if (is_digit(text[end])) {
        digits += text[end];
        last = end + 1;
      }
      ++end;
    }
    if (digits.size() == 11 && digits[0] == '0') {
      HeardIdentifier phone;
      phone.value = "+44" + digits.substr(1);
      phone.key = "phone:" + phone.value;
      phone.quote = text.substr(at, last - at);
      phone.span = {code_point, code_point + (last - at)};
      phone.strength = Strength::strong;
      phone.why = "eleven digits from 0";
      heard.identifiers.push_back(std::move(phone));
    }
    const std::size_t next = end > at ? end : at + 1;
    code_point += code_point_count(std::string_view(text).substr(at, next - at));
    at = next;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return heard;
}

const std::vector<std::string>& Listener::meanings() const { return policy_->meanings; }
const std::vector<std::string>& Listener::flags() const { return policy_->flags; }

struct HearingSession::State {
  Listener listener;
  Utterance utterance;
  Earlier earlier;
  Heard heard;
};

HearingSession::HearingSession(Listener listener, Channel channel, Voice voice, Instant at,
                               Earlier earlier)
    : state_(new State{std::move(listener), {channel, voice, at, {}}, std::move(earlier), {}}) {}
HearingSession::~HearingSession() = default;
HearingSession::HearingSession(HearingSession&&) noexcept = default;
HearingSession& HearingSession::operator=(HearingSession&&) noexcept = default;

const Heard& HearingSession::update(std::string_view text) {
  state_->utterance.text = text;
  state_->heard = state_->listener.hear(state_->utterance, state_->earlier);
  return state_->heard;
}
const Heard& HearingSession::heard() const { return state_->heard; }

}  // namespace heed::hearing
