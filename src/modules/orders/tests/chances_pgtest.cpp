// Several wins in one order, and lots that go to the next bidder.
#include "modules/orders/errors.hpp"
#include "modules/orders/tests/market.hpp"

namespace gavel::orders {
namespace {

using testing::market;

class chances_pgtest : public market {
protected:
    void end_unpaid() {
        pass("4 days");
        while (tick() > 0) {}
    }
    order_id newest_offer() { return *order_id::parse(db.scalar("select max(id) from orders where state = 'second_chance'")); }
};

TEST_F(chances_pgtest, several_wins_of_one_seller_become_one_order) {
    const auto first = order_of(100'000, {{anna, 100'000}});
    choose_delivery(first);
    pass("1 hour");
    const auto second = order_of(50'000, {{anna, 50'000}});
    const auto third = order_of(20'000, {{borys, 20'000}});
    EXPECT_EQ(refused(run(people.combine(as(anna), {first, third}, soon()))), "order-not-found");
    EXPECT_EQ(refused(run(people.combine(as(anna), {first, first}, soon()))), "order-not-found");
    EXPECT_EQ(run(pages.find(as(anna), first, soon()))->combinable, std::vector<order_id>(1, second));
    const auto due = look(first).due_at;
    const auto one = run(people.combine(as(anna), {second, first}, soon()));
    ASSERT_TRUE(one);
    EXPECT_EQ(*one, first);
    const auto o = look(first);
    EXPECT_EQ(o.hammer, 150'000);
    EXPECT_EQ(o.premium, 13'500);
    EXPECT_EQ(o.shipping, 14'000) << "of both lots, until the seller asks less";
    EXPECT_EQ(o.due_at, due) << "nobody gains time";
    EXPECT_EQ(look(second).state, order_state::combined);
    EXPECT_EQ(look(second).combined_into, first);
    EXPECT_TRUE(run(people.set_shipping(as(seller), first, uah(8'000), soon())));
    EXPECT_FALSE(pay(second)) << "an attempt that was begun before";
    EXPECT_TRUE(pay(first));
    EXPECT_TRUE(run(people.ship(as(seller), first, std::nullopt, "20450912345678", soon())));
    EXPECT_TRUE(run(people.complete(as(anna), first, soon())));
    EXPECT_EQ(balance(fmt::format("wallet:{}", seller.value)), 150'000 + 8'000 - 7'500);
    EXPECT_EQ(refused(run(people.combine(as(anna), {first, second}, soon()))), "order-not-combinable");
    expect_books_in_order();
}

TEST_F(chances_pgtest, lots_without_a_common_way_stay_apart) {
    const auto first = order_of(100'000, {{anna, 100'000}});
    const auto second = open_for(sell(100, {{anna, 100}}, R"([{"method": "courier"}])"));
    EXPECT_EQ(refused(run(people.combine(as(anna), {first, second}, soon()))), "order-no-common-delivery");
    EXPECT_EQ(look(second).state, order_state::awaiting_payment);
}

TEST_F(chances_pgtest, the_runner_up_is_asked_for_no_more_than_their_own_maximum) {
    // V58: A500, B700, price 510.
    const auto id = order_of(51'000, {{borys, 70'000}, {anna, 50'000}, {vira, 40'000}});
    EXPECT_EQ(refused(run(people.offer(as(seller), id, {}, {}, 1, soon()))), "order-no-second-chance");
    end_unpaid();
    const auto seen = run(pages.find(as(seller), id, soon()));
    ASSERT_EQ(seen->runners_up.size(), 1u);
    EXPECT_EQ(seen->runners_up.front().max, 50'000);
    EXPECT_TRUE(run(pages.find(as(borys), id, soon()))->runners_up.empty()) << "not for others";
    const auto above = run(people.offer(as(seller), id, {}, uah(50'001), 1, soon()));
    EXPECT_EQ(refused(above), "order-above-maximum");
    const auto offered = run(people.offer(as(seller), id, {}, {}, 3, soon()));
    ASSERT_TRUE(offered);
    EXPECT_EQ(look(*offered).buyer, anna);
    EXPECT_EQ(look(*offered).hammer, 50'000) << "V58";
    EXPECT_EQ(look(*offered).premium, 4'500);
    EXPECT_EQ(look(*offered).second_chance_of, id);
    EXPECT_EQ(refused(run(people.offer(as(seller), id, {}, {}, 1, soon()))), "order-lot-has-live-order");
    EXPECT_EQ(refused(run(people.accept(as(borys), *offered, soon()))), "order-not-found");
    EXPECT_TRUE(run(people.accept(as(anna), *offered, soon())));
    choose_delivery(*offered);
    EXPECT_TRUE(pay(*offered));
    EXPECT_EQ(news(*offered), "anna:second_chance anna:order_opened anna:order_paid seller:order_paid");
    expect_books_in_order();
}

TEST_F(chances_pgtest, whoever_declines_is_not_asked_again) {
    const auto id = order_of(51'000, {{borys, 70'000}, {anna, 50'000}, {vira, 40'000}});
    EXPECT_TRUE(run(people.cancel(as(seller), id, "no_contact", soon())));
    const auto first = run(people.offer(as(seller), id, {}, uah(45'000), 1, soon()));
    EXPECT_TRUE(run(people.decline(as(anna), *first, soon())));
    EXPECT_EQ(refused(run(people.accept(as(anna), *first, soon()))), "order-not-offered");
    const auto second = run(people.offer(as(seller), *first, {}, {}, 1, soon()));
    EXPECT_EQ(look(*second).buyer, vira);
    pass("1 day");
    EXPECT_EQ(tick(), 1);
    EXPECT_EQ(look(*second).state, order_state::declined);
    EXPECT_EQ(refused(run(people.offer(as(seller), id, {}, {}, 1, soon()))), "order-no-runner-up");
    EXPECT_EQ(events(*second), "offered offer_expired");
}

TEST_F(chances_pgtest, those_who_may_not_bid_are_passed_over) {
    const auto lot = sell(51'000, {{borys, 70'000}, {anna, 50'000}, {vira, 40'000}});
    const auto id = open_for(lot);
    end_unpaid();
    db.execute(fmt::format("update accounts set suspended_at = now(), suspension_reason = 'x' where id = {}", anna.value));
    EXPECT_EQ(run(pages.find(as(seller), id, soon()))->runners_up.front().bidder, vira);
    db.execute(fmt::format("insert into seller_blocks (seller_id, bidder_id, lot_id, blocked_at) values ({}, {}, {}, now())", seller.value,
                           vira.value, lot.value));
    EXPECT_TRUE(run(pages.find(as(seller), id, soon()))->runners_up.empty());
}

TEST_F(chances_pgtest, a_purchase_leaves_no_maxima_and_time_runs_out) {
    const auto bought = open_for(sell(90'000, {{borys, 90'000}, {anna, 50'000}}));
    db.execute("update standings set buy_now_amount = 90000, sold_by = 'buy_now'");
    end_unpaid();
    EXPECT_EQ(refused(run(people.offer(as(seller), bought, {}, {}, 1, soon()))), "order-no-runner-up");
    h.limits.second_chance_days = 0;
    EXPECT_EQ(refused(run(people.offer(as(seller), bought, {}, {}, 1, soon()))), "order-second-chance-over");
}

TEST_F(chances_pgtest, the_queue_asks_two_by_itself_if_the_seller_wants_that) {
    run(people.choose_queue(seller, true, soon()));
    EXPECT_TRUE(run(pages.wants_queue(seller, soon())));
    const auto dora = make_account("dora"), egor = make_account("egor");
    const auto id = order_of(51'000, {{borys, 70'000}, {anna, 50'000}, {vira, 40'000}, {dora, 30'000}, {egor, 20'000}});
    end_unpaid();
    EXPECT_EQ(look(id).state, order_state::unpaid);
    EXPECT_EQ(db.scalar("select string_agg(a.display_name || ' ' || o.state || ' ' || o.hammer, ', ' order by o.id) from orders o join "
                        "accounts a on a.id = o.buyer_id"),
              "borys unpaid 51000, anna second_chance 50000");
    pass("24 hours");
    tick();
    EXPECT_TRUE(run(people.decline(as(vira), newest_offer(), soon())));
    EXPECT_EQ(
        db.scalar(
            "select string_agg(a.display_name || ' ' || o.state, ', ' order by o.id) from orders o join accounts a on a.id = o.buyer_id"),
        "borys unpaid, anna declined, vira declined")
        << "two, then it is the seller's turn";
}

TEST_F(chances_pgtest, without_the_sellers_wish_nobody_is_asked) {
    order_of(51'000, {{borys, 70'000}, {anna, 50'000}});
    end_unpaid();
    EXPECT_EQ(db.scalar("select count(*) from orders"), "1");
}

TEST_F(chances_pgtest, the_schema_keeps_one_live_order_per_lot) {
    const auto id = order_of(51'000, {{borys, 70'000}, {anna, 50'000}});
    const auto copy = fmt::format(
        "with o as (insert into orders (buyer_id, seller_id, state, currency, hammer, premium, commission, due_at)"
        " values ({}, {}, 'awaiting_payment', 'UAH', 1, 0, 0, now()) returning id, holds_lots)"
        " insert into order_lines select o.id, o.holds_lots, l.lot_id, 1, 0, 0 from o, order_lines l where l.order_id = {}",
        anna.value, seller.value, id.value);
    EXPECT_THROW(db.execute(copy), std::runtime_error);
    db.execute(fmt::format("update orders set state = 'unpaid', due_at = null, look_at = null where id = {}", id.value));
    EXPECT_NO_THROW(db.execute(copy));
}

}  // namespace
}  // namespace gavel::orders
