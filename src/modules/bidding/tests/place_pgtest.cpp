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
    EXPECT_EQ(first->seq, 1);
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

    EXPECT_EQ(db.scalar("select string_agg(n || ':' || bidder_id || ':' || amount / 100 || ':' || reason || ':' || automatic, ' ' order by "
                        "n) from price_steps"),
              fmt::format("1:{0}:100:opening:false 2:{0}:500:exhausted:true 3:{1}:510:takeover:false", anna.value, borys.value));
    EXPECT_EQ(
        db.scalar("select payload - 'currency' from jobs where kind = 'notifications.event'"),
        fmt::format(R"({{"lot": "{}", "seq": 2, "event": "outbid", "price": 51000, "account": "{}"}})", lot_of_olena.value, anna.value));
    EXPECT_EQ(db.scalar("select unique_key from jobs"), fmt::format("outbid:{}:2", lot_of_olena.value));
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
    EXPECT_EQ(db.scalar("select leader_max || ' ' || leader_seq || ' ' || next_seq from standings"), "90000 2 3");
    EXPECT_EQ(db.scalar("select max_amount || ' ' || max_seq from participants"), "90000 2");
    EXPECT_EQ(db.scalar("select count(*) from price_steps"), "1");
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
    EXPECT_EQ(db.scalar("select count(*) from bids"), "2");
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
    EXPECT_EQ(db.scalar("select count(*) from standings where version <> 1 or next_seq <> 1"), "0");
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
    place(lot(account("olena")), account("anna"), 200'00);
    EXPECT_THROW(db.execute("update bids set max_amount = 1"), std::runtime_error);
    EXPECT_THROW(db.execute("delete from bids"), std::runtime_error);
    EXPECT_THROW(db.execute("update price_steps set amount = 1"), std::runtime_error);
    EXPECT_THROW(db.execute("delete from price_steps"), std::runtime_error);
}

TEST_F(place_pgtest, the_schema_refuses_what_the_rules_would_never_write) {
    const auto where = lot(account("olena"), {.reserve = 300'00});
    const auto anna = account("anna");
    place(where, anna, 250'00);
    for (const auto* change : {"price = 99900", "price = null", "leader_max = 40000", "ends_at = original_ends_at - interval '1 s'",
                               "ends_at = hard_ends_at + interval '1 s'", "state = 'ended_sold', closed_at = ends_at",
                               "state = 'ended_unsold', unsold_reason = 'no_bids', closed_at = ends_at",
                               "state = 'ended_unsold', unsold_reason = 'reserve_not_met', closed_at = ends_at - interval '1 s'",
                               "state = 'ended_unsold', unsold_reason = 'reserve_not_met'", "state = 'scheduled'", "bidders = 5",
                               "next_seq = 1", "leader_id = seller_id"})
        EXPECT_THROW(db.execute(std::string("update standings set ") + change), std::runtime_error) << change;
}

TEST_F(place_pgtest, withdrawing_needs_a_lot_that_has_not_begun) {
    const auto seller = account("olena");
    const auto running = lot(seller), later = lot(seller, {.begins = 1h});
    const auto withdraw = [&](gavel::lot_id which) -> boost::asio::awaitable<bool> {
        publication listener(settings);
        auto tx = co_await pool.begin(soon());
        const bool removed = co_await listener.withdrawn(tx, which);
        co_await tx.commit();
        co_return removed;
    };
    EXPECT_FALSE(run(withdraw(running)));
    EXPECT_TRUE(run(withdraw(later)));
    EXPECT_EQ(db.scalar("select count(*) from standings"), "1");
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
