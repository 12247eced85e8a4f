// What a seller may still do to a published lot (R-22, auction rules 2.1), and what it does to bidders.
#include "modules/bidding/seller.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/tests/lot_builder.hpp"
#include "modules/bidding/tests/table.hpp"
#include "platform/http/problems.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gavel::bidding::test {
namespace {

const salt fresh{9};

// A lot whose quiet last 12 hours begin at 08:00.
standing long_lot() {
    auto lot = running_lot();
    lot.starts_at = at(20, 0, 0) - 72h;
    return lot;
}

constexpr auto early = 7;  // o'clock: more than 12 hours are left
constexpr auto late = 9;

std::string outcome_of(const result<decision>& answer) { return answer ? "ok" : std::string(answer.error().kind().slug); }

std::string lowered(play& game, std::optional<std::int64_t> reserve, int hour) {
    std::optional<money> wanted;
    if (reserve) wanted = money{*reserve, {}};
    return game.take(change_reserve(game.lot(), {seller, wanted}, fresh, at(hour, 0, 0), {}));
}

TEST(reserve, is_added_only_before_bids_and_early) {
    play game(long_lot());
    EXPECT_EQ(lowered(game, 500'00, late), "too-close-to-end");
    EXPECT_EQ(lowered(game, 500'00, early), "- unmet");
    EXPECT_EQ(game.lot().reserve_salt, fresh);
    play with_bids(long_lot());
    with_bids.bid("A200", at(early, 0, 0));
    EXPECT_EQ(lowered(with_bids, 500'00, early), "lot-has-bids");
}

TEST(reserve, is_lowered_or_removed_at_any_time_and_never_raised) {
    auto lot = long_lot();
    lot.reserve = 1000'00;
    play game(lot);
    game.bid("A300");
    EXPECT_EQ(lowered(game, 1000'00, late), "reserve-only-lower");
    EXPECT_EQ(lowered(game, 1001'00, late), "reserve-only-lower");
    EXPECT_EQ(lowered(game, 900'00, late), "100/A unmet");
    EXPECT_EQ(game.lot().leader->max, 300'00);
    EXPECT_TRUE(game.last().maxima.empty());
    EXPECT_EQ(lowered(game, std::nullopt, 19), "100/A");
    EXPECT_EQ(lowered(game, std::nullopt, 19), "lot-has-bids");
}

// a hidden maximum that would reach the new reserve is cut to just under it; the price stays.
TEST(reserve, lowered_below_the_leaders_maximum_cuts_it) {
    auto lot = long_lot();
    lot.reserve = 1000'00;
    play game(lot);
    game.bid("A300");
    game.bid("B900");
    EXPECT_EQ(lowered(game, 700'00, late), "305/B unmet");
    EXPECT_EQ(game.lot().leader->max, 699'00);
    EXPECT_EQ(game.last().maxima, (std::vector{standing_maximum{2, bidder('B'), 699'00, 3}}));
    EXPECT_EQ(game.bid("B699"), "max-not-higher 700");
    EXPECT_EQ(game.bid("B700"), "700/B met");
}

TEST(reserve, lowered_to_the_price_is_met_without_a_cut) {
    auto lot = long_lot();
    lot.reserve = 1000'00;
    play game(lot);
    game.bid("A300");
    game.bid("B900");
    EXPECT_EQ(lowered(game, 305'00, late), "305/B met");
    EXPECT_EQ(game.lot().leader->max, 900'00);
}

TEST(reserve, a_cut_never_goes_below_the_price) {
    auto lot = long_lot();
    lot.start = 504'50;
    lot.reserve = 1000'00;
    play game(lot);
    game.bid("A900");
    EXPECT_EQ(lowered(game, 505'00, late), "504.50/A unmet");
    EXPECT_EQ(game.lot().leader->max, 504'50);
}

TEST(reserve, must_fit_between_start_and_buy_now) {
    auto lot = long_lot();
    lot.buy_now = 800'00;
    for (const auto& [amount, fine] :
         {std::pair{100'00, false}, std::pair{101'00, true}, std::pair{799'00, true}, std::pair{800'00, false}, std::pair{500'50, false}}) {
        const auto answer = change_reserve(lot, {seller, money{amount, {}}}, fresh, at(early, 0, 0), {});
        EXPECT_EQ(answer.has_value(), fine) << amount;
        EXPECT_TRUE(answer || answer.error().is(http::invalid_input)) << amount;
    }
    const auto foreign = change_reserve(lot, {seller, money{500'00, *currency::parse("USD")}}, fresh, at(early, 0, 0), {});
    EXPECT_EQ(outcome_of(foreign), "invalid-input");
    EXPECT_EQ(outcome_of(change_reserve(lot, {bidder('A'), money{500'00, {}}}, fresh, at(early, 0, 0), {})), "seller-only");
}

terms_edit edit_of(const standing& lot) {
    terms_edit edit;
    edit.by = seller;
    edit.fields = {"start_price"};
    edit.start = 150'00;
    edit.buy_now = 900'00;
    edit.ends_at = lot.ends_at + 1h;
    return edit;
}

TEST(terms, change_while_nobody_relies_on_them) {
    play game(long_lot());
    EXPECT_EQ(game.take(change_terms(game.lot(), edit_of(game.lot()), fresh, at(early, 0, 0), {})), "- buy");
    const auto& lot = game.lot();
    EXPECT_EQ(lot.start, 150'00);
    EXPECT_EQ(lot.ends_at, at(21, 0, 0));
    EXPECT_EQ(lot.original_ends_at, at(21, 0, 0));
    EXPECT_EQ(lot.hard_ends_at, at(23, 0, 0));
    EXPECT_EQ(lot.starts_at, long_lot().starts_at);
    EXPECT_EQ(game.bid("A150"), "150/A");
    const auto edited = [&](int hour) { return outcome_of(change_terms(game.lot(), edit_of(game.lot()), fresh, at(hour, 0, 0), {})); };
    EXPECT_EQ(edited(early), "lot-has-bids");
    game.bid("A retracts", at(13, 0, 0));
    EXPECT_EQ(edited(10), "too-close-to-end");
    EXPECT_EQ(edited(8), "ok");
}

TEST(terms, of_others_or_with_an_end_behind) {
    const auto lot = long_lot();
    auto edit = edit_of(lot);
    edit.ends_at = at(early, 0, 0);
    EXPECT_EQ(outcome_of(change_terms(lot, edit, fresh, at(early, 0, 0), {})), "invalid-input");
    edit.by = bidder('A');
    EXPECT_EQ(outcome_of(change_terms(lot, edit, fresh, at(early, 0, 0), {})), "seller-only");
}

// Auction rules 2.1: running -> cancelled by the seller.
struct cancelling {
    std::string name;
    bool bids;
    lot_state state;
    instant now;
    std::string expected;
    bool strike = false;
};

void PrintTo(const cancelling& c, std::ostream* out) { *out << c.name; }

class cancellation : public testing::TestWithParam<cancelling> {};

TEST_P(cancellation, costs_what_the_rules_say) {
    const auto& c = GetParam();
    play game(long_lot());
    if (c.bids) game.bid("A300", at(early, 0, 0) - 12h);
    auto lot = game.lot();
    lot.state = c.state;
    const auto answer = cancel(lot, seller, act_reason::damaged, c.now, {});
    EXPECT_EQ(outcome_of(answer), c.expected);
    EXPECT_EQ(outcome_of(cancel(lot, bidder('A'), act_reason::damaged, c.now, {})), "seller-only");
    if (!answer) return;
    EXPECT_EQ(answer->after.state, lot_state::cancelled);
    EXPECT_EQ(answer->after.cancelled_for, act_reason::damaged);
    EXPECT_EQ(answer->after.closed_at, c.now);
    EXPECT_EQ(is_strike(*answer), c.strike);
}

INSTANTIATE_TEST_SUITE_P(rules, cancellation,
                         testing::Values(cancelling{"before_the_start", false, lot_state::scheduled, at(20, 0, 0) - 73h, "ok"},
                                         cancelling{"without_bids", false, lot_state::running, at(19, 59, 59), "ok"},
                                         cancelling{"with_bids_and_12_hours_left", true, lot_state::running, at(8, 0, 0), "ok", true},
                                         cancelling{"with_bids_later", true, lot_state::running, at(8, 0, 0) + 1us, "sell-or-wait"},
                                         cancelling{"frozen", true, lot_state::frozen, at(7, 0, 0), "lot-frozen"},
                                         cancelling{"at_the_end", false, lot_state::running, at(20, 0, 0), "lot-ended"},
                                         cancelling{"sold", true, lot_state::ended_sold, at(7, 0, 0), "lot-ended"}),
                         name_of());

TEST(early_sale, sells_to_the_leader_at_the_price) {
    auto lot = running_lot();
    lot.reserve = 400'00;
    play game(lot);
    const auto sold = [&](account_id by) { return game.take(sell_early(game.lot(), by, at(14, 0, 0))); };
    EXPECT_EQ(sold(bidder('A')), "seller-only");
    EXPECT_EQ(sold(seller), "lot-without-bids");
    game.bid("A300");
    EXPECT_EQ(sold(seller), "reserve-not-reached");
    game.bid("B500");
    EXPECT_EQ(sold(seller), "400/B met");
    EXPECT_EQ(game.lot().state, lot_state::ended_sold);
    EXPECT_EQ(game.lot().sold_by, sold_by::early);
    EXPECT_EQ(game.lot().closed_at, at(14, 0, 0));
    EXPECT_EQ(game.lot().ends_at, at(20, 0, 0));
    EXPECT_EQ(sold(seller), "lot-ended");
}

TEST(relisting, is_for_what_was_not_sold_and_not_removed) {
    auto lot = running_lot();
    const auto why = [&](lot_state state, std::optional<act_reason> cancelled_for = std::nullopt) {
        lot.state = state;
        lot.cancelled_for = cancelled_for;
        return why_not_relist(lot, seller);
    };
    EXPECT_EQ(why(lot_state::scheduled), &not_relistable);
    EXPECT_EQ(why(lot_state::running), &not_relistable);
    EXPECT_EQ(why(lot_state::frozen), &not_relistable);
    EXPECT_EQ(why(lot_state::ended_sold), &not_relistable);
    EXPECT_EQ(why(lot_state::cancelled, act_reason::prohibited_item), &not_relistable);
    EXPECT_EQ(why(lot_state::cancelled, act_reason::fraud), &not_relistable);
    EXPECT_EQ(why(lot_state::cancelled, act_reason::damaged), nullptr);
    EXPECT_EQ(why(lot_state::ended_unsold), nullptr);
    EXPECT_EQ(why_not_relist(lot, bidder('A')), &seller_only);
}

}  // namespace
}  // namespace gavel::bidding::test
