// Buying at once: when it is possible, and that it costs exactly its price.
#include "modules/bidding/purchase.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/tests/lot_builder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace gavel::bidding::test {
namespace {

standing lot_to_buy() {
    auto lot = running_lot();
    lot.reserve = 800'00;
    lot.buy_now = 1200'00;
    return lot;
}

TEST(purchase, costs_exactly_its_price_and_ends_the_lot_at_once) {
    play game(lot_to_buy());
    game.bid("A300");
    EXPECT_EQ(game.bid("B buys", at(14, 0, 0)), "1200/B met");
    const auto& lot = game.lot();
    EXPECT_EQ(lot.state, lot_state::ended_sold);
    EXPECT_EQ(lot.sold_by, sold_by::buy_now);
    EXPECT_EQ(lot.closed_at, at(14, 0, 0));
    EXPECT_EQ(lot.ends_at, at(20, 0, 0));
    EXPECT_EQ(lot.leader, (leadership{bidder('B'), 2, 1200'00, 3}));
    EXPECT_EQ(lot.bids, 1);
    EXPECT_EQ(game.last().done.steps, (std::vector{price_step{2, 1200'00, step_reason::buy_now}}));
    EXPECT_EQ(game.bid("A1300"), "lot-ended 1220");
}

TEST(purchase, of_a_lot_without_bids) {
    play game(lot_to_buy());
    EXPECT_EQ(game.bid("A buys"), "1200/A met");
    EXPECT_EQ(game.lot().bids, 0);
    EXPECT_EQ(game.lot().bidders, 1);
    EXPECT_EQ(game.lot().steps, 1);
}

TEST(purchase, a_bidder_keeps_the_number) {
    play game(lot_to_buy());
    game.bid("A300");
    game.bid("B400");
    EXPECT_EQ(game.bid("A buys"), "1200/A met");
    EXPECT_EQ(game.lot().leader->number, 1);
    EXPECT_EQ(game.lot().bidders, 2);
}

TEST(purchase, comes_back_when_retractions_empty_the_lot) {
    auto lot = lot_to_buy();
    lot.reserve.reset();
    play game(lot);
    EXPECT_EQ(game.bid("A300"), "100/A");
    EXPECT_EQ(game.bid("B buys"), "buy-now-gone");
    EXPECT_EQ(game.bid("A retracts"), "- buy");
    EXPECT_EQ(game.bid("B buys"), "1200/B");
}

TEST(purchase, opens_a_lot_whose_start_has_come) {
    auto lot = lot_to_buy();
    lot.state = lot_state::scheduled;
    play game(lot);
    EXPECT_FALSE(public_view(lot).buy_now);
    EXPECT_EQ(game.bid("A buys", lot.starts_at - 1us), "lot-not-started");
    EXPECT_EQ(game.bid("A buys", lot.starts_at), "1200/A met");
}

TEST(purchase, is_refused_in_this_order) {
    struct situation {
        standing lot = lot_to_buy();
        purchase wanted{bidder('A'), {1200'00, {}}};
        bidder_facts who;
        instant now = at(13, 0, 0);
    };
    // clang-format off
    const std::vector<std::pair<const problem*, std::function<void(situation&)>>> order{
        {&lot_frozen,        [](situation& s) { s.lot.state = lot_state::frozen; }},
        {&lot_not_started,   [](situation& s) { s.now = s.lot.starts_at - 1us; }},
        {&lot_ended,         [](situation& s) { s.now = s.lot.ends_at; }},
        {&own_lot,           [](situation& s) { s.wanted.buyer = seller; }},
        {&account_suspended, [](situation& s) { s.who.suspended = true; }},
        {&not_admitted,      [](situation& s) { s.who.admitted = false; }},
        {&no_buy_now,        [](situation& s) { s.lot.buy_now.reset(); }},
        {&buy_now_gone,      [](situation& s) { s.lot.price = 800'00; }},
        {&buy_now_changed,   [](situation& s) { s.wanted.price.amount = 1100'00; }},
        {&exposure_exceeded, [](situation& s) { s.who.exposure_left = 1199'00; }}};
    // clang-format on
    for (std::size_t i = 0; i < order.size(); ++i)
        for (std::size_t later = i; later < order.size(); ++later) {
            situation s;
            order[later].second(s);
            order[i].second(s);
            const auto answer = buy(s.lot, s.wanted, s.who, s.now);
            ASSERT_FALSE(answer);
            EXPECT_TRUE(answer.error().is(*order[i].first)) << i << " " << later << " " << answer.error().kind().slug;
        }
    situation fine;
    fine.who.related = true;  // family may buy, not bid
    EXPECT_TRUE(buy(fine.lot, fine.wanted, fine.who, fine.now));
    EXPECT_EQ(why_not_bid(fine.lot, fine.wanted.buyer, fine.who, fine.now), &not_admitted);
}

}  // namespace
}  // namespace gavel::bidding::test
