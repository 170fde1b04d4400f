// Who in these records could this be? A search by any mixture of what is known: identifiers, names
// with errors in any order, date of birth with errors, age ranges, sex, postcode. Answers are the
// best by weight, each with its comparison; who weighs the same is marked tied and a tied candidate
// is never `strong`.
// Promise: where `status` is complete, no record was missed that (a) shares an exact identifier
// with the query, or (b) has a name part within two edits of the query's family name and a date of
// birth or age compatible with it, or (c) has name parts within two edits of both the query's
// given and family names, in either order, whatever its date of birth — except those that weigh
// less than the worst one listed (a particle such as de or van is no name part). Where a bound on
// work or on ties was hit, `status` is incomplete and `incomplete_because` says which. An empty
// complete answer is the only "nobody". The probability is calibrated for searches of which one in
// sixteen asks for somebody on no record (bench/matching/calibrate.py); `strong` is asked against
// worse odds, so one that is only `possible` may be likelier than .95. The index is a cache: always
// rebuilt from its source, never the truth. Threads: search() from any number at once; add() and
// remove() from any thread, each seen by every search that begins after it returned.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"
#include "matching/compare.h"
#include "matching/person.h"

namespace heed::matching {

struct Query {
  PersonRecord known;          // id unused
  std::size_t top = 10;        // 1 to 1,000; a tie at the end is listed on, to 100 more
  bool explain = true;         // without it the reasons stay empty
  bool with_rejected = false;  // list also those in the band `rejected`, for a person to look at
};

struct Candidate {
  std::string id;
  Comparison comparison;
  std::size_t tied = 1;  // how many candidates have this weight, this one included; to 1,000
};

enum class AnswerStatus : std::uint8_t { complete, incomplete };

struct Answer {
  AnswerStatus status = AnswerStatus::complete;
  std::string incomplete_because;
  std::vector<Candidate> candidates;  // heaviest first; then by id
};

// What a tie leaves of a band: `strong` becomes `possible`; the rest stays.
Band without_tie_for(Band band, std::size_t tied);

// Builds an index from many records at once: one segment, no live part. Not thread-safe; prepares
// the records of a batch on two threads.
class PeopleIndex;
class PeopleIndexWriter {
 public:
  PeopleIndexWriter();
  ~PeopleIndexWriter();
  // One answer for each record, in order: what PeopleIndex::add() says, and Code::conflict where an
  // id came before. A record with an error is left out.
  std::vector<Status> add(std::span<const PersonRecord> people);
  std::size_t size() const;
  // The file, durable on return; with a key it is sealed. The writer is empty afterwards.
  Status write(const std::filesystem::path& path, const SealKey* key = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class PeopleIndex {
 public:
  // Empty and in memory.
  PeopleIndex();
  ~PeopleIndex();
  PeopleIndex(PeopleIndex&&) noexcept;
  PeopleIndex& operator=(PeopleIndex&&) noexcept;

  // A plain file in place. Code::not_found; Code::corrupt where a checksum, the length or the
  // version is wrong; Code::denied where it is sealed and no key is given.
  static Result<PeopleIndex> open(const std::filesystem::path& path, const SealKey* key = nullptr);
  // Everything now in the index, without what was removed, as one file, durable on return. With a
  // key it is sealed at rest.
  Status save(const std::filesystem::path& path, const SealKey* key = nullptr) const;

  // A record with the same id is replaced. Code::invalid where the id is empty; Code::limit over
  // 256 bytes of id, or 16 phones, e-mails or identifiers.
  Status add(const PersonRecord& person);
  // False where there is none. Not found by any search after it returned.
  bool remove(std::string_view id);
  std::size_t size() const;

  Answer search(const Query& query) const;
  // The slow twin: weighs everybody. For tests and benchmarks; the same answer wherever the promise
  // above holds.
  Answer search_everybody(const Query& query) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace heed::matching
