// Clocks that stop, go on and are put back: moderators (auction rules 2.1) and outages.
#include "modules/bidding/moderation.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/tests/lot_builder.hpp"
#include "modules/bidding/tests/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace gavel::bidding::test {
namespace {

TEST(freezing, stops_the_clock_and_resuming_gives_the_rest_back) {
    play game(running_lot());
    game.bid("A500");
    EXPECT_EQ(game.take(freeze(game.lot(), staff, act_reason::complaint, at(18, 0, 0))), "100/A");
    EXPECT_EQ(game.lot().state, lot_state::frozen);
    EXPECT_EQ(game.lot().frozen_at, at(18, 0, 0));
    EXPECT_EQ(game.lot().ends_at, at(20, 0, 0));
    EXPECT_EQ(game.bid("B300", at(18, 0, 1)), "lot-frozen 105");
    EXPECT_EQ(game.bid("B300", at(21, 0, 0)), "lot-frozen 105");
    EXPECT_FALSE(closed(game.lot(), at(21, 0, 0)));
    EXPECT_EQ(game.take(resume(game.lot(), staff, act_reason::resolved, at(21, 0, 0), {})), "100/A");
    EXPECT_EQ(game.lot().state, lot_state::running);
    EXPECT_FALSE(game.lot().frozen_at);
    EXPECT_EQ(game.lot().ends_at, at(23, 0, 0));
    EXPECT_EQ(game.lot().hard_ends_at, at(25, 0, 0));
    EXPECT_EQ(game.lot().original_ends_at, at(20, 0, 0));
    EXPECT_EQ(game.bid("B300", at(22, 0, 0)), "305/A");
}

TEST(freezing, leaves_at_least_half_an_hour) {
    play game(running_lot());
    game.take(freeze(game.lot(), staff, act_reason::fraud, at(19, 59, 0)));
    game.take(resume(game.lot(), staff, act_reason::mistake, at(19, 59, 30), {}));
    EXPECT_EQ(game.lot().ends_at, at(20, 29, 30));
    EXPECT_EQ(game.lot().hard_ends_at, at(22, 29, 30));
}

TEST(freezing, is_for_moderators_without_a_stake) {
    const auto lot = running_lot();
    EXPECT_EQ(why_not_freeze(lot, {account_id{77}, false, false}, at(13, 0, 0)), &moderators_only);
    EXPECT_EQ(why_not_freeze(lot, {seller, true, false}, at(13, 0, 0)), &moderator_involved);
    EXPECT_EQ(why_not_freeze(lot, {account_id{77}, true, true}, at(13, 0, 0)), &moderator_involved);
    EXPECT_EQ(why_not_freeze(lot, staff, at(13, 0, 0)), nullptr);
    EXPECT_EQ(why_not_freeze(lot, staff, at(20, 0, 0)), &lot_ended);
    EXPECT_EQ(why_not_freeze(lot, staff, at(11, 0, 0)), &lot_not_started);
    EXPECT_EQ(why_not_resume(lot, staff), &lot_not_frozen);
    auto frozen = lot;
    frozen.state = lot_state::frozen;
    EXPECT_EQ(why_not_freeze(frozen, staff, at(13, 0, 0)), &lot_frozen);
    EXPECT_EQ(why_not_resume(frozen, staff), nullptr);
    EXPECT_EQ(why_not_resume(frozen, {seller, true, false}), &moderator_involved);
}

TEST(removing, ends_what_has_not_ended) {
    play game(running_lot());
    game.bid("A500");
    game.take(freeze(game.lot(), staff, act_reason::fraud, at(19, 0, 0)));
    ASSERT_EQ(game.take(remove(game.lot(), staff, act_reason::prohibited_item, at(21, 0, 0))), "100/A");
    EXPECT_EQ(game.lot().state, lot_state::cancelled);
    EXPECT_EQ(game.lot().cancelled_for, act_reason::prohibited_item);
    EXPECT_FALSE(game.lot().frozen_at);
    EXPECT_EQ(game.last().done.actor, actor::moderator);
    EXPECT_EQ(why_not_remove(game.lot(), staff, at(21, 0, 0)), &lot_ended);
    EXPECT_EQ(why_not_remove(running_lot(), staff, at(11, 0, 0)), nullptr);
    EXPECT_EQ(why_not_remove(running_lot(), staff, at(20, 0, 0)), &lot_ended);
    EXPECT_EQ(why_not_remove(running_lot(), {account_id{77}, false, false}, at(13, 0, 0)), &moderators_only);
}

// The lot ends at 20:00; its last half hour begins at 19:30.
struct outage {
    std::string name;
    std::vector<gap> gaps;
    instant now;
    std::optional<instant> end;  // nothing: not extended
    lot_state state = lot_state::running;
};

void PrintTo(const outage& o, std::ostream* out) { *out << o.name; }

class outages : public testing::TestWithParam<outage> {};

TEST_P(outages, give_back_what_they_took) {
    const auto& o = GetParam();
    auto lot = running_lot();
    lot.state = o.state;
    const auto extended = extend_for_outage(lot, o.gaps, o.now, {});
    ASSERT_EQ(extended.has_value(), o.end.has_value());
    if (!extended) return;
    EXPECT_EQ(format_instant(extended->after.ends_at), format_instant(*o.end));
    EXPECT_EQ(extended->after.hard_ends_at - lot.hard_ends_at, *o.end - lot.ends_at);
    EXPECT_EQ(extended->after.original_ends_at, lot.original_ends_at);
    EXPECT_EQ(extended->done.kind, act_kind::extended);
    EXPECT_EQ(extended->done.content.reason, act_reason::outage);
    EXPECT_FALSE(extended->done.account);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(rules, outages, testing::Values(
    outage{"none",                        {},                                                              at(20, 0, 0), {}},
    outage{"a_minute",                    {{at(19, 40, 0), at(19, 41, 0)}},                                at(19, 41, 0), {}},
    outage{"more_than_a_minute",          {{at(19, 40, 0), at(19, 41, 0) + 1us}},                          at(19, 42, 0), at(20, 12, 0)},
    outage{"two_short_ones",              {{at(19, 40, 0), at(19, 40, 40)}, {at(19, 50, 0), at(19, 50, 21)}}, at(19, 51, 0), at(20, 21, 0)},
    outage{"the_same_one_twice",          {{at(19, 40, 0), at(19, 40, 40)}, {at(19, 40, 10), at(19, 40, 50)}}, at(19, 51, 0), {}},
    outage{"overlapping_and_out_of_order", {{at(19, 50, 0), at(19, 50, 40)}, {at(19, 49, 30), at(19, 50, 31)}}, at(19, 51, 0), at(20, 21, 0)},
    outage{"before_the_last_half_hour",   {{at(18, 0, 0), at(19, 31, 0)}},                                 at(19, 31, 0), {}},
    outage{"into_the_last_half_hour",     {{at(18, 0, 0), at(19, 31, 1)}},                                 at(19, 31, 1), at(20, 1, 1)},
    outage{"over_the_end",                {{at(19, 58, 30), at(20, 10, 0)}},                               at(20, 10, 1), at(20, 40, 1)},
    outage{"only_the_last_second",        {{at(19, 59, 59), at(20, 10, 0)}},                               at(20, 10, 1), at(20, 40, 1)},
    outage{"up_to_the_end",               {{at(19, 58, 0), at(20, 0, 0)}},                                 at(20, 0, 0), at(20, 30, 0)},
    outage{"a_minute_over_the_end",       {{at(19, 59, 30), at(20, 0, 30)}},                               at(20, 0, 31), {}},
    outage{"hardly_more_over_the_end",    {{at(19, 59, 30), at(20, 0, 30) + 1us}},                         at(20, 0, 31), at(20, 30, 31)},
    outage{"many_short_ones",             {{at(19, 31, 0), at(19, 31, 11)}, {at(19, 32, 0), at(19, 32, 11)}, {at(19, 33, 0), at(19, 33, 11)},
                                           {at(19, 34, 0), at(19, 34, 11)}, {at(19, 35, 0), at(19, 35, 11)}, {at(19, 36, 0), at(19, 36, 11)}},
                                                                                                           at(19, 37, 0), at(20, 7, 0)},
    outage{"after_the_end",               {{at(20, 0, 0), at(21, 0, 0)}},                                  at(21, 0, 0), {}},
    outage{"the_whole_run",               {{at(11, 0, 0), at(23, 0, 0)}},                                  at(23, 0, 0), at(23, 30, 0), lot_state::scheduled},
    outage{"frozen",                      {{at(19, 0, 0), at(20, 0, 0)}},                                  at(20, 0, 0), {}, lot_state::frozen},
    outage{"already_closed",              {{at(19, 0, 0), at(20, 0, 0)}},                                  at(20, 0, 0), {}, lot_state::ended_sold}),
    name_of());
// clang-format on

TEST(outages, are_not_given_back_twice) {
    play game(running_lot());
    const std::vector<gap> gaps{{at(19, 40, 0), at(19, 45, 0)}};
    auto once = extend_for_outage(game.lot(), gaps, at(19, 45, 1), {});
    ASSERT_TRUE(once);
    EXPECT_FALSE(extend_for_outage(once->after, gaps, at(19, 46, 0), {}));
}

TEST(outages, count_only_from_the_start_of_a_short_lot) {
    auto lot = running_lot();
    const std::vector<gap> gaps{{at(19, 0, 0), at(19, 56, 0)}};
    lot.starts_at = at(19, 55, 0);
    EXPECT_FALSE(extend_for_outage(lot, gaps, at(19, 56, 0), {}));
    lot.starts_at = at(19, 54, 59);
    EXPECT_TRUE(extend_for_outage(lot, gaps, at(19, 56, 0), {}));
}

TEST(outages, do_not_touch_a_lot_that_has_enough_left) {
    outage_policy shorter;
    shorter.left_s = 60;
    const std::vector<gap> gaps{{at(19, 40, 0), at(19, 50, 0)}};
    EXPECT_FALSE(extend_for_outage(running_lot(), gaps, at(19, 59, 0), shorter));
    EXPECT_TRUE(extend_for_outage(running_lot(), gaps, at(19, 59, 1), shorter));
}

// Against a second-by-second count.
TEST(outages, add_up_as_seconds_do) {
    const auto seed = std::random_device{}();
    std::minstd_rand source(seed);
    const auto second = [&](int most) { return std::chrono::seconds(std::uniform_int_distribution<int>(0, most)(source)); };
    for (int round = 0; round < 500; ++round) {
        auto lot = running_lot();
        lot.starts_at = at(19, 0, 0) + second(3500);
        std::vector<gap> gaps;
        for (auto i = second(6); i > 0s; --i) {
            const auto began = at(18, 55, 0) + second(3800);
            gaps.push_back({began, std::min(began + 1s + second(60), at(19, 59, 59))});  // none over the end
        }
        std::chrono::seconds lost{0};
        for (auto t = std::max(lot.starts_at, at(19, 30, 0)); t < lot.ends_at; t += 1s)
            lost += std::ranges::any_of(gaps, [&](const gap& g) { return g.began_at <= t && t < g.ended_at; }) ? 1s : 0s;
        ASSERT_EQ(extend_for_outage(lot, gaps, at(20, 0, 0), {}).has_value(), lost > 60s) << "seed " << seed << " round " << round;
    }
}

}  // namespace
}  // namespace gavel::bidding::test
