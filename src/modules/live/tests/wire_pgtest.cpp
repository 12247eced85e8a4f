// Two processes' hubs over a real Redis, and what is left when it goes.
#include "modules/live/shard.hpp"
#include "platform/redis/tests/redis_server.hpp"

#include <boost/asio/io_context.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

namespace gavel::live {
namespace {

using namespace std::chrono_literals;

// One process: a hub, an io thread's shard, its Redis client.
struct node {
    node(boost::asio::io_context& io, const std::string& url) : redis(io, over(url)), live(io, all, life, &redis) { live.listen(); }

    static redis::client_options over(const std::string& url) {
        redis::client_options o;
        o.url = url;
        o.timeout_ms = 10'000;
        return o;
    }

    runtime::life life;
    hub all;
    redis::client redis;
    shard live;
};

class live_wire : public testing::Test {
protected:
    bool until(const std::function<bool()>& condition) {
        const auto end = runtime::within(30s);
        while (!condition()) {
            if (runtime::left(end) <= 0ms) return false;
            io.restart();
            io.run_one_for(10ms);
        }
        return true;
    }

    redis_test::redis_server server;
    boost::asio::io_context io{1};
};

TEST_F(live_wire, carries_changes_between_processes_and_says_when_it_is_down) {
    server.start();
    node one(io, server.unix_url()), two(io, server.unix_url());
    ASSERT_TRUE(until([&] { return one.all.wire_up() && two.all.wire_up() && one.redis.connected(); }));

    reader page(two.live, mailbox({lot_id{7}}, account_id{5}, ""));
    const auto version = [](std::int64_t v) { return make_change(lot_id{7}, v, fmt::format(R"({{"version":{}}})", v)); };
    for (std::int64_t v = 1; v <= 200; ++v) one.live.publish(version(v));
    one.live.notify(account_id{5}, 2);
    std::string text;
    EXPECT_TRUE(until([&] {
        text += page.box().take(instant{});
        return text.find(R"("version":200)") != std::string::npos && text.find(R"({"unread":2})") != std::string::npos;
    })) << text;

    server.kill();
    EXPECT_TRUE(until([&] { return !two.all.wire_up() && !one.redis.connected(); }));
    one.live.publish(version(201));
    server.start();
    EXPECT_TRUE(until([&] { return two.all.wire_up() && one.redis.connected(); }));
    one.live.publish(version(300));
    EXPECT_TRUE(until([&] { return page.box().take(instant{}).find(R"("version":300)") != std::string::npos; }));
}

}  // namespace
}  // namespace gavel::live
