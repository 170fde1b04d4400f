#include "rehearsal/scripted_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/json.h"
#include "base/text.h"
#include "checks/connectors/http/mapping.h"
#include "checks/connectors/native/answer.h"
#include "rehearsal/judge.h"

namespace heed::rehearsal {
namespace {

namespace json = boost::json;
using checks::Fault;
using checks::Incoming;
using checks::Outgoing;
using checks::Reason;
using checks::Reply;

constexpr Micros stale_by = std::chrono::hours(24 * 730);

std::string percent_undone(std::string_view text) {
  const auto value = [](char c) {
    return is_digit(c) ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && value(text[i + 1]) >= 0 &&
        value(text[i + 2]) >= 0) {
      out += static_cast<char>(value(text[i + 1]) * 16 + value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// A number stands in a question as its key, whatever the spelling of the file.
bool asks_with(const std::string& question, const std::string& words) {
  if (contains_words(question, words)) return true;
  std::string run;
  for (std::size_t i = 0; i <= question.size(); ++i) {
    const char c = i < question.size() ? question[i] : '\0';
    if (is_digit(c) || c == '+') {
      run += c;
      continue;
    }
    if (run.size() >= 6 && same_identifier(run, words)) return true;
    run.clear();
  }
  return false;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  if (from.empty()) return;
  std::size_t at = 0;
  while ((at = text.find(from, at)) != std::string::npos) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

bool is_native(const checks::SourceDeclaration& declaration) {
  return declaration.kind != checks::SourceKind::http;
}

// A complete answer in Heed's own form that found nothing, about what was asked.
checks::NativeAnswer nothing_in(const checks::NativeQuestion& question, Instant as_of, bool desk) {
  checks::NativeAnswer answer;
  answer.outcome = desk ? "nothing_found" : "searched";
  answer.subject = question.keys;
  for (const auto& key : question.keys) answer.searched.push_back(key.kind);
  answer.rows_declared = 0;
  answer.last_page = true;
  answer.as_of = as_of;
  answer.searched_by = desk ? "the desk" : "";
  if (desk) answer.searched_at = as_of;
  return answer;
}

std::int64_t rows_in(const json::object& findings) {
  std::int64_t rows = 0;
  for (const auto& group : findings) {
    if (const auto* list = group.value().if_array())
      rows += static_cast<std::int64_t>(list->size());
  }
  return rows;
}

// The declaration's own example of finding nothing, about what was asked and as of now.
std::optional<std::string> example_of_nothing(const checks::SourceDeclaration& declaration,
                                              const std::map<std::string, std::string>& asked,
                                              Instant as_of) {
  for (const auto& example : declaration.examples) {
    if (example.gives != checks::OutcomeKind::no_trace) continue;
    const bool fits = std::all_of(example.keys.begin(), example.keys.end(),
                                  [&](const auto& key) { return asked.count(key.kind) != 0; });
    if (!fits) continue;
    std::string reply = example.reply;
    for (const auto& key : example.keys) replace_all(reply, key.value, asked.at(key.kind));
    auto parsed = parse_json(reply);
    if (!parsed || declaration.http == nullptr) return reply;
    const std::string& pointer = declaration.http->complete.as_of;
    boost::system::error_code failed;
    if (!pointer.empty()) {
      if (auto* value = parsed->find_pointer(pointer, failed)) *value = format_instant(as_of);
    }
    return write_json(*parsed);
  }
  return std::nullopt;
}

}  // namespace

namespace {

// Reads a filled-in text against its template: "{phone}" takes the whole of it.
void read_placeholder(std::string_view text_template, std::string_view filled,
                      std::map<std::string, std::string>& into) {
  if (text_template.size() < 3 || text_template.front() != '{' || text_template.back() != '}') {
    return;
  }
  into[std::string(text_template.substr(1, text_template.size() - 2))] = std::string(filled);
}

void read_json(const json::value& body_template, const json::value& filled,
               std::map<std::string, std::string>& into) {
  if (const auto* text = body_template.if_string(); text != nullptr && filled.is_string()) {
    read_placeholder(std::string_view(*text), std::string_view(filled.get_string()), into);
  } else if (const auto* object = body_template.if_object();
             object != nullptr && filled.is_object()) {
    for (const auto& member : *object) {
      const auto* value = filled.get_object().if_contains(member.key());
      if (value != nullptr) read_json(member.value(), *value, into);
    }
  }
}

std::map<std::string, std::string> query_of(std::string_view path) {
  std::map<std::string, std::string> query;
  const auto begins = path.find('?');
  if (begins == std::string_view::npos) return query;
  for (const auto part : split(path.substr(begins + 1), '&')) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    query[percent_undone(part.substr(0, equals))] = percent_undone(part.substr(equals + 1));
  }
  return query;
}

}  // namespace

std::map<std::string, std::string> asked_in(const Outgoing& outgoing,
                                            const checks::SourceDeclaration& declaration) {
  std::map<std::string, std::string> asked;
  asked["request_id"] = outgoing.request_id;
  if (auto native = checks::decode_native_question(outgoing.body)) {
    for (const auto& key : native->keys) asked[key.kind] = key.value;
    return asked;
  }
  if (declaration.http == nullptr) return asked;
  const auto body = parse_json(outgoing.body);
  const auto query = query_of(outgoing.path);
  for (const auto& spec : declaration.http->requests) {
    if (const auto spec_body = parse_json(spec.body); spec_body && body) {
      read_json(*spec_body, *body, asked);
    }
    for (const auto& [name, text_template] : query_of(spec.path)) {
      if (const auto found = query.find(name); found != query.end()) {
        read_placeholder(text_template, found->second, asked);
      }
    }
  }
  return asked;
}

ScriptedSource::ScriptedSource(std::shared_ptr<const checks::SourceDeclaration> declaration,
                               SourceSetup setup, std::shared_ptr<checks::Exchange> inner,
                               Timers& timers, const Zone& zone)
    : declaration_(std::move(declaration)),
      setup_(std::move(setup)),
      inner_(std::move(inner)),
      timers_(timers),
      zone_(zone),
      started_(timers.clock().now()) {}

const ScriptedAnswer* ScriptedSource::fitting(const std::string& question) {
  const Instant now = timers_.clock().now();
  for (const ScriptedAnswer& answer : setup_.answers) {
    if (answer.from && now < resolve(*answer.from, started_, zone_)) continue;
    if (answer.until && now >= resolve(*answer.until, started_, zone_)) continue;
    if (answer.times != 0 && given_[&answer] >= answer.times) continue;
    const bool asked = std::all_of(answer.asked_with.begin(), answer.asked_with.end(),
                                   [&](const auto& words) { return asks_with(question, words); });
    if (!asked) continue;
    ++given_[&answer];
    return &answer;
  }
  return nullptr;
}

ScriptedSource::Planned ScriptedSource::plan(const Outgoing& outgoing) {
  const bool desk = declaration_->kind == checks::SourceKind::person;
  if (desk && outgoing.method == "GET") return poll(outgoing);
  const ScriptedAnswer* answer = fitting(percent_undone(outgoing.path) + "\n" + outgoing.body);
  if (answer == nullptr) {
    return {Fault{Reason::unavailable, "the rehearsal has no answer to this", {}}, {}, {}, false};
  }
  if (desk && answer->fault.empty()) {
    taken_[outgoing.request_id] = {answer, outgoing.body, timers_.clock().now() + answer->after};
    return {Incoming{202, {}, "{\"state\":\"pending\"}"}, {}, {}, true};
  }
  return {reply_to(outgoing, *answer), answer->after, answer->fault, true};
}

void ScriptedSource::exchange(Outgoing outgoing, Micros deadline, std::size_t bytes_max,
                              Done done) {
  const bool polls = declaration_->kind == checks::SourceKind::person && outgoing.method == "GET";
  if (!polls) {
    received_.push_back(
        {timers_.clock().now(), percent_undone(outgoing.path) + "\n" + outgoing.body});
  }
  if (wire_) return send_over(std::move(outgoing), deadline, bytes_max, std::move(done));
  if (!forced_.empty()) return with_fault(forced_, outgoing, deadline, {}, std::move(done));
  Planned planned = plan(outgoing);
  if (!planned.known && inner_) {
    return inner_->exchange(std::move(outgoing), deadline, bytes_max, std::move(done));
  }
  if (planned.fault.empty()) {
    return reply_after(planned.after, std::move(planned.reply), std::move(done));
  }
  const auto* good = std::get_if<Incoming>(&planned.reply);
  with_fault(planned.fault, outgoing, deadline, good != nullptr ? *good : Incoming{},
             std::move(done));
}

// The rehearsal's clock stands while a process is asked, so a real wait is cut short: what did not
// come by then comes when the deadline has passed on the rehearsal's clock.
void ScriptedSource::send_over(Outgoing outgoing, Micros deadline, std::size_t bytes_max,
                               Done done) {
  constexpr Micros patience = std::chrono::milliseconds(2500);
  outgoing.headers.emplace_back(now_header, format_instant(timers_.clock().now()));
  if (!forced_.empty()) outgoing.headers.emplace_back(fault_header, forced_);
  std::optional<Reply> reply;
  wire_->exchange(std::move(outgoing), std::min(deadline, patience), bytes_max,
                  [&reply](Reply came) { reply = std::move(came); });
  if (!reply) reply = Fault{Reason::misconfigured, "the wire must answer before it returns", {}};
  if (const auto* fault = std::get_if<Fault>(&*reply);
      fault != nullptr && fault->reason == Reason::timeout) {
    return reply_after(deadline, *std::move(reply), std::move(done));
  }
  Micros after{0};
  if (auto* incoming = std::get_if<Incoming>(&*reply)) {
    std::erase_if(incoming->headers, [&](const auto& header) {
      if (lower_ascii(header.first) != lower_ascii(after_header)) return false;
      after = Micros(std::strtoll(header.second.c_str(), nullptr, 10));
      return true;
    });
  }
  reply_after(after, *std::move(reply), std::move(done));
}

ScriptedSource::Planned ScriptedSource::poll(const Outgoing& outgoing) {
  const auto found = taken_.find(outgoing.request_id);
  if (found == taken_.end()) return {Incoming{404, {}, ""}, {}, {}, true};
  if (timers_.clock().now() < found->second.ready_at) {
    return {Incoming{200, {}, "{\"state\":\"pending\"}"}, {}, {}, true};
  }
  Outgoing asked = outgoing;
  asked.body = found->second.question;
  return {reply_to(asked, *found->second.answer), {}, {}, true};
}

void ScriptedSource::reply_after(Micros delay, Reply reply, Done done) {
  if (delay <= Micros(0)) return done(std::move(reply));
  timers_.after(delay, [reply = std::move(reply), done = std::move(done)] { done(reply); });
}

std::string ScriptedSource::body_for(const std::string& question, const std::string& written,
                                     bool old) const {
  const Instant as_of = timers_.clock().now() - (old ? stale_by : Micros(0));
  const auto native = checks::decode_native_question(question);
  if (!is_native(*declaration_) || !native) return written;
  const bool desk = declaration_->kind == checks::SourceKind::person;
  auto full = parse_json(encode(nothing_in(*native, as_of, desk)));
  auto given = parse_json(written.empty() ? "{}" : written);
  if (!full || !given || !given->is_object()) return written;
  for (const auto& member : given->get_object()) full->get_object()[member.key()] = member.value();
  if (const auto* findings = given->get_object().if_contains("findings");
      findings != nullptr && findings->is_object() &&
      !given->get_object().contains("rows_declared")) {
    full->get_object()["rows_declared"] = rows_in(findings->get_object());
    if (desk && !given->get_object().contains("outcome")) full->get_object()["outcome"] = "found";
  }
  return write_json(*full);
}

Reply ScriptedSource::reply_to(const Outgoing& outgoing, const ScriptedAnswer& answer) {
  const bool old = answer.fault == "stale";
  const Instant as_of = timers_.clock().now() - (old ? stale_by : Micros(0));
  auto asked = asked_in(outgoing, *declaration_);
  std::string body = answer.body;
  if (answer.nothing_found && !is_native(*declaration_)) {
    const auto example = example_of_nothing(*declaration_, asked, as_of);
    if (!example) {
      return Fault{Reason::misconfigured, "the source declares no example of finding nothing", {}};
    }
    body = *example;
  }
  asked["now"] = format_instant(as_of);
  for (const auto& [name, value] : asked) replace_all(body, "{" + name + "}", value);
  return Incoming{answer.status, answer.headers, body_for(outgoing.body, body, old)};
}

std::optional<Reply> ScriptedSource::spoilt(const std::string& fault, const Outgoing& outgoing,
                                            Incoming good) const {
  if (fault == "reset") return Fault{Reason::unavailable, "the connection was reset", {}};
  if (fault == "refused_connection") return Fault{Reason::unavailable, "nobody listens there", {}};
  if (fault == "error_500") return Incoming{500, {}, ""};
  if (fault == "error_503") return Incoming{503, {}, ""};
  if (fault == "denied") return Incoming{403, {}, ""};
  if (fault == "rate_limited") return Incoming{429, {{"Retry-After", "60"}}, ""};
  if (fault == "malformed") return Incoming{200, {}, "<html>Service</html>"};
  if (fault == "cut_short") {
    good.body = good.body.empty() ? "{" : good.body.substr(0, good.body.size() / 2);
    return good;
  }
  if (fault == "partial") return Incoming{206, {}, good.body};
  if (fault == "wrong_subject") {
    for (const auto& [name, value] : asked_in(outgoing, *declaration_)) {
      if (name == "request_id" || value.empty()) continue;
      std::string other = value;
      other.back() = other.back() == '1' ? '2' : '1';
      replace_all(good.body, value, other);
    }
    return good;
  }
  if (fault == "stale") return good;  // its date was set when it was made
  return std::nullopt;                // timeout, slow
}

void ScriptedSource::with_fault(const std::string& fault, const Outgoing& outgoing, Micros deadline,
                                Incoming good, Done done) {
  auto reply = spoilt(fault, outgoing, good);
  if (reply) {
    done(std::move(*reply));
    return;
  }
  // Long after everybody has stopped waiting: the runner keeps its own deadline.
  const Micros late = deadline + std::chrono::seconds(5);
  if (fault == "slow") {
    reply_after(late, std::move(good), std::move(done));
  } else {
    reply_after(late, Fault{Reason::timeout, "no answer in the time allowed", {}}, std::move(done));
  }
}

}  // namespace heed::rehearsal
