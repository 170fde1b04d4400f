#include "journal/chain.h"

#include <cstring>

namespace heed::journal {
namespace {

void put_number(std::string& out, std::uint64_t value) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>(value >> (8 * i));
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

template <std::size_t N>
void put_bytes(std::string& out, const std::array<std::uint8_t, N>& bytes) {
  out.append(reinterpret_cast<const char*>(bytes.data()), N);
}

// What ties sealed bytes to their place. The payload's hash, salted at random, is in the header,
// which the chain covers: bytes moved to another event do not open.
std::string binding(const EventHeader& header) {
  std::string out = "heed payload 1\n";
  put_bytes(out, header.ledger.uuid.bytes);
  put_text(out, header.stream.kind);
  put_bytes(out, header.stream.id.bytes);
  put_text(out, header.type);
  put_number(out, header.key_id);
  put_bytes(out, header.payload_hash);
  return out;
}

Hash salted_hash(std::string_view salted) {
  std::string input = "heed payload hash 1\n";
  input += salted;
  return hash_bytes(input);
}

Error not_as_stored(const EventHeader& header, std::string_view what) {
  return error(Code::corrupt, "the payload is not what was stored: " + std::string(what),
               "event " + std::to_string(header.seq) + " (" + header.type + ")",
               "Run `heed verify`, and restore from a backup taken before the change");
}

}  // namespace

std::string header_bytes(const EventHeader& header) {
  std::string out;
  out.reserve(400);
  out += "heed event 1\n";
  put_bytes(out, header.ledger.uuid.bytes);
  put_number(out, header.seq);
  put_text(out, header.stream.kind);
  put_bytes(out, header.stream.id.bytes);
  put_number(out, header.version);
  put_number(out, static_cast<std::uint64_t>(header.at.time_since_epoch().count()));
  put_bytes(out, header.actor.uuid.bytes);
  put_text(out, header.purpose);
  put_text(out, header.policy_version);
  put_text(out, header.type);
  put_number(out, header.key_id);
  put_bytes(out, header.payload_hash);
  put_number(out, header.cause.seq);
  put_number(out, header.cause.depth);
  put_bytes(out, header.previous_hash);
  return out;
}

Hash header_hash(const EventHeader& header) { return hash_bytes(header_bytes(header)); }

SealedPayload seal_payload(const EventHeader& header, std::string_view payload, const SealKey* key,
                           Random& random) {
  Salt salt;
  random.fill(salt);
  std::string salted(reinterpret_cast<const char*>(salt.data()), salt.size());
  salted += payload;
  EventHeader bound = header;
  bound.payload_hash = salted_hash(salted);
  if (key == nullptr) return {bound.payload_hash, std::move(salted)};
  return {bound.payload_hash, seal(*key, salted, binding(bound), random)};
}

Result<std::string> open_payload(const EventHeader& header, std::string_view stored,
                                 const SealKey* key) {
  std::string salted;
  if (key == nullptr) {
    salted = stored;
  } else {
    auto opened = open_sealed(*key, stored, binding(header));
    if (!opened) return not_as_stored(header, opened.error().detail);
    salted = std::move(*opened);
  }
  if (salted.size() < Salt{}.size()) return not_as_stored(header, "it is too short");
  if (salted_hash(salted) != header.payload_hash) {
    return not_as_stored(header, "its hash is not the one in the header");
  }
  salted.erase(0, Salt{}.size());
  return salted;
}

}  // namespace heed::journal
