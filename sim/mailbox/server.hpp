// The whole mailbox: SMTP on one port, pages and JSON on another, on the loopback address.
#pragma once
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"
#include "platform/runtime/life.hpp"
#include "sim/mailbox/store.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>

namespace gavel::sim {

class mailbox {
public:
    // Ports of 0 mean free ones. Listens until `life` stops; `io` must be run by one thread. Outlives the run.
    mailbox(boost::asio::io_context& io, runtime::life& life, std::uint16_t smtp_port, std::uint16_t http_port);

    std::uint16_t smtp_port() const { return smtp_port_; }
    std::uint16_t http_port() const { return http_port_; }
    const store& letters() const { return letters_; }

private:
    store letters_;
    http::router router_;
    http::server server_;
    std::uint16_t smtp_port_ = 0, http_port_ = 0;
};

}  // namespace gavel::sim
