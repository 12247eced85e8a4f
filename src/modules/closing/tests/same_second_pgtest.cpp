// Many lots that end in the same second, several servers, late bidders and lost connections: each lot closes once, everybody is told once.
#include "modules/closing/tests/hall_fixture.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gtest/gtest.h>

#include <atomic>

namespace gavel::closing {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

class same_second_pgtest : public test::hall_test {
protected:
    same_second_pgtest() { settings.soft_close_window_s = 0; }

    // Published a day ago, all to end at the same moment; some with a reserve, some without bids, some with several bidders.
    void open_lots(int count, std::chrono::milliseconds end_in) {
        people = {account("anna"), account("borys"), account("vira")};
        lots::published_lot lot;
        lot.seller = account("olena");
        lot.ends_at = database_now() + end_in;
        lot.now = lot.starts_at = lot.ends_at - 24h;
        lot.start_price.amount = 100'00;
        db.execute(fmt::format("insert into lots (seller_id) select {} from generate_series(1, {})", lot.seller.value, count));
        const auto publish_all = [&]() -> awaitable<void> {
            bidding::publication listener(here.live, settings);
            auto tx = co_await pool.begin(soon());
            for (int i = 1; i <= count; ++i) {
                lot.lot = lot_id{i};
                lot.reserve_price.reset();
                if (i % 3 == 0) lot.reserve_price = money{250'00, {}};
                co_await listener.published(tx, lot);
                all.push_back(lot.lot);
            }
            co_await tx.commit();
        };
        run(publish_all());
        std::vector<awaitable<void>> offers;
        for (int i = 1; i <= count; ++i) offers.push_back(bid_on(lot_id{i}, i % 4));
        run(at_the_same_time(std::move(offers)));
    }
    awaitable<void> bid_on(lot_id where, int bidders) {
        for (int i = 0; i < bidders; ++i) {
            auto bid = intent(where, people[static_cast<std::size_t>(i)], 100'00 * (i + 1));
            co_await here.bids.place(std::move(bid), soon());
        }
    }
    awaitable<void> at_the_same_time(std::vector<awaitable<void>> work) {
        auto left = work.size();
        for (auto& each : work)
            boost::asio::co_spawn(io, std::move(each), [&left](std::exception_ptr thrown) {
                --left;
                if (thrown) std::rethrow_exception(thrown);
            });
        while (left > 0) co_await boost::asio::post(io, boost::asio::use_awaitable);
    }
    void expect_all_over() {
        EXPECT_EQ(closed, std::ssize(all));
        expect_all_closed_once(all.size());
        for (const auto lot : all) expect_whole(lot);
        EXPECT_EQ(count("(select lot_id from acts where kind = 'closed' group by lot_id having count(*) = 1) as once"), std::ssize(all));
    }
    // Rounds of a few lots, so that the servers meet often.
    awaitable<void> close_all(test::server& own) {
        while (closed < std::ssize(all)) {
            const auto done = co_await own.hammer.run_once({7, 100});
            closed += done.closed;
        }
    }
    std::int64_t count(const char* rows) { return std::stoll(db.scalar(std::string("select count(*) from ") + rows)); }

    std::vector<account_id> people;
    std::vector<lot_id> all;
    std::atomic<std::int64_t> closed = 0;
};

TEST_F(same_second_pgtest, three_servers_close_each_lot_once) {
    open_lots(120, 1s);
    const auto work = [this](test::server& own) { return close_all(own); };
    at_once({work, work, work});
    expect_all_over();
    EXPECT_GT(count("standings where unsold_reason = 'reserve_not_met'"), 0);
    EXPECT_GT(count("standings where unsold_reason = 'no_bids'"), 0);
    EXPECT_GT(count("standings where state = 'ended_sold' and reserve_amount is not null"), 0);
}

TEST_F(same_second_pgtest, bids_that_race_the_close_are_in_time_or_refused) {
    open_lots(60, 2s);
    std::atomic<std::int64_t> accepted = count("bids");
    std::atomic<std::size_t> next_bidder = 0;
    const auto bid_and_close = [&](test::server& own) -> awaitable<void> {
        const auto who = people[next_bidder++];
        std::vector<std::int64_t> next(all.size(), 100'00);  // 0: over
        for (std::size_t over = 0; over < all.size();) {
            const auto done = co_await own.hammer.run_once({7, 100});
            closed += done.closed;
            for (std::size_t i = 0; i < all.size(); ++i) {
                if (next[i] == 0) continue;
                auto bid = intent(all[i], who, next[i]);
                const auto answer = co_await own.here.bids.place(std::move(bid), soon());
                if (answer) {
                    ++accepted;
                    next[i] = answer->standing.min_next.amount;
                } else if (answer.error().is(bidding::lot_ended)) {
                    next[i] = 0;
                    ++over;
                } else {
                    next[i] = answer.error().fields().at("min_next").at("amount").as_int64();
                }
            }
        }
        co_await close_all(own);
    };
    at_once({bid_and_close, bid_and_close, bid_and_close});
    EXPECT_EQ(count("bids"), accepted);
    expect_all_over();
}

TEST_F(same_second_pgtest, a_connection_lost_in_the_middle_leaves_nothing_half_done) {
    open_lots(40, 1s);
    // The news of a round cannot be queued while this table is held: every server is stopped between its results and its commit.
    db.execute("begin; lock table jobs in exclusive mode");
    std::atomic<int> broken = 0;
    const auto work = [&](test::server& own) -> awaitable<void> {
        try {
            co_await close_all(own);
        } catch (const pg::unavailable&) {
            ++broken;
        }
        co_await close_all(own);
    };
    std::thread servers([&] { at_once({work, work, work}); });
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (count("pg_locks where relation = 'jobs'::regclass and not granted") < 3 && std::chrono::steady_clock::now() < until)
        std::this_thread::yield();
    EXPECT_EQ(count("standings where closed_at is not null"), 0);
    db.kill_connections();
    db.execute("commit");
    servers.join();
    EXPECT_EQ(broken, 3);
    expect_all_over();
}

}  // namespace
}  // namespace gavel::closing
