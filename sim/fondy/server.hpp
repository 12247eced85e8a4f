// The simulated payment gateway on the loopback address.
#pragma once
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"
#include "platform/runtime/life.hpp"
#include "sim/fondy/gateway.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>

namespace gavel::sim::fondy {

class simulator {
public:
    // Port 0 means a free one. Listens until `life` stops; `io` must be run by one thread. Outlives the run.
    simulator(boost::asio::io_context& io, runtime::life& life, std::uint16_t port, int speed);

    std::uint16_t port() const { return port_; }
    gateway& inside() { return gateway_; }

private:
    gateway gateway_;
    http::router router_;
    http::server server_;
    std::uint16_t port_ = 0;
};

}  // namespace gavel::sim::fondy
