// Gives a message to the mail server on a thread that may block, with a fresh token if the account wants one. One io thread.
#pragma once
#include "platform/http_client/client.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/smtp/oauth.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace gavel::mail {

class handover {
public:
    handover(boost::asio::io_context& io, const smtp::client_options& settled, std::int64_t connections_max);

    // `server` is used by nobody else meanwhile. Never throws for what the world does.
    boost::asio::awaitable<smtp::outcome> send(smtp::connection& server, const smtp::message& m);

private:
    boost::asio::awaitable<smtp::outcome> send_with(smtp::connection& server, const smtp::message& m, std::string token);

    runtime::worker_pool workers_;  // of its own: a mail server that hangs must not keep passwords waiting
    std::optional<http_client::client> web_;
    std::optional<smtp::token_source> tokens_;
};

}  // namespace gavel::mail
