#include "matching/people_index.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <shared_mutex>

namespace heed::matching {

struct PeopleIndex::State {
  mutable std::shared_mutex mutex;
  std::map<std::string, PersonRecord, std::less<>> people;
  PersonComparer comparer;
};

Band without_tie_for(Band band, std::size_t tied) {
  return band == Band::strong && tied > 1 ? Band::possible : band;
}

PeopleIndex::PeopleIndex() : state_(std::make_unique<State>()) {}
PeopleIndex::~PeopleIndex() = default;
PeopleIndex::PeopleIndex(PeopleIndex&&) noexcept = default;
PeopleIndex& PeopleIndex::operator=(PeopleIndex&&) noexcept = default;

Result<PeopleIndex> PeopleIndex::open(const std::filesystem::path& path, const SealKey*) {
  return error(Code::unavailable, "an index in a file is not written yet", path.string());
}

Status PeopleIndex::save(const std::filesystem::path& path, const SealKey*) const {
  return error(Code::unavailable, "an index in a file is not written yet", path.string());
}

Status PeopleIndex::add(const PersonRecord& person) {
  if (person.id.empty()) return error(Code::invalid, "expected an id", "id");
  if (person.id.size() > 256 || person.phones.size() > 16 || person.emails.size() > 16 ||
      person.identifiers.size() > 16) {
    return error(Code::limit, "expected at most 256 bytes of id and 16 of each identifier");
  }
  std::unique_lock lock(state_->mutex);
  state_->people.insert_or_assign(person.id, person);
  return ok();
}

bool PeopleIndex::remove(std::string_view id) {
  std::unique_lock lock(state_->mutex);
  const auto at = state_->people.find(id);
  if (at == state_->people.end()) return false;
  state_->people.erase(at);
  return true;
}

std::size_t PeopleIndex::size() const {
  std::shared_lock lock(state_->mutex);
  return state_->people.size();
}

Answer PeopleIndex::search(const Query& query) const {
  Answer answer;
  std::shared_lock lock(state_->mutex);
  for (const auto& [id, person] : state_->people) {
    Comparison comparison = state_->comparer.compare(query.known, person);
    if (comparison.band == Band::rejected) continue;
    if (!query.explain) comparison.reasons.clear();
    answer.candidates.push_back({id, std::move(comparison), 1});
  }
  auto& all = answer.candidates;
  std::stable_sort(all.begin(), all.end(), [](const Candidate& x, const Candidate& y) {
    return x.comparison.weight > y.comparison.weight;
  });
  for (std::size_t from = 0; from < all.size();) {
    std::size_t to = from;
    while (to < all.size() && all[to].comparison.weight == all[from].comparison.weight) ++to;
    for (std::size_t i = from; i < to; ++i) {
      all[i].tied = to - from;
      all[i].comparison.band = without_tie_for(all[i].comparison.band, to - from);
    }
    from = to;
  }
  const std::size_t top = std::clamp<std::size_t>(query.top, 1, 1000);
  if (all.size() > top) all.resize(top);
  return answer;
}

}  // namespace heed::matching
