#include "platform/runtime/cores.hpp"
#include "platform/runtime/stop_signals.hpp"

#include <gtest/gtest.h>
#include <boost/asio/post.hpp>

#include <csignal>
#include <future>
#include <stdexcept>
#include <thread>

using namespace gavel;
using namespace std::chrono_literals;

TEST(cores, each_runs_its_own_thread) {
    std::promise<std::thread::id> first, second;
    runtime::cores cores(2);
    boost::asio::post(cores.io(0), [&] { first.set_value(std::this_thread::get_id()); });
    boost::asio::post(cores.io(1), [&] { second.set_value(std::this_thread::get_id()); });
    cores.start();
    EXPECT_NE(first.get_future().get(), second.get_future().get());
    EXPECT_LT(cores.longest_silence(), 30s);
}

TEST(cores, a_throwing_handler_does_not_end_the_loop) {
    std::promise<void> after;
    runtime::cores cores(1);
    boost::asio::post(cores.io(0), [] { throw std::runtime_error("on purpose"); });
    boost::asio::post(cores.io(0), [&] { after.set_value(); });
    cores.start();
    EXPECT_EQ(after.get_future().wait_for(30s), std::future_status::ready);
}

TEST(cores, a_blocked_loop_is_noticed) {
    std::promise<void> blocked, release;
    auto released = release.get_future().share();
    runtime::cores cores(2);
    boost::asio::post(cores.io(1), [&] {
        blocked.set_value();
        released.wait();
    });
    cores.start();
    blocked.get_future().wait();
    const auto before = cores.longest_silence();
    while (cores.longest_silence() < before + 20ms) std::this_thread::yield();
    release.set_value();
}

TEST(stop_signals, sigterm_requests_the_stop) {
    std::promise<void> stopped;
    runtime::life life;
    runtime::cores cores(1);
    runtime::stop_signals signals(cores.io(0), life);
    life.on_stop([&] { stopped.set_value(); });
    cores.start();
    std::raise(SIGTERM);
    EXPECT_EQ(stopped.get_future().wait_for(30s), std::future_status::ready);
    cores.stop();
    cores.join();
}
