// The board, the lists of what is owed to a duty, and who is on duty. No personal data of anybody
// whom an incident is about; the staff who answer for something are named.
#include <algorithm>
#include <atomic>

#include "base/json_map.h"
#include "base/text.h"
#include "server/people_door.h"
#include "server/typed_route.h"

namespace heed::server {

struct RoomLine {
  incident::IncidentId id;
  std::string reference;
  Instant opened_at;
  std::string grade;
  std::vector<std::string> themes;
  std::string age_band;  // child, may_be_child, not_known, adult
  std::string ward;
  std::string handler;
  bool live_contact = false;
  bool guided = false;
  std::int64_t owed = 0;
  std::int64_t overdue = 0;
  std::int64_t unread_hits = 0;
  std::int64_t possible_breaches = 0;
  std::vector<std::string> unanswered;  // sources
  std::optional<Instant> next_due;
};
BOOST_DESCRIBE_STRUCT(RoomLine, (),
                      (id, reference, opened_at, grade, themes, age_band, ward, handler,
                       live_contact, guided, owed, overdue, unread_hits, possible_breaches,
                       unanswered, next_due))

struct RoomTotals {
  std::int64_t incidents = 0;
  std::int64_t live = 0;
  std::int64_t children = 0;
  std::int64_t owed = 0;
  std::int64_t overdue = 0;
  std::int64_t unread_hits = 0;
  std::int64_t possible_breaches = 0;
  std::int64_t unanswered = 0;  // incidents that wait for a source
  std::int64_t guided = 0;
};
BOOST_DESCRIBE_STRUCT(RoomTotals, (),
                      (incidents, live, children, owed, overdue, unread_hits, possible_breaches,
                       unanswered, guided))

struct RoomBoard {
  RoomTotals totals;  // of all, also where not all are shown
  std::vector<RoomLine> incidents;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(RoomBoard, (), (totals, incidents, more))

// One thing owed, with as much of its incident as a list may say.
struct WorkLine {
  incident::IncidentId incident;
  std::string reference;
  std::string grade;
  std::vector<std::string> themes;
  std::string age_band;
  std::string ward;
  bool live_contact = false;
  bool closed = false;
  incident::ObligationId obligation;
  std::string kind;
  std::string says;
  std::string why;
  std::string act;
  std::string duty;
  std::string first_duty;
  std::string holder;
  std::string offered;
  bool accepted = false;
  bool mine = false;        // I hold it
  bool offered_me = false;  // it is offered to me
  Instant raised_at;
  Instant due;
  bool overdue = false;
  bool blocks_closing = false;
};
BOOST_DESCRIBE_STRUCT(WorkLine, (),
                      (incident, reference, grade, themes, age_band, ward, live_contact, closed,
                       obligation, kind, says, why, act, duty, first_duty, holder, offered,
                       accepted, mine, offered_me, raised_at, due, overdue, blocks_closing))
struct WorkList {
  std::vector<WorkLine> owed;  // soonest first
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(WorkList, (), (owed, more))

struct OnDutyNow {
  std::string id;
  std::string name;
  std::string duty;
};
BOOST_DESCRIBE_STRUCT(OnDutyNow, (), (id, name, duty))
struct DutyNow {
  std::vector<OnDutyNow> people;
};
BOOST_DESCRIBE_STRUCT(DutyNow, (), (people))

namespace {

constexpr std::size_t room_lines_max = 2000;
constexpr std::size_t work_lines_max = 500;

RoomLine line_of(const desk::BoardEntry& entry) {
  const auto& line = entry.line;
  return {line.id,           line.reference,         line.opened_at,   line.grade,
          line.themes,       entry.age_band,         entry.ward,       entry.handler,
          line.live_contact, entry.guided,           line.owed,        line.overdue,
          line.unread_hits,  line.possible_breaches, entry.unanswered, line.next_due};
}

void count(RoomTotals& totals, const desk::BoardEntry& entry) {
  const auto& line = entry.line;
  ++totals.incidents;
  totals.live += line.live_contact ? 1 : 0;
  totals.children += entry.age_band == "child" || entry.age_band == "may_be_child" ? 1 : 0;
  totals.owed += line.owed;
  totals.overdue += line.overdue;
  totals.unread_hits += line.unread_hits;
  totals.possible_breaches += line.possible_breaches;
  totals.unanswered += entry.unanswered.empty() ? 0 : 1;
  totals.guided += entry.guided ? 1 : 0;
}

// What is late or soon due first; what owes nothing last.
bool sooner(const RoomLine& a, const RoomLine& b) {
  if (a.next_due.has_value() != b.next_due.has_value()) return a.next_due.has_value();
  if (a.next_due != b.next_due) return *a.next_due < *b.next_due;
  return a.id < b.id;
}

RoomBoard room_board(const desk::Boards::Standing& standing) {
  RoomBoard out;
  for (const auto& entry : standing.entries) {
    if (entry->line.closed) continue;
    count(out.totals, *entry);
    out.incidents.push_back(line_of(*entry));
  }
  std::sort(out.incidents.begin(), out.incidents.end(), sooner);
  out.more = out.incidents.size() > room_lines_max;
  if (out.more) out.incidents.resize(room_lines_max);
  return out;
}

// Written once for all who poll, until something changes.
class RoomPage {
 public:
  std::shared_ptr<const std::string> of(const std::shared_ptr<const desk::Boards::Standing>& now) {
    const std::lock_guard lock(mutex_);
    if (!body_ || revision_ != now->revision) {
      body_ = std::make_shared<const std::string>(json_map::write(room_board(*now)));
      revision_ = now->revision;
    }
    return body_;
  }

 private:
  std::mutex mutex_;
  std::uint64_t revision_ = 0;
  std::shared_ptr<const std::string> body_;
};

Route room(const PeopleDoor& door) {
  Route route = get_route("/v1/board", "room_board",
                          "The room: open incidents by theme, age band, ward and time left, and "
                          "what in them is late or unread; without personal data",
                          answer_schema<RoomBoard>(), Lane::dashboard);
  route.act = [door, page = std::make_shared<RoomPage>()](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.desk.may_ask(call, "view_room", access::Relation::none));
    HEED_TRY(const auto standing, door.boards.open());
    Answer out;
    out.body = *page->of(standing);
    return out;
  };
  return route;
}

std::set<std::string> words_of_query(const Call& call, std::string_view name) {
  std::set<std::string> out;
  const auto given = call.query.find(name);
  if (given == call.query.end()) return out;
  for (const auto word : split(given->second, ',')) {
    if (!trim(word).empty()) out.emplace(trim(word));
  }
  return out;
}

WorkLine line_of(const desk::BoardEntry& entry, const desk::BoardOwed& owed, ActorId me) {
  WorkLine out;
  out.incident = entry.line.id;
  out.reference = entry.line.reference;
  out.grade = entry.line.grade;
  out.themes = entry.line.themes;
  out.age_band = entry.age_band;
  out.ward = entry.ward;
  out.live_contact = entry.line.live_contact;
  out.closed = entry.line.closed;
  out.obligation = owed.obligation;
  out.kind = owed.kind;
  out.says = owed.says;
  out.why = owed.why;
  out.act = owed.act;
  out.duty = owed.duty;
  out.first_duty = owed.first_duty;
  out.holder = owed.holder_name;
  out.offered = owed.offered_name;
  out.accepted = owed.accepted;
  out.mine = owed.holder == me && owed.accepted;
  out.offered_me = owed.offered == me;
  out.raised_at = owed.raised_at;
  out.due = owed.due;
  out.overdue = owed.overdue;
  out.blocks_closing = owed.blocks_closing;
  return out;
}

Route work(const PeopleDoor& door) {
  Route route =
      get_route("/v1/work", "work",
                "What is owed in the whole room to some duties, or of some kinds, soonest "
                "first; without personal data",
                answer_schema<WorkList>(), Lane::dashboard);
  route.query = {
      {"duty", "dispatcher,supervisor,…: to whom it was or is offered; left out: all", false},
      {"kind", "decide,dispatch,…; left out: all", false},
      {"overdue", "true: only what is late", false}};
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.desk.may_ask(call, "view_board", access::Relation::none));
    HEED_TRY(const auto standing, door.boards.open());
    const auto duties = words_of_query(call, "duty");
    const auto kinds = words_of_query(call, "kind");
    const bool late = words_of_query(call, "overdue").count("true") != 0;
    WorkList out;
    for (const auto& entry : standing->entries) {
      for (const auto& one : entry->owed) {
        const bool of_duty =
            duties.empty() || duties.count(one.duty) != 0 || duties.count(one.first_duty) != 0;
        const bool of_kind = kinds.empty() || kinds.count(one.kind) != 0;
        if (!of_duty || !of_kind || (late && !one.overdue)) continue;
        out.owed.push_back(line_of(*entry, one, call.who.id));
      }
    }
    std::stable_sort(out.owed.begin(), out.owed.end(),
                     [](const WorkLine& a, const WorkLine& b) { return a.due < b.due; });
    out.more = out.owed.size() > work_lines_max;
    if (out.more) out.owed.resize(work_lines_max);
    return answer(out);
  };
  return route;
}

Route on_duty(const PeopleDoor& door) {
  Route route =
      get_route("/v1/duty", "on_duty", "Who is on duty now, for what", answer_schema<DutyNow>());
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.desk.may_ask(call, "view_board", access::Relation::none));
    const auto& parts = door.desk.desk.parts();
    DutyNow out;
    for (const auto& duty : door.desk.staff.duties()) {
      for (const ActorId who : door.desk.staff.on_duty(duty, parts.clock.now())) {
        out.people.push_back({who.str(), parts.duty.name_of(who), duty});
      }
    }
    return answer(out);
  };
  return route;
}

}  // namespace

RouteTable board_routes(const PeopleDoor& door) { return {room(door), work(door), on_duty(door)}; }

}  // namespace heed::server
