#include "journal/ledger_events.h"

#include <charconv>

#include "base/text.h"

namespace heed::journal {
namespace {

class Lines {
 public:
  void add(std::string_view name, std::string_view value) {
    text_ += name;
    text_ += '=';
    text_ += value;
    text_ += '\n';
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

Result<std::string> value_of(std::string_view payload, std::string_view name) {
  for (const std::string_view line : split(payload, '\n')) {
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == '=') {
      return std::string(line.substr(name.size() + 1));
    }
  }
  return error(Code::corrupt, "expected a line \"" + std::string(name) + "=\"");
}

template <class Number>
Result<Number> number_of(std::string_view payload, std::string_view name) {
  HEED_TRY(const std::string text, value_of(payload, name));
  Number number{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) {
    return error(Code::corrupt, "expected a number after \"" + std::string(name) + "=\"");
  }
  return number;
}

Status check_word(std::string_view text, std::size_t bytes_max, std::string_view field) {
  const bool control = [&] {
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
    }
    return false;
  }();
  if (text.empty() || text.size() > bytes_max || control || !is_valid_utf8(text)) {
    return error(Code::invalid,
                 "expected one line of 1 to " + std::to_string(bytes_max) + " bytes of UTF-8",
                 std::string(field));
  }
  return ok();
}

}  // namespace

std::string_view to_string(Nature nature) { return nature == Nature::live ? "live" : "rehearsal"; }

ActorId journal_actor() { return ActorId::derived("heed", "journal"); }

std::string encode_facts(const LedgerFacts& facts) {
  Lines lines;
  lines.add("ledger", facts.ledger.str());
  lines.add("force_name", facts.force_name);
  lines.add("force_code", facts.force_code);
  lines.add("zone", facts.zone);
  lines.add("nature", to_string(facts.nature));
  lines.add("created_at_us", std::to_string(facts.created_at.time_since_epoch().count()));
  lines.add("public_key", to_hex(facts.public_key));
  return lines.take();
}

Result<LedgerFacts> decode_facts(std::string_view payload) {
  LedgerFacts facts;
  HEED_TRY(const std::string ledger, value_of(payload, "ledger"));
  HEED_TRY(facts.ledger, LedgerId::parse(ledger));
  HEED_TRY(facts.force_name, value_of(payload, "force_name"));
  HEED_TRY(facts.force_code, value_of(payload, "force_code"));
  HEED_TRY(facts.zone, value_of(payload, "zone"));
  HEED_TRY(const std::string nature, value_of(payload, "nature"));
  if (nature != "live" && nature != "rehearsal") {
    return error(Code::corrupt, "expected nature=live or nature=rehearsal");
  }
  facts.nature = nature == "live" ? Nature::live : Nature::rehearsal;
  HEED_TRY(const std::int64_t created, number_of<std::int64_t>(payload, "created_at_us"));
  facts.created_at = Instant(Micros(created));
  HEED_TRY(const std::string hex, value_of(payload, "public_key"));
  HEED_TRY(const std::string key, from_hex(hex));
  if (key.size() != facts.public_key.size()) {
    return error(Code::corrupt, "expected 64 hexadecimal digits after \"public_key=\"");
  }
  std::copy(key.begin(), key.end(), facts.public_key.begin());
  return facts;
}

Status check_birth(const LedgerBirth& birth) {
  HEED_CHECK(check_word(birth.force_name, 200, "force_name"));
  HEED_CHECK(check_word(birth.force_code, 8, "force_code"));
  return check_word(birth.zone, 64, "zone");
}

LedgerFacts new_facts(const LedgerBirth& birth, const LedgerId& ledger, Instant now,
                      const std::array<std::uint8_t, 32>& public_key) {
  return {ledger, birth.force_name, birth.force_code, birth.zone, birth.nature, now, public_key};
}

Status check_nature(const LedgerFacts& facts, Nature wanted, std::string_view where) {
  if (facts.nature == wanted) return ok();
  const std::string is(to_string(facts.nature));
  return error(Code::refused,
               "this is a " + is + " ledger, for ever, and was to be opened as " +
                   std::string(to_string(wanted)),
               std::string(where),
               facts.nature == Nature::live ? "Name another folder for rehearsals"
                                            : "Name the live ledger's folder, or add --rehearsal");
}

NewEvent clock_stepped_event(Micros by) {
  Lines lines;
  lines.add("by_us", std::to_string(by.count()));
  return {std::string(clock_stepped), lines.take(), KeyScope::unsealed()};
}

NewEvent key_destroyed_event(KeyId key) {
  Lines lines;
  lines.add("key", std::to_string(key));
  return {std::string(key_destroyed), lines.take(), KeyScope::unsealed()};
}

Result<KeyId> decode_key_destroyed(std::string_view payload) {
  return number_of<KeyId>(payload, "key");
}

NewEvent reaction_event(std::string_view type, std::string_view name, std::string_view key,
                        Code code) {
  Lines lines;
  lines.add("name", name);
  lines.add("key", key);
  lines.add("code", to_string(code));
  return {std::string(type), lines.take(), KeyScope::unsealed()};
}

Result<ReactionRecord> decode_reaction(std::string_view payload) {
  ReactionRecord record;
  HEED_TRY(record.name, value_of(payload, "name"));
  HEED_TRY(record.key, value_of(payload, "key"));
  HEED_TRY(record.code, value_of(payload, "code"));
  return record;
}

}  // namespace heed::journal
