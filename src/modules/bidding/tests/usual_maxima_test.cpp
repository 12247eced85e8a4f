// What an account usually bids.
#include "modules/bidding/usual_maxima.hpp"

#include <gtest/gtest.h>

namespace gavel::bidding {
namespace {

money hryvnias(std::int64_t amount) { return {amount, {}}; }

TEST(usual_maxima, counts_bids_and_keeps_the_highest) {
    usual_maxima habits;
    EXPECT_EQ(habits.of(account_id{1}).bids, 0);
    for (const auto amount : {300, 900, 500}) habits.add(account_id{1}, hryvnias(amount));
    EXPECT_EQ(habits.of(account_id{1}).bids, 3);
    EXPECT_EQ(habits.of(account_id{1}).highest, 900);
    EXPECT_EQ(habits.of(account_id{2}).bids, 0);
}

TEST(usual_maxima, another_currency_begins_anew) {
    usual_maxima habits;
    habits.add(account_id{1}, hryvnias(900));
    habits.add(account_id{1}, {20, currency::parse("USD").value()});
    EXPECT_EQ(habits.of(account_id{1}).bids, 1);
    EXPECT_EQ(habits.of(account_id{1}).highest, 20);
}

TEST(usual_maxima, forgets_somebody_when_full) {
    usual_maxima habits(10);
    for (int i = 1; i <= 100; ++i) habits.add(account_id{i}, hryvnias(i));
    int remembered = 0;
    for (int i = 1; i <= 100; ++i) remembered += habits.of(account_id{i}).bids > 0;
    EXPECT_EQ(remembered, 10);
    EXPECT_EQ(habits.of(account_id{100}).highest, 100) << "the newest is known";
}

}  // namespace
}  // namespace gavel::bidding
