// How much somebody may lead with without a deposit, when a bid is taken back and typed anew.
#include "modules/deposits/tests/deposits_fixture.hpp"

namespace gavel::deposits {
namespace {

class limits_pgtest : public deposits_fixture {
protected:
    limits_pgtest() {
        chosen.unsecured_max = 500'00;
        here.all_desks = bidding::desks{};
        here.all_desks.add(careful);
        auction_test::terms days;
        days.lasts = std::chrono::hours(48);
        two = lot(olena, days);
        three = lot(olena, days);
    }
    result<bidding::command_result> retyped(lot_id where, account_id who, std::int64_t amount) {
        return run(careful_acts.retract(by(who, where), bidding::act_reason::wrong_amount, money{amount, {}}, soon()));
    }

    limits power{chosen};
    bidding::desk careful{io, pool, here.live, here.life, here.usual, here.numbers, settings, &power};
    bidding::acts careful_acts{pool, here.live, here.allowed, here.numbers, settings, &power};
    lot_id two, three;
};

TEST_F(limits_pgtest, a_bid_typed_anew_counts_instead_of_the_one_taken_back) {
    ASSERT_TRUE(place(two, anna, 300'00));
    ASSERT_TRUE(place(three, anna, 100'00));
    const auto refused = retyped(two, anna, 401'00);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(bidding::exposure_exceeded));
    EXPECT_EQ(refused.error().fields().at("available").at("amount"), 400'00);
    EXPECT_EQ(stored(two).leader->max, 300'00) << "refused as a whole: the old bid stands";
    EXPECT_TRUE(retyped(two, anna, 400'00));
    EXPECT_EQ(stored(two).leader->max, 400'00);
    EXPECT_FALSE(place(three, anna, 200'00)) << "all of the limit is led with";
    expect_whole(two);
}

TEST_F(limits_pgtest, a_lower_one_gives_room_elsewhere) {
    ASSERT_TRUE(place(two, anna, 400'00));
    EXPECT_FALSE(place(three, anna, 200'00));
    ASSERT_TRUE(retyped(two, anna, 150'00));
    EXPECT_TRUE(place(three, anna, 350'00));
    EXPECT_FALSE(place(three, anna, 351'00));
}

TEST_F(limits_pgtest, one_that_was_outbid_counts_for_nothing) {
    ASSERT_TRUE(place(two, anna, 200'00));
    ASSERT_TRUE(place(two, borys, 300'00));
    ASSERT_TRUE(place(three, anna, 400'00));
    const auto refused = retyped(two, anna, 350'00);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(bidding::exposure_exceeded));
    EXPECT_EQ(refused.error().fields().at("available").at("amount"), 100'00);
}

}  // namespace
}  // namespace gavel::deposits
