// A wake-up call between coroutines of one thread: "there is something new, look again".
#pragma once
#include "platform/runtime/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace gavel::runtime {

// All calls on the thread of the waiting coroutines; from elsewhere post to it.
// A raise that finds nobody waiting is kept for the next wait; several of them count as one.
class async_signal {
public:
    async_signal();
    ~async_signal();  // wakes whoever still waits
    async_signal(const async_signal&) = delete;
    async_signal& operator=(const async_signal&) = delete;

    void raise();

    // True: raised, now or since the last wait. False: the deadline passed.
    boost::asio::awaitable<bool> wait(deadline until);

private:
    struct state;
    static boost::asio::awaitable<bool> wait_on(std::shared_ptr<state> shared, deadline until);

    std::shared_ptr<state> state_;
};

}  // namespace gavel::runtime
