// Placing bids on a real database: what is stored, what a repeated request gets, what is refused.
#include "modules/bidding/repository.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

class place_pgtest : public auction_test {};

TEST_F(place_pgtest, a_fight_is_stored_step_by_step) {
    const auto seller = account("olena"), anna = account("anna"), borys = account("borys");
    const auto lot_of_olena = lot(seller);

    const auto first = place(lot_of_olena, anna, 500'00);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->seq, 2);
    EXPECT_EQ(first->outcome, bid_outcome::leading);
    EXPECT_EQ(first->standing.price->amount, 100'00);
    EXPECT_EQ(first->standing.leader, 1);

    const auto second = place(lot_of_olena, borys, 700'00);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->standing.price->amount, 510'00);
    EXPECT_EQ(second->standing.min_next.amount, 520'00);
    EXPECT_EQ(second->standing.leader, 2);
    EXPECT_EQ(second->standing.bidders, 2);
    EXPECT_EQ(second->standing.version, 3);

    EXPECT_EQ(db.scalar("select string_agg(seq || ':' || steps_before || ':' || step_bidders::text || step_amounts::text || "
                        "step_reasons::text, ' ' order by seq) from bids"),
              "2:0:{1}{10000}{opening} 3:1:{1,2}{50000,51000}{exhausted,takeover}");
    EXPECT_EQ(db.scalar("select jsonb_array_length(payload->'events') from jobs where kind = 'notifications.events'"), "1");
    EXPECT_EQ(db.scalar("select payload->'events'->0->>'audit_head' from jobs"), hex(second->receipt.hash));
    EXPECT_EQ(db.scalar("select (payload->'events'->0) - 'audit_head' from jobs where kind = 'notifications.events'"),
              fmt::format(R"({{"lot": "{}", "seq": 3, "event": "outbid", "price": 51000, "account": "{}", "currency": "UAH"}})",
                          lot_of_olena.value, anna.value));
    expect_whole(lot_of_olena);
}

TEST_F(place_pgtest, an_answer_carries_the_receipt_of_its_place_in_the_chain) {
    const auto where = lot(account("olena"));
    const auto first = place(where, account("anna"), 500'00), second = place(where, account("borys"), 700'00);
    EXPECT_EQ(second->standing.audit_head, second->receipt.hash);
    EXPECT_NE(first->receipt.hash, second->receipt.hash);
    EXPECT_EQ(db.scalar("select audit_head from standings"), "\\x" + hex(second->receipt.hash));
    EXPECT_EQ(db.scalar("select salt || hash from bids where seq = 2"), "\\x" + hex(first->receipt.salt) + hex(first->receipt.hash));
}

TEST_F(place_pgtest, an_own_raise_changes_nothing_public) {
    const auto lot_id = lot(account("olena"));
    const auto anna = account("anna");
    place(lot_id, anna, 500'00);
    const auto raised = place(lot_id, anna, 900'00);
    ASSERT_TRUE(raised);
    EXPECT_EQ(raised->outcome, bid_outcome::raised);
    EXPECT_EQ(raised->standing.version, 2);
    EXPECT_EQ(raised->standing.bids, 1);
    EXPECT_EQ(db.scalar("select leader_max || ' ' || leader_seq || ' ' || next_seq from standings"), "90000 3 4");
    EXPECT_EQ(db.scalar("select max_amount || ' ' || max_seq from participants"), "90000 3");
    EXPECT_EQ(db.scalar("select steps from standings"), "1");
    EXPECT_EQ(db.scalar("select step_bidders from bids where seq = 3"), "{}");
    EXPECT_EQ(db.scalar("select count(*) from jobs"), "0");
}

TEST_F(place_pgtest, a_repeat_gets_the_first_answer) {
    const auto lot_id = lot(account("olena"), {.reserve = 300'00});
    const auto anna = account("anna"), borys = account("borys");
    const auto bid = intent(lot_id, anna, 200'00);
    const auto first = run(here.bids.place(bid, soon()));
    ASSERT_TRUE(first);
    place(lot_id, borys, 900'00);
    end_now(lot_id);

    const auto again = run(here.bids.place(bid, soon()));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->seq, first->seq);
    EXPECT_EQ(again->placed_at, first->placed_at);
    EXPECT_EQ(again->outcome, first->outcome);
    EXPECT_EQ(again->max, first->max);
    EXPECT_EQ(again->standing.price, first->standing.price);
    EXPECT_EQ(again->standing.min_next, first->standing.min_next);
    EXPECT_EQ(again->standing.leader, first->standing.leader);
    EXPECT_EQ(again->standing.reserve, reserve_status::not_met);
    EXPECT_EQ(again->standing.version, first->standing.version);
    EXPECT_EQ(again->standing.audit_head, first->standing.audit_head);
    EXPECT_EQ(again->receipt.salt, first->receipt.salt);
    EXPECT_EQ(again->receipt.hash, first->receipt.hash);
    EXPECT_EQ(db.scalar("select count(*) from bids"), "2");
}

TEST_F(place_pgtest, an_unusual_amount_is_asked_about) {
    settings.rules.bids.confirm_times = 10;
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    auto bid = intent(where, anna, 1001'00);
    const auto asked = run(here.bids.place(bid, soon()));
    ASSERT_FALSE(asked);
    EXPECT_TRUE(asked.error().is(confirm_amount));
    bid.confirmed = true;
    EXPECT_TRUE(run(here.bids.place(bid, soon())));

    // Five bids make a habit; ten times its highest is unusual, also where the next minimum would allow it.
    const auto dear = lot(account("petro"), {.start = 2'000'00});
    for (const auto amount : {100'00, 105'00, 110'00, 115'00}) {
        auto small = intent(lot(account(fmt::format("seller{}", amount))), anna, amount);
        ASSERT_TRUE(run(here.bids.place(small, soon())));
    }
    auto unusual = intent(dear, anna, 10'011'00);
    const auto asked_again = run(here.bids.place(unusual, soon()));
    ASSERT_FALSE(asked_again);
    EXPECT_TRUE(asked_again.error().is(confirm_amount));
    EXPECT_TRUE(place(dear, anna, 10'010'00)) << "ten times 1001";
}

TEST_F(place_pgtest, a_blocked_bidder_and_a_moderator_of_the_lot_are_not_admitted) {
    const auto seller = account("olena"), anna = account("anna"), borys = account("borys");
    const auto one = lot(seller), other = lot(seller);
    db.execute(
        fmt::format("insert into seller_blocks (seller_id, bidder_id, lot_id) values ({}, {}, {})", seller.value, anna.value, one.value));
    for (const auto where : {one, other}) {
        const auto refused = place(where, anna, 200'00);
        ASSERT_FALSE(refused);
        EXPECT_TRUE(refused.error().is(not_admitted));
    }
    EXPECT_TRUE(place(lot(account("petro")), anna, 200'00));
    db.execute(fmt::format(
        "insert into acts select lot_id, 2, 'extended', 'moderator', {}, null, at, content, price_after, leader_after, bids_after, "
        "bidders_after, ends_at_after, state_after, version_after, steps_before, step_bidders, step_amounts, step_reasons, hash "
        "from acts where lot_id = {}",
        borys.value, one.value));
    EXPECT_TRUE(place(one, borys, 200'00).error().is(not_admitted));
    EXPECT_TRUE(place(other, borys, 200'00));
}

TEST_F(place_pgtest, a_key_belongs_to_one_intent) {
    const auto seller = account("olena"), anna = account("anna");
    const auto one = lot(seller), other = lot(seller);
    const auto key = random_uuid();
    ASSERT_TRUE(run(here.bids.place(intent(one, anna, 200'00, key), soon())));
    const auto other_amount = run(here.bids.place(intent(one, anna, 300'00, key), soon()));
    ASSERT_FALSE(other_amount);
    EXPECT_TRUE(other_amount.error().is(key_reused));
    const auto other_lot = run(here.bids.place(intent(other, anna, 200'00, key), soon()));
    ASSERT_FALSE(other_lot);
    EXPECT_TRUE(other_lot.error().is(key_reused));
    EXPECT_TRUE(run(here.bids.place(intent(one, account("borys"), 300'00, key), soon())));
}

TEST_F(place_pgtest, refusals_leave_no_trace) {
    const auto seller = account("olena"), anna = account("anna");
    const auto running = lot(seller), later = lot(seller, {.begins = 1h}), over = lot(seller);
    end_now(over);
    const auto slug = [&](gavel::lot_id where, account_id who, std::int64_t amount) {
        return std::string(place(where, who, amount).error().kind().slug);
    };
    EXPECT_EQ(slug(running, anna, 99'00), "bid-too-low");
    EXPECT_EQ(slug(running, anna, 100'50), "amount-not-whole");
    EXPECT_EQ(slug(running, seller, 200'00), "own-lot");
    EXPECT_EQ(slug(later, anna, 200'00), "lot-not-started");
    EXPECT_EQ(slug(over, anna, 200'00), "lot-ended");
    EXPECT_EQ(slug(gavel::lot_id{999'999}, anna, 200'00), "lot-not-found");
    EXPECT_EQ(db.scalar("select count(*) from bids"), "0");
    EXPECT_EQ(db.scalar("select count(*) from participants"), "0");
    EXPECT_EQ(db.scalar("select count(*) from standings where version <> 1 or next_seq <> 2"), "0");
}

TEST_F(place_pgtest, a_flood_from_one_account_is_slowed_down) {
    auto frugal = settings;
    frugal.bids_per_minute = 2;
    bench strict(io, pool, frugal);
    const auto where = lot(account("olena"));
    const auto anna = account("anna");
    EXPECT_TRUE(run(strict.bids.place(intent(where, anna, 200'00), soon())));
    EXPECT_TRUE(run(strict.bids.place(intent(where, anna, 300'00), soon())));
    const auto third = run(strict.bids.place(intent(where, anna, 400'00), soon()));
    ASSERT_FALSE(third);
    EXPECT_TRUE(third.error().is(too_many_bids));
    EXPECT_LE(third.error().fields().at("retry_after_s").as_int64(), 30);
    EXPECT_TRUE(run(strict.bids.place(intent(where, account("borys"), 500'00), soon())));
}

TEST_F(place_pgtest, history_is_append_only) {
    const auto where = lot(account("olena"));
    place(where, account("anna"), 200'00);
    db.execute(
        fmt::format("insert into acts select lot_id, 3, 'frozen', actor, account_id, null, at, content, price_after, leader_after, "
                    "bids_after, bidders_after, ends_at_after, state_after, version_after, steps_before, step_bidders, step_amounts, "
                    "step_reasons, hash from acts; insert into bid_voids values ({}, 2, 3)",
                    where.value));
    for (const auto* table : {"bids", "acts", "bid_voids"}) {
        EXPECT_THROW(db.execute(fmt::format("update {} set lot_id = lot_id", table)), std::runtime_error) << table;
        EXPECT_THROW(db.execute(fmt::format("delete from {}", table)), std::runtime_error) << table;
        EXPECT_THROW(db.execute(fmt::format("truncate {} cascade", table)), std::runtime_error) << table;
    }
    EXPECT_THROW(db.execute("delete from standings"), std::runtime_error);
}

TEST_F(place_pgtest, the_schema_refuses_what_the_rules_would_never_write) {
    const auto where = lot(account("olena"), {.reserve = 300'00});
    const auto anna = account("anna");
    place(where, anna, 250'00);
    for (const auto* change : {"price = 99900",
                               "price = null",
                               "leader_max = 40000",
                               "ends_at = original_ends_at - interval '1 s'",
                               "ends_at = hard_ends_at + interval '1 s'",
                               "state = 'ended_sold', sold_by = 'hammer', closed_at = ends_at",
                               "state = 'ended_sold', sold_by = 'buy_now', closed_at = ends_at",
                               "sold_by = 'early'",
                               "state = 'cancelled', closed_at = ends_at",
                               "cancelled_for = 'fraud'",
                               "frozen_at = starts_at",
                               "state = 'frozen'",
                               "reserve_salt = null",
                               "buy_now_amount = 12999",
                               "buy_now_amount = 30000",
                               "audit_head = 'x'",
                               "state = 'ended_unsold', unsold_reason = 'no_bids', closed_at = ends_at",
                               "state = 'ended_unsold', unsold_reason = 'reserve_not_met', closed_at = ends_at - interval '1 s'",
                               "state = 'ended_unsold', unsold_reason = 'reserve_not_met'",
                               "state = 'scheduled'",
                               "bidders = 5",
                               "next_seq = 2",
                               "leader_id = seller_id"})
        EXPECT_THROW(db.execute(std::string("update standings set ") + change), std::runtime_error) << change;
}

TEST_F(place_pgtest, withdrawing_needs_a_lot_that_has_not_begun) {
    const auto seller = account("olena");
    const auto running = lot(seller), later = lot(seller, {.begins = 1h});
    const auto withdraw = [&](gavel::lot_id which) -> boost::asio::awaitable<bool> {
        publication listener(here.live, settings);
        auto tx = co_await pool.begin(soon());
        const bool removed = co_await listener.withdrawn(tx, which);
        co_await tx.commit();
        co_return removed;
    };
    EXPECT_FALSE(run(withdraw(running)));
    EXPECT_EQ(db.scalar("select count(*) from acts"), "2");
    EXPECT_TRUE(run(withdraw(later)));
    EXPECT_EQ(db.scalar("select count(*) from standings"), "1");
    EXPECT_EQ(db.scalar("select string_agg(kind, ' ') from acts"), "opened");
}

TEST_F(place_pgtest, publication_keeps_the_terms_of_the_day) {
    const auto where = lot(account("olena"), {.start = 50'00, .reserve = 300'00, .begins = 1h, .lasts = 2h});
    EXPECT_EQ(db.scalar(fmt::format(
                  "select state || ' ' || start_amount || ' ' || reserve_amount || ' ' || increments || ' ' || soft_mode || ' ' || "
                  "soft_window_s || ' ' || hard_ends_at - original_ends_at || ' ' || ends_at - starts_at from standings where lot_id = {}",
                  where.value)),
              "scheduled 5000 30000 uah reset 300 02:00:00 02:00:00");
}

}  // namespace
}  // namespace gavel::bidding::test
