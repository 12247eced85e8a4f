// Several at once: one key, one wallet, one hold, and the sweep among them.
#include "modules/ledger/tests/ledger_fixture.hpp"
#include "modules/ledger/worker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace gavel::ledger {
namespace {

class ledger_race_pgtest : public ledger_fixture {
protected:
    ledger_race_pgtest() { buyer = make_account("buyer"); }

    // Begins all of them before any has an answer; each has a connection of its own.
    template <class T>
    std::vector<T> at_once(std::vector<awaitable<T>> work) {
        std::vector<std::optional<T>> answers(work.size());
        std::exception_ptr failure;
        std::size_t left = work.size();
        for (std::size_t i = 0; i < work.size(); ++i)
            boost::asio::co_spawn(io, std::move(work[i]), [&, i](std::exception_ptr e, T answer) {
                if (e) failure = e;
                else answers[i] = std::move(answer);
                if (--left == 0) io.stop();
            });
        io.restart();
        io.run_for(std::chrono::seconds(20));
        if (failure) std::rethrow_exception(failure);
        std::vector<T> all;
        for (auto& each : answers) all.push_back(std::move(each).value());
        return all;
    }

    account_id buyer;
    const book order = escrow_of("order:1");
};

TEST_F(ledger_race_pgtest, the_same_key_from_two_happens_once) {
    bring(buyer, 1'000);
    std::vector<awaitable<std::expected<receipt, shortage>>> work;
    for (int i = 0; i < 4; ++i) work.push_back(post_alone(move("order:1:paid", wallet_of(buyer), order, 600)));
    const auto answers = at_once(std::move(work));
    EXPECT_EQ(std::ranges::count_if(answers, [](const auto& each) { return each && each->is_new; }), 1);
    for (const auto& each : answers) {
        ASSERT_TRUE(each);
        EXPECT_EQ(each->id, answers[0]->id);
    }
    EXPECT_EQ(stands(order), "600/0");
}

TEST_F(ledger_race_pgtest, the_same_key_over_different_books_too) {
    std::vector<awaitable<std::expected<receipt, shortage>>> work;
    for (int i = 0; i < 4; ++i)
        work.push_back(
            post_alone(move("payment:1:captured", outside("p" + std::to_string(i)), escrow_of("order:" + std::to_string(i + 1)), 600)));
    const auto answers = at_once(std::move(work));
    EXPECT_EQ(std::ranges::count_if(answers, [](const auto& each) { return each && each->is_new; }), 1);
    EXPECT_EQ(db.scalar("select count(*) || ' ' || sum(abs(amount)) from ledger_entries"), "2 1200");
}

TEST_F(ledger_race_pgtest, a_wallet_is_spent_once) {
    bring(buyer, 1'000);
    std::vector<awaitable<std::expected<receipt, shortage>>> work;
    for (int i = 0; i < 4; ++i) work.push_back(post_alone(move("order:" + std::to_string(i + 1) + ":paid", wallet_of(buyer), order, 600)));
    const auto answers = at_once(std::move(work));
    EXPECT_EQ(std::ranges::count_if(answers, [](const auto& each) { return each.has_value(); }), 1);
    EXPECT_EQ(stands(wallet_of(buyer)), "400/0");
}

TEST_F(ledger_race_pgtest, money_is_held_once) {
    bring(buyer, 1'000);
    std::vector<awaitable<std::expected<hold_id, shortage>>> work;
    for (int i = 0; i < 4; ++i) work.push_back(reserve_alone(buyer, 600, 3600));
    const auto answers = at_once(std::move(work));
    EXPECT_EQ(std::ranges::count_if(answers, [](const auto& each) { return each.has_value(); }), 1);
    EXPECT_EQ(stands(wallet_of(buyer)), "1000/600");
}

TEST_F(ledger_race_pgtest, a_hold_ends_once) {
    bring(buyer, 1'000);
    const auto held = reserve(buyer, 600);
    std::vector<awaitable<bool>> work;
    work.push_back(void_alone(*held));
    for (int i = 0; i < 2; ++i)
        work.push_back(
            post_hold_alone(*held, move("deposit:" + std::to_string(i) + ":forfeited", wallet_of(buyer), income_of("forfeits"), 600)));
    work.push_back(void_alone(*held));
    const auto answers = at_once(std::move(work));
    EXPECT_EQ(std::ranges::count(answers, true), 1);
    EXPECT_EQ(db.scalar("select count(*) from ledger_holds where state <> 'active'"), "1");
    EXPECT_EQ(db.scalar("select sum(balance) || ' ' || sum(reserved) from ledger_books"), "0 0");
}

TEST_F(ledger_race_pgtest, opposite_directions_do_not_stop_each_other) {
    const auto seller = make_account("seller");
    bring(buyer, 10'000);
    bring(seller, 10'000);
    std::vector<awaitable<std::expected<receipt, shortage>>> work;
    for (int i = 0; i < 4; ++i) {
        const bool there = i % 2 == 0;
        work.push_back(post_alone(move("order:" + std::to_string(i + 1) + ":paid", wallet_of(there ? buyer : seller),
                                       wallet_of(there ? seller : buyer), 100 * (i + 1))));
    }
    for (const auto& each : at_once(std::move(work))) EXPECT_TRUE(each);
    EXPECT_EQ(db.scalar("select sum(balance) from ledger_books where kind = 'wallet'"), "20000");
}

TEST_F(ledger_race_pgtest, holds_expire_in_time_whoever_sweeps) {
    bring(buyer, 1'000);
    const auto late = reserve(buyer, 300, -1), fresh = reserve(buyer, 200, 3600);
    worker one(pool), other(pool);
    std::vector<awaitable<std::int64_t>> work;
    work.push_back(one.run_once());
    work.push_back(other.run_once());
    const auto answers = at_once(std::move(work));
    EXPECT_EQ(answers[0] + answers[1], 1);
    EXPECT_EQ(run(one.run_once()), 0) << "nothing is left to do";
    EXPECT_EQ(stands(wallet_of(buyer)), "1000/200");
    EXPECT_FALSE(void_hold(*late));
    EXPECT_TRUE(void_hold(*fresh));
    EXPECT_EQ(db.scalar("select string_agg(state, ' ' order by id) from ledger_holds"), "expired voided");
}

TEST_F(ledger_race_pgtest, the_sweep_does_not_wait_for_a_wallet) {
    bring(buyer, 1'000);
    ASSERT_TRUE(reserve(buyer, 300, -1));
    const auto beside = [this]() -> awaitable<std::int64_t> {
        auto tx = co_await pool.begin(soon());
        co_await locked_balance(tx, wallet_of(buyer), {});
        worker w(pool);
        const auto done = co_await w.run_once();
        co_await tx.commit();
        co_return done;
    };
    EXPECT_EQ(run(beside()), 0);
    worker w(pool);
    EXPECT_EQ(run(w.run_once()), 1);
}

}  // namespace
}  // namespace gavel::ledger
