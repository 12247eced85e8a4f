// Many bidders at once, from several threads with pools of their own, as several servers would.
#include "modules/bidding/tests/auction_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <random>
#include <thread>

namespace gavel::bidding::test {
namespace {

class race_pgtest : public auction_test {
protected:
    using player = std::function<boost::asio::awaitable<void>(service&, int number)>;

    // Each server: a thread, an io_context, a pool, a bidding service; each player a coroutine of one of them.
    void play(int servers, int players_each, player one) {
        std::vector<std::thread> threads;
        std::mutex guard;
        std::exception_ptr failure;
        for (int server = 0; server < servers; ++server)
            threads.emplace_back([&, server] {
                boost::asio::io_context own_io(1);
                pg::pool own_pool(own_io, options(4));
                bench own(own_io, own_pool, settings);
                int running = players_each;
                for (int i = 0; i < players_each; ++i)
                    boost::asio::co_spawn(own_io, one(own.bids, server * players_each + i), [&](std::exception_ptr thrown) {
                        if (thrown) {
                            const std::lock_guard lock(guard);
                            failure = thrown;
                        }
                        if (--running == 0) own_io.stop();
                    });
                own_io.run();
            });
        for (auto& thread : threads) thread.join();
        if (failure) std::rethrow_exception(failure);
    }
};

TEST_F(race_pgtest, concurrent_bids_agree_with_their_log) {
    const auto seller = account("olena");
    std::vector<account_id> people;
    for (int i = 0; i < 8; ++i) people.push_back(account(fmt::format("bidder{}", i)));
    std::vector<gavel::lot_id> lots{lot(seller), lot(seller, {.reserve = 3000'00})};
    std::atomic<int> accepted = 0;
    const player bidder = [&](service& bids, int number) -> boost::asio::awaitable<void> {
        std::mt19937 random(static_cast<unsigned>(number) + 1);
        const auto who = people[static_cast<std::size_t>(number) % people.size()];
        std::int64_t next = 100'00;
        for (int i = 0; i < 8; ++i) {
            const auto amount = next + static_cast<std::int64_t>(random() % 30) * 10'00;
            auto bid = intent(lots[random() % 2], who, amount);
            const auto answer = co_await bids.place(std::move(bid), soon());
            if (answer) ++accepted;
            next = answer ? answer->standing.min_next.amount : answer.error().fields().at("min_next").at("amount").as_int64();
        }
    };
    play(3, 8, bidder);
    EXPECT_EQ(std::to_string(accepted), db.scalar("select count(*) from bids"));
    EXPECT_GT(accepted, 20);
    for (const auto where : lots) expect_whole(where);
}

TEST_F(race_pgtest, one_intent_sent_many_times_at_once_is_one_bid) {
    const auto where = lot(account("olena"));
    const auto bid = intent(where, account("anna"), 500'00);
    std::mutex guard;
    std::vector<placed_bid> answers;
    const player impatient = [&](service& bids, int) -> boost::asio::awaitable<void> {
        const auto answer = co_await bids.place(bid, soon());
        const std::lock_guard lock(guard);
        answers.push_back(answer.value());
    };
    play(2, 5, impatient);
    ASSERT_EQ(answers.size(), 10u);
    for (const auto& answer : answers) {
        EXPECT_EQ(answer.seq, 2);
        EXPECT_EQ(answer.placed_at, answers.front().placed_at);
        EXPECT_EQ(answer.standing.price->amount, 100'00);
    }
    EXPECT_EQ(db.scalar("select count(*) from bids"), "1");
}

TEST_F(race_pgtest, one_key_on_several_lots_at_once_is_one_bid) {
    const auto seller = account("olena"), anna = account("anna");
    std::vector<gavel::lot_id> lots{lot(seller), lot(seller), lot(seller), lot(seller)};
    const auto key = random_uuid();
    std::atomic<int> placed = 0, refused = 0;
    const player confused = [&](service& bids, int number) -> boost::asio::awaitable<void> {
        auto bid = intent(lots[static_cast<std::size_t>(number)], anna, 200'00, key);
        const auto answer = co_await bids.place(std::move(bid), soon());
        if (answer) ++placed;
        else if (answer.error().is(key_reused)) ++refused;
    };
    play(2, 2, confused);
    EXPECT_EQ(placed, 1);
    EXPECT_EQ(refused, 3);
    EXPECT_EQ(db.scalar("select count(*) from bids"), "1");
}

TEST_F(race_pgtest, no_bid_slips_in_at_the_end) {
    settings.soft_close_window_s = 0;
    const auto where = lot(account("olena"), {.lasts = 1s});
    std::vector<account_id> people{account("anna"), account("borys")};
    std::atomic<int> accepted = 0;
    const player eager = [&](service& bids, int number) -> boost::asio::awaitable<void> {
        std::int64_t next = 100'00;
        while (true) {
            auto bid = intent(where, people[static_cast<std::size_t>(number)], next);
            const auto answer = co_await bids.place(std::move(bid), soon());
            if (!answer && answer.error().is(lot_ended)) co_return;
            if (answer) ++accepted;
            next = answer ? answer->standing.min_next.amount : answer.error().fields().at("min_next").at("amount").as_int64();
        }
    };
    play(2, 1, eager);
    EXPECT_GT(accepted, 0);
    EXPECT_EQ(db.scalar("select count(*) from bids b join standings s using (lot_id) where b.placed_at >= s.ends_at"), "0");
    EXPECT_EQ(db.scalar("select ends_at = original_ends_at from standings"), "t");
    expect_whole(where);
}

}  // namespace
}  // namespace gavel::bidding::test
