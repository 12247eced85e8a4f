#include "platform/runtime/async_signal.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <optional>
#include <vector>

using namespace gavel;
using namespace std::chrono_literals;
using boost::asio::awaitable;

namespace {

struct bench {
    boost::asio::io_context io;
    std::optional<runtime::async_signal> signal{std::in_place};
    std::vector<bool> answers;

    void wait(runtime::deadline until) {
        auto waiting = [](bench& b, runtime::deadline end) -> awaitable<void> {
            const bool raised = co_await b.signal->wait(end);
            b.answers.push_back(raised);
        };
        io.restart();
        boost::asio::co_spawn(io, waiting(*this, until), boost::asio::detached);
        io.poll();
    }
};

}  // namespace

TEST(async_signal, wakes_everybody_who_waits) {
    bench b;
    b.wait(runtime::within(24h));
    b.wait(runtime::within(24h));
    b.signal->raise();
    b.io.run();
    EXPECT_EQ(b.answers, (std::vector{true, true}));
}

TEST(async_signal, keeps_one_raise_for_the_next_wait) {
    bench b;
    b.signal->raise();
    b.signal->raise();
    b.wait(runtime::within(24h));
    EXPECT_EQ(b.answers, (std::vector{true}));
    b.wait(runtime::within(0s));
    b.io.run();
    EXPECT_EQ(b.answers, (std::vector{true, false}));
}

TEST(async_signal, answers_false_at_the_deadline) {
    bench b;
    b.wait(runtime::within(1ms));
    b.io.run();
    EXPECT_EQ(b.answers, (std::vector{false}));
}

TEST(async_signal, a_raise_for_waiters_is_not_kept) {
    bench b;
    b.wait(runtime::within(24h));
    b.signal->raise();
    b.io.run();
    b.wait(runtime::within(0s));
    b.io.run();
    EXPECT_EQ(b.answers, (std::vector{true, false}));
}

TEST(async_signal, its_end_wakes_waiters) {
    bench b;
    b.wait(runtime::within(24h));
    b.signal.reset();
    b.io.run();
    EXPECT_EQ(b.answers, (std::vector{true}));
}
