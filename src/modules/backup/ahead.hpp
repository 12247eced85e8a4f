// Makes the next one of something on the worker pool while the caller is still busy with the one before.
#pragma once
#include "platform/runtime/async_signal.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>

namespace gavel::backup {

class ahead {
public:
    using chunk = std::shared_ptr<const std::string>;

    // `make` runs on one worker at a time and answers null at the end. Wait for `next` to say null or throw before anything that `make`
    // uses goes.
    ahead(boost::asio::any_io_executor here, runtime::worker_pool& workers, std::function<chunk()> make)
        : here_(std::move(here)),
          workers_(workers),
          make_(std::move(make)) {
        start();
    }

    boost::asio::awaitable<chunk> next() {
        co_await settle();
        if (failure_) std::rethrow_exception(failure_);
        auto made = std::move(made_);
        made_ = nullptr;
        if (made) start();
        co_return made;
    }
    // Waits for what is being made and drops it; for callers that stop in the middle.
    boost::asio::awaitable<void> settle() {
        while (making_) co_await done_.wait(runtime::within(std::chrono::hours(24)));
    }

private:
    void start() {
        making_ = true;
        boost::asio::co_spawn(here_, make(), [this](std::exception_ptr thrown) {
            failure_ = thrown;
            making_ = false;
            done_.raise();
        });
    }
    boost::asio::awaitable<void> make() {
        auto work = make_;
        made_ = co_await workers_.run(std::move(work));
    }

    boost::asio::any_io_executor here_;
    runtime::worker_pool& workers_;
    std::function<chunk()> make_;
    runtime::async_signal done_;
    chunk made_;
    std::exception_ptr failure_;
    bool making_ = false;
};

}  // namespace gavel::backup
