// Released deposits on their way back to the card, with a provider that does as it is told.
#include "modules/deposits/tests/deposits_fixture.hpp"
#include "modules/payments/check.hpp"
#include "modules/payments/refunds.hpp"
#include "modules/payments/service.hpp"
#include "modules/payments/tests/fake_provider.hpp"
#include "modules/payments/worker.hpp"

#include <boost/asio/co_spawn.hpp>

namespace gavel::deposits {
namespace {

class deposit_refunds_pgtest : public deposits_fixture {
protected:
    deposit_refunds_pgtest() {
        things.add(bills);
        ask(fixed(40'00));
    }
    void TearDown() override {
        for (const auto& each : run(payments::check(pool, soon()))) ADD_FAILURE() << each.rule << ": " << each.what;
        expect_sound_books();
    }

    static payments::options of_tests() {
        payments::options o;
        o.merchant_id = "1396424";
        o.key = "test";
        return o;
    }
    // The provider is asked, and told, whatever waits for it.
    void work() {
        db.execute(
            "update payment_attempts set check_at = clock_timestamp() where check_at is not null;"
            " update payment_operations set next_at = clock_timestamp() where state = 'waiting'");
        run(cashier.run_once());
    }
    deposit paid_by_card(account_id who) {
        const auto mine = make(who);
        EXPECT_TRUE(run(payer.begin(who, {"deposit", mine.id.value}, language::uk, soon())));
        by.becomes(by.last.order, payments::provider_state::approved);
        work();
        const auto held = make(who);
        EXPECT_EQ(held.state, state::active);
        return held;
    }
    // How many jobs came to their end.
    std::int64_t do_jobs() {
        jobs::worker all(io, pool, jobs::options());
        all.add(release_job());
        all.add(refund_job(things));
        return run(all.run_once()).done;
    }
    boost::asio::awaitable<bool> refunded(deposit d, std::int64_t amount, std::string key) {
        auto tx = co_await pool.begin(soon());
        std::string reason = "Asked for by an operator";
        const auto begun = co_await payments::begin_refund(tx, things, d.payment.value(), amount, std::move(reason), std::move(key));
        if (begun) co_await tx.commit();
        co_return begun.has_value();
    }
    std::string operations() {
        return db.scalar("select coalesce(string_agg(amount || ' ' || state, ', ' order by id), '') from payment_operations");
    }
    std::string card() { return db.scalar("select coalesce(sum(balance), 0) from ledger_books where name = 'outside:fondy'"); }

    payments::fake_provider by;
    payments::payables things;
    payments::options till = of_tests();
    payments::service payer{pool, by, things, till, here.numbers};
    payments::worker cashier{io, pool, by, things, till, here.numbers};
};

TEST_F(deposit_refunds_pgtest, go_to_the_card_or_stay_in_the_wallet_they_came_from) {
    paid_by_card(anna);
    bring(borys, 50'00);
    make(borys);
    close(one);
    EXPECT_EQ(sweep(), 2);
    EXPECT_EQ(wallet(anna), "4000/0");
    EXPECT_EQ(do_jobs(), 1);
    EXPECT_EQ(operations(), "4000 waiting");
    EXPECT_EQ(wallet(anna), "0/0") << "on its way";
    work();
    EXPECT_EQ(operations(), "4000 done");
    EXPECT_EQ(db.scalar("select string_agg(state, ' ') from payments"), "refunded");
    EXPECT_EQ(wallet(borys), "5000/0");
    EXPECT_EQ(card(), "0");
    EXPECT_EQ(news(), "anna:deposit_taken borys:deposit_taken anna:deposit_released:to_card borys:deposit_released:to_wallet");
}

TEST_F(deposit_refunds_pgtest, of_the_winner_go_back_once_the_order_is_paid) {
    paid_by_card(anna);
    ASSERT_TRUE(place(one, anna, 100'00));
    close(one);
    EXPECT_EQ(sweep(), 0);
    EXPECT_EQ(do_jobs(), 0);
    in_transaction([&](pg::transaction& tx) -> boost::asio::awaitable<bool> {
        deposits::release_later(tx, one, anna);
        co_return true;
    });
    while (do_jobs() > 0) {}
    work();
    EXPECT_EQ(operations(), "4000 done");
    EXPECT_EQ(card(), "0");
}

TEST_F(deposit_refunds_pgtest, happen_once_however_often_they_are_asked_for) {
    const auto mine = paid_by_card(anna);
    EXPECT_EQ(take_back(anna), "");
    for (int i = 0; i < 3; ++i) {
        in_transaction([&](pg::transaction& tx) -> boost::asio::awaitable<bool> {
            refund_later(tx, mine.id);
            co_return true;
        });
        while (do_jobs() > 0) {}
        work();
    }
    EXPECT_EQ(operations(), "4000 done");
    EXPECT_EQ(card(), "0");
}

TEST_F(deposit_refunds_pgtest, survive_a_provider_that_does_not_answer) {
    paid_by_card(anna);
    EXPECT_EQ(take_back(anna), "");
    EXPECT_EQ(do_jobs(), 1);
    by.reverse_trouble = payments::trouble::no_answer;
    work();
    by.down = true;
    work();
    EXPECT_EQ(operations(), "4000 waiting");
    by.down = false;
    work();
    EXPECT_EQ(operations(), "4000 done") << "it was done, only the answer was lost";
    EXPECT_EQ(by.done.size(), 1u) << "under one number";
    EXPECT_EQ(card(), "0");
}

TEST_F(deposit_refunds_pgtest, that_the_provider_refuses_are_in_the_wallet_and_known_to_an_operator) {
    paid_by_card(anna);
    EXPECT_EQ(take_back(anna), "");
    EXPECT_EQ(do_jobs(), 1);
    by.reverse_trouble = payments::trouble::refused;
    by.reverse_code = 1084;
    work();
    EXPECT_EQ(operations(), "4000 refused");
    EXPECT_EQ(wallet(anna), "4000/0");
    EXPECT_EQ(db.scalar("select string_agg(kind, ' ') from payment_differences where resolved_at is null"), "refund_refused");
}

TEST_F(deposit_refunds_pgtest, leave_out_what_an_operator_has_given_back) {
    const auto mine = paid_by_card(anna);
    EXPECT_TRUE(run(refunded(mine, 10'00, "by hand")));
    EXPECT_EQ(states(), "released") << "an operator may, while no bid stands";
    work();
    EXPECT_EQ(do_jobs(), 1);
    work();
    EXPECT_EQ(operations(), "1000 done, 3000 done");
    EXPECT_EQ(card(), "0");
}

TEST_F(deposit_refunds_pgtest, leave_alone_what_was_spent_meanwhile) {
    paid_by_card(anna);
    EXPECT_EQ(take_back(anna), "");
    EXPECT_EQ(make(anna).state, state::active) << "made again, from the wallet";
    EXPECT_EQ(do_jobs(), 1);
    EXPECT_EQ(operations(), "");
    EXPECT_EQ(wallet(anna), "4000/4000");
    EXPECT_EQ(states(), "released active");
}

// Whoever is first locks the lot, then the deposit, the payment, the books; so does the other, and none waits in a ring.
TEST_F(deposit_refunds_pgtest, and_bids_at_the_same_time_have_one_winner) {
    for (int i = 0; i < 10; ++i) {
        one = titled_lot();
        ask(fixed(40'00));
        const auto mine = paid_by_card(anna);
        int ended = 0;
        const auto count = [&ended](std::exception_ptr failed) {
            ++ended;
            if (failed) std::rethrow_exception(failed);
        };
        bool given_back = false, accepted = false;
        const auto give_back = [&]() -> boost::asio::awaitable<void> { given_back = co_await refunded(mine, 40'00, "race " + one.text()); };
        const auto bid = [&]() -> boost::asio::awaitable<void> {
            auto wanted = intent(one, anna, 100'00);
            const auto placed = co_await here.bids.place(std::move(wanted), soon());
            accepted = placed.has_value();
        };
        if (i % 2 == 0) boost::asio::co_spawn(io, give_back, count);
        boost::asio::co_spawn(io, bid, count);
        if (i % 2 != 0) boost::asio::co_spawn(io, give_back, count);
        io.restart();
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (ended < 2 && io.run_one_until(until) > 0) {}
        ASSERT_EQ(ended, 2);
        EXPECT_NE(given_back, accepted);
        EXPECT_EQ(db.scalar("select state from deposits where id = " + mine.id.text()), given_back ? "released" : "active");
        work();
    }
}

}  // namespace
}  // namespace gavel::deposits
