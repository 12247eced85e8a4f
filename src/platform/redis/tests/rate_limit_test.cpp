#include "platform/redis/rate_limit.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>

#include <string>

using namespace gavel;
using namespace std::chrono_literals;

TEST(local_windows, begin_with_the_first_event_and_end_after_their_length) {
    redis::local_windows windows;
    const auto start = redis::local_windows::clock::now();
    EXPECT_EQ(windows.count("a", 10s, start).events, 1);
    EXPECT_EQ(windows.count("a", 10s, start + 4s).events, 2);
    EXPECT_EQ(windows.count("a", 10s, start + 4s).left, 6s);
    EXPECT_EQ(windows.count("b", 10s, start + 4s).events, 1);
    EXPECT_EQ(windows.count("a", 10s, start + 10s).events, 1);
    windows.forget("b");
    EXPECT_EQ(windows.count("b", 10s, start + 10s).events, 1);
}

TEST(local_windows, forget_ended_windows_first_and_stay_bounded) {
    redis::local_windows windows(100);
    const auto start = redis::local_windows::clock::now();
    windows.count("long", 1h, start);
    for (int n = 0; n < 99; ++n) windows.count(std::to_string(n), 1s, start);
    windows.count("new", 1s, start + 2s);
    EXPECT_EQ(windows.size(), 2u);
    EXPECT_EQ(windows.count("long", 1h, start + 2s).events, 2);
    for (int n = 0; n < 1000; ++n) windows.count("flood" + std::to_string(n), 1h, start + 2s);
    EXPECT_EQ(windows.size(), 100u);
}

TEST(rate_limit, counts_in_the_process_without_redis) {
    boost::asio::io_context io;
    redis::client none(io, {});
    redis::local_windows windows;
    redis::rate_limit limit(none, windows);
    int allowed = 0, refused = 0;
    auto work = [&]() -> boost::asio::awaitable<void> {
        for (int n = 0; n < 5; ++n) {
            const auto answer = co_await limit.take("sign-in:x", 3, 60s);
            ++(answer.allowed ? allowed : refused);
            if (answer.allowed) EXPECT_EQ(answer.retry_after_s, 0);
            else EXPECT_EQ(answer.retry_after_s, 60);
        }
    };
    boost::asio::co_spawn(io, work, [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
    io.run();
    EXPECT_EQ(allowed, 3);
    EXPECT_EQ(refused, 2);
}
