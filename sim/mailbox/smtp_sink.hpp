// Listens for mail on this machine and keeps it.
#pragma once
#include "platform/runtime/life.hpp"
#include "sim/mailbox/store.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>

namespace gavel::sim {

// Accepts on 127.0.0.1:`port` (0: a free one) until `life` stops. Returns the port. `into` is used on the io thread only.
std::uint16_t start_smtp_sink(boost::asio::io_context& io, runtime::life& life, store& into, std::uint16_t port);

}  // namespace gavel::sim
