// Drives an io_context until one coroutine has ended: how a plain test calls asynchronous code.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace gavel::test {

namespace detail {

template <class T>
boost::asio::awaitable<void> keep(boost::asio::awaitable<T> work, std::optional<T>& value) {
    value.emplace(co_await std::move(work));
}

}  // namespace detail

// Value or exception of `work`; std::runtime_error if it has not ended after `limit`. Other coroutines of `io` run meanwhile.
template <class T>
T run_on(boost::asio::io_context& io, boost::asio::awaitable<T> work,
         std::chrono::steady_clock::duration limit = std::chrono::seconds(20)) {
    if constexpr (!std::is_void_v<T>) {
        std::optional<T> value;
        run_on(io, detail::keep(std::move(work), value), limit);
        return std::move(*value);
    } else {
        std::exception_ptr failure;
        bool ended = false;
        boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown) {
            failure = thrown;
            ended = true;
        });
        const auto until = std::chrono::steady_clock::now() + limit;
        io.restart();
        while (!ended) {
            if (io.run_one_until(until) > 0) continue;
            throw std::runtime_error(io.stopped() ? "the coroutine under test waits for nothing that could wake it"
                                                  : "the coroutine under test has not ended in time");
        }
        if (failure) std::rethrow_exception(failure);
    }
}

}  // namespace gavel::test
