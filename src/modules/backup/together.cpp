#include "modules/backup/together.hpp"

#include "platform/runtime/async_signal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <utility>

namespace gavel::backup {

boost::asio::awaitable<void> together(std::vector<boost::asio::awaitable<void>> all) {
    const auto executor = co_await boost::asio::this_coro::executor;
    runtime::async_signal ended;
    std::size_t left = all.size();
    std::exception_ptr failure;
    for (auto& each : all) {
        const auto note = [&](std::exception_ptr thrown) {
            if (thrown && !failure) failure = thrown;
            --left;
            ended.raise();
        };
        boost::asio::co_spawn(executor, std::move(each), note);
    }
    while (left > 0) co_await ended.wait(runtime::within(std::chrono::hours(1)));
    if (failure) std::rethrow_exception(failure);
}

}  // namespace gavel::backup
