// What the server's parts share: the core that outlives each of them, one HTTP connection, and the
// taking over of a connection by a WebSocket. Private to src/net.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <unordered_set>

#include "net/http_server.h"
#include "net/stream.h"

namespace heed::net {

// A connection as the server sees it when it stops. I/O thread only.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void stop_when_idle() = 0;
  virtual void abort() = 0;
};

// Shared by server, connections and whoever still holds a Responder or WebSocket.
struct ServerCore {
  HttpLimits limits;
  const Clock* clock = nullptr;
  HttpHandler handler;
  HttpServer::Counters counters;
  bool stopping = false;                        // I/O thread only
  std::unordered_set<Connection*> connections;  // I/O thread only

  // Runs it on the I/O thread; does nothing once the server has gone. Any thread.
  void post(std::function<void()> work);

  std::mutex mutex;
  boost::asio::io_context* io = nullptr;  // under mutex; null once the server has gone
};

void start_http_session(std::shared_ptr<ServerCore> core, std::shared_ptr<Stream> stream);

// `head` is the upgrade request's bytes.
void start_websocket(std::shared_ptr<ServerCore> core, std::shared_ptr<Stream> stream,
                     std::string head, WebSocketHandler handler);

}  // namespace heed::net
