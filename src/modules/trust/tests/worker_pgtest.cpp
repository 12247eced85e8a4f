// Rounds on a real database: each kind of signal from the history that deserves it and not from its innocent neighbour; every signal once.
#include "modules/trust/tests/history_fixture.hpp"
#include "modules/trust/worker.hpp"

#include <gtest/gtest.h>

namespace gavel::trust {
namespace {

using test::history_test;

class worker_pgtest : public history_test {
protected:
    round look() { return run(hound.run_once()); }

    // "shill_score about kolya with olena on 7: 93", without score for '-', strongest first; only of one kind.
    std::string found(const std::string& kind) {
        return db.scalar(
            fmt::format("select coalesce(string_agg(subject || coalesce(' with ' || other, '') || coalesce(' on ' || lot_id, '') || ' ' || "
                        "score, ', ' order by score desc, subject), '') from (select a.display_name as subject, "
                        "o.display_name as other, s.lot_id, s.score from trust_signals s join accounts a on a.id = s.subject_id "
                        "left join accounts o on o.id = s.other_id where s.kind = '{}') found",
                        kind));
    }
    std::string evidence(const std::string& kind, const std::string& member) {
        return db.scalar(fmt::format("select evidence->>'{}' from trust_signals where kind = '{}'", member, kind));
    }
    // All devices of a person are one browser, unless `browser` says otherwise.
    void seen(account_id who, const std::string& network, const std::string& browser = "") {
        db.execute(
            fmt::format("insert into account_marks (account_id, network, device) values ({}, substr(sha256('{}'), 1, 16), "
                        "substr(sha256('{}'), 1, 16))",
                        who.value, network, network + (browser.empty() ? who.text() : browser)));
    }

    metrics::registry numbers;
    worker hound{pool, numbers, trust::options{}};
};

// Kolya nudges Olena's lots up at once and in smallest steps, and is gone when they end; Anna wins them.
TEST_F(worker_pgtest, a_shill_is_found_and_a_winner_is_not) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna"), borys = account("borys");
    for (int n = 0; n < 4; ++n) {
        auto a = lot(olena);
        bid(a, kolya, 1);
        bid(a, anna, 10);
        bid(a, kolya, 10.2);
        bid(a, anna, 20);
        bid(a, kolya, 20.2);
        bid(a, anna, 1430, 500'00);
        if (n == 0) bid(a, borys, 1439, 300'00);
        close(a);
    }
    const auto done = look();
    EXPECT_EQ(done.lots, 4);
    EXPECT_FALSE(done.more);
    // alpha 1, beta 3 of 6 (3 of 7 once), gamma 0.75, delta 2 of 3, epsilon 1, zeta 0.999.
    EXPECT_EQ(found("shill_score"), "kolya with olena 86");
    EXPECT_EQ(evidence("shill_score", "lost"), "4");
    EXPECT_EQ(evidence("shill_score", "quick_permille"), "666");
    EXPECT_EQ(evidence("shill_score", "smallest_permille"), "1000");
    EXPECT_EQ(evidence("shill_score", "stopped_early_permille"), "1000");
    EXPECT_EQ(found("concentration"), "kolya with olena 81, anna with olena 51") << "Anna buys";
    EXPECT_EQ(found("never_wins"), "");
}

TEST_F(worker_pgtest, counts_are_those_of_the_records) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna");
    auto a = lot(olena, {.reserve = 130'00, .lasts_minutes = 1000});
    bid(a, kolya, 100);          // the start price, first
    bid(a, kolya, 101, 120'00);  // a raise of his own
    bid(a, anna, 101.5);         // 105: smallest, quick
    bid(a, anna, 110);           // smallest, not after a rival
    bid(a, kolya, 500, 200'00);  // another raise, which meets the reserve
    bid(a, anna, 950);           // 135: smallest, after it was met
    close(a);
    look();
    const auto row = [&](account_id who) {
        return db.scalar(fmt::format(
            "select format('%s of %s, raises %s, smallest %s, quick %s, unmet %s of them smallest %s, met %s, %s to %s, won %s', "
            "bids, lot_bids, raises, smallest, quick, unmet_bids, unmet_smallest, met_bids, first_permille, "
            "last_permille, won) from trust_bidding where bidder_id = {}",
            who.value));
    };
    EXPECT_EQ(row(kolya), "3 of 6, raises 2, smallest 1, quick 0, unmet 1 of them smallest 1, met 0, 100 to 500, won t");
    EXPECT_EQ(row(anna), "3 of 6, raises 0, smallest 3, quick 1, unmet 2 of them smallest 2, met 1, 102 to 950, won f");
}

TEST_F(worker_pgtest, a_flat_step_is_the_smallest_where_the_seller_set_one) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna");
    auto a = lot(olena, {.step = 20'00});
    bid(a, anna, 1, 500'00);
    bid(a, kolya, 2, 120'00);
    bid(a, kolya, 3, 145'00);  // the table's 5 above 140
    close(a);
    look();
    EXPECT_EQ(db.scalar(fmt::format("select smallest from trust_bidding where bidder_id = {}", kolya.value)), "1");
}

TEST_F(worker_pgtest, who_only_loses_is_found) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna");
    for (int n = 0; n < 11; ++n) {
        auto a = lot(olena);
        bid(a, anna, 1400, 900'00);
        bid(a, kolya, 1410);
        bid(a, kolya, 1420);
        close(a);
    }
    look();
    EXPECT_EQ(found("never_wins"), "kolya 60");
    EXPECT_EQ(found("loses_to_seller"), "kolya with olena 70");
    auto won = lot(olena);
    bid(won, kolya, 1);
    close(won);
    look();
    EXPECT_EQ(found("loses_to_seller"), "kolya with olena 50") << "eleven to one";
}

TEST_F(worker_pgtest, few_sellers_and_many_retractions) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna");
    for (int n = 0; n < 2; ++n) {
        auto a = lot(olena);
        bid(a, anna, 1, 150'00);
        for (int i = 0; i < 4; ++i) bid(a, kolya, 2 + i);
        bid(a, kolya, 10, 400'00);
        retract(a, kolya, 20, anna, 150'00, 100'00);
        close(a);
    }
    look();
    EXPECT_EQ(found("narrow_bidding"), "kolya 70");
}

TEST_F(worker_pgtest, probing_for_the_reserve) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna");
    auto a = lot(olena, {.reserve = 150'00});
    bid(a, anna, 1, 149'00);
    for (int i = 0; i < 6; ++i) bid(a, kolya, 2 + i);
    auto unmet = lot(olena, {.reserve = 900'00});
    bid(unmet, anna, 1, 149'00);
    for (int i = 0; i < 6; ++i) bid(unmet, kolya, 2 + i);
    look();
    EXPECT_EQ(found("reserve_probing"), "");
    bid(a, anna, 100, 300'00);
    db.execute("update trust_lots set due_at = clock_timestamp()");
    look();
    EXPECT_EQ(found("reserve_probing"), fmt::format("kolya with olena on {} 70", a.lot.value));
}

TEST_F(worker_pgtest, a_shared_network_or_device) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna"), borys = account("borys"), vira = account("vira");
    auto a = lot(olena);
    bid(a, kolya, 1);
    bid(a, anna, 2, 200'00);
    bid(a, borys, 3, 300'00);
    bid(a, vira, 4, 400'00);
    auto elsewhere = lot(borys);
    bid(elsewhere, vira, 1);

    seen(olena, "home", "firefox");
    seen(kolya, "home", "firefox");
    seen(olena, "office");
    seen(kolya, "office");
    seen(anna, "cafe");
    seen(borys, "cafe");
    seen(vira, "dormitory");
    seen(borys, "dormitory");
    for (int n = 0; n < 7; ++n) seen(account("neighbour" + std::to_string(n)), "dormitory");
    look();
    EXPECT_EQ(found("shared_with_seller"), fmt::format("kolya with olena on {} 95", a.lot.value));
    EXPECT_EQ(evidence("shared_with_seller", "networks"), "2");
    EXPECT_EQ(evidence("shared_with_seller", "devices"), "1");
    EXPECT_EQ(found("shared_with_bidder"), fmt::format("anna with borys on {} 45", a.lot.value)) << "and nobody in the crowded dormitory";

    db.execute("delete from trust_signals; update account_marks set last_seen_at = clock_timestamp() - interval '31 days'");
    db.execute("delete from trust_lots");
    look();
    EXPECT_EQ(db.scalar("select count(*) from trust_signals where kind like 'shared%'"), "0") << "long ago";
}

TEST_F(worker_pgtest, a_new_account_that_leads_at_the_last_moment) {
    const auto olena = account("olena"), young = account("young", 0), anna = account("anna"), child = account("child", 1);
    auto a = lot(olena);
    bid(a, anna, 100, 200'00);
    bid(a, young, 1438, 500'00);
    close(a);
    auto early = lot(olena);
    bid(early, anna, 100, 200'00);
    bid(early, young, 1400, 500'00);
    close(early);
    auto among_themselves = lot(olena);
    bid(among_themselves, child, 100, 200'00);
    bid(among_themselves, young, 1439, 500'00);
    close(among_themselves);
    auto grown = lot(olena);
    bid(grown, anna, 1439, 200'00);
    close(grown);
    // Accounts made "now" are younger than bids of yesterday: as if they had been there for an hour then.
    db.execute("update accounts set created_at = now() - interval '26 hours' where display_name in ('young', 'child')");
    look();
    EXPECT_EQ(found("new_account_leading"), fmt::format("young with olena on {} 70", a.lot.value)) << "with two deals by then";
    EXPECT_EQ(evidence("new_account_leading", "seconds_before_end"), "120");
}

TEST_F(worker_pgtest, a_running_lot_shows_a_newcomer_only_at_its_end) {
    const auto olena = account("olena"), young = account("young", 3), anna = account("anna");
    auto later = lot(olena, {.began_minutes_ago = 60, .lasts_minutes = 120});
    bid(later, anna, 1, 200'00);
    bid(later, young, 59, 500'00);
    auto now = lot(olena, {.began_minutes_ago = 60, .lasts_minutes = 62});
    bid(now, anna, 1, 200'00);
    bid(now, young, 59, 500'00);
    look();
    EXPECT_EQ(found("new_account_leading"), fmt::format("young with olena on {} 75", now.lot.value));
}

TEST_F(worker_pgtest, a_retraction_that_showed_a_maximum) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna"), borys = account("borys");
    auto a = lot(olena);
    bid(a, anna, 1, 500'00);
    bid(a, kolya, 2, 5000'00);
    retract(a, kolya, 3, anna, 500'00, 100'00);
    auto honest = a;
    bid(a, kolya, 4, 490'00);
    auto far = lot(olena);
    bid(far, anna, 1, 500'00);
    bid(far, borys, 2, 5000'00);
    retract(far, borys, 3, anna, 500'00, 100'00);
    bid(far, borys, 4, 200'00);
    look();
    EXPECT_EQ(found("exposing_retraction"), fmt::format("kolya with olena on {} 74", a.lot.value));
    EXPECT_EQ(evidence("exposing_retraction", "closeness_permille"), "980");
}

TEST_F(worker_pgtest, sellers_who_cancel_what_is_bid_on) {
    const auto olena = account("olena"), kolya = account("kolya"), moderator = account("moderator"), vira = account("vira");
    auto a = lot(olena);
    bid(a, kolya, 1);
    cancel(a, "seller", olena);
    auto untouched = lot(olena);
    cancel(untouched, "seller", olena);
    auto forbidden = lot(vira);
    bid(forbidden, kolya, 1);
    cancel(forbidden, "moderator", moderator);
    look();
    EXPECT_EQ(found("cancelled_with_bids"), fmt::format("olena on {} 40", a.lot.value));
    EXPECT_EQ(evidence("cancelled_with_bids", "lots"), "2");
}

TEST_F(worker_pgtest, nothing_is_found_twice_and_the_same_signal_grows) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna");
    const auto more = [&](int bids) {
        auto a = lot(olena);
        bid(a, anna, 1, 90'000'00);
        for (int i = 0; i < bids; ++i) bid(a, kolya, 2 + i);
        close(a);
    };
    more(12);
    look();
    EXPECT_EQ(found("concentration"), "kolya with olena 81");
    const auto first = db.scalar("select id || ' ' || first_seen_at from trust_signals where kind = 'concentration'");
    const auto written = db.scalar("select last_seen_at from trust_signals where kind = 'concentration'");
    EXPECT_EQ(look().lots, 0) << "a lot that closed is looked at once";
    EXPECT_EQ(db.scalar("select last_seen_at from trust_signals where kind = 'concentration'"), written);
    more(12);
    EXPECT_EQ(look().lots, 1);
    EXPECT_EQ(found("concentration"), "kolya with olena 87");
    EXPECT_EQ(db.scalar("select id || ' ' || first_seen_at from trust_signals where kind = 'concentration'"), first);
}

TEST_F(worker_pgtest, a_running_lot_is_looked_at_when_it_has_changed_and_is_due) {
    const auto olena = account("olena"), anna = account("anna"), borys = account("borys");
    auto a = lot(olena, {.began_minutes_ago = 60, .lasts_minutes = 1000});
    EXPECT_EQ(look().lots, 0) << "no bids";
    bid(a, anna, 1);
    EXPECT_EQ(look().lots, 1);
    EXPECT_EQ(look().lots, 0);
    bid(a, borys, 2);
    EXPECT_EQ(look().lots, 0) << "not due";
    db.execute("update trust_lots set due_at = clock_timestamp()");
    EXPECT_EQ(look().lots, 1);
    EXPECT_EQ(db.scalar("select count(*) from trust_lots"), "1");
    db.execute("update standings set ends_at = starts_at + interval '10 minutes', original_ends_at = starts_at + interval '10 minutes'");
    close(a);
    EXPECT_EQ(look().lots, 1);
    EXPECT_EQ(db.scalar("select count(*) from trust_lots"), "0");
    EXPECT_EQ(db.scalar("select bool_and(ended) from trust_bidding"), "t");
}

TEST_F(worker_pgtest, the_latest_minute_is_left_for_the_next_round) {
    auto a = lot(account("olena"));
    bid(a, account("anna"), 1);
    close(a);
    db.execute("update standings set closed_at = clock_timestamp()");
    EXPECT_EQ(look().lots, 0);
    db.execute("update standings set closed_at = clock_timestamp() - interval '61 seconds'");
    EXPECT_EQ(look().lots, 1);
}

TEST_F(worker_pgtest, a_round_is_bounded) {
    const auto olena = account("olena"), anna = account("anna");
    for (int n = 0; n < 101; ++n) {
        auto a = lot(olena);
        bid(a, anna, 1);
        close(a);
    }
    auto first = look();
    EXPECT_EQ(first.lots, 100);
    EXPECT_TRUE(first.more);
    first = look();
    EXPECT_EQ(first.lots, 1);
    EXPECT_FALSE(first.more);
    db.execute(
        "update trust_progress set closed_at = clock_timestamp() - interval '30 days', lot_id = 0; update standings set next_seq = 10001");
    EXPECT_EQ(look().lots, 2) << "two lots have twenty thousand records";
}

TEST_F(worker_pgtest, processes_take_turns) {
    auto a = lot(account("olena"));
    bid(a, account("anna"), 1);
    close(a);
    gavel::test::run_on(io, [&]() -> boost::asio::awaitable<void> {
        static const pg::statement hold_sql{"test.hold_progress", "select from trust_progress for update"};
        auto tx = co_await pool.begin(soon());
        co_await tx.query(hold_sql);
        const auto meanwhile = co_await hound.run_once();
        EXPECT_EQ(meanwhile.lots, 0);
        co_await tx.rollback();
    }());
    EXPECT_EQ(look().lots, 1);
}

// A bid waits for nothing that a round holds.
TEST_F(worker_pgtest, a_round_leaves_the_locks_of_bids_alone) {
    auto a = lot(account("olena"));
    bid(a, account("anna"), 1);
    close(a);
    gavel::test::run_on(io, [&]() -> boost::asio::awaitable<void> {
        static const pg::statement hold_sql{"test.hold_standings", "select from standings for update"};
        auto tx = co_await pool.begin(soon());
        co_await tx.query(hold_sql);
        const auto meanwhile = co_await hound.run_once();
        EXPECT_EQ(meanwhile.lots, 1);
        co_await tx.rollback();
    }());
}

TEST_F(worker_pgtest, what_is_old_is_forgotten) {
    const auto olena = account("olena"), kolya = account("kolya"), anna = account("anna");
    auto a = lot(olena);
    bid(a, anna, 1, 90'000'00);
    for (int i = 0; i < 12; ++i) bid(a, kolya, 2 + i);
    close(a);
    look();
    db.execute("update trust_bidding set last_bid_at = last_bid_at - interval '30 days' where bidder_id = " + kolya.text());
    look();
    EXPECT_EQ(db.scalar("select count(*) from trust_bidding"), "1");
    EXPECT_EQ(db.scalar("select count(*) from trust_signals"), "1");
    db.execute("update trust_signals set last_seen_at = last_seen_at - interval '181 days'");
    look();
    EXPECT_EQ(db.scalar("select count(*) from trust_signals"), "0");
}

}  // namespace
}  // namespace gavel::trust
