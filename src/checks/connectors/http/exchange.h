// Asking a source over HTTPS: bytes out, bytes or a fault back, by net's blocking client on the
// source's own workers. Each way of failing keeps its own reason. Certificates and token are read
// when a connection is first made, and again after a failed handshake, so that a renewed one is
// taken up. Thread-safe.
#pragma once

#include <memory>

#include "checks/connector.h"

namespace heed::checks {

std::shared_ptr<Exchange> http_exchange(Connection connection);

}  // namespace heed::checks
