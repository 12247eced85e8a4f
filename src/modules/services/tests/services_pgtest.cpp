// Buying, paying and giving back promotions and packages.
#include "modules/lots/errors.hpp"
#include "modules/services/errors.hpp"
#include "modules/services/listings.hpp"
#include "modules/services/tests/shop_fixture.hpp"
#include "platform/http/problems.hpp"

namespace gavel::services {
namespace {

using lots::lot_state;

class services_pgtest : public shop_fixture {};

TEST_F(services_pgtest, a_purchase_waits_for_its_money_at_the_price_of_its_day) {
    const auto id = lot();
    const auto bought = buy(wish("top", id));
    EXPECT_TRUE(bought.is_new);
    EXPECT_EQ(bought.what.state, purchase_state::due);
    EXPECT_EQ(bought.what.price.amount, 5'000);
    price("service:top", 7'000);
    const auto same = buy(wish("top", id));
    EXPECT_FALSE(same.is_new);
    EXPECT_EQ(same.what.id, bought.what.id);
    EXPECT_EQ(same.what.price.amount, 5'000);
    EXPECT_EQ(active(id), "");
    auto tx = run(pool.begin(soon()));
    const auto bill = run(bills.bill_of(tx, seller, bought.what.id.value));
    ASSERT_TRUE(bill);
    EXPECT_EQ(bill->due.amount, 5'000);
    EXPECT_EQ(bill->title, "Перше місце в категорії: Монета");
    EXPECT_EQ(bill->pay_until, bought.what.pay_until);
    EXPECT_FALSE(bill->hold);
    EXPECT_EQ(&run(bills.bill_of(tx, other, bought.what.id.value)).error().kind(), &http::not_found);
    EXPECT_EQ(&run(bills.bill_of(tx, seller, 999)).error().kind(), &http::not_found);
}

TEST_F(services_pgtest, the_same_key_is_the_same_purchase) {
    const auto id = lot();
    auto o = wish("top", id);
    const auto first = buy(o), second = buy(o);
    EXPECT_EQ(first.what.id, second.what.id);
    EXPECT_FALSE(second.is_new);
    o.service = "bold";
    EXPECT_EQ(refusal(o), &key_reused);
}

TEST_F(services_pgtest, paid_by_card_it_begins_and_the_house_has_the_money) {
    const auto id = lot();
    const auto bought = buy(wish("top", id));
    EXPECT_TRUE(pay_by_card(bought.what, 1));
    EXPECT_EQ(active(id), "top");
    EXPECT_EQ(wallet(seller), 0);
    EXPECT_EQ(income(), 5'000);
    EXPECT_EQ(changed, std::vector{id});
    const auto paid = again(bought.what.id);
    EXPECT_EQ(*paid.expires_at - *paid.begins_at, std::chrono::days(7));
    EXPECT_EQ(paid.paid_from, money_source::card);
    auto tx = run(pool.begin(soon()));
    EXPECT_EQ(&run(bills.bill_of(tx, seller, bought.what.id.value)).error().kind(), &already_paid);
}

TEST_F(services_pgtest, a_second_payment_for_it_is_not_taken) {
    const auto id = lot();
    const auto bought = buy(wish("top", id));
    EXPECT_FALSE(pay_by_card(bought.what, 1, 4'999)) << "not the price";
    EXPECT_TRUE(pay_by_card(bought.what, 2));
    EXPECT_FALSE(pay_by_card(bought.what, 3));
    EXPECT_EQ(wallet(seller), 9'999) << "payments gives that back to the card";
    EXPECT_TRUE(refund(bought.what, 3)) << "and asks first";
    EXPECT_EQ(wallet(seller), 9'999);
    EXPECT_EQ(active(id), "top");
    EXPECT_EQ(income(), 5'000);
}

TEST_F(services_pgtest, a_wallet_pays_at_once_or_nothing_is_bought) {
    const auto id = lot();
    fill(seller, 4'999);
    const auto refused = run(shop.buy(wish("top", id, true), soon()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(&refused.error().kind(), &wallet_too_low);
    EXPECT_EQ(refused.error().fields().at("available").at("amount").as_int64(), 4'999);
    EXPECT_EQ(refused.error().fields().at("needed").at("amount").as_int64(), 5'000);
    EXPECT_EQ(db.scalar("select count(*) from service_purchases"), "0");
    fill(seller, 1);
    const auto bought = buy(wish("top", id, true));
    EXPECT_EQ(bought.what.state, purchase_state::paid);
    EXPECT_EQ(active(id), "top");
    EXPECT_EQ(wallet(seller), 0);
    EXPECT_EQ(changed, std::vector{id});
}

TEST_F(services_pgtest, a_wallet_pays_what_waits_and_the_card_comes_too_late) {
    const auto id = lot();
    const auto waiting = buy(wish("top", id));
    fill(seller, 5'000);
    const auto paid = buy(wish("top", id, true));
    EXPECT_EQ(paid.what.id, waiting.what.id);
    EXPECT_EQ(paid.what.state, purchase_state::paid);
    EXPECT_FALSE(pay_by_card(waiting.what, 4));
    EXPECT_EQ(wallet(seller), 5'000);
}

TEST_F(services_pgtest, a_wallet_that_pays_what_waits_pays_once_per_key) {
    const auto id = lot();
    buy(wish("top", id));
    fill(seller, 10'000);
    const auto from_wallet = wish("top", id, true);
    const auto first = buy(from_wallet), repeated = buy(from_wallet);
    EXPECT_EQ(first.what.id, repeated.what.id);
    EXPECT_EQ(wallet(seller), 5'000);
    EXPECT_EQ(db.scalar("select count(*) from service_purchases"), "1");
}

TEST_F(services_pgtest, is_for_ones_own_open_lots_and_what_has_a_price) {
    auto foreign = wish("top", lot());
    foreign.buyer = other;
    EXPECT_EQ(refusal(foreign), &lots::no_such_lot);
    EXPECT_EQ(refusal(wish("top", lot_id{999})), &lots::no_such_lot);
    EXPECT_EQ(refusal(wish("top", lot(lot_state::ended_unsold, -100))), &lot_not_open);
    const auto draft = db.scalar(fmt::format("insert into lots (seller_id, title) values ({}, 'Чернетка') returning id", seller.value));
    EXPECT_EQ(refusal(wish("top", *lot_id::parse(draft))), &lot_not_open);
    const auto refused = run(shop.buy(wish("home", lot()), soon()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(&refused.error().kind(), &not_offered);
    EXPECT_EQ(boost::json::serialize(refused.error().fields().at("offered")), R"(["bold","top"])");
}

TEST_F(services_pgtest, bought_twice_it_lasts_twice_as_long) {
    const auto id = lot();
    fill(seller, 11'000);
    const auto first = buy(wish("top", id, true)), second = buy(wish("top", id, true)), bold = buy(wish("bold", id, true));
    EXPECT_NE(first.what.id, second.what.id);
    EXPECT_EQ(first.what.expires_at, second.what.begins_at);
    EXPECT_LT(*bold.what.begins_at, *second.what.begins_at);
    EXPECT_EQ(active(id), "bold,top");
}

TEST_F(services_pgtest, begins_with_a_lot_that_is_to_come) {
    const auto id = lot(lot_state::scheduled, 7'260);  // starts in two hours
    fill(seller, 5'000);
    const auto bought = buy(wish("top", id, true));
    EXPECT_EQ(*bought.what.begins_at, noon + std::chrono::hours(2));
    EXPECT_EQ(active(id), "");
    const auto returned = run(shop.take_back(seller, bought.what.id, soon()));
    ASSERT_TRUE(returned);
    EXPECT_EQ(returned->what.state, purchase_state::refunded);
    EXPECT_EQ(wallet(seller), 5'000);
    EXPECT_EQ(income(), 0);
    EXPECT_TRUE(run(shop.take_back(seller, bought.what.id, soon()))) << "repeated, the same answer";
    EXPECT_EQ(wallet(seller), 5'000);
}

TEST_F(services_pgtest, begins_with_its_lot_also_when_that_was_moved) {
    const auto id = lot(lot_state::scheduled, 7'260);  // starts in two hours
    fill(seller, 11'000);
    const auto first = buy(wish("top", id, true)), second = buy(wish("top", id, true)), bold = buy(wish("bold", id, true));
    const auto publish_for = [&](int seconds_from_noon) {
        auto tx = run(pool.begin(soon()));
        run(lot_published(tx, id, noon + std::chrono::seconds(seconds_from_noon)));
        run(tx.commit());
    };
    for (const int starts : {20'000, 800'000, 10'000}) {  // farther, by more than the first lasts, and nearer again
        publish_for(starts);
        const auto begins = noon + std::chrono::seconds(starts);
        EXPECT_EQ(again(first.what.id).begins_at, begins);
        EXPECT_EQ(again(second.what.id).begins_at, begins + std::chrono::days(7));
        EXPECT_EQ(again(bold.what.id).expires_at, begins + std::chrono::days(14));
    }
    EXPECT_EQ(active(id), "");
    publish_for(0);
    EXPECT_EQ(active(id), "bold,top") << "at once";
}

TEST_F(services_pgtest, expires_by_the_clock_and_is_not_given_back_once_begun) {
    const auto id = lot();
    fill(seller, 5'000);
    const auto bought = buy(wish("top", id, true));
    const auto refused = run(shop.take_back(seller, bought.what.id, soon()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(&refused.error().kind(), &not_returnable);
    db.execute("update service_purchases set begins_at = begins_at - interval '7 days', expires_at = expires_at - interval '7 days'");
    EXPECT_EQ(active(id), "");
    EXPECT_EQ(&run(shop.take_back(other, bought.what.id, soon())).error().kind(), &http::not_found);
}

TEST_F(services_pgtest, what_is_not_paid_is_cancelled_or_lapses) {
    const auto id = lot();
    const auto first = buy(wish("top", id));
    EXPECT_EQ(run(shop.take_back(seller, first.what.id, soon()))->what.state, purchase_state::cancelled);
    EXPECT_FALSE(pay_by_card(first.what, 1)) << "the money stays in the wallet, payments gives it back";
    auto tx = run(pool.begin(soon()));
    EXPECT_EQ(&run(bills.bill_of(tx, seller, first.what.id.value)).error().kind(), &closed);
    run(tx.rollback());
    const auto second = buy(wish("top", id));
    EXPECT_NE(second.what.id, first.what.id);
    db.execute("update service_purchases set created_at = created_at - interval '2 days', pay_until = pay_until - interval '2 days'");
    auto later = run(pool.begin(soon()));
    EXPECT_EQ(&run(bills.bill_of(later, seller, second.what.id.value)).error().kind(), &pay_time_over);
    run(later.rollback());
    const auto third = buy(wish("top", id));
    EXPECT_NE(third.what.id, second.what.id);
    EXPECT_TRUE(pay_by_card(second.what, 2)) << "begun in time, arrived late";
    EXPECT_TRUE(pay_by_card(third.what, 3));
    EXPECT_EQ(again(second.what.id).expires_at, again(third.what.id).begins_at);
}

TEST_F(services_pgtest, a_lot_that_is_over_takes_no_money) {
    const auto id = lot();
    const auto bought = buy(wish("top", id));
    db.execute(fmt::format(
        "update standings set state = 'cancelled', cancelled_for = 'other', closed_at = clock_timestamp() where lot_id = {}", id.value));
    EXPECT_FALSE(pay_by_card(bought.what, 1));
    EXPECT_EQ(wallet(seller), 5'000);
    EXPECT_EQ(income(), 0);
    auto tx = run(pool.begin(soon()));
    EXPECT_EQ(&run(bills.bill_of(tx, seller, bought.what.id.value)).error().kind(), &lot_not_open);
}

TEST_F(services_pgtest, a_refund_by_card_ends_it) {
    const auto id = lot();
    const auto bought = buy(wish("top", id));
    EXPECT_TRUE(pay_by_card(bought.what, 1));
    EXPECT_FALSE(refund(bought.what, 1)) << "it has begun";
    db.execute(fmt::format(
        "update standings set state = 'cancelled', cancelled_for = 'other', closed_at = clock_timestamp() where lot_id = {}", id.value));
    EXPECT_FALSE(refund(bought.what, 1, 4'999)) << "whole or not at all";
    EXPECT_EQ(wallet(seller), 0);
    EXPECT_TRUE(refund(bought.what, 1));
    EXPECT_EQ(wallet(seller), 5'000) << "from which payments takes it";
    EXPECT_EQ(active(id), "");
    EXPECT_TRUE(refund(bought.what, 1));
    EXPECT_EQ(wallet(seller), 5'000) << "once";
    EXPECT_EQ(income(), 0);
}

TEST_F(services_pgtest, lists_ones_own_purchases_page_by_page) {
    fill(seller, 40'000);
    std::vector<purchase_id> expected;
    for (int i = 0; i < 5; ++i) expected.insert(expected.begin(), buy(wish("top", lot())).what.id);
    expected.insert(expected.begin(), buy(wish("listings_10", std::nullopt, true)).what.id);
    std::vector<purchase_id> seen;
    std::optional<purchase_id> before;
    do {
        const auto page = run(shop.list(seller, {}, before, 4, soon()));
        EXPECT_EQ(page.listings_left, 10);
        for (const auto& each : page.items) seen.push_back(each.id);
        before = page.next;
    } while (before);
    EXPECT_EQ(seen, expected);
    EXPECT_TRUE(run(shop.list(other, {}, {}, 4, soon())).items.empty());
    EXPECT_FALSE(run(shop.find(other, expected[0], soon())));
    const auto of_lot = run(shop.list(seller, again(expected[2]).lot, {}, 4, soon()));
    ASSERT_EQ(of_lot.items.size(), 1u);
    EXPECT_EQ(of_lot.items[0].id, expected[2]);
}

TEST_F(services_pgtest, nothing_is_left_to_pay_when_an_account_closes) {
    const auto bought = buy(wish("top", lot()));
    auto tx = run(pool.begin(soon()));
    run(erase(tx, seller));
    run(tx.commit());
    EXPECT_EQ(again(bought.what.id).state, purchase_state::cancelled);
}

TEST_F(services_pgtest, the_schema_refuses_what_cannot_be) {
    const auto id = lot();
    fill(seller, 5'000);
    const auto bought = buy(wish("top", id, true));
    const auto refused = [&](const std::string& sql, const std::string& why) {
        try {
            db.execute(sql);
            ADD_FAILURE() << "accepted: " << sql;
        } catch (const std::runtime_error& e) {
            EXPECT_NE(std::string(e.what()).find(why), std::string::npos) << e.what();
        }
    };
    const auto row = [&](const std::string& service, const std::string& state, const std::string& more_columns, const std::string& more) {
        return fmt::format(
            "insert into service_purchases (account_id, service, lot_id, currency, price, state, pay_until{})"
            " values ({}, '{}', {}, 'UAH', 100, '{}', now() + '1 day'{})",
            more_columns, seller.value, service, id.value, state, more);
    };
    refused(row("top", "paid", ", paid_at, paid_from, begins_at, expires_at", ", now(), 'wallet', now() + '1 day', now() + '2 days'"),
            "service_purchases_one_after_another");
    refused(row("top", "paid", "", ""), "service_purchases_paid_iff_time");
    refused(row("top", "paid", ", paid_at, paid_from", ", now(), 'wallet'"), "service_purchases_period_iff_promoted");
    refused(row("listings_10", "due", "", ""), "service_purchases_package_counts");
    refused(row("top", "due", ", listings", ", 5"), "service_purchases_package_counts");
    refused(row("gold", "due", "", ""), "service_purchases_service_known");
    refused(fmt::format("update service_purchases set listings_used = 1 where id = {}", bought.what.id.value),
            "service_purchases_used_bounds");
    db.execute(row("bold", "due", "", ""));
    refused(row("bold", "due", "", ""), "service_purchases_one_due");
}

}  // namespace
}  // namespace gavel::services
