#include <algorithm>

#include "checks/connector.h"
#include "checks/match_people.h"

namespace heed::checks {
namespace {

template <class Item>
void append(std::vector<Item>& to, std::vector<Item>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// Pages are one answer only where they agree on what they are: a claim that one of them does not
// make is not made.
Said joined(std::vector<Said> pages) {
  Said out = std::move(pages.front());
  for (std::size_t i = 1; i < pages.size(); ++i) {
    Said& page = pages[i];
    append(out.findings.people, page.findings.people);
    append(out.findings.orders, page.findings.orders);
    append(out.findings.events, page.findings.events);
    append(out.findings.address_markers, page.findings.address_markers);
    for (auto& key : page.subject) {
      if (std::find(out.subject.begin(), out.subject.end(), key) == out.subject.end()) {
        out.subject.push_back(std::move(key));
      }
    }
    if (page.subject.empty()) out.subject.clear();
    std::erase_if(out.searched, [&](const std::string& kind) {
      return std::find(page.searched.begin(), page.searched.end(), kind) == page.searched.end();
    });
    if (out.rows_declared != page.rows_declared) out.rows_declared.reset();
    out.rows_received += page.rows_received;
    out.rows_read += page.rows_read;
    out.last_page = page.last_page;
    if (out.incomplete_because.empty()) out.incomplete_because = page.incomplete_because;
    out.as_of =
        out.as_of && page.as_of ? std::optional(std::min(*out.as_of, *page.as_of)) : std::nullopt;
    if (out.coverage != page.coverage) out.coverage.clear();
    if (out.extract != page.extract) out.extract.clear();
  }
  return out;
}

}  // namespace

Outcome meaning(const Asked& asked, const SourceDeclaration& source, std::vector<Said> pages,
                Instant now) {
  if (pages.empty()) return NotSearched{Reason::malformed, "there was no answer"};
  Said said = joined(std::move(pages));
  if (source.kind != SourceKind::person) match_people(asked.keys, now, said);
  return outcome_of(asked.keys, std::move(said), source.freshness, now);
}

Outcome read_once(const Asked& asked, const SourceDeclaration& source, const Reply& reply,
                  Instant now) {
  if (const auto* fault = std::get_if<Fault>(&reply))
    return NotSearched{fault->reason, fault->detail};
  const auto connector = make_connector(std::make_shared<const SourceDeclaration>(source));
  auto reading = connector->read(asked, std::get<Incoming>(reply), now);
  if (auto* fault = std::get_if<Fault>(&reading)) return NotSearched{fault->reason, fault->detail};
  if (std::holds_alternative<Pending>(reading)) {
    return NotSearched{Reason::timeout, "the desk has not answered"};
  }
  auto& page = std::get<Page>(reading);
  // One page of several is not an answer.
  if (page.next) page.said.last_page = false;
  return meaning(asked, source, {std::move(page.said)}, now);
}

}  // namespace heed::checks
