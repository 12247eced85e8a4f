#include "platform/runtime/life.hpp"

#include "platform/observe/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <utility>
#include <vector>

namespace gavel::runtime {

namespace asio = boost::asio;

struct life::state {
    std::atomic<bool> stopping = false;
    std::mutex mutex;  // guards everything below
    std::condition_variable idle;
    std::size_t running = 0;
    std::vector<std::function<void()>> callbacks;
    std::list<std::shared_ptr<asio::steady_timer>> sleepers;
};

namespace {

// Runs `leave` when its owner goes: at the end of a coroutine or when its frame is destroyed unfinished.
class at_exit {
public:
    explicit at_exit(std::function<void()> leave) : leave_(std::move(leave)) {}
    at_exit(const at_exit&) = delete;
    at_exit& operator=(const at_exit&) = delete;
    ~at_exit() { leave_(); }

private:
    std::function<void()> leave_;
};

void call(const std::function<void()>& callback) {
    try {
        callback();
    } catch (const std::exception& e) {
        log::error("runtime.stop_callback_failed", "error", e.what());
    }
}

asio::awaitable<void> guarded(std::shared_ptr<at_exit> counted, std::string name, std::function<asio::awaitable<void>()> work,
                              std::function<bool()> stopping) {
    const auto keep = std::move(counted);
    try {
        co_await work();
    } catch (const boost::system::system_error& e) {
        // A wait cut short by the shutdown is how a task is meant to end.
        if (e.code() != asio::error::operation_aborted || !stopping()) log::error("runtime.task_failed", "task", name, "error", e.what());
    } catch (const std::exception& e) {
        log::error("runtime.task_failed", "task", name, "error", e.what());
    }
}

}  // namespace

life::life() : state_(std::make_shared<state>()) {}
life::~life() = default;

bool life::stopping() const noexcept { return state_->stopping.load(); }

void life::request_stop() {
    std::vector<std::function<void()>> callbacks;
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->stopping.exchange(true)) return;
        callbacks.swap(state_->callbacks);
    }
    for (const auto& callback : callbacks) call(callback);

    const std::lock_guard lock(state_->mutex);
    for (const auto& timer : state_->sleepers) asio::post(timer->get_executor(), [timer] { timer->cancel(); });
}

asio::awaitable<void> life::sleep(std::chrono::steady_clock::duration d) {
    const auto shared = state_;
    const auto timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor, d);
    std::list<std::shared_ptr<asio::steady_timer>>::iterator place;
    {
        const std::lock_guard lock(shared->mutex);
        if (shared->stopping) co_return;
        place = shared->sleepers.insert(shared->sleepers.end(), timer);
    }
    const at_exit leave([&] {
        const std::lock_guard lock(shared->mutex);
        shared->sleepers.erase(place);
    });
    boost::system::error_code cut_short;
    co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, cut_short));
}

void life::on_stop(std::function<void()> callback) {
    {
        const std::lock_guard lock(state_->mutex);
        if (!state_->stopping) {
            state_->callbacks.push_back(std::move(callback));
            return;
        }
    }
    call(callback);
}

void life::spawn(asio::any_io_executor where, std::string name, std::function<asio::awaitable<void>()> work) {
    const auto shared = state_;
    {
        const std::lock_guard lock(shared->mutex);
        ++shared->running;
    }
    auto counted = std::make_shared<at_exit>([shared] {
        const std::lock_guard lock(shared->mutex);
        if (--shared->running == 0) shared->idle.notify_all();
    });
    asio::co_spawn(where, guarded(std::move(counted), std::move(name), std::move(work), [shared] { return shared->stopping.load(); }),
                   asio::detached);
}

bool life::wait_idle(deadline until) {
    std::unique_lock lock(state_->mutex);
    return state_->idle.wait_until(lock, until, [&] { return state_->running == 0; });
}

}  // namespace gavel::runtime
