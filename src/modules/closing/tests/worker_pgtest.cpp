// The hammer on a real database: every result once, exactly on time, with several workers and late bids in between.
#include "modules/bidding/tests/auction_fixture.hpp"
#include "modules/closing/worker.hpp"

#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace gavel::closing {
namespace {

using namespace std::chrono_literals;
using bidding::test::auction_test;
using bidding::test::bench;

class worker_pgtest : public auction_test {
protected:
    worker_pgtest() : hammer(pool, here.live, here.numbers) {}

    std::string state(lot_id where) {
        return db.scalar(fmt::format("select state || coalesce(' ' || unsold_reason, '') from standings where lot_id = {}", where.value));
    }
    // "won:anna lost:borys sold:olena", by name.
    std::string news(lot_id where) {
        return db.scalar(
            fmt::format("select string_agg(payload->>'event' || ':' || display_name, ' ' order by display_name) from jobs "
                        "join accounts on accounts.id = (payload->>'account')::bigint "
                        "where payload->>'lot' = '{}' and payload->>'event' <> 'outbid'",
                        where.value));
    }

    worker hammer;
};

TEST_F(worker_pgtest, every_result_reaches_everybody_once) {
    const auto seller = account("olena"), anna = account("anna"), borys = account("borys");
    const auto sold = lot(seller), empty = lot(seller), below = lot(seller, {.reserve = 1000'00}), open = lot(seller);
    for (const auto where : {sold, below}) {
        place(where, anna, 500'00);
        place(where, borys, 300'00);
    }
    for (const auto where : {sold, empty, below}) end_now(where);

    EXPECT_EQ(run(hammer.run_once()).closed, 3);
    EXPECT_EQ(run(hammer.run_once()).closed, 0);
    EXPECT_EQ(state(sold), "ended_sold");
    EXPECT_EQ(state(empty), "ended_unsold no_bids");
    EXPECT_EQ(state(below), "ended_unsold reserve_not_met");
    EXPECT_EQ(state(open), "running");
    EXPECT_EQ(news(sold), "won:anna lost:borys sold:olena");
    EXPECT_EQ(news(empty), "unsold:olena");
    EXPECT_EQ(news(below), "lost:anna lost:borys unsold:olena");
    EXPECT_EQ(news(open), "");
    EXPECT_EQ(db.scalar(fmt::format("select payload - 'account' from jobs where payload->>'event' = 'won' and payload->>'lot' = '{}'",
                                    sold.value)),
              fmt::format(R"({{"lot": "{}", "seq": 2, "event": "won", "price": 30500, "currency": "UAH"}})", sold.value));
    EXPECT_EQ(db.scalar(fmt::format("select payload->'price' from jobs where payload->>'lot' = '{}'", empty.value)), "null");
    EXPECT_EQ(db.scalar("select count(*) from standings where closed_at < ends_at"), "0");
}

TEST_F(worker_pgtest, scheduled_lots_begin_on_time) {
    const auto seller = account("olena");
    const auto due = lot(seller, {.begins = 1h}), later = lot(seller, {.begins = 2h});
    db.execute(fmt::format("update standings set starts_at = clock_timestamp() where lot_id = {}", due.value));
    std::vector<lot_id> watched{due};
    const auto box = std::make_shared<bidding::mailbox>(watched, std::nullopt, "");
    const auto reader = run(here.bids.open_stream(box, soon()));
    EXPECT_EQ(run(hammer.run_once()).started, 1);
    EXPECT_EQ(state(due), "running");
    EXPECT_EQ(state(later), "scheduled");
    io.restart();
    io.poll();
    const auto told = box->take(instant{});
    EXPECT_NE(told.find(R"("version":2,"state":"running")"), std::string::npos) << told;
    EXPECT_TRUE(place(due, account("anna"), 200'00));
}

TEST_F(worker_pgtest, an_end_that_moved_is_left_alone) {
    const auto where = lot(account("olena"), {.lasts = 1min});
    place(where, account("anna"), 200'00);
    place(where, account("borys"), 300'00);
    EXPECT_EQ(db.scalar("select ends_at > original_ends_at from standings"), "t");
    // The announced end has passed, the real one has not.
    db.execute("update standings set starts_at = starts_at - interval '1 day', original_ends_at = clock_timestamp()");
    EXPECT_EQ(run(hammer.run_once()).closed, 0);
    EXPECT_EQ(state(where), "running");
}

TEST_F(worker_pgtest, a_lot_in_somebody_elses_hands_is_skipped) {
    const auto where = lot(account("olena"));
    end_now(where);
    gavel::test::run_on(io, [&]() -> boost::asio::awaitable<void> {
        static const pg::statement hold_sql{"test.hold", "select lot_id from standings for update"};
        auto tx = co_await pool.begin(soon());
        co_await tx.query(hold_sql);
        const auto meanwhile = co_await hammer.run_once();
        EXPECT_EQ(meanwhile.closed, 0);
        co_await tx.rollback();
    }());
    EXPECT_EQ(run(hammer.run_once()).closed, 1);
}

TEST_F(worker_pgtest, several_workers_and_late_bidders_close_each_lot_exactly_once) {
    settings.soft_close_window_s = 0;
    const auto seller = account("olena");
    std::vector<account_id> people{account("anna"), account("borys"), account("vira")};
    std::vector<lot_id> lots;
    for (int i = 0; i < 40; ++i) lots.push_back(lot(seller, {.lasts = std::chrono::milliseconds(400 + 10 * i)}));

    std::atomic<std::int64_t> closed = 0, accepted = 0;
    std::mutex guard;
    std::exception_ptr failure;
    std::vector<std::thread> servers;
    for (std::size_t number = 0; number < people.size(); ++number)
        servers.emplace_back([&, number] {
            boost::asio::io_context own_io(1);
            pg::pool own_pool(own_io, options(4));
            bench own(own_io, own_pool, settings);
            worker own_hammer(own_pool, own.live, own.numbers);
            int running = 2;
            const auto ended = [&](std::exception_ptr thrown) {
                if (thrown) {
                    const std::lock_guard lock(guard);
                    failure = thrown;
                }
                if (thrown || --running == 0) own_io.stop();
            };
            const auto close_all = [&]() -> boost::asio::awaitable<void> {
                while (closed < static_cast<std::int64_t>(lots.size())) {
                    const auto done = co_await own_hammer.run_once();
                    closed += done.closed;
                }
            };
            const auto bid_everywhere = [&]() -> boost::asio::awaitable<void> {
                std::vector<std::int64_t> next(lots.size(), 100'00);
                std::size_t over = 0;
                for (std::size_t i = number; over < lots.size(); i = (i + 1) % lots.size()) {
                    if (next[i] == 0) continue;
                    auto bid = intent(lots[i], people[number], next[i]);
                    const auto answer = co_await own.bids.place(std::move(bid), soon());
                    if (answer) ++accepted;
                    if (!answer && answer.error().is(bidding::lot_ended)) {
                        next[i] = 0;
                        ++over;
                    } else {
                        next[i] =
                            answer ? answer->standing.min_next.amount : answer.error().fields().at("min_next").at("amount").as_int64();
                    }
                }
            };
            boost::asio::co_spawn(own_io, close_all(), ended);
            boost::asio::co_spawn(own_io, bid_everywhere(), ended);
            own_io.run();
        });
    for (auto& server : servers) server.join();
    if (failure) std::rethrow_exception(failure);

    EXPECT_EQ(closed, 40);
    EXPECT_GT(accepted, 0);
    EXPECT_EQ(db.scalar("select count(*) from bids"), std::to_string(accepted));
    EXPECT_EQ(db.scalar("select count(*) from standings where state in ('running', 'scheduled')"), "0");
    EXPECT_EQ(db.scalar("select count(*) from bids join standings using (lot_id) where placed_at >= ends_at"), "0");
    EXPECT_EQ(db.scalar("select count(*) from jobs where payload->>'event' in ('sold', 'unsold')"), "40");
    EXPECT_EQ(db.scalar("select count(*) from jobs where payload->>'event' = 'won'"),
              db.scalar("select count(*) from standings where state = 'ended_sold'"));
    EXPECT_EQ(db.scalar("select count(*) from jobs where payload->>'event' in ('won', 'lost')"),
              db.scalar("select count(*) from participants"));
}

TEST_F(worker_pgtest, the_loop_wakes_for_the_next_end_and_stops_with_the_process) {
    const auto where = lot(account("olena"), {.lasts = 300ms});
    here.life.spawn(io.get_executor(), "closing", [this] { return hammer.run(here.life); });
    while (state(where) == "running") {
        io.restart();
        io.run_for(20ms);
    }
    EXPECT_EQ(state(where), "ended_unsold no_bids");
    EXPECT_LT(std::stod(db.scalar("select extract(epoch from closed_at - ends_at) from standings")), 5);
    here.life.request_stop();
    io.restart();
    io.run_for(2s);
    EXPECT_TRUE(here.life.wait_idle(soon()));
}

}  // namespace
}  // namespace gavel::closing
