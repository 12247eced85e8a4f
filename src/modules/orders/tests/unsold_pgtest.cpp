// Lots whose auction ended below the reserve: the seller offers them to the highest bidders.
#include "modules/orders/tests/market.hpp"

namespace gavel::orders {
namespace {

using testing::market;

class unsold_pgtest : public market {
protected:
    result<order_id> offer(lot_id lot, std::optional<money> price = {}) {
        return run(people.offer_unsold(as(seller), lot, price, 1, soon()));
    }
    result<unsold_lot> look_at(lot_id lot, account_id who) { return run(people.look_at_unsold(as(who), lot, soon())); }
    std::string why_not(lot_id lot) {
        const auto seen = look_at(lot, seller);
        return seen->why_not ? std::string(seen->why_not->kind().slug) : "";
    }
};

TEST_F(unsold_pgtest, go_to_the_highest_bidder_at_their_own_maximum) {
    const auto lot = leave_unsold(51'000, {{borys, 70'000}, {anna, 50'000}});
    EXPECT_FALSE(run(opened(lot))) << "nobody owes anything";
    const auto seen = look_at(lot, seller);
    ASSERT_TRUE(seen);
    EXPECT_FALSE(seen->why_not);
    EXPECT_EQ(seen->price, uah(51'000));
    EXPECT_EQ(seen->next->bidder, borys);
    EXPECT_EQ(seen->next->max, 70'000);
    EXPECT_FALSE(seen->last);
    EXPECT_EQ(refused(offer(lot, uah(70'001))), "order-above-maximum");
    const auto id = offer(lot);
    ASSERT_TRUE(id);
    const auto o = look(*id);
    EXPECT_EQ(o.state, order_state::second_chance);
    EXPECT_EQ(o.buyer, borys);
    EXPECT_EQ(o.hammer, 70'000);
    EXPECT_EQ(o.premium, 6'300);
    EXPECT_EQ(o.commission, 3'500);
    EXPECT_FALSE(o.second_chance_of);
    EXPECT_FALSE(o.automatic);
    EXPECT_EQ(news(*id), "borys:second_chance");
    EXPECT_EQ(db.scalar("select e->>'reason' from jobs, jsonb_array_elements(payload->'events') e where e->>'event' = 'second_chance'"),
              "below_reserve");
    EXPECT_EQ(why_not(lot), "order-lot-has-live-order");
    EXPECT_EQ(look_at(lot, seller)->last, *id);
}

TEST_F(unsold_pgtest, are_paid_and_sent_like_any_other) {
    const auto lot = leave_unsold(51'000, {{borys, 70'000}, {anna, 50'000}});
    const auto id = offer(lot, uah(60'000));
    ASSERT_TRUE(id);
    EXPECT_TRUE(run(people.accept(as(borys), *id, soon())));
    choose_delivery(*id);
    EXPECT_TRUE(pay(*id));
    EXPECT_TRUE(run(people.ship(as(seller), *id, std::nullopt, "20450912345678", soon())));
    EXPECT_TRUE(run(people.complete(as(borys), *id, soon())));
    EXPECT_EQ(balance(fmt::format("wallet:{}", seller.value)), 60'000 + 7'000 - 3'000);
    EXPECT_EQ(why_not(lot), "order-lot-has-live-order");
    EXPECT_EQ(refused(offer(lot)), "order-lot-has-live-order");
    expect_books_in_order();
}

TEST_F(unsold_pgtest, go_to_the_next_one_when_an_offer_comes_to_nothing) {
    const auto lot = leave_unsold(51'000, {{borys, 70'000}, {anna, 50'000}, {vira, 40'000}});
    run(people.choose_queue(seller, true, soon()));
    const auto first = offer(lot);
    EXPECT_TRUE(run(people.decline(as(borys), *first, soon())));
    const auto second = offer(lot);
    ASSERT_TRUE(second);
    EXPECT_EQ(look(*second).buyer, anna);
    EXPECT_EQ(look(*second).second_chance_of, *first);
    EXPECT_TRUE(run(people.accept(as(anna), *second, soon())));
    pass("4 days");
    while (tick() > 0) {}
    EXPECT_EQ(look(*second).state, order_state::unpaid);
    EXPECT_EQ(db.scalar("select count(*) from orders"), "2") << "the queue asks nobody below the reserve";
    const auto third = run(people.offer(as(seller), *second, {}, {}, 1, soon()));
    ASSERT_TRUE(third) << "from the order as well";
    EXPECT_EQ(look(*third).buyer, vira);
    pass("1 day");
    tick();
    EXPECT_EQ(why_not(lot), "order-no-runner-up");
}

TEST_F(unsold_pgtest, of_others_and_other_ends_are_refused) {
    const auto lot = leave_unsold(51'000, {{borys, 70'000}});
    EXPECT_EQ(refused(run(people.offer_unsold(as(anna), lot, {}, 1, soon()))), "order-seller-only");
    EXPECT_EQ(refused(run(people.offer_unsold(as(moderator), lot, {}, 1, soon()))), "order-seller-only");
    EXPECT_EQ(refused(look_at(lot_id{999'999}, seller)), "lot-not-found");
    const auto sold = sell(51'000, {{borys, 70'000}, {anna, 50'000}});
    EXPECT_EQ(refused(offer(sold)), "order-lot-not-below-reserve");
    const auto order = open_for(sold);
    EXPECT_EQ(refused(look_at(sold, seller)), "order-lot-not-below-reserve") << order.value;
    gavel::test::made_lot running;
    running.seller = seller;
    make(running);
    EXPECT_EQ(refused(offer(running.id)), "order-lot-not-below-reserve");
    h.limits.second_chance_days = 0;
    EXPECT_EQ(refused(offer(lot)), "order-second-chance-over");
}

TEST_F(unsold_pgtest, that_are_listed_again_are_offered_to_nobody) {
    const auto lot = leave_unsold(51'000, {{borys, 70'000}});
    const auto draft = draft_of(lot);
    EXPECT_EQ(why_not(lot), "") << "a draft binds nobody";
    const auto id = offer(lot);
    EXPECT_FALSE(run(publish(draft))) << "is promised";
    EXPECT_TRUE(run(people.decline(as(borys), *id, soon())));
    EXPECT_TRUE(run(publish(draft)));
    EXPECT_EQ(why_not(lot), "order-lot-listed-again");
    EXPECT_EQ(refused(run(people.offer(as(seller), *id, {}, {}, 1, soon()))), "order-lot-listed-again");
}

}  // namespace
}  // namespace gavel::orders
