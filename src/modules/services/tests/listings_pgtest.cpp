// What publishing costs: from a package, from the wallet, or refused.
#include "modules/services/errors.hpp"
#include "modules/services/listings.hpp"
#include "modules/services/tests/shop_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace gavel::services {
namespace {

class listings_pgtest : public shop_fixture {
protected:
    lot_id draft() {
        return *lot_id::parse(
            db.scalar(fmt::format("insert into lots (seller_id, title) values ({}, 'Чернетка') returning id", seller.value)));
    }
    result<void> charge(lot_id id) {
        auto tx = run(pool.begin(soon()));
        auto done = run(charge_listing(tx, seller, id, {}, noon));
        if (done) run(tx.commit());
        return done;
    }
    void remove(lot_id id) {
        auto tx = run(pool.begin(soon()));
        run(lot_removed(tx, id));
        run(tx.commit());
        db.execute(fmt::format("delete from lots where id = {}", id.value));
    }
    std::int64_t listings_left() { return run(shop.list(seller, {}, {}, 1, soon())).listings_left; }
};

TEST_F(listings_pgtest, costs_nothing_without_a_fee) {
    EXPECT_TRUE(charge(draft()));
    price("listing", 0);
    EXPECT_TRUE(charge(draft()));
    EXPECT_EQ(db.scalar("select count(*) from listing_charges"), "0");
}

TEST_F(listings_pgtest, is_taken_from_a_package_first_and_then_from_the_wallet) {
    price("listing", 300);
    fill(seller, 20'300);
    buy(wish("listings_10", std::nullopt, true));
    for (int left = 9; left >= 0; --left) {
        EXPECT_TRUE(charge(draft()));
        EXPECT_EQ(listings_left(), left);
        EXPECT_EQ(wallet(seller), 300);
    }
    EXPECT_TRUE(charge(draft()));
    EXPECT_EQ(wallet(seller), 0);
    EXPECT_EQ(income(), 20'300);
    const auto refused = charge(draft());
    ASSERT_FALSE(refused);
    EXPECT_EQ(&refused.error().kind(), &listing_fee_unpaid);
    const auto& facts = refused.error().fields();
    EXPECT_EQ(facts.at("fee").at("amount").as_int64(), 300);
    EXPECT_EQ(facts.at("wallet").at("amount").as_int64(), 0);
    EXPECT_EQ(facts.at("missing").at("amount").as_int64(), 300);
    EXPECT_EQ(boost::json::serialize(facts.at("packages")), R"(["listings_10"])");
}

TEST_F(listings_pgtest, is_paid_once_for_each_lot_and_returned_with_a_draft_that_goes) {
    price("listing", 300);
    fill(seller, 300);
    const auto id = draft();
    EXPECT_TRUE(charge(id));
    EXPECT_TRUE(charge(id)) << "published, withdrawn, published again";
    EXPECT_EQ(wallet(seller), 0);
    remove(id);
    EXPECT_EQ(wallet(seller), 300);
    EXPECT_EQ(income(), 0);
    fill(seller, 19'700);
    buy(wish("listings_10", std::nullopt, true));
    const auto second = draft();
    EXPECT_TRUE(charge(second));
    EXPECT_EQ(listings_left(), 9);
    remove(second);
    EXPECT_EQ(listings_left(), 10);
    EXPECT_EQ(wallet(seller), 0);
}

TEST_F(listings_pgtest, a_removed_lot_gives_back_what_was_bought_for_it) {
    const auto id = lot(lots::lot_state::scheduled, 7'260);
    fill(seller, 5'000);
    const auto paid = buy(wish("top", id, true)), due = buy(wish("bold", id));
    db.execute(fmt::format("delete from standings where lot_id = {0}; update lots set state = 'draft' where id = {0}", id.value));
    remove(id);
    EXPECT_EQ(again(paid.what.id).state, purchase_state::refunded);
    EXPECT_EQ(again(due.what.id).state, purchase_state::cancelled);
    EXPECT_FALSE(again(paid.what.id).lot);
    EXPECT_EQ(wallet(seller), 5'000);
}

// Two at the same moment, each with a connection of its own.
class race_pgtest : public listings_pgtest {
protected:
    template <class Work>
    void both(Work work) {
        int ended = 0;
        const auto count = [&](std::exception_ptr failed) {
            if (failed) std::rethrow_exception(failed);
            ++ended;
        };
        boost::asio::co_spawn(io, work(0), count);
        boost::asio::co_spawn(io, work(1), count);
        io.restart();
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (ended < 2 && io.run_one_until(until) > 0) {}
        ASSERT_EQ(ended, 2);
    }
};

TEST_F(race_pgtest, two_purchases_of_the_same_service_are_one) {
    const auto id = lot();
    for (int round = 0; round < 10; ++round) {
        db.execute("delete from service_keys; delete from service_purchases");
        const order wishes[2] = {wish("top", id), wish("top", id)};
        std::optional<result<seen_purchase>> answers[2];
        both([&](int i) -> awaitable<void> {
            auto mine = wishes[i];
            auto done = co_await shop.buy(std::move(mine), soon());
            answers[i].emplace(std::move(done));
        });
        ASSERT_TRUE(*answers[0] && *answers[1]);
        EXPECT_EQ((**answers[0]).what.id, (**answers[1]).what.id);
        EXPECT_NE((**answers[0]).is_new, (**answers[1]).is_new);
    }
}

TEST_F(race_pgtest, one_wallet_pays_for_one_of_two) {
    const auto first = lot(), second = lot();
    fill(seller, 9'999);
    const order wishes[2] = {wish("top", first, true), wish("top", second, true)};
    int bought = 0, refused = 0;
    both([&](int i) -> awaitable<void> {
        auto mine = wishes[i];
        const auto done = co_await shop.buy(std::move(mine), soon());
        ++(done ? bought : refused);
    });
    EXPECT_EQ(bought, 1);
    EXPECT_EQ(refused, 1);
    EXPECT_EQ(wallet(seller), 4'999);
}

TEST_F(race_pgtest, wallet_and_card_pay_once) {
    for (int round = 0; round < 10; ++round) {
        const auto id = lot();
        const auto waiting = buy(wish("top", id));
        fill(seller, 10'000);
        const auto before = wallet(seller);
        const auto by_wallet = wish("top", id, true);
        const auto money_came = arrival(waiting.what, 100 + round);
        std::optional<result<seen_purchase>> answer;
        bool taken = false;
        both([&](int i) -> awaitable<void> {
            if (i == 0) {
                auto mine = by_wallet;
                auto done = co_await shop.buy(std::move(mine), soon());
                answer.emplace(std::move(done));
                co_return;
            }
            auto tx = co_await pool.begin(soon());
            taken = co_await bills.on_paid(tx, money_came);
            co_await tx.commit();
        });
        ASSERT_TRUE(*answer);
        // Whoever came second found it paid: the card's money is refused, or the wallet buys a second week.
        const auto same = (**answer).what.id == waiting.what.id;
        EXPECT_EQ(taken, !same);
        EXPECT_EQ(before - wallet(seller), taken ? 10'000 : 5'000);
    }
}

TEST_F(race_pgtest, the_last_listing_of_a_package_is_used_once) {
    price("listing", 300);
    fill(seller, 20'000);
    const auto package = buy(wish("listings_10", std::nullopt, true));
    db.execute("update service_purchases set listings_used = 9");
    const lot_id drafts[2] = {draft(), draft()};
    int charged = 0;
    both([&](int i) -> awaitable<void> {
        auto tx = co_await pool.begin(soon());
        const auto done = co_await charge_listing(tx, seller, drafts[i], {}, noon);
        if (!done) co_return;
        co_await tx.commit();
        ++charged;
    });
    EXPECT_EQ(charged, 1);
    EXPECT_EQ(listings_left(), 0);
    EXPECT_FALSE(run(shop.take_back(seller, package.what.id, soon()))) << "used up";
}

}  // namespace
}  // namespace gavel::services
