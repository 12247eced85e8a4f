#include "platform/runtime/worker_pool.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <future>
#include <string>
#include <thread>

using namespace gavel;
using boost::asio::awaitable;

namespace {

template <class F>
void run(F coroutine) {
    boost::asio::io_context io;
    boost::asio::co_spawn(io, std::move(coroutine), [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    });
    io.run();
}

}  // namespace

TEST(worker_pool, returns_the_value_on_the_callers_thread) {
    runtime::worker_pool pool(2, 10);
    std::string answer;
    std::thread::id worked_on, resumed_on;
    run([&]() -> awaitable<void> {
        auto work = [&] {
            worked_on = std::this_thread::get_id();
            return std::string("hashed");
        };
        answer = co_await pool.run(std::move(work));
        resumed_on = std::this_thread::get_id();
    });
    EXPECT_EQ(answer, "hashed");
    EXPECT_NE(worked_on, std::this_thread::get_id());
    EXPECT_EQ(resumed_on, std::this_thread::get_id());
}

TEST(worker_pool, hands_exceptions_to_the_caller) {
    runtime::worker_pool pool(1, 10);
    std::string caught;
    run([&]() -> awaitable<void> {
        auto work = [] { throw std::runtime_error("no such file"); };
        try {
            co_await pool.run(std::move(work));
        } catch (const std::runtime_error& e) {
            caught = e.what();
        }
    });
    EXPECT_EQ(caught, "no such file");
}

TEST(worker_pool, refuses_work_when_the_queue_is_full_and_recovers) {
    runtime::worker_pool pool(1, 1);
    std::promise<void> started, release;
    auto blocked = release.get_future().share();
    int done = 0, refused = 0;
    boost::asio::io_context io;
    auto occupy = [&]() -> awaitable<void> {
        auto work = [&] {
            started.set_value();
            blocked.wait();
        };
        co_await pool.run(std::move(work));
        ++done;
    };
    auto quick = [&]() -> awaitable<void> {
        auto work = [] {};
        try {
            co_await pool.run(std::move(work));
            ++done;
        } catch (const runtime::overloaded&) {
            ++refused;
        }
    };
    boost::asio::co_spawn(io, occupy, boost::asio::detached);
    io.poll();
    started.get_future().wait();  // the worker is busy, the queue is empty
    boost::asio::co_spawn(io, quick, boost::asio::detached);
    boost::asio::co_spawn(io, quick, boost::asio::detached);
    io.poll();
    EXPECT_EQ(refused, 1);
    release.set_value();
    io.run();
    EXPECT_EQ(done, 2);
    run(quick);
    EXPECT_EQ(done, 3);
}

TEST(worker_pool, finishes_queued_work_before_it_goes) {
    std::atomic<int> done = 0;
    boost::asio::io_context io;
    auto task = [&](runtime::worker_pool& pool) -> awaitable<void> {
        auto work = [&] { ++done; };
        co_await pool.run(std::move(work));
    };
    {
        runtime::worker_pool pool(1, 100);
        for (int n = 0; n < 20; ++n) boost::asio::co_spawn(io, task(pool), boost::asio::detached);
        io.poll();
    }
    EXPECT_EQ(done, 20);
    io.run();
}
