// The frozen part of the journal: which bytes of a header are hashed, how a payload is salted,
// hashed and sealed. The same for every back end and for verify. Pure, save for the salt.
#pragma once

#include "journal/event.h"

namespace heed::journal {

// The header's fields up to previous_hash, each with its length, in the order of EventHeader.
std::string header_bytes(const EventHeader& header);
Hash header_hash(const EventHeader& header);

struct SealedPayload {
  Hash payload_hash{};
  std::string stored;  // what goes to disk: sealed salt and payload, or plain ones for key 0
};

// `header` needs ledger, stream, type and key_id, which the sealing is bound to along with the
// payload's hash, and through the chain to everything else. No key: stored unsealed.
SealedPayload seal_payload(const EventHeader& header, std::string_view payload, const SealKey* key,
                           Random& random);
// Code::corrupt, naming the event, where the stored bytes are not what was sealed for it.
Result<std::string> open_payload(const EventHeader& header, std::string_view stored,
                                 const SealKey* key);

}  // namespace heed::journal
