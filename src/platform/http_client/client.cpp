#include "platform/http_client/client.hpp"

#include "platform/http_client/engine.hpp"
#include "platform/http_client/transfer.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gavel::http_client {

namespace {

// libcurl keeps the deadline itself; this is how late it may notice.
constexpr std::chrono::seconds grace{2};

}  // namespace

std::optional<std::string_view> response::header_of(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_case_name) return value;
    return std::nullopt;
}

client::client(boost::asio::io_context& io, client_options chosen)
    : io_(io),
      options_(std::move(chosen)),
      engine_(std::make_shared<engine>(io, options_.connections_max)) {
    engine_->start();
}

client::~client() { engine_->stop(); }

awaitable<response> client::send(request r, runtime::deadline until) {
    const auto left = runtime::left(until);
    if (left.count() <= 0) throw failure(failure::reason::too_slow, "no time is left for the request");
    transfer t(std::move(r), options_, left);
    boost::asio::steady_timer ended(io_, until + grace);
    t.on_end([&ended] { ended.cancel(); });
    const auto running = engine_->run(t);  // leaves libcurl when it goes out of scope
    boost::system::error_code woken;
    if (!t.ended()) co_await ended.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    co_return t.take();
}

}  // namespace gavel::http_client
