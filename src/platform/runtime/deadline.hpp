// Every wait has an end: a point on the steady clock, inherited from the request.
#pragma once
#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace gavel::runtime {

using deadline = std::chrono::steady_clock::time_point;

inline deadline within(std::chrono::steady_clock::duration d) { return std::chrono::steady_clock::now() + d; }
inline std::chrono::milliseconds left(deadline until) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
}

// Suspends the coroutine on its own executor.
boost::asio::awaitable<void> sleep_until(deadline until);

}  // namespace gavel::runtime
