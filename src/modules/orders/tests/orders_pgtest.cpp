// An order from the hammer to the money of the seller, and every other way it can end.
#include "modules/orders/errors.hpp"
#include "modules/orders/limits.hpp"
#include "modules/orders/tests/market.hpp"
#include "platform/jobs/worker.hpp"

namespace gavel::orders {
namespace {

using testing::market;

class orders_pgtest : public market {
public:
    orders_pgtest() : opener(io, pool, {}) { opener.add(opening_job(h)); }

    // As the hammer does.
    void leave_sales(const std::vector<lot_id>& sold) {
        boost::json::array lots;
        for (const auto each : sold) lots.emplace_back(each.text());
        run(enqueued(boost::json::object{{"lots", std::move(lots)}}));
    }
    awaitable<void> enqueued(boost::json::object payload) {
        auto tx = co_await pool.begin(soon());
        jobs::enqueue(tx, "orders.open", std::move(payload));
        co_await tx.commit();
    }

    jobs::worker opener;
};

TEST_F(orders_pgtest, are_opened_once_for_every_sold_lot) {
    const auto lot = sell(123'456, {{anna, 200'000}, {borys, 110'000}});
    const auto id = open_for(lot);
    EXPECT_FALSE(run(opened(lot))) << "once";
    const auto o = look(id);
    EXPECT_EQ(o.buyer, anna);
    EXPECT_EQ(o.seller, seller);
    EXPECT_EQ(o.premium, 11'111) << "V59";
    EXPECT_EQ(o.commission, 6'173);
    EXPECT_EQ(o.total(), 134'567);
    EXPECT_EQ(events(id), "opened");
    EXPECT_EQ(news(id), "anna:order_opened");
    EXPECT_EQ(run(open_missing(pool, h)), 0);
}

TEST_F(orders_pgtest, are_opened_in_batches_of_which_one_bad_lot_stops_no_other) {
    const auto first = sell(100, {{anna, 100}}), bad = sell(200, {{borys, 200}}), last = sell(300, {{anna, 300}});
    db.execute(fmt::format("alter table order_lines add constraint poison check (lot_id <> {})", bad.value));
    leave_sales({last, bad, first});
    EXPECT_EQ(run(opener.run_once()).failed, 1);
    EXPECT_EQ(db.scalar("select count(*) from orders"), "0") << "one transaction";
    db.execute("update jobs set due_at = clock_timestamp() where kind = 'orders.open'");
    EXPECT_EQ(run(opener.run_once()).failed, 1);
    EXPECT_EQ(db.scalar("select string_agg(lot_id::text, ',' order by lot_id) from order_lines"), first.text() + "," + last.text());
    db.execute("alter table order_lines drop constraint poison");
    db.execute("update jobs set due_at = clock_timestamp() where kind = 'orders.open'");
    EXPECT_EQ(run(opener.run_once()).done, 1);
    EXPECT_EQ(db.scalar("select count(*) from orders"), "3");
}

TEST_F(orders_pgtest, tell_their_buyers_in_one_job) {
    leave_sales({sell(100, {{anna, 100}}), sell(200, {{borys, 200}}), sell(300, {{anna, 300}})});
    EXPECT_EQ(run(opener.run_once()).done, 1);
    EXPECT_EQ(db.scalar("select count(*) from orders"), "3");
    EXPECT_EQ(
        db.scalar("select string_agg(jsonb_array_length(payload->'events')::text, ',') from jobs where kind = 'notifications.events'"),
        "3");
}

TEST_F(orders_pgtest, are_opened_by_the_sweep_if_no_job_did) {
    const auto first = sell(100, {{anna, 100}}), second = sell(200, {{borys, 200}});
    open_for(first);
    EXPECT_EQ(run(open_missing(pool, h)), 1);
    EXPECT_EQ(run(open_missing(pool, h)), 0);
    EXPECT_EQ(db.scalar(fmt::format("select count(*) from order_lines where lot_id = {}", second.value)), "1");
    db.execute("update order_epoch set since = clock_timestamp()");
    sell(300, {{anna, 300}});
    EXPECT_EQ(run(open_missing(pool, h)), 0) << "sold before there were orders";
}

TEST_F(orders_pgtest, go_from_the_hammer_to_the_seller) {
    const auto id = order_of(100'000, {{anna, 100'000}});
    EXPECT_EQ(refused(run(payable_bill(id, anna))), "order-delivery-missing");
    choose_delivery(id);
    EXPECT_EQ(look(id).shipping, 7'000);
    const auto bill = run(payable_bill(id, anna));
    ASSERT_TRUE(bill);
    EXPECT_EQ(bill->due, uah(116'000));
    EXPECT_EQ(bill->title, "Замовлення № " + id.text() + ": Монета");
    EXPECT_EQ(refused(run(payable_bill(id, borys))), "order-not-found");
    EXPECT_TRUE(pay(id));
    EXPECT_EQ(balance("escrow:order:" + id.text()), 116'000);
    EXPECT_EQ(refused(run(people.ship(as(seller), id, std::nullopt, std::nullopt, soon()))), "invalid-input") << "no number";
    EXPECT_TRUE(run(people.ship(as(seller), id, std::nullopt, "20450912345678", soon())));
    EXPECT_TRUE(run(people.ship(as(seller), id, std::nullopt, "20450912345679", soon()))) << "mistyped";
    EXPECT_TRUE(run(people.receive(as(anna), id, soon())));
    EXPECT_TRUE(run(people.complete(as(anna), id, soon())));
    EXPECT_EQ(balance(fmt::format("wallet:{}", seller.value)), 102'000);
    EXPECT_EQ(balance("income:commission"), 5'000);
    EXPECT_EQ(balance("income:premium"), 9'000);
    EXPECT_EQ(events(id), "opened delivery_set paid shipped tracking_changed received completed");
    EXPECT_EQ(news(id),
              "anna:order_opened anna:order_paid seller:order_paid anna:order_shipped anna:order_shipped seller:order_received "
              "seller:order_completed");
    expect_books_in_order();
}

TEST_F(orders_pgtest, are_paid_once) {
    const auto id = paid_order();
    EXPECT_FALSE(pay(id)) << "goes back to the card";
    EXPECT_EQ(provider.inside(), look(id).total());
    expect_books_in_order();
}

TEST_F(orders_pgtest, do_not_take_another_amount_or_somebody_elses_money) {
    const auto id = order_of(100'000, {{anna, 100'000}});
    choose_delivery(id);
    EXPECT_FALSE(run(provider.charge(pool, id, anna, uah(115'999), soon())));
    EXPECT_FALSE(run(provider.charge(pool, id, borys, uah(116'000), soon())));
    EXPECT_EQ(look(id).state, order_state::awaiting_payment);
    expect_books_in_order();
}

TEST_F(orders_pgtest, are_cancelled_by_the_seller_before_and_after_payment) {
    const auto unpaid_one = order_of(100'000, {{anna, 100'000}});
    EXPECT_EQ(refused(run(people.cancel(as(seller), unpaid_one, "not_shipped", soon()))), "invalid-input");
    EXPECT_TRUE(run(people.cancel(as(seller), unpaid_one, "lot_gone", soon())));
    EXPECT_EQ(refused(run(people.set_delivery(as(anna), unpaid_one, to_branch(), soon()))), "order-delivery-fixed");
    const auto id = paid_order();
    EXPECT_TRUE(run(people.cancel(as(seller), id, "lot_damaged", soon())));
    EXPECT_EQ(look(id).state, order_state::cancelled);
    EXPECT_EQ(look(id).refunded, look(id).total());
    EXPECT_EQ(provider.inside(), 0);
    EXPECT_EQ(events(id), "opened delivery_set paid refunded cancelled");
    expect_books_in_order();
}

TEST_F(orders_pgtest, are_not_cancelled_while_money_cannot_go_back) {
    const auto id = paid_order();
    provider.away = true;
    EXPECT_EQ(refused(run(people.cancel(as(seller), id, "lot_gone", soon()))), "order-refund-refused");
    EXPECT_EQ(look(id).state, order_state::paid);
    provider.away = false;
    EXPECT_TRUE(run(people.cancel(as(seller), id, "lot_gone", soon())));
    expect_books_in_order();
}

TEST_F(orders_pgtest, are_cancelled_by_the_buyer_once_they_were_not_sent_in_time) {
    const auto id = paid_order();
    const auto early = run(people.cancel(as(anna), id, "not_shipped", soon()));
    EXPECT_EQ(refused(early), "order-too-early-to-cancel");
    EXPECT_TRUE(early.error().fields().contains("from"));
    pass("6 days");
    EXPECT_EQ(tick(), 1);
    EXPECT_EQ(tick(), 0) << "told once";
    EXPECT_TRUE(run(people.cancel(as(anna), id, "not_shipped", soon())));
    EXPECT_EQ(provider.inside(), 0);
    EXPECT_EQ(events(id), "opened delivery_set paid overdue refunded cancelled");
    expect_books_in_order();
}

TEST_F(orders_pgtest, remind_and_end_unpaid_with_a_strike) {
    const auto id = order_of(100'000, {{anna, 100'000}});
    for (const auto* step : {"24 hours", "24 hours", "18 hours"}) {
        pass(step);
        EXPECT_EQ(tick(), 1);
        EXPECT_EQ(tick(), 0);
    }
    pass("6 hours 14 minutes");
    EXPECT_EQ(tick(), 0) << "a payment may be on its way";
    EXPECT_EQ(refused(run(payable_bill(id, anna))), "order-pay-time-over");
    pass("2 minutes");
    EXPECT_EQ(tick(), 1);
    EXPECT_EQ(look(id).state, order_state::unpaid);
    EXPECT_EQ(events(id), "opened reminded reminded reminded unpaid");
    EXPECT_EQ(news(id),
              "anna:order_opened anna:order_reminder anna:order_reminder anna:order_reminder anna:order_unpaid seller:order_unpaid");
    EXPECT_FALSE(pay(id)) << "too late";
    expect_books_in_order();
}

TEST_F(orders_pgtest, suspend_at_the_third_strike_for_a_time) {
    const auto reasons = [&] {
        return db.scalar(
            fmt::format("select string_agg(e->>'reason', ' ' order by j.id) from jobs j, jsonb_array_elements(payload->'events') as e"
                        " where e->>'event' = 'order_unpaid' and e->>'account' = '{}'",
                        anna.value));
    };
    for (int i = 0; i < 3; ++i) {
        order_of(100'000, {{anna, 100'000}});
        pass("4 days");
        tick();
        pass("1 hour");
        while (tick() > 0) {}
    }
    EXPECT_EQ(reasons(), "warning deposit suspension");
    const auto suspended = fmt::format("select suspended_at is not null from accounts where id = {}", anna.value);
    EXPECT_EQ(db.scalar(suspended), "t");
    db.execute("update order_strikes set suspended_until = suspended_until - interval '90 days'");
    deadlines clock(pool, h);
    EXPECT_EQ(run(clock.end_suspensions()), 1);
    EXPECT_EQ(db.scalar(suspended), "f");
    EXPECT_EQ(run(clock.end_suspensions()), 0);
}

// What deposits hear of it.
TEST_F(orders_pgtest, say_what_becomes_of_a_deposit) {
    std::vector<std::string> heard;
    const auto write = [&heard](std::string what, const std::vector<line>& lines) {
        for (const auto& each : lines) heard.push_back(fmt::format("{} {}", what, each.lot.value));
    };
    h.on_settled = [&](pg::transaction&, const order&, const std::vector<line>& lines) { write("free", lines); };
    h.on_unpaid = [&](pg::transaction&, const order&, const std::vector<line>& lines) -> awaitable<void> {
        write("forfeited", lines);
        co_return;
    };
    std::vector<account_id> asked;
    h.ask_deposits = [&](pg::transaction&, account_id whom, instant) { asked.push_back(whom); };

    const auto paid = paid_order();
    const auto cancelled = order_of(100, {{anna, 100}});
    EXPECT_TRUE(run(people.cancel(as(seller), cancelled, "lot_gone", soon())));
    const auto first = order_of(100, {{anna, 100}}), second = order_of(100, {{anna, 100}});
    pass("4 days");
    while (tick() > 0) {}
    std::vector<std::string> expected;
    for (const auto& [what, id] :
         {std::pair("free", paid), std::pair("free", cancelled), std::pair("forfeited", first), std::pair("forfeited", second)})
        expected.push_back(
            fmt::format("{} {}", what, db.scalar(fmt::format("select lot_id from order_lines where order_id = {}", id.value))));
    EXPECT_EQ(heard, expected);
    EXPECT_EQ(asked, std::vector<account_id>(1, anna)) << "from the second on";
}

TEST_F(orders_pgtest, leave_a_moderators_suspension_alone) {
    for (int i = 0; i < 3; ++i) order_of(100, {{anna, 100}});
    pass("4 days");
    while (tick() > 0) {}
    db.execute(
        fmt::format("update accounts set suspended_at = clock_timestamp() + interval '1 day' where id = {};"
                    " update order_strikes set suspended_until = suspended_until - interval '90 days'",
                    anna.value));
    deadlines clock(pool, h);
    EXPECT_EQ(run(clock.end_suspensions()), 0);
}

TEST_F(orders_pgtest, count_as_received_and_completed_by_time) {
    const auto id = shipped_order();
    pass("14 days");
    EXPECT_EQ(tick(), 1);
    EXPECT_EQ(look(id).state, order_state::received);
    pass("14 days");
    EXPECT_EQ(tick(), 1);
    EXPECT_EQ(look(id).state, order_state::completed);
    EXPECT_EQ(events(id), "opened delivery_set paid shipped received_by_time completed_by_time");
    expect_books_in_order();
}

TEST_F(orders_pgtest, are_disputed_and_settled_for_the_seller) {
    const auto id = disputed_order();
    pass("100 days");
    EXPECT_EQ(tick(), 0) << "nothing happens by itself";
    EXPECT_EQ(refused(run(people.settle(as(seller), id, "complete", std::nullopt, "Усе гаразд", soon()))), "order-moderator-only");
    EXPECT_TRUE(run(people.settle(as(moderator), id, "complete", std::nullopt, "На світлинах чашка ціла", soon())));
    EXPECT_EQ(look(id).state, order_state::completed);
    EXPECT_EQ(balance(fmt::format("wallet:{}", seller.value)), 102'000);
    EXPECT_EQ(refused(run(people.settle(as(moderator), id, "complete", std::nullopt, "Ще раз те саме", soon()))), "order-not-disputed");
    expect_books_in_order();
}

TEST_F(orders_pgtest, are_settled_with_a_part_given_back) {
    const auto id = disputed_order();
    EXPECT_EQ(refused(run(people.settle(as(moderator), id, "refund", uah(116'001), "Забагато повертаємо", soon()))),
              "order-refund-out-of-range");
    EXPECT_EQ(refused(run(people.settle(as(moderator), id, "complete", uah(1), "Нащо тут сума", soon()))), "order-refund-out-of-range");
    EXPECT_TRUE(run(people.settle(as(moderator), id, "refund", uah(53'500), "Половина за тріщину", soon())));
    EXPECT_EQ(look(id).state, order_state::completed);
    EXPECT_EQ(look(id).refunded, 53'500);
    EXPECT_EQ(balance(fmt::format("wallet:{}", seller.value)), 51'000);
    EXPECT_EQ(balance("income:commission"), 2'500);
    EXPECT_EQ(balance("income:premium"), 9'000);
    EXPECT_EQ(provider.inside(), 62'500);
    expect_books_in_order();
}

TEST_F(orders_pgtest, are_settled_with_everything_given_back) {
    const auto id = disputed_order();
    EXPECT_TRUE(run(people.settle(as(moderator), id, "refund", std::nullopt, "Лот не дійшов до покупця", soon())));
    EXPECT_EQ(look(id).state, order_state::refunded);
    EXPECT_EQ(provider.inside(), 0);
    EXPECT_EQ(events(id), "opened delivery_set paid shipped disputed refunded settled_refund");
    expect_books_in_order();
}

TEST_F(orders_pgtest, keep_messages_once_and_evidence_of_their_own) {
    const auto id = paid_order();
    const auto once = key();
    const auto first = run(people.write(as(anna), id, "Коли відправите?", {}, once, soon()));
    ASSERT_TRUE(first);
    EXPECT_EQ(run(people.write(as(anna), id, "Коли відправите?", {}, once, soon()))->id, first->id);
    EXPECT_EQ(refused(run(people.write(as(borys), id, "А мені?", {}, key(), soon()))), "order-not-found");
    EXPECT_EQ(refused(run(people.write(as(seller), id, "Ось", {999}, key(), soon()))), "file-not-found");
    EXPECT_TRUE(run(people.write(as(moderator), id, "Вітаю", {}, key(), soon())));
    EXPECT_EQ(refused(run(people.write(as(anna), id, "Інше", {}, once, soon()))), "order-message-key-reused");
    EXPECT_EQ(refused(run(people.write(as(anna), paid_order(), "Коли відправите?", {}, once, soon()))), "order-message-key-reused");
    const auto all = run(pages.messages(as(seller), id, soon()));
    ASSERT_EQ(all->size(), 2u);
    EXPECT_EQ((*all)[1].by, party::moderator);
    EXPECT_EQ(refused(run(pages.messages(as(vira), id, soon()))), "order-not-found");
}

TEST_F(orders_pgtest, know_where_to_send) {
    const auto id = order_of(100'000, {{anna, 100'000}});
    auto courier = to_branch();
    courier.method = "courier";
    courier.place = "door";
    courier.street = "Хрещатик, 1";
    EXPECT_EQ(refused(run(people.set_delivery(as(anna), id, courier, soon()))), "order-delivery-not-offered");
    EXPECT_EQ(refused(run(people.set_delivery(as(seller), id, to_branch(), soon()))), "order-buyer-only");
    choose_delivery(id);
    EXPECT_FALSE(run(pages.find(as(seller), id, soon()))->delivery) << "not before it is paid";
    EXPECT_TRUE(run(people.set_shipping(as(seller), id, uah(5'000), soon())));
    EXPECT_EQ(look(id).total(), 114'000);
    EXPECT_EQ(refused(run(people.set_shipping(as(seller), id, uah(7'001), soon()))), "invalid-input");
    EXPECT_TRUE(run(payable_bill(id, anna)));
    EXPECT_EQ(refused(run(people.set_shipping(as(seller), id, uah(4'000), soon()))), "order-shipping-fixed");
    EXPECT_TRUE(pay(id));
    auto elsewhere = to_branch();
    elsewhere.point = "77";
    EXPECT_TRUE(run(people.set_delivery(as(anna), id, elsewhere, soon())));
    EXPECT_EQ(run(pages.find(as(seller), id, soon()))->delivery, elsewhere);
    delivery pickup;
    pickup.method = "pickup";
    EXPECT_EQ(refused(run(people.set_delivery(as(anna), id, pickup, soon()))), "order-delivery-method-fixed");
}

}  // namespace
}  // namespace gavel::orders
