#include "checks/connectors/dataset/dataset.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "checks/match_people.h"
#include "matching/compare.h"
#include "matching/people_index.h"

namespace heed::checks {
namespace {

constexpr std::size_t found_max = 200;

std::string key_text(std::string_view kind, std::string_view value) {
  return std::string(kind) + "\n" + std::string(value);
}

std::string address_key(const std::string& address) {
  const auto key = matching::normalise(matching::IdentifierKind::address, address);
  return key ? key->value : lower_ascii(address);
}

bool is_person_key(const SearchKey& key) {
  return key.kind == "name" || key.kind == "given_name" || key.kind == "family_name" ||
         key.kind == "born" || key.kind == "sex";
}

}  // namespace

struct Dataset::Index {
  Extract extract;
  std::unordered_multimap<std::string, std::size_t> by_identifier;  // kind\nvalue -> person
  std::unordered_map<std::string, std::size_t> by_record;
  std::unordered_multimap<std::string, std::size_t> events_of;  // record id -> event
  matching::PeopleIndex people;
  bool left_out = false;  // somebody does not fit into the index: a search by name is not complete

  void find_people(const NativeQuestion& question, std::vector<std::size_t>& found,
                   std::string& incomplete) const;
};

namespace {

std::unique_ptr<Dataset::Index> index_of(Extract extract) {
  auto index = std::make_unique<Dataset::Index>();
  index->extract = std::move(extract);
  const auto& content = index->extract.content;
  for (std::size_t i = 0; i < content.people.size(); ++i) {
    const auto& person = content.people[i];
    index->by_record.emplace(person.record_id, i);
    for (const auto& found : person.identifiers) {
      index->by_identifier.emplace(key_text(found.kind, found.value), i);
    }
    if (!person.address.empty()) {
      index->by_identifier.emplace(key_text("address", address_key(person.address)), i);
    }
    if (!person.postcode.empty()) {
      const auto key = matching::normalise(matching::IdentifierKind::postcode, person.postcode);
      if (key) index->by_identifier.emplace(key_text("postcode", key->value), i);
    }
  }
  for (std::size_t i = 0; i < content.events.size(); ++i) {
    index->events_of.emplace(content.events[i].person_record_id, i);
  }
  return index;
}

// Ended links are in it as well: the bands are decided afterwards (match_people.h).
void add_people(Dataset::Index& index) {
  const LocalDate long_ago(std::chrono::year(1800), std::chrono::January, std::chrono::day(1));
  for (const auto& person : index.extract.content.people) {
    auto record = person_of(person, long_ago);
    if (!record.id.empty() && !index.people.add(record)) index.left_out = true;
  }
}

}  // namespace

Dataset::Dataset(Extract extract) {
  auto index = index_of(std::move(extract));
  add_people(*index);
  index_ = std::move(index);
}

Dataset::Dataset(Extract extract, const std::filesystem::path& saved, const SealKey& key) {
  auto index = index_of(std::move(extract));
  auto people = matching::PeopleIndex::open(saved, &key);
  // A cache: only one that holds as many people as the extract is this extract's.
  if (people && people->size() == index->by_record.size()) {
    index->people = std::move(*people);
  } else {
    add_people(*index);
  }
  index_ = std::move(index);
}

Status Dataset::save_index(const std::filesystem::path& file, const SealKey& key) const {
  return index_->people.save(file, &key);
}

Dataset::~Dataset() = default;

const Extract& Dataset::extract() const { return index_->extract; }

namespace {

constexpr double likely = .05;

// The index shares one probability among those it finds, so a better match takes it from the other.
// Who would do by themselves (a twin, a second record) is shown beside it: people tell them apart.
bool likely_alone(const NativeQuestion& question, const records::Nominal& person) {
  static const matching::PersonComparer comparer;
  const LocalDate long_ago(std::chrono::year(1800), std::chrono::January, std::chrono::day(1));
  const auto alone = comparer.compare(person_of(question.keys), person_of(person, long_ago));
  return alone.band != matching::Band::rejected && alone.probability >= likely;
}

}  // namespace

void Dataset::Index::find_people(const NativeQuestion& question, std::vector<std::size_t>& found,
                                 std::string& incomplete) const {
  const bool about_a_person =
      std::any_of(question.keys.begin(), question.keys.end(), is_person_key);
  if (!about_a_person) {
    for (const auto& key : question.keys) {
      const auto value = key.kind == "address" ? address_key(key.value) : key.value;
      const auto [from, to] = by_identifier.equal_range(key_text(key.kind, value));
      for (auto it = from; it != to; ++it) found.push_back(it->second);
    }
  } else {
    const auto answer = people.search({person_of(question.keys), 50, false, true});
    if (answer.status != matching::AnswerStatus::complete) incomplete = answer.incomplete_because;
    if (left_out) incomplete = "some records cannot be searched by name";
    for (const auto& candidate : answer.candidates) {
      const auto it = by_record.find(candidate.id);
      if (it == by_record.end()) continue;
      const bool fits = candidate.comparison.band != matching::Band::rejected &&
                        candidate.comparison.probability >= likely;
      if (fits || likely_alone(question, extract.content.people[it->second])) {
        found.push_back(it->second);
      }
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.size() > found_max) {
    found.resize(found_max);
    incomplete = "more than 200 people match";
  }
}

NativeAnswer Dataset::answer(const SourceDeclaration& source,
                             const NativeQuestion& question) const {
  const auto& extract = index_->extract;
  NativeAnswer out;
  out.subject = question.keys;
  for (const auto& key : question.keys) out.searched.push_back(key.kind);
  out.as_of = extract.as_of;
  out.extract = extract.version;
  out.coverage = source.coverage;
  if (extract.rejected != 0) {
    out.coverage += "; " + std::to_string(extract.rejected) + " of " +
                    std::to_string(extract.rows) + " rows rejected at import";
  }
  std::vector<std::size_t> found;
  index_->find_people(question, found, out.incomplete_because);
  if (extract.rejected > source.dataset->rejected_rows_max) {
    out.incomplete_because =
        std::to_string(extract.rejected) + " rows of the extract were rejected at import";
  }
  for (const auto i : found) {
    const auto& person = extract.content.people[i];
    if (source.dataset->address_markers) {
      for (const auto& marker : person.markers) out.findings.address_markers.push_back(marker);
      continue;
    }
    out.findings.people.push_back(person);
    const auto [from, to] = index_->events_of.equal_range(person.record_id);
    for (auto it = from; it != to; ++it) {
      out.findings.events.push_back(extract.content.events[it->second]);
    }
  }
  out.rows_declared =
      static_cast<std::int64_t>(out.findings.people.size() + out.findings.events.size() +
                                out.findings.address_markers.size());
  out.last_page = true;
  return out;
}

namespace {

class DatasetExchange final : public Exchange {
 public:
  DatasetExchange(std::shared_ptr<const SourceDeclaration> source,
                  std::function<Result<std::shared_ptr<const Dataset>>()> dataset)
      : source_(std::move(source)), dataset_(std::move(dataset)) {}

  void exchange(Outgoing outgoing, Micros, std::size_t bytes_max,
                std::function<void(Reply)> done) override {
    const auto question = decode_native_question(outgoing.body);
    if (!question) return done(Fault{Reason::misconfigured, question.error().message(), {}});
    const auto dataset = dataset_();
    if (!dataset) {
      const bool never = dataset.error().code == Code::not_found;
      return done(Fault{
          never ? Reason::misconfigured : Reason::unavailable, dataset.error().message(), {}});
    }
    Incoming incoming;
    incoming.body = encode((*dataset)->answer(*source_, *question));
    if (incoming.body.size() > bytes_max) {
      return done(Fault{Reason::partial, "more was found than fits into an answer", {}});
    }
    done(std::move(incoming));
  }

 private:
  std::shared_ptr<const SourceDeclaration> source_;
  std::function<Result<std::shared_ptr<const Dataset>>()> dataset_;
};

}  // namespace

std::shared_ptr<Exchange> dataset_exchange(std::shared_ptr<const SourceDeclaration> source,
                                           std::shared_ptr<DatasetStore> store) {
  const auto name = source->source;
  return std::make_shared<DatasetExchange>(std::move(source),
                                           [store, name] { return store->current(name); });
}

std::shared_ptr<Exchange> dataset_exchange(std::shared_ptr<const SourceDeclaration> source,
                                           std::shared_ptr<const Dataset> dataset) {
  return std::make_shared<DatasetExchange>(
      std::move(source), [dataset] { return Result<std::shared_ptr<const Dataset>>(dataset); });
}

}  // namespace heed::checks
