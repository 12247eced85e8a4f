// When bids may be taken back, and what is left without them.
#include "modules/bidding/retraction.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/tests/lot_builder.hpp"
#include "modules/bidding/tests/table.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace gavel::bidding::test {
namespace {

// The lot runs for two days until 20:00; one bidder, whose latest bid is at `latest`.
struct window {
    std::string name;
    instant latest, now;
    std::optional<act_reason> reason;
    std::optional<instant> described_at;
    const problem* refusal;
    retractable expected = {};
};

void PrintTo(const window& w, std::ostream* out) { *out << w.name; }

class retraction_window : public testing::TestWithParam<window> {};

TEST_P(retraction_window, is_open_or_closed) {
    const auto& w = GetParam();
    auto lot = running_lot();
    lot.starts_at = at(20, 0, 0) - 48h;
    retraction_facts facts;
    facts.bids = {{2, w.latest - 1h}, {3, w.latest}};
    facts.described_at = w.described_at;
    const auto found = retractable_now(lot, facts, w.reason, w.now, {});
    if (w.refusal) {
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error(), w.refusal) << found.error()->slug;
        return;
    }
    ASSERT_TRUE(found) << found.error()->slug;
    EXPECT_EQ(found->scope, w.expected.scope);
    EXPECT_EQ(format_instant(found->until), format_instant(w.expected.until));
}

constexpr auto any = std::nullopt;
constexpr auto typo = act_reason::wrong_amount;
constexpr auto described = act_reason::description_changed;
constexpr auto whole = retraction_scope::all;
constexpr auto last = retraction_scope::latest;
constexpr auto none = std::nullopt;

// clang-format off
INSTANTIATE_TEST_SUITE_P(rules, retraction_window, testing::Values(
    window{"all_before_the_last_12_hours",     at(1, 0, 0),   at(7, 59, 59, 999), typo, none, nullptr, {whole, at(8, 0, 0)}},
    window{"all_then_the_latest",              at(7, 30, 0),  at(7, 45, 0),       typo, none, nullptr, {whole, at(8, 30, 0)}},
    window{"exactly_12_hours_an_old_bid",      at(1, 0, 0),   at(8, 0, 0),        typo, none, &retraction_closed},
    window{"exactly_12_hours_a_fresh_bid",     at(7, 30, 0),  at(8, 0, 0),        typo, none, nullptr, {last, at(8, 30, 0)}},
    window{"the_latest_within_the_hour",       at(12, 0, 0),  at(13, 0, 0),       typo, none, nullptr, {last, at(13, 0, 0)}},
    window{"the_latest_after_the_hour",        at(12, 0, 0),  at(13, 0, 0, 1),    typo, none, &retraction_closed},
    window{"just_before_the_last_hour",        at(18, 30, 0), at(18, 59, 59),     typo, none, nullptr, {last, at(19, 0, 0)}},
    window{"the_last_hour",                    at(18, 59, 0), at(19, 0, 0),       typo, none, &retraction_closed},
    window{"another_description_later",        at(1, 0, 0),   at(12, 0, 0),       described, at(9, 0, 0), nullptr, {whole, at(19, 0, 0)}},
    window{"another_description_for_a_day",    at(20, 0, 0) - 47h, at(7, 0, 0),   described, at(8, 0, 0) - 24h, nullptr, {whole, at(8, 0, 0)}},
    window{"another_description_a_day_ago",    at(20, 0, 0) - 47h, at(8, 0, 0),   described, at(8, 0, 0) - 24h, &description_not_changed},
    window{"the_description_is_older",         at(1, 0, 0),   at(7, 0, 0),        described, at(1, 0, 0), &description_not_changed},
    window{"the_description_never_changed",    at(1, 0, 0),   at(7, 0, 0),        described, none, &description_not_changed},
    window{"a_description_in_the_last_hour",   at(1, 0, 0),   at(19, 0, 0),       described, at(18, 0, 0), &retraction_closed},
    window{"any_reason_by_time",               at(1, 0, 0),   at(7, 0, 0),        any, at(6, 0, 0), nullptr, {whole, at(8, 0, 0)}},
    window{"any_reason_by_description",        at(1, 0, 0),   at(12, 0, 0),       any, at(9, 0, 0), nullptr, {whole, at(19, 0, 0)}},
    window{"no_reason_helps",                  at(1, 0, 0),   at(12, 0, 0),       any, none, &retraction_closed},
    window{"not_started",                      at(1, 0, 0),   at(20, 0, 0) - 49h, typo, none, &lot_not_started},
    window{"ended",                            at(1, 0, 0),   at(20, 0, 0),       typo, none, &lot_ended}),
    name_of());
// clang-format on

TEST(retraction, is_refused_for_what_else_is_known) {
    auto lot = running_lot();
    retraction_facts facts;
    EXPECT_EQ(retractable_now(lot, facts, typo, at(13, 0, 0), {}).error(), &no_standing_bids);
    facts.bids = {{2, at(13, 0, 0)}};
    EXPECT_TRUE(retractable_now(lot, facts, typo, at(13, 0, 0), {}));
    facts.recent = 1;
    EXPECT_TRUE(retractable_now(lot, facts, typo, at(13, 0, 0), {}));
    facts.recent = 2;
    EXPECT_EQ(retractable_now(lot, facts, typo, at(13, 0, 0), {}).error(), &too_many_retractions);
    lot.state = lot_state::frozen;
    EXPECT_EQ(retractable_now(lot, facts, typo, at(13, 0, 0), {}).error(), &lot_frozen);
}

TEST(retraction, late_takes_only_the_latest_bid) {
    play game(running_lot());
    game.bid("A200");
    game.bid("B300");
    game.bid("A900");
    EXPECT_EQ(game.bid("A retracts"), "205/B");
    EXPECT_EQ(game.last().done.content.bids, (std::vector<std::int64_t>{4}));
    EXPECT_EQ(game.last().maxima.at(0), (standing_maximum{1, bidder('A'), 200'00, 2}));
}

TEST(retraction, early_takes_all_bids) {
    auto lot = running_lot();
    lot.ends_at = lot.original_ends_at = at(20, 0, 0) + 24h;
    lot.hard_ends_at = lot.ends_at + 2h;
    play game(lot);
    game.bid("A200");
    game.bid("B300");
    game.bid("A900");
    EXPECT_EQ(game.bid("A retracts"), "100/B");
    EXPECT_EQ(game.last().maxima.at(0), (standing_maximum{1, bidder('A'), {}, 0}));
    EXPECT_EQ(game.lot().bids, 1);
    EXPECT_EQ(game.lot().bidders, 2);
    EXPECT_EQ(game.history(), "A100 A200 B205 B300 A305 B100");
    EXPECT_EQ(game.bid("A retracts"), "no-standing-bids");
    // Who comes back keeps the number; the retracted bid stays in the log.
    EXPECT_EQ(game.bid("A150"), "155/B");
    EXPECT_EQ(game.lot().bidders, 2);
    EXPECT_EQ(game.log().size(), 6u);
}

TEST(retraction, of_the_only_bid_leaves_an_untouched_lot) {
    play game(running_lot());
    game.bid("A500");
    EXPECT_EQ(game.bid("A retracts"), "-");
    EXPECT_FALSE(game.lot().leader);
    EXPECT_EQ(game.lot().bids, 0);
    EXPECT_TRUE(game.last().done.steps.empty());
    EXPECT_EQ(min_next(game.lot()), 100'00);
    EXPECT_EQ(game.bid("B100"), "100/B");
    EXPECT_EQ(game.lot().leader->number, 2);
    EXPECT_EQ(game.lot().steps, 2);
}

TEST(retraction, does_not_shrink_the_end) {
    play game(running_lot());
    game.bid("A500", at(13, 0, 0));
    game.bid("B600", at(13, 0, 0));
    game.lot().ends_at = at(20, 30, 0);
    EXPECT_EQ(game.bid("B retracts", at(13, 30, 0)), "100/A");
    EXPECT_EQ(game.lot().ends_at, at(20, 30, 0));
}

TEST(retraction, that_changes_nothing_visible_has_no_step) {
    play game(running_lot());
    game.bid("A500");
    game.bid("B300");
    game.bid("A900");
    EXPECT_EQ(game.bid("A retracts"), "305/A");
    EXPECT_EQ(game.lot().leader->max, 500'00);
    EXPECT_TRUE(game.last().done.steps.empty());
}

TEST(retraction, one_after_another) {
    play game(running_lot());
    game.bid("A300");
    game.bid("B2000");
    game.bid("C400");
    EXPECT_EQ(game.bid("B retracts"), "305/C");
    EXPECT_EQ(game.bid("C retracts"), "100/A");
    EXPECT_EQ(game.bid("A retracts"), "-");
}

TEST(cancellation_of_bids, is_the_sellers) {
    play game(running_lot());
    EXPECT_EQ(game.bid("A cut"), "no-standing-bids");
    game.bid("A300");
    game.bid("B500");
    EXPECT_EQ(game.bid("C cut"), "no-standing-bids");
    const auto foreign = cancel_bids(game.lot(), game.log(), {bidder('A'), 2, {}}, at(13, 0, 0));
    ASSERT_FALSE(foreign);
    EXPECT_TRUE(foreign.error().is(seller_only));
    // Whenever the lot runs, also in the last minute, and everything of that bidder.
    EXPECT_EQ(game.bid("B cut", at(19, 59, 59)), "100/A");
    EXPECT_EQ(game.bid("A cut", at(20, 0, 0)), "lot-ended");
}

TEST(ban, stops_the_clock_first_in_the_last_hour_of_a_lot_that_runs) {
    play game(running_lot());
    game.bid("A300");
    game.bid("B500");
    const auto banned = [&](const standing& lot, instant now) { return ban(lot, game.log(), 2, now, {}); };
    const auto early = banned(game.lot(), at(18, 59, 59));
    ASSERT_TRUE(early);
    ASSERT_EQ(early->size(), 1u);
    EXPECT_EQ(early->back().after.state, lot_state::running);
    EXPECT_EQ(early->back().after.price, 100'00);
    EXPECT_EQ(early->back().done.actor, actor::system);
    EXPECT_EQ(early->back().done.content.reason, act_reason::suspended);

    const auto late = banned(game.lot(), at(19, 0, 0));
    ASSERT_TRUE(late);
    ASSERT_EQ(late->size(), 2u);
    EXPECT_EQ(late->front().done.kind, act_kind::frozen);
    EXPECT_EQ(late->back().done.seq, late->front().done.seq + 1);
    EXPECT_EQ(late->back().after.state, lot_state::frozen);
    EXPECT_EQ(late->back().after.frozen_at, at(19, 0, 0));
    EXPECT_EQ(late->back().after.price, 100'00);

    EXPECT_TRUE(banned(game.lot(), at(20, 0, 0)).error().is(lot_ended));
    auto frozen = game.lot();
    frozen.state = lot_state::frozen;
    frozen.frozen_at = at(19, 30, 0);
    const auto cleaned = banned(frozen, at(21, 0, 0));
    ASSERT_TRUE(cleaned);
    ASSERT_EQ(cleaned->size(), 1u);
    EXPECT_EQ(cleaned->back().after.state, lot_state::frozen);
    EXPECT_EQ(cleaned->back().after.price, 100'00);
    EXPECT_TRUE(ban(game.lot(), game.log(), 3, at(13, 0, 0), {}).error().is(no_standing_bids));
}

}  // namespace
}  // namespace gavel::bidding::test
