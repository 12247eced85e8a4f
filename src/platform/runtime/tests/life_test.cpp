#include "platform/runtime/life.hpp"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <stdexcept>
#include <thread>
#include <vector>

using namespace gavel;
using namespace std::chrono_literals;
using boost::asio::awaitable;

TEST(life, a_stop_wakes_sleepers_and_ends_their_tasks) {
    boost::asio::io_context io;
    runtime::life life;
    bool woken = false;
    auto nap = [&]() -> awaitable<void> {
        co_await life.sleep(24h);
        woken = true;
    };
    life.spawn(io.get_executor(), "nap", nap);
    boost::asio::post(io, [&] { life.request_stop(); });
    io.run();
    EXPECT_TRUE(woken);
    EXPECT_TRUE(life.wait_idle(runtime::within(0s)));
}

TEST(life, does_not_sleep_once_stopping) {
    boost::asio::io_context io;
    runtime::life life;
    life.request_stop();
    auto nap = [&]() -> awaitable<void> { co_await life.sleep(24h); };
    life.spawn(io.get_executor(), "nap", nap);
    io.run();
    EXPECT_TRUE(life.wait_idle(runtime::within(0s)));
}

TEST(life, runs_stop_callbacks_once_in_order_and_late_ones_at_once) {
    runtime::life life;
    std::vector<int> ran;
    life.on_stop([&] { ran.push_back(1); });
    life.on_stop([&] { throw std::runtime_error("must not stop the others"); });
    life.on_stop([&] { ran.push_back(2); });
    EXPECT_FALSE(life.stopping());
    life.request_stop();
    life.request_stop();
    life.on_stop([&] { ran.push_back(3); });
    EXPECT_TRUE(life.stopping());
    EXPECT_EQ(ran, (std::vector{1, 2, 3}));
}

TEST(life, an_escaping_exception_ends_only_its_task) {
    boost::asio::io_context io;
    runtime::life life;
    bool other_ran = false;
    auto failing = []() -> awaitable<void> {
        throw std::runtime_error("on purpose");
        co_return;
    };
    auto other = [&]() -> awaitable<void> {
        other_ran = true;
        co_return;
    };
    life.spawn(io.get_executor(), "failing", failing);
    life.spawn(io.get_executor(), "other", other);
    EXPECT_NO_THROW(io.run());
    EXPECT_TRUE(other_ran);
    EXPECT_TRUE(life.wait_idle(runtime::within(0s)));
}

TEST(life, counts_tasks_until_their_frames_are_gone) {
    runtime::life life;
    {
        boost::asio::io_context io;
        auto nap = [&]() -> awaitable<void> { co_await life.sleep(24h); };
        life.spawn(io.get_executor(), "nap", nap);
        io.poll();
        EXPECT_FALSE(life.wait_idle(runtime::within(1ms)));
    }
    EXPECT_TRUE(life.wait_idle(runtime::within(0s)));
}

TEST(life, wakes_sleepers_of_another_thread) {
    boost::asio::io_context io;
    runtime::life life;
    auto nap = [&]() -> awaitable<void> { co_await life.sleep(24h); };
    life.spawn(io.get_executor(), "nap", nap);
    std::jthread loop([&] { io.run(); });
    life.request_stop();
    EXPECT_TRUE(life.wait_idle(runtime::within(30s)));
}
