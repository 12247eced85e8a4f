// Sends the messages that wait, several at once but one at a time to each device. Any number of servers may do so. One io thread.
#pragma once
#include "modules/push/options.hpp"
#include "modules/push/repository.hpp"
#include "platform/http_client/client.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/runtime/bell.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace gavel::push {

class sender {
public:
    // `contact`: mailto: or https: address. `pool` outlives it.
    sender(boost::asio::io_context& io, pg::pool& pool, const options& settings, std::string contact, metrics::registry& m);

    awaitable<std::int64_t> run_once();  // what is due now, one after the other; how many. Not while run() runs.

    // Until the process stops; messages that are on their way then still arrive.
    awaitable<void> run(runtime::life& l);

private:
    awaitable<std::chrono::steady_clock::duration> round(runtime::life& l);
    awaitable<std::int64_t> start_due(runtime::life& l);
    metrics::counter attempts(std::string_view came_of_them);
    awaitable<void> deliver_counted(claimed c);
    awaitable<void> deliver(claimed c);
    awaitable<int> ask(const claimed& c, std::optional<std::chrono::seconds>& retry_after);
    awaitable<void> tidy();

    boost::asio::io_context& io_;
    pg::pool& pool_;
    metrics::registry& numbers_;
    const webpush::reach reach_;
    const std::string contact_;
    http_client::client web_;
    std::optional<webpush::key> key_;
    runtime::bell bell_;
    std::int64_t running_ = 0;
    std::chrono::steady_clock::time_point tidy_at_{};
};

}  // namespace gavel::push
