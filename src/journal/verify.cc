#include "journal/verify.h"

#include "journal/chain.h"
#include "journal/ledger_events.h"

namespace heed::journal {

void Verification::add(Finding finding) {
  ++findings_in_all;
  if (!finding.is_behind) ++damage_in_all;
  if (findings.size() < findings_max) findings.push_back(std::move(finding));
}

ChainCheck::ChainCheck(const LedgerId& ledger, const Keys* keys, const CheckpointsRead* checkpoints)
    : ledger_(ledger), keys_(keys), checkpoints_(checkpoints) {
  if (!checkpoints_) return;
  for (const auto& bad : checkpoints_->bad) out_.add({0, bad.where, bad.detail});
  for (const auto& checkpoint : checkpoints_->checkpoints) {
    if (checkpoint.ledger == ledger_) by_size_.emplace(checkpoint.size, &checkpoint);
  }
  out_.checkpoints = by_size_.size();
}

void ChainCheck::take(const EventHeader& header, std::string_view stored) {
  check_place(header);
  check_payload(header, stored);
  check_checkpoints_at(header);
  ++out_.events;
  out_.head = {header.seq, header.hash, header.at};
}

void ChainCheck::take_unreadable(const Error& error) {
  out_.add({out_.head.seq + 1, error.where, error.detail});
}

void ChainCheck::check_place(const EventHeader& header) {
  const auto found = [&](std::string what) { out_.add({header.seq, "", std::move(what)}); };
  if (header.seq != out_.head.seq + 1) {
    found("expected event " + std::to_string(out_.head.seq + 1) + ": events are missing");
  }
  if (header.previous_hash != out_.head.hash) {
    found("does not follow the event before it: an event was changed, removed, moved or put in");
  }
  if (header_hash(header) != header.hash) found("its header has been changed");
  if (header.at < out_.head.at) found("its time is earlier than that of the event before it");
  auto& version = versions_[header.stream];
  if (header.version != version + 1) {
    found("expected version " + std::to_string(version + 1) + " of " + header.stream.str() +
          ", it says " + std::to_string(header.version));
  }
  version = header.version;
  if (header.cause.seq >= header.seq) found("it names a later event as its cause");
}

void ChainCheck::check_payload(const EventHeader& header, std::string_view stored) {
  const bool own = header.key_id == 0;
  if (own && header.stream.kind != ledger_stream_kind) {
    out_.add({header.seq, "", "its payload is not sealed"});
  }
  std::optional<SealKey> key;
  if (!own) {
    if (!keys_) {
      ++out_.payloads_not_tried;
      return;
    }
    const auto found = keys_->find(header.key_id);
    if (!found) {
      out_.add({header.seq, found.error().where, found.error().detail});
      return;
    }
    if (!*found) {
      ++out_.payloads_destroyed;
      gone_.insert(header.key_id);
      return;
    }
    key = *found;
  }
  auto payload = open_payload(header, stored, key ? &*key : nullptr);
  if (!payload) {
    out_.add({header.seq, "", payload.error().detail});
    return;
  }
  ++out_.payloads_opened;
  if (own) check_own_event(header, *payload);
}

void ChainCheck::check_own_event(const EventHeader& header, const std::string& payload) {
  if (header.type == ledger_opened) {
    auto facts = decode_facts(payload);
    if (!facts || facts->ledger != ledger_ || header.seq != 1) {
      out_.add(
          {header.seq, "", "a ledger is opened once, by its first event, with its own identity"});
    } else {
      out_.facts = std::move(*facts);
    }
  }
  if (header.type == key_destroyed) {
    if (const auto key = decode_key_destroyed(payload)) destroyed_.insert(*key);
  }
}

void ChainCheck::check_checkpoints_at(const EventHeader& header) {
  const auto [first, last] = by_size_.equal_range(header.seq);
  for (auto at = first; at != last; ++at) {
    if (at->second->head != header.hash) {
      out_.add({header.seq, "checkpoint of " + std::to_string(header.seq) + " events",
                "the ledger is not the one that was signed then: it was written anew or forked"});
    }
  }
}

void ChainCheck::compare_stream(const StreamId& stream, std::uint64_t version) {
  ++streams_compared_;
  const auto found = versions_.find(stream);
  const std::uint64_t is = found == versions_.end() ? 0 : found->second;
  if (is == version) return;
  out_.add({0, stream.str(),
            "the table of streams says version " + std::to_string(version) + ", the events say " +
                std::to_string(is)});
}

void ChainCheck::compare_destroyed(const std::set<KeyId>& destroyed) {
  if (destroyed != destroyed_) {
    out_.add({0, "", "the table of destroyed keys is not what the events say"});
  }
}

void ChainCheck::compare_checkpoints() {
  std::set<KeyId> signed_gone;
  const Checkpoint* last = nullptr;
  for (const auto& [size, checkpoint] : by_size_) {
    if (out_.facts && checkpoint->public_key != out_.facts->public_key) {
      out_.add({0, "checkpoint of " + std::to_string(size) + " events",
                "it is signed with another key than the ledger's first event names"});
    }
    if (last && last->size == size && last->head != checkpoint->head) {
      out_.add({0, "checkpoint of " + std::to_string(size) + " events",
                "two were signed for different ledgers of that size: a fork"});
    }
    signed_gone.insert(checkpoint->destroyed.begin(), checkpoint->destroyed.end());
    last = checkpoint;
  }
  if (last && last->size > out_.head.seq) {
    out_.add({0, "",
              "the ledger has been cut short: it ends at event " + std::to_string(out_.head.seq) +
                  ", a checkpoint says " + std::to_string(last->size),
              true});
  }
  for (const KeyId key : signed_gone) {
    if (!destroyed_.contains(key)) {
      out_.add({0, "",
                "a checkpoint says that key " + std::to_string(key) +
                    " was destroyed, the ledger does not",
                true});
    }
  }
  if (last) out_.proven_size = std::min(last->size, out_.head.seq);
}

Verification ChainCheck::finish() {
  if (!out_.facts) out_.add({1, "", "the ledger's first event cannot be read"});
  for (const KeyId key : gone_) {
    if (!destroyed_.contains(key)) {
      out_.add(
          {0, "",
           "key " + std::to_string(key) + " is destroyed in the key file, and no event says so",
           true});
    }
  }
  if (keys_) {
    for (const KeyId key : destroyed_) {
      const auto found = keys_->find(key);
      if (found && *found) {
        out_.add({0, "",
                  "key " + std::to_string(key) +
                      " was destroyed, and the key file holds it: open the ledger once",
                  true});
      }
    }
  }
  if (streams_compared_ != 0 && streams_compared_ < versions_.size()) {
    out_.add({0, "",
              "the table of streams lacks " + std::to_string(versions_.size() - streams_compared_) +
                  " streams"});
  }
  compare_checkpoints();
  return std::move(out_);
}

}  // namespace heed::journal
