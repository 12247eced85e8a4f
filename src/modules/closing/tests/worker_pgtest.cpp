// The hammer on a real database: every result once, exactly on time.
#include "modules/closing/tests/hall_fixture.hpp"

#include <gtest/gtest.h>

namespace gavel::closing {
namespace {

using namespace std::chrono_literals;

class worker_pgtest : public test::hall_test {};

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
    EXPECT_EQ(db.scalar(fmt::format("select event - 'account' - 'audit_head' from jobs, jsonb_array_elements(payload->'events') as event "
                                    "where event->>'event' = 'won' and event->>'lot' = '{}'",
                                    sold.value)),
              fmt::format(R"({{"lot": "{}", "seq": 4, "event": "won", "price": 30500, "currency": "UAH"}})", sold.value));
    EXPECT_EQ(db.scalar(fmt::format("select distinct price from {} where lot = '{}'", told, empty.value)), "null");
    EXPECT_EQ(db.scalar("select count(*) from standings where closed_at < ends_at"), "0");
}

TEST_F(worker_pgtest, scheduled_lots_begin_on_time) {
    const auto seller = account("olena");
    const auto due = lot(seller, {.begins = 1h}), later = lot(seller, {.begins = 2h});
    db.execute(fmt::format("update standings set starts_at = clock_timestamp() where lot_id = {}", due.value));
    std::vector<lot_id> watched{due};
    const auto page = open_stream(watched);
    EXPECT_EQ(run(hammer.run_once()).started, 1);
    EXPECT_EQ(state(due), "running");
    EXPECT_EQ(state(later), "scheduled");
    io.restart();
    io.poll();
    const auto heard = page->box().take(instant{});
    EXPECT_NE(heard.find(R"("version":2,"state":"running")"), std::string::npos) << heard;
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

TEST_F(worker_pgtest, a_round_is_bounded_in_lots_and_in_bidders) {
    const auto seller = account("olena");
    std::vector<account_id> people;
    for (const auto* name : {"anna", "borys", "vira", "hanna"}) people.push_back(account(name));
    std::vector<lot_id> lots;
    for (int i = 0; i < 4; ++i) lots.push_back(lot(seller));
    // 4, 1, 1 and 1 bidders.
    std::int64_t offer = 100'00;
    for (const auto who : people) place(lots[0], who, offer += 100'00);
    for (int i = 1; i < 4; ++i) place(lots[static_cast<std::size_t>(i)], people[0], 100'00);
    for (const auto where : lots) end_now(where);

    const auto first = run(hammer.run_once({10, 3}));
    EXPECT_EQ(first.closed, 1) << "more bidders than fit: alone";
    EXPECT_TRUE(first.more);
    const auto second = run(hammer.run_once({2, 3}));
    EXPECT_EQ(second.closed, 2);
    EXPECT_TRUE(second.more);
    const auto third = run(hammer.run_once({2, 3}));
    EXPECT_EQ(third.closed, 1);
    EXPECT_FALSE(third.more);
    expect_all_closed_once(4);
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
