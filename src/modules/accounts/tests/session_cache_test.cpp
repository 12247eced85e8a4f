#include "modules/accounts/session_cache.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace gavel::accounts {
namespace {

using namespace std::chrono_literals;

http::principal someone(std::int64_t account, std::int64_t session) {
    http::principal who;
    who.account.value = account;
    who.session.value = session;
    return who;
}

TEST(session_cache, remembers_until_told_otherwise) {
    session_cache cache(1h);
    cache.keep("hash", someone(7, 70));
    ASSERT_TRUE(cache.find("hash"));
    EXPECT_EQ(cache.find("hash")->account.value, 7);
    cache.forget(session_id{71});
    EXPECT_TRUE(cache.find("hash"));
    cache.forget(session_id{70});
    EXPECT_FALSE(cache.find("hash"));
}

TEST(session_cache, forgets_by_itself_and_has_an_end) {
    session_cache brief(0ms);
    brief.keep("hash", someone(7, 70));
    EXPECT_FALSE(brief.find("hash"));
    session_cache small(1h, 2);
    small.keep("a", someone(1, 1));
    small.keep("b", someone(2, 2));
    small.keep("c", someone(3, 3));
    EXPECT_TRUE(small.find("c"));
    EXPECT_FALSE(small.find("a"));
}

}  // namespace
}  // namespace gavel::accounts
