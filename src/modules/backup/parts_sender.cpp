#include "modules/backup/parts_sender.hpp"

#include "platform/runtime/async_signal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace gavel::backup {
namespace {

// One part ahead of whoever asks for the next. To be settled before it goes.
class ahead {
public:
    ahead(boost::asio::any_io_executor here, runtime::worker_pool& workers, part_maker make)
        : here_(std::move(here)),
          workers_(workers),
          make_(std::move(make)) {
        start();
    }

    awaitable<std::shared_ptr<const std::string>> next() {
        co_await settle();
        if (failure_) std::rethrow_exception(failure_);
        auto made = std::exchange(made_, nullptr);
        if (made) start();
        co_return made;
    }
    awaitable<void> settle() {
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
    awaitable<void> make() {
        auto work = make_;
        made_ = co_await workers_.run(std::move(work));
    }

    boost::asio::any_io_executor here_;
    runtime::worker_pool& workers_;
    part_maker make_;
    runtime::async_signal done_;
    std::shared_ptr<const std::string> made_;
    std::exception_ptr failure_;
    bool making_ = false;
};

}  // namespace

awaitable<std::vector<part>> send_parts(destinations& to, runtime::worker_pool& workers, part_maker make,
                                        std::function<std::string(std::size_t number)> name_of, std::function<void()> sent) {
    const auto here = co_await boost::asio::this_coro::executor;
    ahead pieces(here, workers, std::move(make));
    std::vector<part> all;
    std::exception_ptr failure;
    try {
        for (auto next = co_await pieces.next(); next; next = co_await pieces.next()) {
            auto name = name_of(all.size() + 1);
            auto stored = co_await to.store(std::move(name), std::move(next));
            all.push_back(std::move(stored));
            sent();
        }
    } catch (...) {
        failure = std::current_exception();
    }
    co_await pieces.settle();
    if (failure) std::rethrow_exception(failure);
    co_return all;
}

}  // namespace gavel::backup
