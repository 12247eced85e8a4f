// What accepted bids, the hammer and the increment tables do beyond the vectors.
#include "modules/bidding/rules.hpp"
#include "modules/bidding/increments.hpp"
#include "modules/bidding/price.hpp"
#include "modules/bidding/tests/lot_builder.hpp"

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

TEST(rules, an_own_raise_to_the_reserve_moves_the_price_but_not_the_end) {
    auto lot = running_lot();
    lot.reserve = 1000'00;
    play game(lot);
    game.bid("A300");
    const auto version = game.lot().version;
    EXPECT_EQ(game.bid("A1000", at(19, 59, 0)), "1000/A met");
    EXPECT_EQ(game.lot().ends_at, at(20, 0, 0));
    EXPECT_EQ(game.lot().version, version + 1);
}

TEST(rules, an_own_raise_is_invisible) {
    play game(running_lot());
    game.bid("A500");
    const auto before = public_view(game.lot());
    const auto raised = game.bid('A', 900'00, at(13, 0, 0));
    ASSERT_TRUE(raised);
    EXPECT_EQ(raised->outcome, bid_outcome::raised);
    EXPECT_FALSE(raised->public_change);
    EXPECT_TRUE(raised->steps.empty());
    EXPECT_EQ(raised->seq, 3);
    const auto after = public_view(game.lot());
    EXPECT_EQ(after.version, before.version);
    EXPECT_EQ(after.bids, before.bids);
    EXPECT_EQ(after.price, before.price);
    EXPECT_EQ(game.lot().leader->seq, 3);
}

// the seller's flat step takes the place of the table everywhere.
TEST(rules, a_sellers_step) {
    auto lot = running_lot();
    lot.step = 50'00;
    play game(lot);
    EXPECT_EQ(game.bid("A500"), "100/A");
    EXPECT_EQ(game.bid("B149"), "bid-too-low 150");
    EXPECT_EQ(game.bid("B300"), "350/A");
    EXPECT_EQ(game.bid("C2000"), "550/C");
    EXPECT_EQ(min_next(game.lot()), 600'00);
    const auto rows = increments_of(game.lot());
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows.front().step, 50'00);
}

TEST(rules, bounds_of_a_sellers_step) {
    const auto bounds = [](std::int64_t start) { return step_bounds_of({start, {}}, 100); };
    EXPECT_EQ(bounds(100'00).min, 3'00);  // half of 5, in whole hryvnias
    EXPECT_EQ(bounds(100'00).max, 50'00);
    EXPECT_EQ(bounds(5'00).min, 1'00);
    EXPECT_EQ(bounds(5'00).max, 10'00);
    EXPECT_EQ(bounds(1'000'00).min, 10'00);
    EXPECT_EQ(bounds(1'000'00).max, 200'00);
}

TEST(rules, a_first_bid_opens_a_lot_whose_start_has_come) {
    auto lot = running_lot();
    lot.state = lot_state::scheduled;
    play game(lot);
    EXPECT_EQ(game.bid("A500", lot.starts_at), "100/A");
    EXPECT_EQ(game.lot().state, lot_state::running);
}

TEST(rules, the_published_minimum_is_acceptable_even_off_the_granularity) {
    auto lot = running_lot(100'50);
    play game(lot);
    EXPECT_EQ(game.bid("A100.50"), "100.50/A");
    EXPECT_EQ(game.bid("B105.50"), "105.50/B");
    EXPECT_EQ(game.bid("C120.40"), "amount-not-whole 110.50");
}

TEST(rules, displaced_leader_is_named_once) {
    play game(running_lot());
    game.bid("A500");
    EXPECT_FALSE(game.bid('B', 300'00, at(13, 0, 0))->displaced);
    const auto taken = game.bid('B', 700'00, at(13, 0, 0));
    EXPECT_EQ(taken->displaced, bidder('A'));
    EXPECT_EQ(taken->bidder_number, 2);
    EXPECT_EQ(taken->after.bidders, 2);
    EXPECT_EQ(taken->after.bids, 3);
}

TEST(rules, closing_waits_for_the_end) {
    play game(running_lot());
    game.bid("A500");
    EXPECT_FALSE(closed(game.lot(), at(19, 59, 59, 999)));
    const auto sold = closed(game.lot(), at(20, 0, 0));
    ASSERT_TRUE(sold);
    EXPECT_EQ(sold->after.state, lot_state::ended_sold);
    EXPECT_EQ(sold->after.sold_by, sold_by::hammer);
    EXPECT_EQ(sold->after.closed_at, at(20, 0, 0));
    EXPECT_EQ(sold->after.version, game.lot().version + 1);
    EXPECT_EQ(sold->after.next_seq, 4);
    EXPECT_EQ(sold->done.kind, act_kind::closed);
    EXPECT_EQ(sold->done.seq, 3);
    EXPECT_FALSE(closed(sold->after, at(20, 0, 1)));
    const auto unsold = closed(running_lot(), at(20, 0, 0));
    ASSERT_TRUE(unsold);
    EXPECT_EQ(unsold->after.unsold, unsold_reason::no_bids);
    auto frozen = running_lot();
    frozen.state = lot_state::frozen;
    EXPECT_FALSE(closed(frozen, at(21, 0, 0)));
}

TEST(rules, relations) {
    play game(running_lot());
    game.bid("A500");
    game.bid("B300");
    EXPECT_EQ(relation_of(game.lot(), bidder('A')), relation::leading);
    EXPECT_EQ(relation_of(game.lot(), bidder('B')), relation::outbid);
    auto lot = game.lot();
    lot.state = lot_state::frozen;
    EXPECT_EQ(relation_of(lot, bidder('A')), relation::leading);
    lot.state = lot_state::cancelled;
    EXPECT_EQ(relation_of(lot, bidder('A')), relation::lost);
    const auto sold = closed(game.lot(), at(20, 0, 0))->after;
    EXPECT_EQ(relation_of(sold, bidder('A')), relation::won);
    EXPECT_EQ(relation_of(sold, bidder('B')), relation::lost);
}

TEST(increments, rows_are_half_open_and_without_gaps) {
    const auto& uah = increments_named("uah");
    EXPECT_EQ(uah.step_at(0), 1'00);
    EXPECT_EQ(uah.step_at(19'99), 1'00);
    EXPECT_EQ(uah.step_at(20'00), 2'00);
    EXPECT_EQ(uah.step_at(999'99), 10'00);
    EXPECT_EQ(uah.step_at(1'000'00), 20'00);
    EXPECT_EQ(uah.step_at(amount_max), 10'000'00);
    for (const auto* name : {"uah", "gbp", "usd", "pln"}) {
        const auto rows = increments_named(name).rows();
        EXPECT_EQ(rows.front().from, 0) << name;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            EXPECT_LT(rows[i - 1].from, rows[i].from) << name;
            EXPECT_LT(rows[i - 1].step, rows[i].step) << name;
        }
    }
    EXPECT_EQ(increments_for("USD").name(), "usd");
    EXPECT_EQ(increments_for("UAH").name(), "uah");
    EXPECT_THROW(increments_named("eur"), std::logic_error);
}

}  // namespace
}  // namespace gavel::bidding::test
