// The hammer and outages: no lot falls that lost its last minutes, whoever wakes up first.
#include "modules/closing/worker.hpp"
#include "modules/outages/tests/outage_fixture.hpp"

#include <boost/asio/co_spawn.hpp>

#include <gtest/gtest.h>

#include <mutex>
#include <thread>
#include <vector>

namespace gavel::closing {
namespace {

using namespace std::chrono_literals;

class outage_pgtest : public outages::test::outage_test {
protected:
    outage_pgtest() : hammer(pool, here.live, here.numbers) {}

    worker hammer;
};

TEST_F(outage_pgtest, a_lot_that_would_have_ended_is_extended_and_takes_bids_again) {
    const auto olena = account("olena"), anna = account("anna"), borys = account("borys"), vira = account("vira");
    const auto where = lot(olena);
    ASSERT_TRUE(place(where, anna, 200'00));
    db.execute(fmt::format("insert into watches (account_id, lot_id) values ({}, {}), ({}, {})", vira.value, where.value, anna.value,
                           where.value));
    ends_in(where, -100s);
    away_for(300s);
    const auto hard = db.scalar("select hard_ends_at - ends_at from standings");
    EXPECT_TRUE(place(where, borys, 300'00).error().is(bidding::lot_ended));

    EXPECT_TRUE(run(hammer.run_once()).held) << "before the beat";
    beat();
    EXPECT_TRUE(run(hammer.run_once()).held) << "before the sweep";
    EXPECT_EQ(state(where), "running");
    sweep();
    const auto after = run(hammer.run_once());
    EXPECT_FALSE(after.held);
    EXPECT_EQ(after.closed, 0);
    EXPECT_EQ(left_min(where), "30");
    EXPECT_EQ(db.scalar("select hard_ends_at - ends_at from standings"), hard);
    EXPECT_EQ(db.scalar("select kind || ' ' || actor || ' ' || (content->>'reason') from acts order by seq desc limit 1"),
              "extended system outage");
    EXPECT_EQ(news(), "anna extended, olena extended, vira extended") << "each once, though Anna bids and watches";

    ASSERT_TRUE(place(where, borys, 300'00));
    EXPECT_EQ(sweep(), 0);
    EXPECT_EQ(db.scalar("select extended_lots from outages"), "1");
}

TEST_F(outage_pgtest, what_lost_little_closes_as_it_would_have) {
    const auto olena = account("olena"), anna = account("anna");
    const auto before = lot(olena), later = lot(olena), hardly = lot(olena);
    ASSERT_TRUE(place(before, anna, 200'00));
    ends_in(before, -310s);  // over when the outage began, not yet closed
    ends_in(later, 3600s);   // its last half hour is still to come
    ends_in(hardly, 1750s);  // 50 of its last 1800 seconds are gone
    away_for(300s);
    beat();
    sweep();
    EXPECT_EQ(left_min(later), "60");
    EXPECT_EQ(db.scalar("select count(*) from acts where kind = 'extended'"), "0");
    const auto done = run(hammer.run_once());
    EXPECT_EQ(done.closed, 1);
    EXPECT_EQ(state(before), "ended_sold");
}

TEST_F(outage_pgtest, an_old_backup_is_an_outage_of_all_the_time_since) {
    const auto where = lot(account("olena"));
    ends_in(where, -86'000s);
    away_for(90'000s);
    EXPECT_TRUE(run(hammer.run_once()).held);
    beat();
    sweep();
    EXPECT_EQ(state(where), "running");
    EXPECT_EQ(left_min(where), "30");
}

// Three servers wake up at once: one outage, every lot once, everybody told once, nothing closed wrongly.
TEST_F(outage_pgtest, several_processes_compete) {
    const auto olena = account("olena"), anna = account("anna");
    std::vector<lot_id> lost;
    for (int n = 0; n < 30; ++n) {
        lost.push_back(lot(olena));
        ASSERT_TRUE(place(lost.back(), anna, 200'00));
        ends_in(lost.back(), -std::chrono::seconds(10 + n));
    }
    away_for(300s);

    std::mutex guard;
    std::exception_ptr failure;
    std::vector<std::thread> servers;
    for (int number = 0; number < 3; ++number)
        servers.emplace_back([&] {
            boost::asio::io_context own_io(1);
            pg::pool own_pool(own_io, gavel::test::pg_test::options(4));
            bidding::test::bench own(own_io, own_pool, settings);
            outages::sweeper own_sweeper(own_pool, own.live, own.numbers, {});
            outages::pulse own_pulse(own_pool, own_sweeper, own.numbers, {});
            worker own_hammer(own_pool, own.live, own.numbers);
            const auto ended = [&](std::exception_ptr thrown) {
                if (thrown) {
                    const std::lock_guard lock(guard);
                    failure = thrown;
                }
                own.life.request_stop();
            };
            own.life.spawn(own_io.get_executor(), "pulse", [&] { return own_pulse.run(own.life, own_io.get_executor()); });
            const auto close_until_settled = [&]() -> boost::asio::awaitable<void> {
                for (bool over = false; !over;) {
                    const auto done = co_await own_hammer.run_once();
                    EXPECT_EQ(done.closed, 0);
                    auto tx = co_await own_pool.begin(soon());
                    over = co_await outages::settled(tx, gap_s);
                }
            };
            boost::asio::co_spawn(own_io, close_until_settled(), ended);
            own_io.run();
        });
    for (auto& server : servers) server.join();
    if (failure) std::rethrow_exception(failure);

    EXPECT_EQ(db.scalar("select count(*) from outages"), "1");
    EXPECT_EQ(db.scalar("select count(*) from acts where kind = 'extended'"), "30");
    EXPECT_EQ(db.scalar("select count(*) from standings where state = 'running' and ends_at > clock_timestamp() + interval '29 minutes'"),
              "30");
    EXPECT_EQ(
        db.scalar(
            "select count(*) || ' ' || count(distinct (e->>'account', e->>'lot')) from jobs, jsonb_array_elements(payload->'events') e "
            "where e->>'event' = 'extended'"),
        "60 60");
}

}  // namespace
}  // namespace gavel::closing
