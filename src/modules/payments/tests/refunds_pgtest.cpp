// Money on its way back: whatever the provider says or does not say, it is neither lost nor doubled.
#include "modules/payments/tests/payments_fixture.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace gavel::payments {
namespace {

class refunds_pgtest : public payments_fixture {
protected:
    payment_id paid() {
        const auto begun = open();
        approve(order());
        return begun.id;
    }
    payment_id paid_for(std::int64_t thing_id) {
        const auto begun = run(payer.begin(olena, subject{"thing", thing_id}, language::uk, soon()));
        approve(order());
        return begun->id;
    }

    // What an operator's click was answered: the operation's number, or the problem.
    using answers = std::vector<std::string>;
    awaitable<std::string> click(payment_id id, std::int64_t amount, std::string key) {
        const money part{amount, currency()};
        const auto begun = co_await desk.refund(id, part, "Скарга", key, john, soon());
        if (!begun) co_return std::string(begun.error().kind().slug);
        co_return begun->id.text();
    }
    // All are under way at once, on connections of their own.
    answers at_once(std::array<awaitable<std::string>, 2> clicks) {
        answers all;
        for (auto& each : clicks)
            boost::asio::co_spawn(io, std::move(each), [&](std::exception_ptr failed, std::string answered) {
                all.push_back(failed ? "failed" : std::move(answered));
            });
        io.restart();
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (all.size() < clicks.size() && io.run_one_until(until) > 0) {}
        return all;
    }
};

TEST_F(refunds_pgtest, part_and_then_the_rest) {
    const auto id = paid();
    ASSERT_TRUE(refund(id, 3'000));
    EXPECT_EQ(state(id), "refunding");
    EXPECT_EQ(books(), "-10000 0 7000 3000");
    work();
    EXPECT_EQ(state(id), "refunded_part");
    EXPECT_EQ(books(), "-7000 0 7000 0");
    work();
    EXPECT_EQ(thing.paid_calls, 1) << "the approved order with a reversal is not a payment";
    ASSERT_TRUE(refund(id, 7'000, "k2"));
    work();
    EXPECT_EQ(state(id), "refunded");
    EXPECT_EQ(books(), "0 0 0 0");
    EXPECT_EQ(differences(), "");
    EXPECT_TRUE(refund(id, 1, "k3").error().is(nothing_to_refund));
}

TEST_F(refunds_pgtest, one_key_is_one_refund) {
    const auto id = paid();
    const auto first = refund(id, 3'000), again = refund(id, 3'000);
    EXPECT_EQ(first->id, again->id);
    EXPECT_EQ(books(), "-10000 0 7000 3000");
}

TEST_F(refunds_pgtest, no_more_than_was_taken) {
    const auto id = paid();
    EXPECT_TRUE(refund(id, 10'001).error().is(refund_too_large));
    EXPECT_TRUE(refund(id, 0).error().is(refund_too_large));
    ASSERT_TRUE(refund(id, 6'000));
    EXPECT_TRUE(refund(id, 4'001, "k2").error().is(refund_too_large));
    thing.gives_back = false;
    EXPECT_TRUE(refund(id, 4'000, "k2").error().is(not_refundable));
    EXPECT_EQ(books(), "-10000 0 4000 6000");
    EXPECT_THROW(db.execute("update payment_attempts set refunding = 10001"), std::runtime_error);
}

TEST_F(refunds_pgtest, the_connection_is_cut_after_it_was_done) {
    const auto id = paid();
    by.reverse_trouble = trouble::no_answer;
    ASSERT_TRUE(refund(id, 3'000));
    work();
    EXPECT_EQ(state(id), "refunding");
    work();
    EXPECT_EQ(state(id), "refunded_part") << "the status tells";
    EXPECT_EQ(by.reversals.size(), 1u) << "it was not told twice";
    EXPECT_EQ(books(), "-7000 0 7000 0");
}

TEST_F(refunds_pgtest, the_connection_is_cut_before_anything_was_done) {
    const auto id = paid();
    by.reverse_trouble = trouble::no_answer;
    by.reverse_says = movement_state::waiting;
    ASSERT_TRUE(refund(id, 3'000));
    work();
    by.reverse_trouble = trouble::none;
    by.reverse_says = movement_state::accepted;
    work();
    work();
    EXPECT_EQ(state(id), "refunded_part");
    EXPECT_EQ(by.reversals.at(0).reverse_id, by.reversals.at(1).reverse_id);
    EXPECT_EQ(by.orders[order()].reversed, 3'000);
}

TEST_F(refunds_pgtest, it_is_not_told_again_while_nobody_says_how_things_stand) {
    const auto id = paid();
    by.reverse_trouble = trouble::no_answer;
    ASSERT_TRUE(refund(id, 3'000));
    work();
    by.down = true;
    by.reverse_trouble = trouble::refused;  // so would a gateway that counts what it has done already
    work();
    work();
    EXPECT_EQ(by.reversals.size(), 1u);
    EXPECT_EQ(state(id), "refunding");
    EXPECT_EQ(books(), "-10000 0 7000 3000");
    by.down = false;
    work();
    EXPECT_EQ(state(id), "refunded_part");
    EXPECT_EQ(books(), "-7000 0 7000 0");
    EXPECT_EQ(differences(), "");
}

TEST_F(refunds_pgtest, one_key_at_once_is_one_refund) {
    const auto id = paid();
    const auto begun = at_once({click(id, 2'500, "0b6a4f0e-1"), click(id, 2'500, "0b6a4f0e-1")});
    EXPECT_EQ(begun.at(0), begun.at(1));
    EXPECT_EQ(db.scalar("select count(*) from payment_operations"), "1");
    EXPECT_EQ(books(), "-10000 0 7500 2500");
}

TEST_F(refunds_pgtest, two_keys_at_once_give_back_no_more_than_there_is) {
    const auto id = paid();
    auto begun = at_once({click(id, 6'000, "0b6a4f0e-1"), click(id, 6'000, "0b6a4f0e-2")});
    std::ranges::sort(begun);
    EXPECT_EQ(begun, (answers{"1", "refund-too-large"}));
    EXPECT_EQ(books(), "-10000 0 4000 6000");
    work();
    EXPECT_EQ(books(), "-4000 0 4000 0");
}

TEST_F(refunds_pgtest, a_key_is_of_one_refund_only) {
    const auto id = paid();
    const auto other = paid_for(6);
    ASSERT_TRUE(refund(id, 3'000));
    EXPECT_TRUE(refund(other, 3'000).error().is(key_reused));
    EXPECT_TRUE(refund(id, 3'001).error().is(key_reused)) << "another sum is another wish";
    EXPECT_EQ(db.scalar("select count(*) from payment_operations"), "1");
    EXPECT_EQ(db.scalar("select coalesce(sum(refunding), 0) from payment_attempts"), "3000");
}

TEST_F(refunds_pgtest, a_key_at_once_on_two_payments_is_of_one_of_them) {
    const auto id = paid();
    const auto other = paid_for(6);
    auto begun = at_once({click(id, 3'000, "0b6a4f0e-1"), click(other, 3'000, "0b6a4f0e-1")});
    std::ranges::sort(begun);
    EXPECT_EQ(begun, (answers{"1", "refund-key-reused"}));
    EXPECT_EQ(db.scalar("select coalesce(sum(refunding), 0) from payment_attempts"), "3000");
}

TEST_F(refunds_pgtest, an_answer_that_is_late_does_not_take_a_refund_back) {
    const auto id = paid();
    by.reverse_trouble = trouble::no_answer;
    ASSERT_TRUE(refund(id, 3'000));
    by.reverse_says = movement_state::waiting;
    work();
    // The question how things stand is answered before the refund is done and heard after another has confirmed it.
    by.meanwhile = [&]() -> awaitable<void> {
        by.orders[order()].reversed = 3'000;
        auto told = message(order(), "approved", 10'000, "test", "1396424", R"(,"reversal_amount":"3000")");
        co_await inbox.take(std::move(told), "127.0.0.1", soon());
        worker other(io, pool, by, things, settings, numbers);
        co_await other.run_once();
    };
    work();
    EXPECT_EQ(state(id), "refunded_part");
    EXPECT_EQ(differences(), "");
    work();
    EXPECT_EQ(differences(), "");
    EXPECT_EQ(books(), "-7000 0 7000 0");
}

TEST_F(refunds_pgtest, the_merchant_has_too_little_for_now) {
    const auto id = paid();
    by.reverse_trouble = trouble::later;
    by.reverse_code = 1069;
    ASSERT_TRUE(refund(id, 3'000));
    for (int i = 0; i < tries_until_stuck; ++i) work();
    EXPECT_EQ(state(id), "refunding");
    EXPECT_EQ(differences(), "refund_stuck");
    EXPECT_EQ(db.scalar("select code from payment_operations"), "1069");
    by.reverse_trouble = trouble::none;
    work();
    EXPECT_EQ(state(id), "refunded_part");
}

TEST_F(refunds_pgtest, a_refused_refund_stays_with_the_payer_and_can_be_tried_again) {
    const auto id = paid();
    by.reverse_says = movement_state::declined;
    ASSERT_TRUE(refund(id, 3'000));
    work();
    EXPECT_EQ(state(id), "approved");
    EXPECT_EQ(operations(), "refused");
    EXPECT_EQ(books(), "-10000 3000 7000 0") << "in the wallet";
    EXPECT_EQ(differences(), "refund_refused");
    by.reverse_says = movement_state::accepted;
    const money part{4'000, currency()};
    ASSERT_TRUE(run(desk.refund(id, part, "Ще раз", "0b6a4f0e-2", john, soon())));
    EXPECT_EQ(books(), "-10000 0 6000 4000") << "from the wallet first, the thing is asked for the rest";
    work();
    EXPECT_EQ(state(id), "refunded_part");
    EXPECT_EQ(books(), "-6000 0 6000 0");
}

TEST_F(refunds_pgtest, after_a_refused_refund_the_thing_gives_back_all_that_it_has) {
    const auto id = paid();
    by.reverse_says = movement_state::declined;
    ASSERT_TRUE(refund(id, 3'000));
    work();
    by.reverse_says = movement_state::accepted;
    ASSERT_TRUE(refund(id, 7'000, "cancelled"));
    EXPECT_EQ(books(), "-10000 3000 0 7000") << "nothing stays behind";
    work();
    EXPECT_EQ(books(), "-3000 3000 0 0");
    EXPECT_EQ(state(id), "refunded_part");
    ASSERT_TRUE(refund(id, 3'000, "rest")) << "all that is left is in the wallet";
    EXPECT_EQ(thing.refund_calls, 2);
    work();
    EXPECT_EQ(books(), "0 0 0 0");
    EXPECT_EQ(state(id), "refunded");
}

TEST_F(refunds_pgtest, a_surplus_that_was_refused_is_what_an_operator_gives_back) {
    const auto begun = open();
    const auto old = order();
    db.execute("update payment_attempts set expires_at = clock_timestamp() + interval '1 minute'");
    open();
    approve(order());
    by.reverse_says = movement_state::declined;
    approve(old);
    work();
    EXPECT_EQ(books(), "-20000 10000 10000 0");
    EXPECT_EQ(differences(), "refund_refused");
    by.reverse_says = movement_state::accepted;
    const auto again = [&](std::int64_t amount, std::string key) {
        const money wanted{amount, currency()};
        return run(desk.refund(begun.id, wanted, "Ще раз", std::move(key), john, soon()));
    };
    EXPECT_TRUE(again(10'001, "0b6a4f0e-1").error().is(refund_too_large));
    ASSERT_TRUE(again(10'000, "0b6a4f0e-2"));
    EXPECT_EQ(state(begun.id), "approved") << "the thing is not asked and stays paid";
    work();
    EXPECT_EQ(by.orders[old].reversed, 10'000);
    EXPECT_EQ(books(), "-10000 0 10000 0");
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(thing.refund_calls, 0);
    ASSERT_TRUE(again(10'000, "0b6a4f0e-3"));
    work();
    EXPECT_EQ(state(begun.id), "refunded");
    EXPECT_EQ(books(), "0 0 0 0");
}

TEST_F(refunds_pgtest, it_is_refused_because_the_first_try_was_done_after_all) {
    const auto id = paid();
    by.reverse_trouble = trouble::no_answer;
    by.reverse_says = movement_state::waiting;
    ASSERT_TRUE(refund(id, 10'000));
    work();
    // The first try is carried out between our question and the second, which finds nothing left to reverse.
    by.reverse_trouble = trouble::refused;
    by.meanwhile = [&]() -> awaitable<void> {
        by.orders[order()].reversed = 10'000;
        co_return;
    };
    work();
    EXPECT_EQ(state(id), "refunded");
    EXPECT_EQ(operations(), "done");
    EXPECT_EQ(books(), "0 0 0 0");
    EXPECT_EQ(differences(), "");
}

TEST_F(refunds_pgtest, money_given_back_by_hand_in_the_portal_is_noticed_once) {
    const auto id = paid();
    by.orders[order()].reversed = 500;
    work();
    work();
    EXPECT_EQ(differences(), "refunded_elsewhere");
    EXPECT_EQ(state(id), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0");
}

TEST_F(refunds_pgtest, several_are_done_one_after_the_other) {
    const auto id = paid();
    ASSERT_TRUE(refund(id, 1'000, "a"));
    ASSERT_TRUE(refund(id, 2'000, "b"));
    work();
    EXPECT_EQ(operations(), "done waiting");
    work();
    EXPECT_EQ(operations(), "done done");
    EXPECT_EQ(books(), "-7000 0 7000 0");
}

TEST_F(refunds_pgtest, an_operator_gives_back_and_the_file_tells) {
    const auto id = paid();
    const money part{2'500, currency()};
    const auto begun = run(desk.refund(id, part, "Скарга", "0b6a4f0e-1", john, soon()));
    ASSERT_TRUE(begun);
    const auto dollars = money{1, *currency::parse("USD")};
    EXPECT_TRUE(run(desk.refund(id, dollars, "x", "k", john, soon())).error().is(currency_not_taken));
    work();
    const auto file = run(desk.check(id, soon()));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->of.of.refunded, 2'500);
    EXPECT_EQ(file->operations.size(), 1u);
    EXPECT_GT(file->events.size(), 1u);
    payment_filter problems;
    problems.problem = true;
    EXPECT_TRUE(run(desk.list(problems, std::nullopt, 10, soon())).empty());
    EXPECT_EQ(run(desk.list(payment_filter(), std::nullopt, 10, soon())).size(), 1u);
}

}  // namespace
}  // namespace gavel::payments
