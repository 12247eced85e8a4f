// Reminders before the end of a lot: to whom, once, and not when there is nothing to be reminded of.
#include "modules/mail/dispatcher.hpp"
#include "modules/notifications/reminders.hpp"
#include "modules/notifications/repository_reminders.hpp"
#include "tests/support/saleroom.hpp"

#include <gtest/gtest.h>

namespace gavel::notifications {
namespace {

class reminders_pgtest : public gavel::test::saleroom {
protected:
    reminders_pgtest() {
        seller = make_account("seller");
        watcher = make_account("watcher");
        loser = make_account("loser");
    }
    gavel::test::made_lot lot_ending_in(int seconds) {
        gavel::test::made_lot m;
        m.seller = seller;
        m.ends_in_s = seconds;
        m.price = 20'000;
        m.bids = 2;
        make(m);
        watch(m, watcher);
        db.execute(
            fmt::format("insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at) values ({}, {}, 2, 100, 3,"
                        " clock_timestamp())",
                        m.id.value, loser.value));
        return m;
    }
    void watch(const gavel::test::made_lot& m, account_id who) {
        db.execute(fmt::format("insert into watches (account_id, lot_id) values ({}, {})", who.value, m.id.value));
    }
    std::int64_t look() { return run(reminders(pool, notifications::options()).run_once()); }
    // account/lot of everything told so far.
    std::string told() {
        return db.scalar(
            "select coalesce(string_agg(e->>'account' || '/' || (e->>'lot'), ' ' order by (e->>'lot')::int, (e->>'account')::int), '')"
            " from jobs, jsonb_array_elements(payload->'events') as e where e->>'event' = 'ending_soon'");
    }
    std::string pair(account_id who, const gavel::test::made_lot& m) { return fmt::format("{}/{}", who.value, m.id.value); }
    void move_end(const gavel::test::made_lot& m, std::string by) {
        db.execute(
            fmt::format("update standings set ends_at = ends_at + interval '{}', hard_ends_at = hard_ends_at + interval '{}'"
                        " where lot_id = {}",
                        by, by, m.id.value));
    }

    account_id seller, watcher, loser;
};

TEST_F(reminders_pgtest, go_once_to_those_who_wait_and_do_not_lead) {
    const auto soon_over = lot_ending_in(1800);
    lot_ending_in(7200);
    watch(soon_over, bidder());  // leads
    watch(soon_over, seller);
    EXPECT_EQ(look(), 1);
    EXPECT_EQ(told(), pair(watcher, soon_over) + " " + pair(loser, soon_over));
    EXPECT_EQ(look(), 0);
    move_end(soon_over, "5 minutes");
    EXPECT_EQ(look(), 0) << "a late bid is no new end to be reminded of";
}

TEST_F(reminders_pgtest, come_again_when_the_end_has_moved_by_more_than_the_time_ahead) {
    const auto m = lot_ending_in(1800);
    EXPECT_EQ(look(), 1);
    move_end(m, "2 hours");
    EXPECT_EQ(look(), 0);
    db.execute(
        "update lot_reminders set for_end = for_end - interval '2 hours'; update standings set starts_at = starts_at - interval '2 hours',"
        " original_ends_at = original_ends_at - interval '2 hours', ends_at = ends_at - interval '2 hours'");
    EXPECT_EQ(look(), 1);
    EXPECT_EQ(told(), pair(watcher, m) + " " + pair(watcher, m) + " " + pair(loser, m) + " " + pair(loser, m));
}

TEST_F(reminders_pgtest, do_not_come_for_lots_that_are_short_paused_over_or_withdrawn_from) {
    const auto brief = lot_ending_in(120);
    db.execute(fmt::format("update standings set starts_at = ends_at - interval '5 minutes' where lot_id = {}", brief.id.value));
    const auto paused = lot_ending_in(1800);
    db.execute(fmt::format("update standings set state = 'frozen', frozen_at = clock_timestamp() where lot_id = {}", paused.id.value));
    const auto over = lot_ending_in(-10);
    EXPECT_EQ(look(), 0);
    const auto left = lot_ending_in(1800);
    db.execute(fmt::format("update participants set max_amount = null, max_seq = null where bidder_id = {}", loser.value));
    EXPECT_EQ(look(), 1);
    EXPECT_EQ(told(), pair(watcher, left));
}

TEST_F(reminders_pgtest, two_servers_tell_once) {
    lot_ending_in(1800);
    db.execute("update standings set starts_at = starts_at");
    gavel::test::made_lot m;
    for (int i = 0; i < 2; ++i) look();
    EXPECT_EQ(db.scalar("select count(*) from lot_reminders"), "1");
    EXPECT_EQ(db.scalar("select count(*) from jobs where kind = 'notifications.events'"), "1");
}

TEST_F(reminders_pgtest, are_pointless_to_a_leader_and_after_the_end) {
    const auto m = lot_ending_in(1800);
    EXPECT_TRUE(run(is_worth_reminding(pool, soon(), watcher, m.id)));
    EXPECT_FALSE(run(is_worth_reminding(pool, soon(), bidder(), m.id)));
    db.execute("update standings set ends_at = now(), original_ends_at = now()");
    EXPECT_FALSE(run(is_worth_reminding(pool, soon(), watcher, m.id)));
}

}  // namespace
}  // namespace gavel::notifications
