#include "server/live.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "base/civil.h"
#include "base/json.h"

namespace heed::server {
namespace json = boost::json;

namespace {
constexpr std::size_t batch = 500;
constexpr int messages_per_second_max = 50;

std::string text_of(const json::object& message, const char* name) {
  const auto* value = message.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

// Nothing where it is not as it should be.
std::optional<HearMessage> hear_message(const json::object& message) {
  HearMessage out;
  out.draft = text_of(message, "draft");
  out.incident = text_of(message, "incident");
  out.contact = text_of(message, "contact");
  out.voice = text_of(message, "voice");
  out.text = text_of(message, "text");
  const auto* rev = message.if_contains("rev");
  if (!parse_uuid(out.draft) || !rev || !rev->is_int64() || !message.contains("text")) return {};
  out.rev = rev->as_int64();
  return out;
}
}  // namespace

struct Live::Session {
  Principal who;
  std::shared_ptr<net::WebSocket> socket;
  std::uint64_t seen = 0;  // under Shared::mutex once it has caught up
  bool caught_up = false;
  // What it sends: a bucket that fills again. I/O thread only.
  std::optional<Steady> second;
  int messages = 0;
  std::shared_ptr<Hearers::Screen> screen;
};

namespace {
std::string text_of(const Notice& notice) {
  return write_json(json::object{{"type", "event"},
                                 {"seq", notice.seq},
                                 {"at", format_instant(notice.at)},
                                 {"incident", notice.incident},
                                 {"event", notice.event}});
}
}  // namespace

struct Live::Shared {
  Shared(LiveSource from, Workers& on, std::uint64_t head)
      : source(std::move(from)), workers(&on), published(head) {}
  using Sessions = std::set<std::shared_ptr<Session>>;
  LiveSource source;
  std::mutex mutex;
  Workers* workers;  // null once the server stops
  std::uint64_t published;
  Sessions sessions;
  // The same ones, by whom and as what they hear: of ten thousand few are told of one notice.
  std::map<ActorId, Sessions> by_person;
  std::map<std::string, Sessions, std::less<>> by_role;

  void add(const std::shared_ptr<Session>& session) {
    sessions.insert(session);
    by_person[session->who.id].insert(session);
    for (const auto& role : session->who.roles) by_role[role].insert(session);
  }
  void remove(const std::shared_ptr<Session>& session) {
    sessions.erase(session);
    const auto person = by_person.find(session->who.id);
    if (person != by_person.end() && person->second.erase(session) && person->second.empty()) {
      by_person.erase(person);
    }
    for (const auto& role : session->who.roles) by_role[role].erase(session);
  }
  bool sees(ActorId who) const { return by_person.count(who) != 0; }

  // Those to whom it is news.
  void tell(const Sessions& some, const Notice& notice, const std::string& text) const {
    for (const auto& session : some) {
      if (!session->caught_up || session->seen >= notice.seq) continue;
      session->seen = notice.seq;
      session->socket->send(text);
    }
  }
};

Live::Live(LiveSource source, Workers& workers, Workers& hearing, Timers& timers,
           std::uint64_t head)
    : clock_(timers.clock()),
      shared_(std::make_shared<Shared>(std::move(source), workers, head)),
      hearers_(std::make_shared<Hearers>(hearing, timers, shared_->source.listen)) {}

Live::~Live() { stop(); }

void Live::stop() {
  hearers_->stop();
  const std::lock_guard lock(shared_->mutex);
  shared_->workers = nullptr;
}

void Live::open(Principal who, std::optional<std::uint64_t> after,
                const net::Responder& responder) {
  auto session = std::make_shared<Session>();
  session->who = std::move(who);
  net::WebSocketHandler handler;
  handler.on_open = [shared = shared_, hearers = hearers_, session,
                     after](std::shared_ptr<net::WebSocket> socket) {
    session->socket = std::move(socket);
    session->screen =
        hearers->open(session->who, [weak = std::weak_ptr(session->socket)](std::string text) {
          if (const auto open = weak.lock()) open->send(std::move(text));
        });
    const std::lock_guard lock(shared->mutex);
    session->seen = after.value_or(shared->published);
    session->socket->send(write_json(json::object{
        {"type", "hello"}, {"ledger", shared->source.ledger}, {"seq", shared->published}}));
    shared->add(session);
    if (shared->published > session->seen && shared->published - session->seen > resume_max) {
      session->seen = shared->published;
      session->caught_up = true;
      session->socket->send(
          write_json(json::object{{"type", "start_over"}, {"seq", shared->published}}));
      return;
    }
    if (session->seen >= shared->published) {
      session->seen = shared->published;
      session->caught_up = true;
      session->socket->send(
          write_json(json::object{{"type", "caught_up"}, {"seq", shared->published}}));
      return;
    }
    const bool taken =
        shared->workers && shared->workers->run(session->who.id.str(), Lane::dashboard,
                                                [shared, session] { catch_up(shared, session); });
    if (!taken) session->socket->close(1013, "too busy to catch up, try again");
  };
  handler.on_message = [hearers = hearers_, &clock = clock_, session](const std::string& text) {
    received(*hearers, clock, session, text);
  };
  handler.on_close = [shared = shared_, session] {
    const std::lock_guard lock(shared->mutex);
    shared->remove(session);
    if (!shared->source.gone || !shared->workers || shared->sees(session->who.id)) return;
    shared->workers->run(session->who.id.str(), Lane::intake,
                         [shared, who = session->who] { shared->source.gone(who); });
  };
  responder.upgrade(std::move(handler));
}

void Live::catch_up(const std::shared_ptr<Shared>& shared,
                    const std::shared_ptr<Session>& session) {
  while (session->socket->is_open()) {
    const auto notices = shared->source.read(session->seen, batch);
    if (!notices) {
      session->socket->close(1011, "the ledger cannot be read");
      return;
    }
    for (const auto& notice : *notices) {
      session->seen = notice.seq;
      if (shared->source.audience && shared->source.audience(notice).has(session->who)) {
        session->socket->send(text_of(notice));
      }
    }
    if (!notices->empty()) continue;
    const std::lock_guard lock(shared->mutex);
    // What is durable is published a moment later: until it is, the ledger may be ahead of us.
    if (session->seen < shared->published) continue;
    session->caught_up = true;
    session->socket->send(write_json(json::object{{"type", "caught_up"}, {"seq", session->seen}}));
    return;
  }
}

void Live::publish(const Notice& notice) {
  const Audience audience =
      shared_->source.audience ? shared_->source.audience(notice) : Audience{};
  const std::string text = text_of(notice);
  const std::lock_guard lock(shared_->mutex);
  shared_->published = std::max(shared_->published, notice.seq);
  for (const ActorId who : audience.people) {
    const auto theirs = shared_->by_person.find(who);
    if (theirs != shared_->by_person.end()) shared_->tell(theirs->second, notice, text);
  }
  for (const auto& role : audience.roles) {
    const auto theirs = shared_->by_role.find(role);
    if (theirs != shared_->by_role.end()) shared_->tell(theirs->second, notice, text);
  }
}

void Live::end_session(const std::string& session) {
  if (session.empty()) return;
  const std::lock_guard lock(shared_->mutex);
  for (const auto& one : shared_->sessions) {
    if (one->who.session == session) one->socket->close(4001, "the session has ended or lapsed");
  }
}

std::size_t Live::sessions() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->sessions.size();
}

void Live::received(Hearers& hearers, const Clock& clock, const std::shared_ptr<Session>& session,
                    const std::string& text) {
  const Steady now = clock.steady();
  if (!session->second || now - *session->second > std::chrono::seconds(1)) {
    session->second = now;
    session->messages = 0;
  }
  if (++session->messages > messages_per_second_max) {
    session->socket->close(1008, "at most 50 messages a second");
    return;
  }
  const auto message = parse_json(text);
  const auto* object = message ? message->if_object() : nullptr;
  const auto* type = object ? object->if_contains("type") : nullptr;
  if (type && *type == json::value("ping")) {
    session->socket->send("{\"type\":\"pong\"}");
    return;
  }
  if (type && *type == json::value("hear")) {
    if (auto heard = hear_message(*object)) {
      hearers.say(session->screen, std::move(*heard));
      return;
    }
    session->socket->send(write_json(
        json::object{{"type", "problem"},
                     {"detail", "expected to hear: draft (a UUID), rev (a number) and text"}}));
    return;
  }
  session->socket->send(write_json(json::object{
      {"type", "problem"}, {"detail", "expected a JSON object whose type is ping or hear"}}));
}

}  // namespace heed::server
