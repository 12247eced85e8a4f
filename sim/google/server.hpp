// The simulated Google on the loopback address.
#pragma once
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"
#include "platform/runtime/life.hpp"
#include "sim/google/state.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>

namespace gavel::sim::google {

class simulator {
public:
    // Port 0 means a free one. Listens until `life` stops; `io` must be run by one thread. Outlives the run.
    simulator(boost::asio::io_context& io, runtime::life& life, std::uint16_t port);

    std::uint16_t port() const { return port_; }
    state& inside() { return state_; }

private:
    state state_;
    http::router router_;
    http::server server_;
    std::uint16_t port_ = 0;
};

}  // namespace gavel::sim::google
