#include "matching/search.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_set>

#include "matching/like_words.h"

namespace heed::matching {

PreparedQuery prepare_query(PreparedPerson person, std::size_t top) {
  PreparedQuery out;
  out.person = std::move(person);
  out.shape = shape_of(out.person.name);
  out.top = top;
  out.has_address = !out.person.postcode.empty() || !out.person.address.street.empty() ||
                    !out.person.address.building.empty();
  return out;
}

void Threshold::see(float weight) {
  if (heap_.size() < top_) {
    heap_.push_back(weight);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
  } else if (weight > heap_.front()) {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    heap_.back() = weight;
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
  }
}

Verdict weigh(const PreparedQuery& query, const PreparedPerson& person, const WordShares& shares) {
  std::vector<WordPair> pairs = pairs_of(query.person.name, person.name, &shares);
  const NameScore name = score_name(query.shape, shape_of(person.name), pairs, false);
  return add_up(name, score_others(query.person, person, query.has_address));
}

namespace {

// What a date of birth weighs at most (score_birth()): of those without a day; of a day that is
// none of compatible_days(), and that is none of alike_days() either; of a day a little or far
// outside a range; of a day of the year of a 1 January.
constexpr float range_most = 7.9f, unlike_day_most = .8f, other_day_most = -6.f,
                near_range_most = -2.f, outside_range_most = -6.f, first_january_most = 2.5f;
constexpr float unknown_lowest = -1e8f;  // below it fewer are found than asked for

struct Considered {
  float bound;
  std::uint32_t row;
};

class SegmentSearch {
 public:
  SegmentSearch(const Segment& segment, std::uint32_t number, const PreparedQuery& query,
                const WordShares& shares, const IsRemoved& removed, const SearchLimits& limits,
                Threshold& threshold, std::vector<Weighed>& out)
      : segment_(segment),
        number_(number),
        query_(query),
        shares_(shares),
        removed_(removed),
        limits_(limits),
        threshold_(threshold),
        out_(out),
        words_(segment, query, shares) {
    address_bound_ = query.has_address ? 6.5f : 0;
  }

  std::string run() {
    words_.find();
    find_by_keys();
    weigh_candidates();
    find_by_names();
    weigh_candidates();
    return std::move(cut_);
  }

 private:
  // ---- candidates ----

  void candidate(std::uint32_t row) {
    if (rows_.size() < limits_.candidates_max) {
      rows_.push_back(row);
    } else {
      cut("more than " + std::to_string(limits_.candidates_max) + " people to consider");
    }
  }

  void find_by_keys() {
    struct Context {
      SegmentSearch* self;
    } context{this};
    for_each_key(
        query_.person,
        [](std::string_view key, void* c) { static_cast<Context*>(c)->self->find_by_key(key); },
        &context);
    shared_ = rows_;
    std::sort(shared_.begin(), shared_.end());
  }

  void find_by_key(std::string_view key) {
    const auto entries = Segment::equal_hash(segment_.arrays().keys, hash32(key));
    const bool place = key.starts_with("postcode:") || key.starts_with("house:");
    if (entries.size() > limits_.shared_max) {
      // A street's postcode beside a name is no reason to list the street.
      if (place && query_.shape.plain > 0) return;
      cut("more than " + std::to_string(limits_.shared_max) + " people share one identifier");
    }
    for (std::size_t i = 0; i < std::min(entries.size(), limits_.shared_max); ++i) {
      const auto row = static_cast<std::uint32_t>(entries[i]);
      __builtin_prefetch(segment_.arrays().flags.data() + row);
      __builtin_prefetch(segment_.arrays().detail_at.data() + row);
      candidate(row);
    }
  }

  bool partner_fits(const Posting& posting, std::uint32_t word, std::uint8_t need) const {
    for (std::uint32_t partner : posting.partner) {
      if (partner != no_word && (words_.like(partner) & need)) return true;
    }
    return (words_.like(word) & need) || posting.partner[0] == no_word;
  }

  bool row_fits(std::uint32_t row, std::uint32_t word, std::uint8_t need) const {
    const auto entries = segment_.row_words(row);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const RowWord entry{entries[i]};
      if (entry.word() != word && (words_.like(entry.word()) & need)) return true;
      if (entry.joined()) ++i;
    }
    // One word of the record may answer for both ("Mohammed Mohammed"), or stand alone.
    return (words_.like(word) & need) || entries.size() <= 1;
  }

  // Those whose rows must be looked at, all asked for before the first is waited for.
  void look_at_later(std::uint32_t word) {
    const auto& a = segment_.arrays();
    for (std::uint32_t row : later_) __builtin_prefetch(a.row_words.data() + a.word_at[row]);
    for (std::uint32_t row : later_) {
      if (row_fits(row, word, need_)) candidate(row);
    }
    later_.clear();
  }

  std::uint64_t people_behind(std::uint8_t as) const {
    std::uint64_t out = 0;
    for (const Hit& hit : words_.hits()) {
      if (words_.like(hit.word) & as) out += segment_.people_with(hit.word);
    }
    return out;
  }

  bool spend(std::uint64_t postings) {
    spent_ += postings;
    if (spent_ <= limits_.postings_max) return true;
    cut("more than " + std::to_string(limits_.postings_max) + " entries to look at");
    return false;
  }

  // Where the best are likely first, so that the rest need not be looked at: those born then and
  // of both names, then others.
  void find_by_names() {
    const Birth& birth = query_.person.birth;
    const bool named = query_.shape.plain > 0;
    if (named && words_.hits().empty()) return;
    const std::uint32_t dated = segment_.dated(), rows = segment_.rows();
    if (named) choose_leads();
    if (birth.exact()) {
      find_by_day(birth.low, named);
      weigh_candidates();
      find_by_both_names(dated, rows, range_most);
      find_by_both_names(0, dated, unlike_day_most);
    } else if (birth.known()) {
      const auto [first, last] = rows_born(birth.low, birth.high);
      find_by_both_names(first, last, score_range_bound());
      find_by_both_names(dated, rows, score_range_bound());
      const std::int32_t slack = slack_of(birth);
      const auto [from, to] = rows_born(birth.low - slack, birth.high + slack);
      find_by_both_names(from, first, near_range_most);
      find_by_both_names(last, to, near_range_most);
      find_by_both_names(0, from, outside_range_most);
      find_by_both_names(to, dated, outside_range_most);
      look_at_window(from, to, named);
    } else {
      find_by_both_names(0, rows, 0);
      if (named) look_at_window(0, rows, named);
      return;
    }
    weigh_candidates();
    // Of those without an exact day nobody can be left out by it.
    look_at_window(dated, rows, named);
  }

  // The rarer of the two names leads; its words the likest first.
  void choose_leads() {
    const bool alone = words_.one_part() && words_.leading_words() <= 1;
    if (alone && query_.person.birth.known()) return;  // the way by birth finds them
    lead_ = like_first;
    need_ = words_.one_part() ? like_first : like_second;
    if (!words_.one_part() && people_behind(like_second) < people_behind(like_first)) {
      std::swap(lead_, need_);
    }
    auto& hits = words_.hits();
    for (std::uint32_t at = 0; at < hits.size(); ++at) {
      if (words_.like(hits[at].word) & lead_) leads_.push_back(at);
    }
    std::sort(leads_.begin(), leads_.end(), [&](std::uint32_t x, std::uint32_t y) {
      return hits[x].most != hits[y].most ? hits[x].most > hits[y].most : x < y;
    });
  }

  // Of the rows [first, last), all of whom have a date of birth that weighs `birth_most` at most.
  void find_by_both_names(std::uint32_t first, std::uint32_t last, float birth_most) {
    if (first >= last) return;
    const bool alone = words_.one_part() && words_.leading_words() <= 1;
    const float others = birth_most + .9f + address_bound_;
    for (std::uint32_t at : leads_) {
      Hit& hit = words_.hits()[at];
      auto postings = segment_.postings(hit.word);
      const float beside = words_.most_beside(hit.mask) + others;
      if (hit.most + beside < threshold_.lowest()) continue;
      if (postings.size() > 64) {
        if (words_.most_of(hit) + beside < threshold_.lowest()) continue;
        postings = postings_between(postings, first, last);
      }
      const auto look_at = [&](std::span<const Posting> some) {
        if (!spend(some.size())) return false;
        for (const Posting& posting : some) {
          if (posting.row < first || posting.row >= last) continue;
          if (alone) {
            candidate(posting.row);
          } else if (posting.partner[0] == look_at_row) {
            __builtin_prefetch(segment_.arrays().word_at.data() + posting.row);
            later_.push_back(posting.row);
            if (later_.size() == 64) look_at_later(hit.word);
          } else if (partner_fits(posting, hit.word, need_) &&
                     may_reach(hit, posting, birth_most)) {
            candidate(posting.row);
          }
        }
        look_at_later(hit.word);
        return true;
      };
      // Where a day quite unlike rules everybody out, only the days somewhat alike are looked at.
      if (birth_most == unlike_day_most && postings.size() > 2048 &&
          words_.most_of(hit) + beside - birth_most + other_day_most < threshold_.lowest()) {
        for (const auto& [from, to] : alike_days()) {
          postings = postings_between(postings, from, segment_.rows());
          if (postings.empty()) break;
          if (!look_at(postings_between(postings, from, to))) return;
        }
      } else if (!look_at(postings)) {
        return;
      }
      if (rows_.size() > (threshold_.lowest() < unknown_lowest ? 32 : 512)) weigh_candidates();
    }
    weigh_candidates();
  }

  static std::span<const Posting> postings_between(std::span<const Posting> postings,
                                                   std::uint32_t first, std::uint32_t last) {
    return postings_before(postings_from(postings, first), last);
  }
  // By strides that grow: what is looked for is mostly near the beginning, or the whole.
  static std::size_t place_of(std::span<const Posting> postings, std::uint32_t row) {
    std::size_t low = 0, step = 8;
    while (low + step < postings.size() && postings[low + step].row < row) {
      low += step;
      step *= 4;
    }
    const auto end =
        postings.begin() + static_cast<std::ptrdiff_t>(std::min(postings.size(), low + step + 1));
    const auto at =
        std::lower_bound(postings.begin() + static_cast<std::ptrdiff_t>(low), end, row,
                         [](const Posting& posting, std::uint32_t of) { return posting.row < of; });
    return static_cast<std::size_t>(at - postings.begin());
  }
  static std::span<const Posting> postings_from(std::span<const Posting> postings,
                                                std::uint32_t first) {
    return postings.subspan(first == 0 ? 0 : place_of(postings, first));
  }
  static std::span<const Posting> postings_before(std::span<const Posting> postings,
                                                  std::uint32_t last) {
    if (postings.empty() || postings.back().row < last) return postings;
    return postings.first(place_of(postings, last));
  }

  // Rows of the days that share two of day, month and year with the one asked for, ascending.
  const std::vector<std::pair<std::uint32_t, std::uint32_t>>& alike_days() {
    if (!alike_days_.empty()) return alike_days_;
    const auto days = segment_.arrays().day.first(segment_.dated());
    for (const DaySpan& span : days_alike(query_.person.birth.low, days.front(), days.back())) {
      alike_days_.push_back(rows_born(span.low, span.high));
    }
    return alike_days_;
  }

  // From the posting alone: can this person be among the heaviest?
  bool may_reach(Hit& lead, const Posting& posting, float birth_most) {
    const float lowest = threshold_.lowest();
    if (lowest < unknown_lowest) return true;
    float most = words_.most_of(lead) + .9f + address_bound_;
    for (std::uint32_t partner : posting.partner) {
      if (partner == no_word) continue;
      if (Hit* hit = words_.hit_of(partner)) most += words_.most_of(*hit);
    }
    return most + birth_most >= lowest && most + birth_weight(posting.row) >= lowest;
  }

  // [first, last) of the dated rows born from `low` to `high`.
  std::pair<std::uint32_t, std::uint32_t> rows_born(std::int32_t low, std::int32_t high) const {
    const std::uint32_t first = segment_.first_row_from(low);
    return {first, std::max(first, segment_.first_row_from(high + 1))};
  }

  void find_by_day(std::int32_t born, bool named) {
    for (std::int32_t day : compatible_days(born)) {
      const auto [first, last] = rows_born(day, day);
      look_at_rows(first, last, named);
    }
    if (is_first_january(born)) {
      const auto [first, last] = rows_born(born, born + 365);
      weigh_candidates();
      find_by_both_names(first, last, first_january_most);
      look_at_window(first, last, named);
    }
  }

  static bool is_first_january(std::int32_t day) {
    const LocalDate date{std::chrono::sys_days(std::chrono::days(day))};
    return date.month() == std::chrono::January && date.day() == std::chrono::day(1);
  }

  static std::int32_t slack_of(const Birth& birth) {
    return static_cast<std::int32_t>(
        std::min(183 + (static_cast<double>(birth.high) - birth.low + 1) / 10, 900.0));
  }

  void look_at_rows(std::uint32_t first, std::uint32_t last, bool named) {
    if (!spend(last - first)) return;
    for (std::uint32_t row = first; row < last; ++row) {
      if (!named) {
        candidate(row);
        continue;
      }
      const auto entries = segment_.row_words(row);
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const RowWord entry{entries[i]};
        if (words_.like(entry.word())) {
          candidate(row);
          break;
        }
        if (entry.joined()) ++i;
      }
    }
  }

  // Through the family names' postings, which lie in the order of birth.
  void look_at_window(std::uint32_t first, std::uint32_t last, bool named) {
    if (first >= last) return;
    if (!named || last - first < 4096) {
      look_at_rows(first, last, named);
      return;
    }
    // Whoever shares neither both names nor more than kinship proves can weigh this at most.
    const float most_alone = 4 + score_range_bound() + .9f + address_bound_;
    const bool both_only = words_.clear_given() && most_alone < threshold_.lowest();
    for (const Hit& hit : words_.hits()) {
      if (!(words_.like(hit.word) & like_first)) continue;
      const bool as_given = words_.like(hit.word) & like_second;
      const auto postings = postings_between(segment_.postings(hit.word), first, last);
      if (!spend(postings.size())) return;
      for (const Posting& posting : postings) {
        // Both names were looked at already; here are those with one.
        if (both_only && !as_given && proves_kinship_at_most(posting)) continue;
        candidate(posting.row);
      }
    }
  }

  bool is_initial(std::uint32_t word) const {
    const auto& bucket_at = segment_.arrays().bucket_at;
    return word < bucket_at[2] && word >= bucket_at[1];
  }

  // Both names were looked at already: of this person no other name is like a given name asked for.
  bool proves_kinship_at_most(const Posting& posting) const {
    if (posting.partner[0] == look_at_row || posting.partner[0] == no_word) return false;
    bool unlike = false;
    for (std::uint32_t partner : posting.partner) {
      if (partner == no_word) continue;
      if (words_.like(partner) & like_second) return false;
      unlike |= words_.like(partner) == 0 && !is_initial(partner);
    }
    return unlike;
  }

  float score_range_bound() const {
    const Birth& birth = query_.person.birth;
    if (!birth.known()) return 0;
    if (birth.exact()) return 13.2f;
    const double width = static_cast<double>(birth.high) - birth.low + 1;
    return static_cast<float>(std::log2(.9 / std::max(std::min(1.0, width / (75 * 365.25)), .004)));
  }

  // ---- weighing ----

  float name_bound(std::uint32_t row) {
    const auto entries = segment_.row_words(row);
    float out = 0;
    bool first = false, second = false, unlike_any = false, unlike_main = false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const RowWord entry{entries[i]};
      Hit* hit = words_.hit_of(entry.word());
      const std::uint8_t like = words_.like(entry.word());
      first |= (like & like_first) != 0;
      second |= (like & like_second) != 0;
      if (like == 0 && !entry.joined() && !entry.particle() && !is_initial(entry.word())) {
        unlike_any = true;
        unlike_main |= entry.role() == NameRole::given || entry.role() == NameRole::family;
      }
      if (hit) {
        float best = 0;
        for (std::uint32_t mask = hit->mask; mask; mask &= mask - 1) {
          best = std::max(
              best,
              words_.match_for(*hit, static_cast<std::size_t>(std::countr_zero(mask)), entry.role())
                  .weight);
        }
        out += best;
      }
      if (entry.joined()) ++i;
    }
    // A given or a family name that is not alike proves kinship at most (score_name()).
    if ((words_.clear_given() && !second && unlike_any) ||
        (words_.clear_family() && !first && unlike_main)) {
      out = std::min(out, 4.f);
    }
    return out;
  }

  float birth_weight(std::uint32_t row) {
    if (row >= segment_.dated())
      return score_birth(query_.person.birth, segment_.birth(row)).weight;
    const std::int32_t day = segment_.arrays().day[row];
    if (day != last_day_) {
      last_day_ = day;
      last_birth_ = score_birth(query_.person.birth, {day, day}).weight;
    }
    return last_birth_;
  }

  void weigh_candidates() {
    std::sort(rows_.begin(), rows_.end());
    rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
    candidates_.clear();
    const float lowest = threshold_.lowest();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (i + 8 < rows_.size()) {
        __builtin_prefetch(segment_.arrays().row_words.data() +
                           segment_.arrays().word_at[rows_[i + 8]]);
      }
      const std::uint32_t row = rows_[i];
      if (!shared_.empty()) {
        const auto& a = segment_.arrays();
        __builtin_prefetch(a.details.data() + std::size_t{a.detail_at[row]} * 4);
      }
      const bool shared = std::binary_search(shared_.begin(), shared_.end(), row);
      const float bound =
          shared ? 1e9f : name_bound(row) + birth_weight(row) + .9f + address_bound_;
      if (bound >= lowest) candidates_.push_back({bound, row});
    }
    rows_.clear();
    std::make_heap(candidates_.begin(), candidates_.end(), lighter);
    while (!candidates_.empty()) {
      std::pop_heap(candidates_.begin(), candidates_.end(), lighter);
      const Considered next = candidates_.back();
      candidates_.pop_back();
      if (next.bound < threshold_.lowest()) break;
      if (weighed_.size() >= limits_.weighed_max) {
        cut("more than " + std::to_string(limits_.weighed_max) + " people to weigh");
        break;
      }
      weigh_row(next.row);
    }
  }

  static bool lighter(const Considered& x, const Considered& y) {
    return x.bound != y.bound ? x.bound < y.bound : x.row > y.row;
  }

  void weigh_row(std::uint32_t row) {
    if (!weighed_.insert(row).second) return;
    if (removed_ && removed_(row)) return;
    const Verdict verdict = add_up(name_of(row), others_of(row));
    threshold_.see(verdict.weight);
    out_.push_back({number_, row, verdict});
  }

  NameScore name_of(std::uint32_t row) {
    if (query_.shape.plain == 0) return {};
    const auto entries = segment_.row_words(row);
    NameShape shape;
    pairs_.clear();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const RowWord entry{entries[i]};
      const std::uint32_t word = entry.word();
      const auto place = shape.count++;
      const bool initial = segment_.word_text(word).size() == 1;
      const std::uint32_t covers = entry.joined() ? entries[++i] : 1u << place;
      shape.words[place] = {entry.role(), covers, entry.joined(), entry.particle(), initial};
      shape.plain = static_cast<std::uint8_t>(shape.plain + !entry.joined());
      Hit* hit = words_.hit_of(word);
      if (!hit) continue;
      for (std::uint32_t mask = hit->mask; mask; mask &= mask - 1) {
        const auto q = static_cast<std::uint8_t>(std::countr_zero(mask));
        if (query_.shape.words[q].joined && entry.joined()) continue;
        const WordMatch match = words_.match_for(*hit, q, entry.role());
        const bool particle = entry.particle() || query_.person.name.words[q].particle;
        if (particle && match.kind != Likeness::equal) continue;
        if (match.kind != Likeness::different) pairs_.push_back({q, place, match});
      }
    }
    return score_name(query_.shape, shape, pairs_, false);
  }

  OtherFields others_of(std::uint32_t row) {
    const PreparedPerson& q = query_.person;
    const std::uint8_t flags = segment_.arrays().flags[row];
    const bool contact = (flags & Segment::flag_contact) &&
                         (!q.phones.empty() || !q.emails.empty() || !q.identifiers.empty());
    const bool address =
        query_.has_address && (flags & (Segment::flag_address | Segment::flag_postcode));
    if (!contact && !address) {
      OtherFields out;
      if (q.birth.known()) out.birth = score_birth(q.birth, segment_.birth(row));
      out.sex_a = q.sex;
      out.sex_b = segment_.sex(row);
      return out;
    }
    PreparedPerson person;
    RowDetail detail = segment_.detail(row);
    if (q.birth.known()) person.birth = segment_.birth(row);
    person.sex = segment_.sex(row);
    person.phones = std::move(detail.phones);
    person.emails = std::move(detail.emails);
    person.identifiers = std::move(detail.identifiers);
    find_alternatives(person);
    if (!detail.address.empty()) person.address = parse_address(detail.address);
    person.postcode = detail.postcode;
    return score_others(q, person, query_.has_address);
  }

  void cut(std::string why) {
    if (cut_.empty()) cut_ = std::move(why);
  }

  const Segment& segment_;
  const std::uint32_t number_;
  const PreparedQuery& query_;
  const WordShares& shares_;
  const IsRemoved& removed_;
  const SearchLimits& limits_;
  Threshold& threshold_;
  std::vector<Weighed>& out_;
  LikeWords words_;
  std::vector<std::uint32_t> leads_;  // hits, the likest first
  std::uint8_t lead_ = 0, need_ = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> alike_days_;  // of rows

  std::vector<std::uint32_t> rows_, shared_, later_;
  std::unordered_set<std::uint32_t> weighed_;
  std::vector<Considered> candidates_;
  std::vector<WordPair> pairs_;
  std::uint64_t spent_ = 0;
  float address_bound_ = 0;
  std::int32_t last_day_ = day_min;
  float last_birth_ = 0;
  std::string cut_;
};

}  // namespace

std::string search_segment(const Segment& segment, std::uint32_t number, const PreparedQuery& query,
                           const WordShares& shares, const IsRemoved& removed,
                           const SearchLimits& limits, Threshold& threshold,
                           std::vector<Weighed>& out) {
  if (segment.rows() == 0) return {};
  return SegmentSearch(segment, number, query, shares, removed, limits, threshold, out).run();
}

}  // namespace heed::matching
