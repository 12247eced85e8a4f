#include "platform/redis/protocol.hpp"
#include "platform/redis/address.hpp"
#include "platform/redis/back_off.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

using namespace gavel;
using namespace std::string_literals;

TEST(redis_protocol, writes_commands_that_may_hold_any_byte) {
    EXPECT_EQ(redis::command_bytes({"SET", "k", "a\0\r\n"s}), "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\na\0\r\n\r\n"s);
}

TEST(redis_protocol, reads_replies_that_arrive_byte_by_byte) {
    redis::reader reader;
    std::vector<redis::reply> replies;
    for (const char c : std::string("+OK\r\n:42\r\n$-1\r\n-ERR no\r\n*2\r\n$1\r\na\r\n:1\r\n")) {
        reader.feed({&c, 1});
        while (auto each = reader.next()) replies.push_back(std::move(*each));
    }
    using enum redis::reply::kind;
    ASSERT_EQ(replies.size(), 5u);
    EXPECT_EQ(replies[0].text, "OK");
    EXPECT_EQ(replies[1].integer, 42);
    EXPECT_EQ(replies[2].type, nil);
    EXPECT_EQ(replies[3].type, error);
    ASSERT_EQ(replies[4].list.size(), 2u);
    EXPECT_EQ(replies[4].list[0].text, "a");
}

TEST(redis_protocol, refuses_what_is_not_redis_and_what_never_ends) {
    redis::reader stranger;
    stranger.feed("HTTP/1.1 400 Bad Request\r\n\r\n");
    EXPECT_THROW(static_cast<void>(stranger.next()), redis::protocol_error);

    redis::reader endless;
    endless.feed("$999999999\r\n");
    const std::string piece(1024 * 1024, 'x');
    const auto flood = [&] {
        for (int n = 0; n < 10; ++n) {
            endless.feed(piece);
            EXPECT_FALSE(endless.next());
        }
    };
    EXPECT_THROW(flood(), redis::protocol_error);
}

TEST(redis_address, knows_its_forms) {
    const auto plain = redis::parse_address("redis://cache.example");
    EXPECT_EQ(plain.host, "cache.example");
    EXPECT_EQ(plain.port, "6379");
    const auto full = redis::parse_address("redis://gavel:p%40ss@[::1]:7000/2");
    EXPECT_EQ(full.host, "::1");
    EXPECT_EQ(full.port, "7000");
    EXPECT_EQ(full.user, "gavel");
    EXPECT_EQ(full.password, "p@ss");
    EXPECT_EQ(full.database, "2");
    EXPECT_EQ(redis::parse_address("unix:///run/redis.sock").path, "/run/redis.sock");
    for (const auto* bad : {"", "cache.example:6379", "http://cache.example", "redis://", "redis://a/b", "redis://a?x=1", "unix://",
                            "unix:///", "unix://host/path"})
        EXPECT_THROW(redis::parse_address(bad), std::invalid_argument) << bad;
}

TEST(redis_back_off, grows_to_a_bound_and_starts_again) {
    redis::back_off pause;
    EXPECT_LE(pause.next().count(), 100);
    for (int n = 0; n < 100; ++n) EXPECT_LE(pause.next().count(), 5000);
    EXPECT_GE(pause.next().count(), 2500);
    pause.reset();
    EXPECT_LE(pause.next().count(), 100);
}
