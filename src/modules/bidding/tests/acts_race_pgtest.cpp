// Commands that race: whoever gets the lock first, and everything agrees afterwards.
#include "modules/bidding/hammer.hpp"
#include "modules/bidding/tests/race_fixture.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

namespace gavel::bidding::test {
namespace {

using acts_race_pgtest = race_test;

TEST_F(acts_race_pgtest, buying_at_once_races_bids_and_other_buyers) {
    const auto seller = account("olena");
    std::vector<account_id> people;
    for (int i = 0; i < 8; ++i) people.push_back(account(fmt::format("person{}", i)));
    for (int round = 0; round < 10; ++round) {
        const auto where = lot(seller, {.buy_now = 1000'00});
        std::atomic<int> bought = 0, placed = 0;
        const player hurried = [&](bench& own, int number) -> boost::asio::awaitable<void> {
            const auto who = people[static_cast<std::size_t>(number)];
            if ((number + round) % 2 == 0) {
                auto asked = by(who, where);
                const auto done = co_await own.acts.buy(std::move(asked), money{1000'00, {}}, soon());
                bought += done.has_value();
                EXPECT_TRUE(done || done.error().is(buy_now_gone) || done.error().is(lot_ended)) << done.error().kind().slug;
            } else {
                auto bid = intent(where, who, 2000'00 + number * 100'00);
                const auto done = co_await own.bids.place(std::move(bid), soon());
                placed += done.has_value();
                EXPECT_TRUE(done || done.error().is(lot_ended) || done.error().is(bid_too_low)) << done.error().kind().slug;
            }
        };
        play(2, 4, hurried);
        EXPECT_LE(bought, 1);
        EXPECT_TRUE((bought == 1) != (placed > 0)) << "one of both, never both";
        expect_whole(where);
    }
}

TEST_F(acts_race_pgtest, retractions_and_cancelled_bids_race_bids) {
    const auto seller = account("olena");
    std::vector<account_id> people;
    for (int i = 0; i < 6; ++i) people.push_back(account(fmt::format("person{}", i)));
    settings.rules.retractions.most = 1'000;
    const auto where = lot(seller, {.reserve = 900'00, .buy_now = 50'000'00, .lasts = 24h});
    std::atomic<int> taken_back = 0;
    const player restless = [&](bench& own, int number) -> boost::asio::awaitable<void> {
        const auto who = people[static_cast<std::size_t>(number) % people.size()];
        std::int64_t next = 100'00;
        for (int i = 0; i < 6; ++i) {
            auto bid = intent(where, who, next + (number % 5) * 50'00);
            const auto placed = co_await own.bids.place(std::move(bid), soon());
            next = placed ? placed->standing.min_next.amount : placed.error().fields().at("min_next").at("amount").as_int64();
            auto asked = by(i % 2 == 0 ? who : seller, where);
            if (i % 2 == 0) {
                const auto done = co_await own.acts.retract(std::move(asked), act_reason::seller_unreachable, std::nullopt, soon());
                taken_back += done.has_value();
            } else {
                const auto done = co_await own.acts.cancel_bids(std::move(asked), number % 6 + 1, act_reason::bidder_asked, false, soon());
                taken_back += done.has_value();
            }
        }
    };
    play(2, 6, restless);
    EXPECT_GT(taken_back, 0);
    EXPECT_EQ(std::to_string(taken_back), db.scalar("select count(*) from acts where kind in ('retracted', 'bids_cancelled')"));
    expect_whole(where);
}

// The lot may close while its commands wait for the lock: the clock behind the lock decides, and exactly one of them ends it.
TEST_F(acts_race_pgtest, commands_race_the_hammer) {
    const auto seller = account("olena"), anna = account("anna"), staff = account("staff");
    for (int round = 0; round < 10; ++round) {
        const auto where = lot(seller, {.lasts = 24h});
        ASSERT_TRUE(place(where, anna, 300'00));
        std::atomic<int> ended = 0;
        const player decisive = [&](bench& own, int number) -> boost::asio::awaitable<void> {
            auto asked = by(number % 3 == 1 ? staff : seller, where);
            asked.moderates = true;
            if (number % 3 == 0) {
                const auto done = co_await own.acts.sell_early(std::move(asked), soon());
                ended += done.has_value();
            } else if (number % 3 == 1) {
                const auto done = co_await own.acts.remove(std::move(asked), act_reason::fraud, soon());
                ended += done.has_value();
            } else {
                auto mine = by(anna, where);
                const auto done = co_await own.acts.retract(std::move(mine), act_reason::seller_unreachable, std::nullopt, soon());
                EXPECT_TRUE(done || done.error().is(lot_ended) || done.error().is(no_standing_bids) ||
                            done.error().is(too_many_retractions))
                    << done.error().kind().slug;
            }
        };
        play(2, 3, decisive);
        EXPECT_EQ(ended, 1);
        expect_whole(where);
    }
}

// Closing and a retraction want the same lot at its end: the clock behind the lock has passed it, so only the hammer does anything.
TEST_F(acts_race_pgtest, nothing_is_taken_back_from_a_lot_that_has_ended) {
    const auto seller = account("olena"), anna = account("anna"), borys = account("borys");
    const auto where = lot(seller);
    ASSERT_TRUE(place(where, anna, 300'00));
    ASSERT_TRUE(place(where, borys, 500'00));
    end_now(where);
    std::atomic<int> taken_back = 0, closed = 0;
    const player late = [&](bench& own, int number) -> boost::asio::awaitable<void> {
        if (number % 2 == 0) {
            auto tx = co_await own.pool.begin(soon());
            const auto done = co_await close_due(tx, {10, 1'000});
            co_await tx.commit();
            closed += static_cast<int>(done.lots.size());
        } else {
            auto asked = by(seller, where);
            const auto done = co_await own.acts.cancel_bids(std::move(asked), 2, act_reason::bidder_asked, false, soon());
            taken_back += done.has_value();
        }
    };
    play(2, 4, late);
    play(1, 1, late);  // the hammer passes over a lot that a command holds; the next round has it
    EXPECT_EQ(closed, 1);
    EXPECT_EQ(taken_back, 0);
    EXPECT_EQ(db.scalar("select state || ' ' || leader_number from standings"), "ended_sold 2");
}

TEST_F(acts_race_pgtest, one_command_sent_many_times_at_once_is_one_act) {
    const auto seller = account("olena"), anna = account("anna");
    const auto where = lot(seller, {.reserve = 1000'00, .lasts = 24h});
    ASSERT_TRUE(place(where, anna, 300'00));
    const auto key = random_uuid();
    std::mutex guard;
    std::vector<command_result> answers;
    const player impatient = [&](bench& own, int) -> boost::asio::awaitable<void> {
        auto asked = by(seller, where, key);
        const auto done = co_await own.acts.change_reserve(std::move(asked), money{500'00, {}}, soon());
        const std::lock_guard lock(guard);
        answers.push_back(done.value());
    };
    play(2, 5, impatient);
    ASSERT_EQ(answers.size(), 10u);
    for (const auto& each : answers) EXPECT_EQ(each.act.standing.audit_head, answers.front().act.standing.audit_head);
    EXPECT_EQ(db.scalar("select count(*) from acts where kind = 'reserve_changed'"), "1");
    expect_whole(where);
}

TEST_F(acts_race_pgtest, one_key_on_several_lots_at_once_is_one_act) {
    const auto seller = account("olena");
    std::vector<lot_id> lots{lot(seller), lot(seller), lot(seller), lot(seller)};
    const auto key = random_uuid();
    std::atomic<int> done = 0, refused = 0;
    const player confused = [&](bench& own, int number) -> boost::asio::awaitable<void> {
        auto asked = by(seller, lots[static_cast<std::size_t>(number)], key);
        const auto answer = co_await own.acts.cancel(std::move(asked), act_reason::damaged, soon());
        done += answer.has_value();
        refused += !answer && answer.error().is(key_reused);
    };
    play(2, 2, confused);
    EXPECT_EQ(done, 1);
    EXPECT_EQ(refused, 3);
    EXPECT_EQ(db.scalar("select count(*) from standings where state = 'cancelled'"), "1");
}

}  // namespace
}  // namespace gavel::bidding::test
