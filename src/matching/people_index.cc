#include "matching/people_index.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_set>

#include "base/assert.h"
#include "base/file.h"
#include "matching/search.h"
#include "matching/segment.h"

namespace heed::matching {
namespace {

constexpr std::size_t kLiveMax = 64;        // people weighed one by one; then they become a segment
constexpr std::size_t kFanOut = 8;          // segments of one size before they become one larger
constexpr std::size_t kMergeMax = 1 << 17;  // larger ones wait for save()
constexpr std::size_t kTiesListed = 100;
constexpr double prior_min = 14;  // log2: few records do not make a likeness likelier
// Fitted by bench/matching/calibrate.py on other people than the benchmark reports, of whom one in
// sixteen who are asked for is on no record: what weights are worth where the candidates of one
// search compete, and the log2 odds, beside as many people, of somebody who is not there.
constexpr double weight_counts = 1.4, nobody_counts = -.6;
constexpr std::size_t kTiesCounted = 1000;
constexpr std::string_view kSealedMagic = "HEEDPPLS";
constexpr std::string_view kSealedBound = "heed people index 1";

Status check_limits(const PersonRecord& person) {
  if (person.id.empty()) return error(Code::invalid, "expected an id", "id");
  if (person.id.size() > 256 || person.phones.size() > 16 || person.emails.size() > 16 ||
      person.identifiers.size() > 16) {
    return error(Code::limit, "expected at most 256 bytes of id and 16 of each identifier");
  }
  return ok();
}

// Shares of words among these people, leaning on the listed ones while there are few.
class SegmentShares final : public WordShares {
 public:
  explicit SegmentShares(std::shared_ptr<const Segment> segment) : segment_(std::move(segment)) {}
  float info(std::string_view word, NameRole role) const override {
    return info_of_parts(word, name_facts(word)).as(role);
  }
  NameInfo info_of_parts(std::string_view word, const NameFacts& facts) const override {
    const float given = info_of(facts, NameRole::given), family = info_of(facts, NameRole::family);
    if (!segment_ || segment_->rows() == 0) return {given, family};
    const auto at = segment_->find_word(word);
    const double here = at ? segment_->people_with(*at) : 0;
    return {leaning(here, given), leaning(here, family)};
  }
  NameInfo info_of_word(const Segment& segment, std::uint32_t word, std::string_view text,
                        const NameFacts& facts) const override {
    if (&segment != segment_.get()) return info_of_parts(text, facts);
    const double here = segment.people_with(word);
    return {leaning(here, info_of(facts, NameRole::given)),
            leaning(here, info_of(facts, NameRole::family))};
  }

 private:
  float leaning(double here, float listed) const {
    constexpr double lean = 300;
    const double share =
        (here + lean * std::exp2(-listed)) / (static_cast<double>(segment_->rows()) + lean);
    return static_cast<float>(std::min(16.0, -std::log2(share)));
  }

  std::shared_ptr<const Segment> segment_;
};

struct Part {
  std::shared_ptr<const Segment> segment;
  std::vector<std::uint64_t> removed;  // a bit for each row; empty: none
  std::size_t removed_count = 0;

  bool is_removed(std::uint32_t row) const {
    return !removed.empty() && (removed[row / 64] >> (row % 64) & 1);
  }
  bool remove(std::uint32_t row) {
    if (is_removed(row)) return false;
    removed.resize((segment->rows() + 63) / 64);
    removed[row / 64] |= 1ull << (row % 64);
    ++removed_count;
    return true;
  }
  std::size_t living() const { return segment->rows() - removed_count; }
};

struct LivePerson {
  std::string id;
  PreparedPerson person;
};

}  // namespace

struct PeopleIndex::State {
  mutable std::shared_mutex mutex;
  std::vector<Part> parts;
  std::vector<LivePerson> live;
  std::unique_ptr<SegmentShares> shares = std::make_unique<SegmentShares>(nullptr);

  std::size_t size() const {
    std::size_t out = live.size();
    for (const auto& part : parts) out += part.living();
    return out;
  }
  void choose_shares() {
    const Part* largest = nullptr;
    for (const auto& part : parts) {
      if (!largest || part.segment->rows() > largest->segment->rows()) largest = &part;
    }
    shares = std::make_unique<SegmentShares>(largest ? largest->segment : nullptr);
  }
  bool remove(std::string_view id) {
    for (auto at = live.begin(); at != live.end(); ++at) {
      if (at->id == id) {
        live.erase(at);
        return true;
      }
    }
    for (auto& part : parts) {
      if (const auto row = part.segment->row_of(id); row && part.remove(*row)) return true;
    }
    return false;
  }
  static void add_living(const Part& part, SegmentBuilder& builder) {
    for (std::uint32_t row = 0; row < part.segment->rows(); ++row) {
      if (part.is_removed(row)) continue;
      PreparedPerson person = part.segment->person(row);
      find_alternatives(person);
      HEED_ASSERT(builder.add(part.segment->id(row), person));
    }
  }
  void push(SegmentBuilder& builder) {
    auto segment = Segment::from_bytes(builder.finish());
    HEED_ASSERT(segment.has_value());
    parts.push_back({std::move(segment).value(), {}, 0});
  }
  // The live people become a segment; many small segments of a size become one.
  void settle() {
    SegmentBuilder builder;
    for (const auto& person : live) HEED_ASSERT(builder.add(person.id, person.person));
    live.clear();
    push(builder);
    for (std::size_t size = kLiveMax; size * kFanOut <= kMergeMax; size *= kFanOut) {
      const auto of_size = [size](const Part& part) {
        return part.segment->rows() >= size && part.segment->rows() < size * kFanOut;
      };
      if (static_cast<std::size_t>(std::count_if(parts.begin(), parts.end(), of_size)) < kFanOut) {
        break;
      }
      SegmentBuilder merged;
      for (const auto& part : parts) {
        if (of_size(part)) add_living(part, merged);
      }
      parts.erase(std::remove_if(parts.begin(), parts.end(), of_size), parts.end());
      push(merged);
    }
    choose_shares();
  }

  PreparedPerson person_of(const Weighed& weighed) const {
    if (weighed.segment == parts.size()) return live[weighed.row].person;
    return parts[weighed.segment].segment->person(weighed.row);
  }
  std::string id_of(const Weighed& weighed) const {
    if (weighed.segment == parts.size()) return live[weighed.row].id;
    return std::string(parts[weighed.segment].segment->id(weighed.row));
  }

  struct Standing {
    double sure = 0;         // against the worse odds: what bands are asked
    double probability = 0;  // what is stated
    bool outdone = false;    // another record with that date of birth fits better
  };
  std::vector<Standing> stand(const std::vector<Weighed>& weighed) const;
  Answer answer(const PreparedQuery& query, const Query& asked, std::vector<Weighed> weighed,
                std::string cut) const;
  void explain_candidate(const PreparedQuery& query, const Weighed& weighed,
                         Comparison& comparison) const;
};

Band without_tie_for(Band band, std::size_t tied) {
  return band == Band::strong && tied > 1 ? Band::possible : band;
}

PeopleIndex::PeopleIndex() : state_(std::make_unique<State>()) {}
PeopleIndex::~PeopleIndex() = default;
PeopleIndex::PeopleIndex(PeopleIndex&&) noexcept = default;
PeopleIndex& PeopleIndex::operator=(PeopleIndex&&) noexcept = default;

namespace {

Result<std::shared_ptr<const Segment>> open_segment(const std::filesystem::path& path,
                                                    const SealKey* key) {
  auto head = Segment::open(path);
  if (head) {
    if (key) {
      return error(Code::denied, "expected a sealed index", path.string(),
                   "Open it without a key.");
    }
    return head;
  }
  constexpr std::size_t bytes_max = std::size_t{64} << 30;
  auto sealed = head.error().code == Code::corrupt ? read_file(path, bytes_max)
                                                   : Result<std::string>(head.error());
  if (!sealed || !sealed->starts_with(kSealedMagic)) return head;
  if (!key) {
    return error(Code::denied, "this index is sealed: it holds records of a ledger or a source",
                 path.string(), "Ask through the server, which records who asked and why.");
  }
  auto plain =
      open_sealed(*key, std::string_view(*sealed).substr(kSealedMagic.size()), kSealedBound);
  if (!plain) return plain.error();
  return Segment::from_bytes(std::move(plain).value());
}

Status write_index(const std::filesystem::path& path, std::string bytes, const SealKey* key) {
  if (!key) return write_file_atomically(path, bytes, 0600);
  SecureRandom random;
  return write_file_atomically(
      path, std::string(kSealedMagic) + seal(*key, bytes, kSealedBound, random), 0600);
}

}  // namespace

Result<PeopleIndex> PeopleIndex::open(const std::filesystem::path& path, const SealKey* key) {
  HEED_TRY(auto segment, open_segment(path, key));
  PeopleIndex out;
  out.state_->parts.push_back({std::move(segment), {}, 0});
  out.state_->choose_shares();
  return out;
}

Status PeopleIndex::save(const std::filesystem::path& path, const SealKey* key) const {
  std::string bytes;
  {
    std::shared_lock lock(state_->mutex);
    SegmentBuilder builder;
    for (const auto& part : state_->parts) State::add_living(part, builder);
    for (const auto& person : state_->live) HEED_CHECK(builder.add(person.id, person.person));
    bytes = builder.finish();
  }
  return write_index(path, std::move(bytes), key);
}

Status PeopleIndex::add(const PersonRecord& person) {
  HEED_CHECK(check_limits(person));
  LivePerson fresh{person.id, prepare(person)};
  std::unique_lock lock(state_->mutex);
  state_->remove(person.id);
  state_->live.push_back(std::move(fresh));
  if (state_->live.size() >= kLiveMax) state_->settle();
  return ok();
}

bool PeopleIndex::remove(std::string_view id) {
  std::unique_lock lock(state_->mutex);
  return state_->remove(id);
}

std::size_t PeopleIndex::size() const {
  std::shared_lock lock(state_->mutex);
  return state_->size();
}

void PeopleIndex::State::explain_candidate(const PreparedQuery& query, const Weighed& weighed,
                                           Comparison& comparison) const {
  const PreparedPerson person = person_of(weighed);
  std::vector<WordPair> pairs = pairs_of(query.person.name, person.name, shares.get());
  const NameScore name = score_name(query.shape, shape_of(person.name), pairs, true);
  comparison.reasons = reasons_for(query.person, person, name,
                                   score_others(query.person, person, query.has_address));
}

// Two records that are likely of one person share a date of birth and bear one name. Twins do the
// first only; so the given name must be a mere spelling of the other's, or the lead clear.
bool may_be_one(const PreparedPerson& x, const PreparedPerson& y, float lead,
                const WordShares& shares) {
  if (!x.birth.exact() || x.birth != y.birth) return false;
  std::vector<WordPair> pairs = pairs_of(x.name, y.name, &shares);
  const NameScore name = score_name(shape_of(x.name), shape_of(y.name), pairs, false);
  if (name.given_differs || name.family_differs || name.own_names || name.weight < 6) return false;
  return name.worst_cost <= .6f || lead >= 3;
}

// The probability is divided among all who could be the one, and somebody who is not there; of two
// records of one person the lighter does not take from the heavier, and is never strong itself.
// Bands ask against the worse odds, as if two in three who are asked for were on no record:
// `strong` must not be said of somebody who is not there. The probability is what was measured.
std::vector<PeopleIndex::State::Standing> PeopleIndex::State::stand(
    const std::vector<Weighed>& weighed) const {
  constexpr std::size_t looked_at = 8;
  constexpr float clear_lead = 12;
  constexpr std::size_t listed_most = 1100;  // Query::top and ties
  struct Odds {
    double worse = 0, measured = 0;
    void operator+=(const Odds& o) { worse += o.worse, measured += o.measured; }
  };
  const double people = std::log2(static_cast<double>(size()) + 1);
  const double prior = std::max(prior_min, people + 1);
  const double nobody = std::exp2(std::max(prior_min, people) + nobody_counts);
  std::vector<Standing> out(weighed.size());
  std::vector<Odds> odds;
  Odds total{std::exp2(prior), nobody};
  for (std::size_t i = 0; i < weighed.size(); ++i) {
    const auto weight = static_cast<double>(weighed[i].verdict.weight);
    odds.push_back({std::exp2(weight), std::exp2(weight * weight_counts)});
    total += odds.back();
    // Neither listed nor of any weight.
    if (i > listed_most && weighed[i].verdict.weight < weighed[0].verdict.weight - 40) break;
  }
  for (std::size_t i = 0; i < odds.size(); ++i) {
    out[i].sure = odds[i].worse / total.worse;
    out[i].probability = odds[i].measured / total.measured;
  }
  const std::size_t few = std::min(weighed.size(), looked_at);
  if (few < 2 || weighed[1].verdict.weight < weighed[0].verdict.weight - clear_lead ||
      weighed[0].verdict.weight < prior) {
    return out;
  }
  std::vector<PreparedPerson> them;
  for (std::size_t i = 0; i < few; ++i) them.push_back(person_of(weighed[i]));
  Odds rest{std::exp2(prior), nobody};
  for (std::size_t i = few; i < odds.size(); ++i) rest += odds[i];
  for (std::size_t i = 0; i < few; ++i) {
    Odds all = rest;
    for (std::size_t j = 0; j < few; ++j) {
      const bool against = weighed[i].verdict.contradiction || weighed[j].verdict.contradiction;
      const float lead = weighed[i].verdict.weight - weighed[j].verdict.weight;
      if (i == j || against || !may_be_one(them[i], them[j], lead, *shares)) all += odds[j];
      out[i].outdone |=
          i != j && !against && lead < 0 && them[i].birth.exact() && them[i].birth == them[j].birth;
    }
    out[i].sure = odds[i].worse / all.worse;
    out[i].probability = odds[i].measured / all.measured;
  }
  return out;
}

// Ranks and counts ties.
Answer PeopleIndex::State::answer(const PreparedQuery& query, const Query& asked,
                                  std::vector<Weighed> weighed, std::string cut) const {
  Answer out;
  std::sort(weighed.begin(), weighed.end(), [&](const Weighed& x, const Weighed& y) {
    if (x.verdict.weight != y.verdict.weight) return x.verdict.weight > y.verdict.weight;
    return std::pair(x.segment, x.row) < std::pair(y.segment, y.row);
  });
  const std::vector<Standing> standings = stand(weighed);
  const std::size_t top = query.top;
  for (std::size_t from = 0; from < weighed.size() && out.candidates.size() < top;) {
    std::size_t to = from;
    while (to < weighed.size() && weighed[to].verdict.weight == weighed[from].verdict.weight) ++to;
    const std::size_t tied = to - from;
    const std::size_t listed = std::max(top - out.candidates.size(), std::min(tied, kTiesListed));
    const bool speaks = weighed[from].verdict.weight > 0;
    if (speaks && tied > listed && cut.empty() && out.candidates.size() + tied > top &&
        tied > kTiesListed) {
      cut = "more than " + std::to_string(kTiesListed) + " people weigh the same";
    }
    for (std::size_t i = from; i < std::min(to, from + listed); ++i) {
      Candidate candidate;
      candidate.id = id_of(weighed[i]);
      candidate.tied = std::min(tied, kTiesCounted);
      Comparison& comparison = candidate.comparison;
      comparison.weight = static_cast<double>(weighed[i].verdict.weight);
      comparison.probability = standings[i].probability;
      comparison.band = without_tie_for(band_of(weighed[i].verdict, standings[i].sure),
                                        standings[i].outdone ? 2 : tied);
      if (speaks && tied > 1 && comparison.band == Band::rejected &&
          !weighed[i].verdict.contradiction) {
        comparison.band = Band::possible;
      }
      if (comparison.band == Band::rejected && !asked.with_rejected) continue;
      if (asked.explain) explain_candidate(query, weighed[i], comparison);
      out.candidates.push_back(std::move(candidate));
    }
    from = to;
  }
  std::stable_sort(out.candidates.begin(), out.candidates.end(), [](const auto& x, const auto& y) {
    if (x.comparison.weight != y.comparison.weight) {
      return x.comparison.weight > y.comparison.weight;
    }
    return x.id < y.id;
  });
  if (!cut.empty()) {
    out.status = AnswerStatus::incomplete;
    out.incomplete_because = std::move(cut);
  }
  return out;
}

Answer PeopleIndex::search(const Query& query) const {
  const PreparedQuery prepared =
      prepare_query(prepare(query.known), std::clamp<std::size_t>(query.top, 1, 1000));
  std::shared_lock lock(state_->mutex);
  const State& state = *state_;
  static const SearchLimits limits;
  Threshold threshold(prepared.top);
  std::vector<Weighed> weighed;
  std::string cut;
  const auto live = static_cast<std::uint32_t>(state.parts.size());
  for (std::uint32_t i = 0; i < state.live.size(); ++i) {
    const Verdict verdict = weigh(prepared, state.live[i].person, *state.shares);
    threshold.see(verdict.weight);
    weighed.push_back({live, i, verdict});
  }
  for (std::uint32_t i = 0; i < live; ++i) {
    const Part& part = state.parts[i];
    IsRemoved removed;
    if (part.removed_count > 0)
      removed = [&part](std::uint32_t row) { return part.is_removed(row); };
    std::string why = search_segment(*part.segment, i, prepared, *state.shares, removed, limits,
                                     threshold, weighed);
    if (cut.empty()) cut = std::move(why);
  }
  return state.answer(prepared, query, std::move(weighed), std::move(cut));
}

Answer PeopleIndex::search_everybody(const Query& query) const {
  const PreparedQuery prepared =
      prepare_query(prepare(query.known), std::clamp<std::size_t>(query.top, 1, 1000));
  std::shared_lock lock(state_->mutex);
  std::vector<Weighed> weighed;
  const auto live = static_cast<std::uint32_t>(state_->parts.size());
  for (std::uint32_t i = 0; i < state_->live.size(); ++i) {
    weighed.push_back({live, i, weigh(prepared, state_->live[i].person, *state_->shares)});
  }
  for (std::uint32_t i = 0; i < live; ++i) {
    const Part& part = state_->parts[i];
    for (std::uint32_t row = 0; row < part.segment->rows(); ++row) {
      if (part.is_removed(row)) continue;
      PreparedPerson person = part.segment->person(row);
      find_alternatives(person);
      weighed.push_back({i, row, weigh(prepared, person, *state_->shares)});
    }
  }
  return state_->answer(prepared, query, std::move(weighed), {});
}

// ---- writing many at once ----

struct PeopleIndexWriter::State {
  SegmentBuilder builder;
  std::unordered_set<std::uint64_t> ids;
};

PeopleIndexWriter::PeopleIndexWriter() : state_(std::make_unique<State>()) {}
PeopleIndexWriter::~PeopleIndexWriter() = default;
std::size_t PeopleIndexWriter::size() const { return state_->builder.size(); }

std::vector<Status> PeopleIndexWriter::add(std::span<const PersonRecord> people) {
  std::vector<PreparedPerson> prepared(people.size());
  const std::size_t half = people.size() < 64 ? people.size() : people.size() / 2;
  const auto work = [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) prepared[i] = prepare(people[i]);
  };
  std::thread other;
  if (half < people.size()) other = std::thread(work, half, people.size());
  work(0, half);
  if (other.joinable()) other.join();
  std::vector<Status> out;
  out.reserve(people.size());
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto& id = people[i].id;
    Status status = check_limits(people[i]);
    // Two ids with one 64-bit value among a billion: less likely than a broken disk.
    const std::uint64_t key = static_cast<std::uint64_t>(hash32(id)) << 32 | hash32(id + "#");
    if (status && !state_->ids.insert(key).second) {
      status = error(Code::conflict, "expected an id that no record before has", "id");
    }
    if (status) status = state_->builder.add(id, prepared[i]);
    out.push_back(std::move(status));
  }
  return out;
}

Status PeopleIndexWriter::write(const std::filesystem::path& path, const SealKey* key) {
  state_->ids.clear();
  return write_index(path, state_->builder.finish(), key);
}

}  // namespace heed::matching
