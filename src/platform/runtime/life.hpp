// The life of the process: who runs, and how everything ends in order.
#pragma once
#include "platform/runtime/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace gavel::runtime {

// Knows every background coroutine. Thread-safe. One per process.
class life {
public:
    life();
    ~life();
    life(const life&) = delete;
    life& operator=(const life&) = delete;

    bool stopping() const noexcept;
    void request_stop();  // idempotent; wakes every sleeper and runs on_stop callbacks once

    // Sleeps on the calling coroutine's executor; returns early (at once) when stopping.
    boost::asio::awaitable<void> sleep(std::chrono::steady_clock::duration d);

    // Runs when stop is requested, on the thread that requested it; must not block.
    void on_stop(std::function<void()> callback);

    // A counted coroutine: an exception that escapes it is logged as `runtime.task_failed task=<name>`.
    void spawn(boost::asio::any_io_executor where, std::string name, std::function<boost::asio::awaitable<void>()> work);

    // True once every spawned coroutine has ended; false at the deadline. Blocks the calling thread (the main one).
    bool wait_idle(deadline until);

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace gavel::runtime
