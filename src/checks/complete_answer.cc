#include "checks/complete_answer.h"

#include <algorithm>

#include "base/text.h"
#include "matching/fold.h"

namespace heed::checks {
namespace {

constexpr Micros future_max = std::chrono::minutes(5);

bool is_name(const SearchKey& key) {
  return key.kind == "name" || key.kind == "given_name" || key.kind == "family_name";
}

// Equal as a person would say it: a source may write a name in capitals, or a sex as a word.
bool same(const SearchKey& a, const SearchKey& b) {
  if (a.kind != b.kind) return false;
  if (is_name(a)) return matching::fold(trim(a.value)) == matching::fold(trim(b.value));
  if (a.kind == "sex") {
    return !a.value.empty() && !b.value.empty() && lower(a.value[0]) == lower(b.value[0]);
  }
  if (a.kind == "address") return lower_ascii(a.value) == lower_ascii(b.value);
  return a.value == b.value &&
         (a.platform.empty() || b.platform.empty() || a.platform == b.platform);
}

std::optional<NotSearched> wrong_subject(const std::vector<SearchKey>& asked, const Said& said) {
  const auto missing = [](const std::vector<SearchKey>& from, const std::vector<SearchKey>& in) {
    return std::find_if(from.begin(), from.end(), [&](const SearchKey& key) {
      return std::none_of(in.begin(), in.end(), [&](const SearchKey& x) { return same(key, x); });
    });
  };
  if (said.subject.empty()) {
    return NotSearched{Reason::wrong_subject, "the answer does not say what it is about"};
  }
  if (const auto it = missing(asked, said.subject); it != asked.end()) {
    return NotSearched{Reason::wrong_subject, "the answer is about another " + it->kind};
  }
  if (const auto it = missing(said.subject, asked); it != said.subject.end()) {
    return NotSearched{Reason::wrong_subject, "the answer also names a " + it->kind};
  }
  return std::nullopt;
}

std::optional<NotSearched> not_all(const std::vector<SearchKey>& asked, const Said& said) {
  for (const auto& key : asked) {
    if (std::find(said.searched.begin(), said.searched.end(), key.kind) == said.searched.end()) {
      return NotSearched{Reason::partial,
                         "the answer does not say that it searched by " + key.kind};
    }
  }
  if (!said.rows_declared || *said.rows_declared < 0) {
    return NotSearched{Reason::malformed, "the answer does not say how many records there are"};
  }
  if (*said.rows_declared != said.rows_received) {
    return NotSearched{Reason::partial, std::to_string(said.rows_received) + " of " +
                                            std::to_string(*said.rows_declared) +
                                            " records received"};
  }
  if (!said.last_page) return NotSearched{Reason::partial, "there are further pages"};
  if (!said.incomplete_because.empty()) {
    return NotSearched{Reason::partial, said.incomplete_because};
  }
  if (said.rows_read != said.rows_received) {
    return NotSearched{Reason::malformed, std::to_string(said.rows_read) + " of " +
                                              std::to_string(said.rows_received) +
                                              " records could be read" +
                                              (said.unread.empty() ? "" : ", " + said.unread)};
  }
  // Nothing left of records that were received, and nobody rejected: a mapping that loses them.
  if (said.findings.empty() && said.rows_received != 0 && said.rejected.empty()) {
    return NotSearched{Reason::malformed, "records were received and none was understood"};
  }
  return std::nullopt;
}

}  // namespace

std::variant<CompleteAnswer, NotSearched> CompleteAnswer::recorded(
    const std::vector<SearchKey>& asked, Said said) {
  if (asked.empty()) return NotSearched{Reason::misconfigured, "nothing was asked"};
  if (auto why = wrong_subject(asked, said)) return *why;
  if (auto why = not_all(asked, said)) return *why;
  if (!said.as_of) {
    return NotSearched{Reason::malformed, "the answer does not say as of when it is true"};
  }
  if (trim(said.coverage).empty()) {
    return NotSearched{Reason::malformed, "the answer does not say whose records were searched"};
  }
  return CompleteAnswer(std::move(said));
}

std::variant<CompleteAnswer, NotSearched> CompleteAnswer::judge(const std::vector<SearchKey>& asked,
                                                                Said said, Freshness freshness,
                                                                Instant now) {
  auto judged = recorded(asked, std::move(said));
  const auto* complete = std::get_if<CompleteAnswer>(&judged);
  if (!complete) return judged;
  const Instant as_of = *complete->said().as_of;
  if (as_of > now + future_max) {
    return NotSearched{Reason::malformed, "the answer is dated in the future"};
  }
  if (freshness.age_max && now - as_of > *freshness.age_max) {
    return NotSearched{Reason::stale, "the records are as of " + format_instant(as_of)};
  }
  return judged;
}

Outcome meaning_of(CompleteAnswer answer) {
  if (!answer.said().findings.empty()) return Hit{answer.said(), std::nullopt};
  return NoTrace(std::move(answer));
}

Outcome outcome_of(const std::vector<SearchKey>& asked, Said said, Freshness freshness,
                   Instant now) {
  auto judged = CompleteAnswer::judge(asked, said, freshness, now);
  if (auto* complete = std::get_if<CompleteAnswer>(&judged))
    return meaning_of(std::move(*complete));
  auto& why = std::get<NotSearched>(judged);
  if (why.reason != Reason::wrong_subject && why.reason != Reason::misconfigured &&
      !said.findings.empty()) {
    return Hit{std::move(said), std::move(why)};
  }
  return std::move(why);
}

Outcome recorded_outcome(OutcomeKind kind, std::optional<Reason> reason, std::string detail,
                         const std::vector<SearchKey>& asked, Said said) {
  switch (kind) {
    case OutcomeKind::hit: {
      std::optional<NotSearched> incomplete;
      if (reason) incomplete = NotSearched{*reason, std::move(detail)};
      return Hit{std::move(said), std::move(incomplete)};
    }
    case OutcomeKind::no_trace: {
      auto judged = CompleteAnswer::recorded(asked, std::move(said));
      auto* complete = std::get_if<CompleteAnswer>(&judged);
      if (complete && complete->said().findings.empty()) return meaning_of(std::move(*complete));
      return NotSearched{Reason::malformed, "recorded as no trace without a complete answer"};
    }
    case OutcomeKind::not_searched: break;
  }
  return NotSearched{reason.value_or(Reason::malformed), std::move(detail)};
}

OutcomeKind kind_of(const Outcome& outcome) {
  if (std::holds_alternative<Hit>(outcome)) return OutcomeKind::hit;
  if (std::holds_alternative<NoTrace>(outcome)) return OutcomeKind::no_trace;
  return OutcomeKind::not_searched;
}

const Said* said_of(const Outcome& outcome) {
  if (const auto* hit = std::get_if<Hit>(&outcome)) return &hit->said;
  if (const auto* none = std::get_if<NoTrace>(&outcome)) return &none->said();
  return nullptr;
}

}  // namespace heed::checks
