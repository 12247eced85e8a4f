// How a loop that looks for work is woken before its time: a bell that it waits at, and doorbells that any thread may press.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace gavel::runtime {

// Of one coroutine, on one io thread; only from_anywhere() leaves it.
class bell {
public:
    explicit bell(boost::asio::io_context& io);

    void ring();
    void hush();  // before one looks for work: what rings from now on ends the next wait
    boost::asio::awaitable<void> wait(std::chrono::steady_clock::duration at_most);  // no time at all if it rang since it was hushed
    boost::asio::awaitable<void> wait();                                             // until it rings

    // Rings it from any thread; does nothing once the bell is gone.
    std::function<void()> from_anywhere() const;

private:
    struct state;
    boost::asio::io_context& io_;
    std::shared_ptr<state> state_;
};

// Tells everybody in this process who listens that there is something to do. Thread-safe.
class doorbell {
public:
    doorbell() {}
    doorbell(const doorbell&) = delete;
    doorbell& operator=(const doorbell&) = delete;

    void press();

    class listener {
    public:
        // `heard` is called on the thread that presses, until this is destroyed; it must be short and must not throw. `at` outlives this.
        listener(doorbell& at, std::function<void()> heard);
        ~listener();
        listener(const listener&) = delete;
        listener& operator=(const listener&) = delete;

    private:
        doorbell& at_;
        std::list<std::function<void()>>::iterator place_;
    };

private:
    std::mutex guard_;
    std::list<std::function<void()>> listeners_;
};

}  // namespace gavel::runtime
