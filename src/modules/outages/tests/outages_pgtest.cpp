// The pulse and the sweep on a real database.
#include "modules/outages/tests/outage_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gtest/gtest.h>

namespace gavel::outages {
namespace {

using namespace std::chrono_literals;
using outages_pgtest = test::outage_test;

TEST_F(outages_pgtest, a_silence_of_more_than_ten_seconds_is_an_outage) {
    EXPECT_FALSE(beat()) << "the first beat ever ends nothing";
    EXPECT_FALSE(beat());
    EXPECT_EQ(db.scalar("select count(*) from outages"), "0");
    away_for(9s);
    EXPECT_FALSE(beat());
    away_for(11s);
    EXPECT_TRUE(beat());
    EXPECT_TRUE(beat()) << "until it is swept";
    EXPECT_EQ(db.scalar("select round(extract(epoch from ended_at - began_at)) || ' ' || count(*) over () from outages"), "11 1");
    EXPECT_EQ(db.scalar("select clock_timestamp() - beat_at < interval '5 seconds' from service_pulse"), "t");
    sweep();
    EXPECT_FALSE(beat());
}

TEST_F(outages_pgtest, the_pulse_does_not_go_back) {
    beat();
    db.execute("update service_pulse set beat_at = clock_timestamp() + interval '1 hour'");
    EXPECT_FALSE(beat());
    EXPECT_EQ(db.scalar("select beat_at > clock_timestamp() + interval '59 minutes' from service_pulse"), "t");
}

TEST_F(outages_pgtest, ends_are_trusted_with_a_fresh_pulse_and_nothing_to_sweep) {
    EXPECT_TRUE(trusted()) << "never yet served";
    beat();
    EXPECT_TRUE(trusted());
    away_for(11s);
    EXPECT_FALSE(trusted());
    beat();
    EXPECT_FALSE(trusted());
    sweep();
    EXPECT_TRUE(trusted());
}

TEST_F(outages_pgtest, the_public_history_and_open_pages_hear_of_it) {
    const auto where = lot(account("olena"));
    ends_in(where, -100s);
    std::vector<lot_id> watched{where};
    const auto open_page = open_stream(watched);
    open_page->box().take(instant{});
    away_for(300s);
    beat();
    sweep();
    io.restart();
    io.poll();
    EXPECT_NE(open_page->box().take(instant{}).find(R"("state":"running")"), std::string::npos);
    const bidding::history_position newest{1000, 0};
    const auto page = run(here.bids.history(where, newest, 10, soon()));
    ASSERT_TRUE(page);
    const auto& notice = std::get<bidding::history_notice>(page->items.front());
    EXPECT_EQ(notice.kind, bidding::act_kind::extended);
    EXPECT_EQ(notice.reason, bidding::act_reason::outage);
    EXPECT_TRUE(notice.ends_at);
}

// A lot that was open for an instant, all of it within the outage.
TEST_F(outages_pgtest, the_extension_is_a_record_of_the_log) {
    const auto where = lot(account("olena"), {.lasts = 1ms});
    while (db.scalar("select ends_at < clock_timestamp() from standings") == "f") continue;
    away_for(300s);
    beat();
    sweep();
    expect_whole(where);
    EXPECT_TRUE(place(where, account("anna"), 200'00));
    expect_whole(where);
}

TEST_F(outages_pgtest, several_short_outages_add_up) {
    const auto olena = account("olena");
    const auto where = lot(olena), shorter = lot(olena);
    ends_in(where, 600s);
    ends_in(shorter, 1750s);  // the first of the two lies before its last half hour
    once_away(120s, 35s);
    away_for(30s);
    beat();
    sweep();
    EXPECT_EQ(left_min(where), "30");
    EXPECT_EQ(left_min(shorter), "29");
    EXPECT_EQ(db.scalar("select count(*) from acts where kind = 'extended'"), "1");
}

TEST_F(outages_pgtest, a_minute_is_borne) {
    const auto where = lot(account("olena"));
    ends_in(where, 600s);
    away_for(59s);
    beat();
    EXPECT_EQ(sweep(), 1);
    EXPECT_EQ(left_min(where), "10");
    EXPECT_EQ(db.scalar("select extended_lots || ' ' || (swept_at is not null)::text from outages"), "0 true");
}

TEST_F(outages_pgtest, frozen_lots_wait_for_their_moderator) {
    const auto where = lot(account("olena"));
    ends_in(where, -100s);
    db.execute("update standings set state = 'frozen', frozen_at = clock_timestamp() - interval '1 hour'");
    away_for(300s);
    beat();
    sweep();
    EXPECT_EQ(db.scalar("select count(*) from acts where kind = 'extended'"), "0");
    EXPECT_EQ(state(where), "frozen");
}

TEST_F(outages_pgtest, a_lot_that_should_have_begun_and_ended_meanwhile_begins) {
    const auto where = lot(account("olena"), {.begins = 1h, .lasts = 1min});
    db.execute(
        "update standings set starts_at = now() - interval '200 seconds', ends_at = now() - interval '140 seconds', "
        "original_ends_at = now() - interval '140 seconds'");
    away_for(300s);
    beat();
    sweep();
    EXPECT_EQ(state(where), "running");
    EXPECT_EQ(left_min(where), "30");
    EXPECT_TRUE(place(where, account("anna"), 200'00));
}

TEST_F(outages_pgtest, a_second_outage_extends_again_and_is_told_again) {
    const auto where = lot(account("olena"));
    ends_in(where, 60s);
    away_for(300s);
    beat();
    sweep();
    EXPECT_EQ(left_min(where), "30");
    db.execute("update standings set ends_at = clock_timestamp() + interval '20 minutes', original_ends_at = clock_timestamp()");
    away_for(100s);
    beat();
    sweep();
    EXPECT_EQ(left_min(where), "30");
    EXPECT_EQ(news(), "olena extended, olena extended");
}

TEST_F(outages_pgtest, many_lots_are_swept_in_bounded_steps_that_survive_a_crash) {
    const auto olena = account("olena");
    for (std::int64_t n = 0; n < lots_per_sweep_max + 50; ++n) ends_in(lot(olena), -100s);
    away_for(300s);
    beat();
    EXPECT_TRUE(run(sweeps.sweep_once()));
    EXPECT_EQ(db.scalar("select extended_lots || ' ' || (swept_at is null)::text from outages"),
              fmt::format("{} true", lots_per_sweep_max));
    EXPECT_FALSE(trusted());

    sweeper another(pool, here.live, here.numbers, {});
    EXPECT_TRUE(run(another.sweep_once()));
    EXPECT_EQ(db.scalar("select extended_lots || ' ' || (swept_at is null)::text from outages"),
              fmt::format("{} false", lots_per_sweep_max + 50));
    EXPECT_EQ(db.scalar("select count(*) from acts where kind = 'extended'"), std::to_string(lots_per_sweep_max + 50));
    EXPECT_TRUE(trusted());
}

TEST_F(outages_pgtest, a_sweep_waits_for_a_bid_and_sees_what_it_did) {
    const auto where = lot(account("olena"));
    ends_in(where, 60s);
    away_for(300s);
    beat();
    std::string seen;
    gavel::test::run_on(io, [&]() -> boost::asio::awaitable<void> {
        static const pg::statement hold_sql{"test.hold_lot", "select from standings for update"};
        static const pg::statement move_sql{"test.move_end",
                                            "update standings set ends_at = clock_timestamp() + interval '45 minutes', "
                                            "hard_ends_at = clock_timestamp() + interval '45 minutes'"};
        auto tx = co_await pool.begin(soon());
        co_await tx.query(hold_sql);
        bool swept = false;
        boost::asio::co_spawn(io, sweeps.sweep_once(), [&](std::exception_ptr failed, bool) { swept = !failed; });
        while (db.scalar("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") == "0")
            co_await boost::asio::post(io, boost::asio::use_awaitable);
        EXPECT_FALSE(swept);
        co_await tx.exec(move_sql);
        co_await tx.commit();
        while (!swept) co_await boost::asio::post(io, boost::asio::use_awaitable);
    }());
    EXPECT_EQ(left_min(where), "45") << "enough is left by now";
    EXPECT_EQ(db.scalar("select count(*) from acts where kind = 'extended'"), "0");
}

TEST_F(outages_pgtest, the_pulse_runs_and_stops_with_the_process) {
    const auto where = lot(account("olena"));
    ends_in(where, -100s);
    away_for(300s);
    here.life.spawn(io.get_executor(), "pulse", [this] { return heart.run(here.life, io.get_executor()); });
    while (db.scalar("select count(*) from outages where swept_at is not null") == "0") {
        io.restart();
        io.run_for(20ms);
    }
    EXPECT_EQ(left_min(where), "30");
    here.life.request_stop();
    io.restart();
    io.run_for(2s);
    EXPECT_TRUE(here.life.wait_idle(soon()));
}

}  // namespace
}  // namespace gavel::outages
