#include "modules/mail/handover.hpp"

#include <chrono>
#include <functional>
#include <stdexcept>

namespace gavel::mail {
namespace {

constexpr std::chrono::seconds token_time{20};

smtp::outcome attempt(smtp::connection& server, const smtp::message& m, const std::string& token) {
    try {
        return server.send(m, server_now(), token);
    } catch (const std::invalid_argument&) {
        smtp::outcome malformed;
        malformed.what = smtp::verdict::rejected;
        malformed.said = "not handed over: malformed";
        return malformed;
    }
}

}  // namespace

handover::handover(boost::asio::io_context& io, const smtp::client_options& settled, std::int64_t connections_max)
    : workers_(static_cast<std::size_t>(connections_max), static_cast<std::size_t>(connections_max)) {
    if (!settled.uses_tokens()) return;
    http_client::client_options web;
    web.connections_max = 1;
    web.ca_file = settled.ca_file;
    web_.emplace(io, web);
    tokens_.emplace(*web_, settled);
}

boost::asio::awaitable<smtp::outcome> handover::send_with(smtp::connection& server, const smtp::message& m, std::string token) {
    smtp::outcome result;
    auto work = [&] { result = attempt(server, m, token); };
    co_await workers_.run(std::ref(work));
    co_return result;
}

boost::asio::awaitable<smtp::outcome> handover::send(smtp::connection& server, const smtp::message& m) {
    smtp::outcome result;
    if (!tokens_) {
        result = co_await send_with(server, m, std::string());
        co_return result;
    }
    for (int tries = 0; tries < 2; ++tries) {
        const auto granted = co_await tokens_->take(runtime::within(token_time));
        if (granted.what != smtp::grant::kind::given) {
            const bool refused = granted.what == smtp::grant::kind::refused;
            result.what = refused ? smtp::verdict::credentials : smtp::verdict::unreachable;
            result.said = "token: " + granted.why;
            co_return result;
        }
        result = co_await send_with(server, m, granted.token);
        if (result.what != smtp::verdict::credentials) co_return result;
        tokens_->forget();  // revoked before its time? Once more with a fresh one.
    }
    co_return result;
}

}  // namespace gavel::mail
