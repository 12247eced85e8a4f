#include "modules/bidding/allowance.hpp"

#include <gtest/gtest.h>

namespace gavel::bidding {
namespace {

using namespace std::chrono_literals;

TEST(allowance, a_burst_then_an_even_pace) {
    allowance bids(60);
    const auto start = allowance::clock::now();
    for (int i = 0; i < 60; ++i) EXPECT_FALSE(bids.take(account_id{1}, start));
    EXPECT_EQ(bids.take(account_id{1}, start), 1s);
    EXPECT_FALSE(bids.take(account_id{2}, start));
    EXPECT_FALSE(bids.take(account_id{1}, start + 1s));
    EXPECT_TRUE(bids.take(account_id{1}, start + 1s));
    for (int i = 0; i < 60; ++i) EXPECT_FALSE(bids.take(account_id{1}, start + 5min));
}

TEST(allowance, forgets_the_rested_when_it_is_full) {
    allowance bids(1, 2);
    const auto start = allowance::clock::now();
    EXPECT_FALSE(bids.take(account_id{1}, start));
    EXPECT_FALSE(bids.take(account_id{2}, start));
    EXPECT_FALSE(bids.take(account_id{3}, start));
    EXPECT_FALSE(bids.take(account_id{3}, start)) << "no room to remember: no limit";
    EXPECT_FALSE(bids.take(account_id{3}, start + 2min));
    EXPECT_TRUE(bids.take(account_id{3}, start + 2min));
}

}  // namespace
}  // namespace gavel::bidding
