// I9 through real sockets: every fault that the stand-ins can have, by the shipped declarations,
// for a number that nobody holds. A wrong step anywhere would say "no trace"; nothing here may.
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "checks/connectors/http/exchange.h"
#include "checks/connectors/native/answer.h"
#include "checks/testing.h"
#include "net/http_client.h"
#include "world/faults.h"
#include "world/stand_in.h"

namespace heed::checks {
namespace {

constexpr const char* nobodys = "+447700900777";
// Long enough for a busy machine to answer; a fault that never answers is given up on soon.
constexpr Micros patience = std::chrono::seconds(20);
constexpr Micros little_patience = std::chrono::milliseconds(300);
bool never_answers(std::string_view fault) {
  return fault == "hang" || fault == "hang_mid_body" || fault == "slow_drip";
}

const char* name_of(Reason reason) {
  static const char* const names[] = {
      "timeout",       "unavailable", "denied",        "rate_limited", "malformed",      "partial",
      "wrong_subject", "stale",       "misconfigured", "cancelled",    "not_applicable", "waived"};
  return names[static_cast<std::size_t>(reason)];
}

std::string word(const Outcome& outcome) {
  if (const auto* why = std::get_if<NotSearched>(&outcome)) return name_of(why->reason);
  const auto* hit = std::get_if<Hit>(&outcome);
  if (!hit) return "no_trace";
  return hit->incomplete ? std::string("hit, ") + name_of(hit->incomplete->reason) : "hit";
}

struct Expected {
  const char* fault;
  const char* http;    // of a register
  const char* person;  // of a desk's inbox; "-" where its protocol has no such claim to spoil
};
// Every fault that world/ knows stands here: a new one fails the test until it has a line.
constexpr Expected table[] = {
    {"refuse", "unavailable", "unavailable"},
    {"hang", "timeout", "timeout"},
    {"hang_mid_body", "timeout", "timeout"},
    {"reset", "unavailable", "unavailable"},
    {"reset_mid_body", "unavailable", "unavailable"},
    {"close_mid_body", "unavailable", "unavailable"},
    {"slow_drip", "timeout", "timeout"},
    {"oversized", "partial", "partial"},
    {"not_http", "malformed", "malformed"},
    {"status_400", "misconfigured", "misconfigured"},
    {"status_401", "denied", "denied"},
    {"status_403", "denied", "denied"},
    {"status_404", "misconfigured", "misconfigured"},
    {"status_429", "rate_limited", "rate_limited"},
    {"status_500", "unavailable", "unavailable"},
    {"status_503", "unavailable", "unavailable"},
    {"status_504", "timeout", "timeout"},
    {"redirect", "misconfigured", "misconfigured"},
    {"not_json", "malformed", "malformed"},
    {"malformed_json", "malformed", "malformed"},
    {"invalid_utf8", "malformed", "malformed"},
    {"wrong_type", "malformed", "malformed"},
    {"wrong_subject", "wrong_subject", "wrong_subject"},
    {"no_subject", "wrong_subject", "wrong_subject"},
    {"fewer_keys", "partial", "partial"},
    {"rows_differ", "partial", "-"},
    {"no_count", "malformed", "-"},
    {"partial_page", "partial", "-"},
    {"stale", "stale", "stale"},
    {"no_as_of", "malformed", "malformed"},
    {"bad_row", "malformed", "-"},
};

class OverSockets : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto loaded = Sources::load(std::string(HEED_SOURCE_DIR) + "/policy/sources");
    ASSERT_TRUE(loaded) << loaded.error().message();
    sources = *loaded;
    folder =
        std::filesystem::temp_directory_path() / ("heed_contract_" + std::to_string(::getpid()));
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder); }

  void start(const std::string& source) {
    world::WorldOptions options;
    options.certificates = folder;
    auto started = world::start_stand_in(
        std::string(HEED_SOURCE_DIR) + "/world/data/" + source + ".toml", options);
    ASSERT_TRUE(started) << started.error().message();
    stand_in = std::move(*started);
    declared = std::make_shared<const SourceDeclaration>(*sources.find(source));
    connection = {stand_in->url(), (folder / "authority.pem").string(),
                  (folder / "heed.pem").string(), (folder / "heed.key").string(), ""};
    exchange = http_exchange(connection);
  }
  void control(const std::string& method, const std::string& path, const std::string& body) {
    net::HttpClient client;
    const auto outcome = client.ask(
        {method, stand_in->control_url() + path, {{"Content-Type", "application/json"}}, body});
    ASSERT_EQ(outcome.reached, net::Reached::answered) << path;
    ASSERT_EQ(outcome.status, 200) << path << outcome.body;
  }
  void order(const std::string& fault) {
    deadline = never_answers(fault) ? little_patience : patience;
    control("POST", "/faults", R"({"fault": ")" + fault + R"(", "times": 0})");
  }
  void mend() {
    deadline = patience;
    control("DELETE", "/faults", "");
  }

  Reply send(Outgoing outgoing) {
    Reply out = Fault{Reason::cancelled, "never answered", {}};
    exchange->exchange(std::move(outgoing), deadline, declared->limits.bytes_max,
                       [&](Reply reply) { out = std::move(reply); });
    return out;
  }
  Asked asked(const std::string& number, const std::string& id) {
    Asked out;
    out.source = declared->source;
    out.request_id = CheckId::derived("contract", id).str();
    out.keys = {{"phone", number, ""}};
    out.purpose = "safeguarding";
    out.originator = "XX-20261119-00001 control room";
    out.role = "complained_of";
    return out;
  }
  Outcome ask(const std::string& number, const std::string& id = "x") {
    const auto question = asked(number, id);
    const auto request = make_connector(declared)->request(question);
    return read_once(question, *declared, send(std::get<Outgoing>(request)), SystemClock().now());
  }

  static Sources sources;
  static std::filesystem::path folder;
  Micros deadline = patience;
  std::unique_ptr<world::StandIn> stand_in;
  std::shared_ptr<const SourceDeclaration> declared;
  Connection connection;
  std::shared_ptr<Exchange> exchange;
};
Sources OverSockets::sources;
std::filesystem::path OverSockets::folder;

TEST_F(OverSockets, theTableLeavesNoFaultOut) {
  for (const auto& fault : world::fault_names()) {
    EXPECT_TRUE(std::any_of(std::begin(table), std::end(table), [&](const Expected& line) {
      return fault.name == line.fault;
    })) << fault.name;
  }
}

TEST_F(OverSockets, aRegisterWithAFaultIsNeverNoTrace) {
  start("offender_management");
  ASSERT_EQ(word(ask(nobodys)), "no_trace") << "without a fault it is: or nothing is proven";
  for (const auto& line : table) {
    order(line.fault);
    const auto outcome = ask(nobodys);
    EXPECT_EQ(word(outcome), line.http) << line.fault;
    std::printf("| http | %s | %s |\n", line.fault, word(outcome).c_str());
    mend();
  }
  EXPECT_EQ(word(ask(nobodys)), "no_trace");
}

// The same faults over a number that is held: what was found may be lost to a fault, never denied.
TEST_F(OverSockets, aHitWithAFaultIsAHitThatSaysSoOrIsNotSearched) {
  start("offender_management");
  const auto held = "+447700900461";
  ASSERT_EQ(word(ask(held)), "hit");
  for (const auto& line : table) {
    order(line.fault);
    const auto said = word(ask(held));
    EXPECT_NE(said, "no_trace") << line.fault;
    EXPECT_NE(said, "hit") << line.fault;
    mend();
  }
}

TEST_F(OverSockets, aDeskWithAFaultIsNeverNoTrace) {
  start("international");
  for (const auto& line : table) {
    const std::string id = line.fault;
    Asked question = asked(nobodys, id);
    question.keys = {{"vehicle", "ZZ19DNO", ""}};
    const auto connector = make_connector(declared);
    // Taken, then answered by somebody, then fetched: the fault spoils the fetching.
    const auto taken = connector->read(
        question, std::get<Incoming>(send(std::get<Outgoing>(connector->request(question)))),
        SystemClock().now());
    ASSERT_TRUE(std::holds_alternative<Pending>(taken)) << line.fault;
    control("POST", "/answers",
            R"({"request_id": ")" + question.request_id + R"(", "outcome": "nothing_found"})");
    const auto poll = std::get<Pending>(taken).poll;
    ASSERT_EQ(word(read_once(question, *declared, send(poll), SystemClock().now())), "no_trace");
    if (std::string(line.person) == "-") continue;
    order(line.fault);
    const auto outcome = read_once(question, *declared, send(poll), SystemClock().now());
    EXPECT_EQ(word(outcome), line.person) << line.fault;
    std::printf("| person | %s | %s |\n", line.fault, word(outcome).c_str());
    mend();
  }
}

TEST_F(OverSockets, itHoldsWhoWeAreAndWhoTheyAreToBeOurOwnMatter) {
  start("offender_management");
  auto stranger = connection;
  stranger.certificate_file.clear();
  stranger.key_file.clear();
  exchange = http_exchange(stranger);
  EXPECT_NE(word(ask(nobodys)), "no_trace") << "without a client certificate";
  auto elsewhere = connection;
  elsewhere.authorities_file = (folder / "heed.pem").string();
  exchange = http_exchange(elsewhere);
  EXPECT_EQ(word(ask(nobodys)), "misconfigured") << "a server of nobody we trust";
  auto lost = connection;
  lost.certificate_file = (folder / "nowhere.pem").string();
  exchange = http_exchange(lost);
  EXPECT_EQ(word(ask(nobodys)), "misconfigured") << "a certificate that is not there";
}

TEST_F(OverSockets, theRecordComesWithPeopleNumbersAndOrders) {
  start("offender_management");
  const auto outcome = ask("+447700900461");
  const auto* hit = std::get_if<Hit>(&outcome);
  ASSERT_NE(hit, nullptr);
  const auto& found = hit->said.findings;
  ASSERT_EQ(found.people.size(), 1U);
  EXPECT_TRUE(found.people[0].managed_offender);
  EXPECT_EQ(found.people[0].danger, "children");
  EXPECT_GE(found.people[0].identifiers.size(), 2U);
  EXPECT_EQ(hit->said.matched[0].band, "exact");
  ASSERT_FALSE(found.orders.empty());
  ASSERT_FALSE(found.orders[0].verbatim.empty());
  const auto& conditions = found.orders[0].conditions;
  EXPECT_TRUE(std::any_of(conditions.begin(), conditions.end(), [](const auto& condition) {
    return condition.protected_age && condition.protected_age->inclusive &&
           condition.protected_age->limit == 16;
  }));
}

TEST_F(OverSockets, theNationalPoliceIsAskedByNameAndDateOfBirth) {
  start("national_police");
  Asked question = asked(nobodys, "np");
  question.keys = {
      {"given_name", "Dennis", ""}, {"family_name", "Arkwright", ""}, {"born", "1971-09-02", ""}};
  const auto request = make_connector(declared)->request(question);
  auto outcome =
      read_once(question, *declared, send(std::get<Outgoing>(request)), SystemClock().now());
  const auto* hit = std::get_if<Hit>(&outcome);
  ASSERT_NE(hit, nullptr) << word(outcome);
  EXPECT_EQ(hit->said.findings.people[0].markers[0].code, "offends_against_children");
  EXPECT_NE(hit->said.matched[0].band, "exact") << "a name and a date of birth are a likeness";
  question.keys[2].value = "1971-09-03";
  outcome = read_once(question, *declared,
                      send(std::get<Outgoing>(make_connector(declared)->request(question))),
                      SystemClock().now());
  EXPECT_EQ(word(outcome), "no_trace");
}

// The whole of it with real threads: asked, timed out, retried, answered; recorded once.
TEST_F(OverSockets, theRunnerOutlivesASourceThatHangs) {
  start("offender_management");
  order("hang");
  // The shipped declaration with shortened deadlines, as `./dev run` shortens them.
  auto text = *read_file(std::string(HEED_SOURCE_DIR) + "/policy/sources/offender_management.toml",
                         1 << 20);
  const auto put = [&](const std::string& from, const std::string& to) {
    ASSERT_NE(text.find(from), std::string::npos);
    text.replace(text.find(from), from.size(), to);
  };
  put("deadline = \"5s\"", "deadline = \"1s\"");
  put("first_retry = \"2s\"", "first_retry = \"50ms\"");
  put("longest_retry = \"2m\"", "longest_retry = \"50ms\"");
  const auto shortened = Sources::from_files({{"s.toml", text}});
  ASSERT_TRUE(shortened);

  SystemClock clock;
  ThreadTimers timers(clock);
  SecureRandom random;
  const auto zone = *Zone::load("Europe/London");
  struct WaitingSink final : AnswerSink {
    explicit WaitingSink(const Clock& clock) : folding(clock) {}
    Status deliver(IncidentId incident, const Command& command) override {
      const std::lock_guard lock(mutex);
      auto status = folding.deliver(incident, command);
      changed.notify_all();
      return status;
    }
    std::mutex mutex;
    std::condition_variable changed;
    testing::FoldingSink folding;
  } sink(clock);
  Runner runner(
      {*shortened,
       timers,
       random,
       zone,
       sink,
       {{"offender_management", exchange}},
       [](const SourceDeclaration& source) { return thread_workers(source.limits.workers); },
       {}});
  const auto event = testing::intended("offender_management", "+447700900461");
  sink.folding.intend(event);
  runner.start(IncidentId::derived("contract", "1"), sink.folding.check(event.check));
  std::unique_lock lock(sink.mutex);
  const auto until = [&](auto condition) {
    return sink.changed.wait_for(lock, std::chrono::seconds(60), condition);
  };
  const auto& check = sink.folding.check(event.check);
  ASSERT_TRUE(until([&] { return check.failures.size() >= 2; }));
  EXPECT_EQ(check.not_searched()->reason, Reason::timeout);
  lock.unlock();
  mend();
  lock.lock();
  ASSERT_TRUE(until([&] { return check.done(); }));
  EXPECT_EQ(check.outcome(), OutcomeKind::hit);
  const auto events = sink.folding.events_of(event.check);
  EXPECT_EQ(std::count(events.begin(), events.end(), "check.answered.v1"), 1);
  lock.unlock();
  runner.stop();
}

}  // namespace
}  // namespace heed::checks
