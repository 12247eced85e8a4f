#include "platform/redis/client.hpp"

#include "platform/redis/rate_limit.hpp"
#include "redis_server.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace gavel;
using namespace std::chrono_literals;
using namespace std::string_literals;
using boost::asio::awaitable;

namespace {

// Turns the loop until the condition holds. Half a minute is for slow machines; nothing here takes that long.
struct redis_client : testing::Test {
    boost::asio::io_context io;
    redis_test::redis_server server;

    bool until(const std::function<bool()>& condition) {
        const auto end = runtime::within(30s);
        while (!condition()) {
            if (runtime::left(end) <= 0ms) return false;
            io.restart();
            io.run_one_for(10ms);
        }
        return true;
    }
    template <class F>
    bool run(F coroutine) {
        bool done = false;
        boost::asio::co_spawn(io, std::move(coroutine), [&](std::exception_ptr failure) {
            EXPECT_FALSE(failure);
            done = true;
        });
        return until([&] { return done; });
    }
    // A generous time limit per command: these tests are about answers, not speed.
    redis::client_options options(std::string url, std::int64_t timeout_ms = 10'000) const {
        redis::client_options o;
        o.url = std::move(url);
        o.timeout_ms = timeout_ms;
        return o;
    }
};

}  // namespace

TEST_F(redis_client, keeps_and_forgets_values) {
    server.start();
    redis::client client(io, options(server.unix_url()));
    ASSERT_TRUE(until([&] { return client.connected(); }));
    auto work = [&]() -> awaitable<void> {
        const auto value = "bytes \0\r\n of any kind"s;
        EXPECT_EQ(co_await client.get("k"), std::nullopt);
        EXPECT_TRUE(co_await client.set("k", value, 60s));
        EXPECT_EQ(co_await client.get("k"), value);
        EXPECT_TRUE(co_await client.remove("k"));
        EXPECT_EQ(co_await client.get("k"), std::nullopt);
    };
    EXPECT_TRUE(run(work));
}

TEST_F(redis_client, introduces_itself_over_tcp) {
    server.start("open sesame");
    redis::client client(io, options(server.tcp_url("open%20sesame")));
    redis::client stranger(io, options(server.tcp_url("guess")));
    ASSERT_TRUE(until([&] { return client.connected(); }));
    auto work = [&]() -> awaitable<void> {
        EXPECT_TRUE(co_await client.set("k", "v", 60s));
        EXPECT_FALSE(co_await stranger.set("k", "v", 60s));
    };
    EXPECT_TRUE(run(work));
}

TEST_F(redis_client, answers_many_at_once_each_with_its_own) {
    server.start();
    redis::client client(io, options(server.unix_url()));
    ASSERT_TRUE(until([&] { return client.connected(); }));
    int right = 0;
    auto ask = [&](std::string key) -> awaitable<void> {
        co_await client.set(key, "value of " + key, 60s);
        const auto value = co_await client.get(key);
        right += value == "value of " + key;
    };
    for (int n = 0; n < 1000; ++n) boost::asio::co_spawn(io, ask(std::to_string(n)), boost::asio::detached);
    EXPECT_TRUE(until([&] { return right == 1000; }));
}

TEST_F(redis_client, takes_absence_as_a_normal_state) {
    redis::client without(io, {});
    redis::client nowhere(io, options(server.unix_url()));
    for (auto* client : {&without, &nowhere}) {
        auto work = [&]() -> awaitable<void> {
            EXPECT_EQ(co_await client->get("k"), std::nullopt);
            EXPECT_FALSE(co_await client->set("k", "v", 60s));
            EXPECT_FALSE(co_await client->remove("k"));
            EXPECT_FALSE(co_await client->publish("c", "m"));
            const auto counted = co_await client->count_in_window("k", 60s);
            EXPECT_FALSE(counted);
        };
        EXPECT_TRUE(run(work));
        EXPECT_FALSE(client->connected());
    }
}

TEST_F(redis_client, comes_back_after_a_crash) {
    server.start();
    redis::client client(io, options(server.unix_url()));
    ASSERT_TRUE(until([&] { return client.connected(); }));
    server.kill();
    ASSERT_TRUE(until([&] { return !client.connected(); }));
    server.start();
    ASSERT_TRUE(until([&] { return client.connected(); }));
    auto work = [&]() -> awaitable<void> { EXPECT_TRUE(co_await client.set("k", "v", 60s)); };
    EXPECT_TRUE(run(work));
}

TEST_F(redis_client, does_not_wait_for_a_frozen_server_and_recovers) {
    server.start();
    redis::client client(io, options(server.unix_url(), 50));
    ASSERT_TRUE(until([&] { return client.connected(); }));
    server.freeze();
    auto frozen = [&]() -> awaitable<void> { EXPECT_FALSE(co_await client.set("k", "v", 60s)); };
    EXPECT_TRUE(run(frozen));
    EXPECT_FALSE(client.connected());
    server.unfreeze();
    EXPECT_TRUE(until([&] { return client.connected(); }));
}

TEST_F(redis_client, counts_events_of_a_window) {
    server.start();
    redis::client client(io, options(server.unix_url()));
    ASSERT_TRUE(until([&] { return client.connected(); }));
    redis::local_windows local;
    redis::rate_limit limit(client, local);
    auto work = [&]() -> awaitable<void> {
        for (int n = 1; n <= 3; ++n) {
            const auto counted = co_await client.count_in_window("a", 60s);
            EXPECT_EQ(counted ? counted->events : 0, n);
        }
        const auto counted = co_await client.count_in_window("a", 60s);
        EXPECT_EQ(counted->events, 4);
        EXPECT_GT(counted->left, 0s);
        EXPECT_LE(counted->left, 60s);
        const auto yes = co_await limit.take("b", 1, 60s);
        const auto no = co_await limit.take("b", 1, 60s);
        EXPECT_TRUE(yes.allowed);
        EXPECT_FALSE(no.allowed);
        EXPECT_GE(no.retry_after_s, 1);
        EXPECT_LE(no.retry_after_s, 60);
        co_await limit.forget("b");
        const auto again = co_await limit.take("b", 1, 60s);
        EXPECT_TRUE(again.allowed);
        EXPECT_EQ(local.size(), 0u);
    };
    EXPECT_TRUE(run(work));
}

TEST_F(redis_client, subscribes_again_after_a_crash) {
    server.start();
    redis::client client(io, options(server.unix_url()));
    std::vector<std::string> heard;
    std::vector<bool> wire;
    client.subscribe(
        "news", [&](std::string m) { heard.push_back(std::move(m)); }, [&](bool up) { wire.push_back(up); });
    auto say = [&](std::string what) -> awaitable<void> { EXPECT_TRUE(co_await client.publish("news", std::move(what))); };
    const auto ready = [&] { return client.connected() && !wire.empty() && wire.back(); };
    ASSERT_TRUE(until(ready));
    boost::asio::co_spawn(io, say("one"), boost::asio::detached);
    EXPECT_TRUE(until([&] { return heard.size() == 1; }));
    server.kill();
    EXPECT_TRUE(until([&] { return wire.size() == 2; }));
    server.start();
    ASSERT_TRUE(until(ready));
    boost::asio::co_spawn(io, say("two"), boost::asio::detached);
    EXPECT_TRUE(until([&] { return heard.size() == 2; }));
    EXPECT_EQ(heard, (std::vector<std::string>{"one", "two"}));
    EXPECT_EQ(wire, (std::vector{true, false, true}));
}

TEST_F(redis_client, says_nothing_after_close) {
    server.start();
    redis::client client(io, options(server.unix_url()));
    int calls = 0;
    client.subscribe(
        "news", [&](std::string) { ++calls; }, [&](bool) { ++calls; });
    ASSERT_TRUE(until([&] { return calls == 1 && client.connected(); }));
    client.close();
    auto work = [&]() -> awaitable<void> { EXPECT_FALSE(co_await client.publish("news", "late")); };
    EXPECT_TRUE(run(work));
    server.kill();
    io.restart();
    io.run();  // every coroutine of the client ends by itself
    EXPECT_EQ(calls, 1);
}
