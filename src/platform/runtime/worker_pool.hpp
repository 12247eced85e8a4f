// Threads for what blocks: password hashing, files, SMTP. Bounded in threads and in waiting work.
#pragma once
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>

namespace gavel::runtime {

// The queue is full. The http layer answers 503 with Retry-After.
struct overloaded : std::runtime_error {
    overloaded() : std::runtime_error("too much work is waiting") {}
};

// Shared by all io threads. Destroy it before the io_contexts of its callers: finished work is posted back to them.
class worker_pool {
public:
    worker_pool(std::size_t threads, std::size_t waiting_max);
    ~worker_pool();  // finishes queued work, joins
    worker_pool(const worker_pool&) = delete;
    worker_pool& operator=(const worker_pool&) = delete;

    // Runs `work` on a worker and resumes on the caller's executor with its value or exception. Throws overloaded at once when full.
    // `work` is taken by value: name the lambda before the co_await expression and move it in (compiler trap, GCC 12).
    template <class F>
    boost::asio::awaitable<std::invoke_result_t<F>> run(F work);

private:
    void reserve();                          // a place in the queue; throws overloaded
    void submit(std::function<void()> job);  // into the reserved place

    struct state;
    std::unique_ptr<state> state_;
};

template <class F>
boost::asio::awaitable<std::invoke_result_t<F>> worker_pool::run(F work) {
    using value = std::invoke_result_t<F>;
    using stored = std::conditional_t<std::is_void_v<value>, bool, std::optional<value>>;
    const auto executor = co_await boost::asio::this_coro::executor;
    stored answer{};
    std::exception_ptr failure;
    reserve();  // here and not in `start`: an exception there would leave through io_context::run
    auto start = [&](auto handler) {
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        auto busy = boost::asio::make_work_guard(executor);  // run() of the caller's io_context waits for the answer
        submit([&, shared, executor, busy] {
            try {
                if constexpr (std::is_void_v<value>) work();
                else answer.emplace(work());
            } catch (...) {
                failure = std::current_exception();
            }
            boost::asio::post(executor, [shared] { std::move (*shared)(); });
        });
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(start, boost::asio::use_awaitable);
    if (failure) std::rethrow_exception(failure);
    if constexpr (!std::is_void_v<value>) co_return std::move(*answer);
}

}  // namespace gavel::runtime
