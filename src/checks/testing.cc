#include "checks/testing.h"

#include <gtest/gtest.h>

namespace heed::checks::testing {
namespace {

const char* const common = R"(
title = "A source"
holder = "national"
lawful_basis = "Data Protection Act 2018 Part 3"
caveat = "as recorded"
coverage = "all records"
outage = "ring the desk"
returns = ["people"]
)";

}  // namespace

std::string register_toml(const std::string& extra) {
  return std::string("source = \"register\"\nkind = \"http\"\naccepts = [[\"phone\"]]\n") + common +
         R"(
[show]
others = "flag"
[[request]]
by = ["phone"]
method = "POST"
path = "/search"
body = { id = "{request_id}", number = "{phone}", why = "{purpose}", who = "{originator}" }
[complete]
subject = { phone = "/asked/number" }
searched = "/searched"
rows_declared = "/total"
last_page = "/last"
next = "/next"
as_of = "/as_of"
coverage = "/coverage"
[[people]]
rows = "/people"
record_id = "/id"
given_name = "/given"
family_name = "/family"
born = { at = "/dob", date = "dmy" }
[[people.identifiers]]
rows = "/phones"
kind = { value = "phone" }
value = "/number"
until = { at = "/until", date = "dmy" }
[[example]]
name = "somebody"
keys = { phone = "07700 900123" }
gives = "hit"
reply = ''')" +
         register_reply("+447700900123", 1) + R"('''
[[example]]
name = "nobody"
keys = { phone = "07700 900123" }
gives = "no_trace"
reply = ''')" +
         register_reply("+447700900123", 0) + "'''\n" + extra;
}

std::string register_reply(const std::string& phone, int people) {
  std::string rows;
  if (people > 0) {
    rows = R"({"id": "R1", "given": "Ada", "family": "Quill", "dob": "02/03/1970",
      "phones": [{"number": ")" +
           phone + R"("}, {"number": "07700 900222"}]})";
  }
  return R"({"asked": {"number": ")" + phone + R"("}, "searched": ["phone"], "total": )" +
         std::to_string(people) + R"(, "last": true, "as_of": "2026-11-19T12:00:00Z",
    "coverage": "all records", "people": [)" +
         rows + "]}";
}

std::string desk_toml(const std::string& extra) {
  return std::string("source = \"desk\"\nkind = \"person\"\naccepts = [[\"phone\"]]\n") + common +
         "[show]\nothers = \"summary\"\n[desk]\npoll_every = \"15s\"\n" + extra;
}

std::string journal_toml(const std::string& extra) {
  return std::string("source = \"own\"\nkind = \"journal\"\naccepts = [[\"phone\"]]\n") + common +
         "[show]\nothers = \"full\"\n" + extra;
}

std::string list_toml(const std::string& extra) {
  std::string text = std::string(
                         "source = \"list\"\nkind = \"dataset\"\naccepts = [[\"phone\"], "
                         "[\"given_name\", \"family_name\", \"born\"]]\n"
                         "stale_after = \"48h\"\n") +
                     common + R"(
[show]
others = "flag"
[dataset]
managed_offenders = true
[[column]]
header = "id"
field = "record_id"
[[column]]
header = "given"
field = "given_name"
[[column]]
header = "family"
field = "family_name"
[[column]]
header = "born"
field = "born"
date = "dmy"
[[column]]
header = "phone"
field = "phone"
[[column]]
header = "until"
field = "identifier_until"
[[example]]
name = "somebody"
keys = { phone = "07700 900123" }
gives = "hit"
rows = '''
id,given,family,born,phone,until
1,Ada,Quill,02/03/1970,07700 900123,
'''
[[example]]
name = "nobody"
keys = { phone = "07700 900124" }
gives = "no_trace"
rows = '''
id,given,family,born,phone,until
1,Ada,Quill,02/03/1970,07700 900123,
'''
)" + extra;
  const std::string national = "holder = \"national\"";
  text.replace(text.find(national), national.size(), "holder = \"force\"");
  return text;
}

Sources sources_of(const std::vector<std::string>& files) {
  std::map<std::string, std::string, std::less<>> named;
  for (const auto& file : files) named.emplace("s" + std::to_string(named.size()) + ".toml", file);
  auto sources = Sources::from_files(named);
  if (!sources) ADD_FAILURE() << sources.error().message();
  return sources ? *sources : Sources();
}

CheckIntended intended(const std::string& source, const std::string& phone, std::uint64_t n) {
  CheckIntended out;
  out.check = CheckId::derived("test check", source + phone + std::to_string(n));
  out.source = source;
  out.subject = {"identifier", "00000000-0000-7000-8000-000000000001"};
  out.keys = {{"phone", phone, ""}};
  out.purpose = "safeguarding";
  out.originator = "XX-20261119-00001 control room";
  return out;
}

Status FoldingSink::deliver(IncidentId, const Command& command) {
  const std::lock_guard lock(mutex_);
  if (!refuse_next.empty()) {
    const Error refused = refuse_next.front();
    refuse_next.pop_front();
    return refused;
  }
  const auto events = decide(state, command, {clock_.now(), {}, random_});
  if (!events) return events.error();
  for (const auto& event : *events) {
    apply(state, event, clock_.now(), {});
    log.push_back(event);
  }
  return ok();
}

void FoldingSink::intend(const CheckIntended& event) {
  const std::lock_guard lock(mutex_);
  apply(state, event, clock_.now(), {});
  log.push_back(event);
}

std::vector<std::string> FoldingSink::events_of(CheckId id) const {
  std::vector<std::string> out;
  for (const auto& event : log) {
    if (check_of(event) == id) out.emplace_back(type_name(event));
  }
  return out;
}

void ScriptedExchange::exchange(Outgoing outgoing, Micros, std::size_t,
                                std::function<void(Reply)> done) {
  asked.push_back(std::move(outgoing));
  asked_at.push_back(timers_.clock().steady());
  if (steps.empty()) return;
  const Step step = steps.front();
  if (steps.size() > 1) steps.pop_front();
  if (step.hangs) return;
  timers_.after(step.after, [done, reply = step.reply] { done(reply); });
}

Incoming ok_with(std::string body) { return {200, {}, std::move(body)}; }

}  // namespace heed::checks::testing
