#include "sim/mailbox/server.hpp"

#include "sim/mailbox/pages.hpp"
#include "sim/mailbox/smtp_sink.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace gavel::sim {
namespace {

http::options listening_on(std::uint16_t port) {
    http::options o;
    o.listen = "127.0.0.1:" + std::to_string(port);
    return o;
}

http::awaitable<std::optional<http::principal>> nobody(http::request&) { co_return std::nullopt; }

}  // namespace

mailbox::mailbox(boost::asio::io_context& io, runtime::life& life, std::uint16_t smtp_port, std::uint16_t http_port)
    : server_(listening_on(http_port), life) {
    add_mailbox_routes(router_, letters_);
    http_port_ = server_.listen(io, router_, nobody, [](std::exception_ptr) { return std::optional<error>(); });
    smtp_port_ = start_smtp_sink(io, life, letters_, smtp_port);
}

}  // namespace gavel::sim
