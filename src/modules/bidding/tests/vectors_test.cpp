// The vectors of the auction rules as tables: V1 to V35, V58, V60, V61 (V59 is base/tests/money_test.cpp).
#include "modules/bidding/replay.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/bidding/tests/lot_builder.hpp"
#include "modules/bidding/tests/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace gavel::bidding::test {
namespace {

struct move {
    std::string bid, answer;
};

struct auction {
    std::string name;
    std::string increments = "uah", start = "100", reserve = {}, buy_now = {};
    bool chase = false;
    std::vector<move> moves;
    std::string history = {};
};

void PrintTo(const auction& a, std::ostream* out) { *out << a.name; }

// clang-format off
const std::vector<auction> auctions{
    {.name = "V1",  .moves = {{"A99",  "bid-too-low 100"}}},
    {.name = "V2",  .moves = {{"A500", "100/A"}, {"B104", "bid-too-low 105"}}, .history = "A100"},
    {.name = "V3",  .moves = {{"A500", "100/A"}, {"B104", "bid-too-low 105"}}, .history = "A100"},
    {.name = "V4",  .moves = {{"A500", "100/A"}, {"B105", "110/A"}, {"C114", "bid-too-low 115"}}},
    {.name = "V5",  .moves = {{"A500", "100/A"}, {"B300", "305/A"}}, .history = "A100 B300 A305"},
    {.name = "V6",  .moves = {{"A500", "100/A"}, {"B700", "510/B"}}, .history = "A100 A500 B510"},
    {.name = "V7",  .moves = {{"A500", "100/A"}, {"B504", "504/B"}, {"C513", "bid-too-low 514"}}, .history = "A100 A500 B504"},
    {.name = "V8",  .moves = {{"A500", "100/A"}, {"B500", "500/A"}, {"C509", "bid-too-low 510"}}, .history = "A100 B500"},
    {.name = "V9",  .moves = {{"A500", "100/A"}, {"B497", "500/A"}}, .history = "A100 B497 A500"},
    {.name = "V10", .moves = {{"A500", "100/A"}, {"A900", "100/A"}, {"B600", "610/A"}}, .history = "A100 B600 A610"},
    {.name = "V11", .moves = {{"A500", "100/A"}, {"A500", "max-not-higher 501"}, {"A400", "max-not-higher 501"}}, .history = "A100"},
    {.name = "V12", .moves = {{"A500", "100/A"}, {"B500", "500/A"}, {"A800", "500/A"}, {"C509", "bid-too-low 510"}, {"C510", "520/A"}}},
    {.name = "V13", .moves = {{"A200", "100/A"}, {"B500", "205/B"}, {"A500", "500/B"}}, .history = "A100 A200 B205 A500"},
    {.name = "V14", .moves = {{"A504", "100/A"}, {"B520", "514/B"}, {"C519", "bid-too-low 524"}}},
    {.name = "V15", .moves = {{"A2000", "100/A"}, {"B995", "1005/A"}, {"C1015", "bid-too-low 1025"}}},
    {.name = "V16", .reserve = "1000",
     .moves = {{"A300", "100/A unmet"}, {"B500", "305/B unmet"}, {"C1500", "1000/C met"}, {"D1200", "1220/C met"}},
     .history = "A100 A300 B305 B500 C510 C1000 D1200 C1220"},
    {.name = "V17", .reserve = "1000", .moves = {{"A995", "100/A unmet"}, {"B1500", "1005/B met"}}, .history = "A100 A995 B1005"},
    {.name = "V18", .reserve = "1000", .moves = {{"A300", "100/A unmet"}, {"A1000", "1000/A met"}}, .history = "A100 A1000"},
    {.name = "V19", .reserve = "1000", .moves = {{"A1000", "1000/A met"}, {"B1019", "bid-too-low 1020"}, {"B1020", "1020/B met"}},
     .history = "A100 A1000 B1020"},
    {.name = "V20", .reserve = "1000", .moves = {{"A900", "100/A unmet"}, {"B950", "910/B unmet"}}},
    {.name = "V21_chase", .increments = "gbp", .start = "1", .reserve = "100", .chase = true,
     .moves = {{"A1.50", "1.50/A unmet"}, {"B150", "100/B met"}}},
    {.name = "V21_normal", .increments = "gbp", .start = "1", .reserve = "100", .moves = {{"A1.50", "1/A unmet"}}},
    {.name = "V22", .buy_now = "1000", .moves = {{"A100", "100/A"}, {"B buys", "buy-now-gone"}}},
    {.name = "V23", .reserve = "800", .buy_now = "1200", .moves = {{"A300", "100/A unmet buy"}, {"B buys", "1200/B met"}},
     .history = "A100 B1200"},
    {.name = "V24", .reserve = "800", .buy_now = "1200",
     .moves = {{"A300", "100/A unmet buy"}, {"B900", "800/B met"}, {"C buys", "buy-now-gone"}}},
    {.name = "V25", .buy_now = "1000", .moves = {{"A1500", "100/A"}, {"B1400", "1420/A"}}},
    {.name = "V26", .increments = "usd", .start = "127.50",
     .moves = {{"A127.50", "127.50/A"}, {"B129.99", "bid-too-low 130"}, {"B130", "130/B"}}},
    {.name = "V27", .increments = "usd", .start = "250",
     .moves = {{"A400", "250/A"}, {"B255", "260/A"}, {"C401.16", "401.16/C"}}, .history = "A250 B255 A260 A400 C401.16"},
    {.name = "V60", .moves = {{"A300", "100/A"}, {"B2000", "305/B"}, {"C400", "405/B"}, {"B retracts", "305/C"}},
     .history = "A100 A300 B305 C400 B405 C305"},
    {.name = "V61", .reserve = "1000", .buy_now = "1500",
     .moves = {{"A300", "100/A unmet buy"}, {"B1500", "1000/B met"}, {"B retracts", "100/A unmet buy"}}},
};
// clang-format on

class rule_vectors : public testing::TestWithParam<auction> {};

TEST_P(rule_vectors, play_as_the_rules_say) {
    const auto& table = GetParam();
    auto lot = running_lot(minor(table.start));
    lot.increments = table.increments;
    lot.chase = table.chase;
    if (!table.reserve.empty()) lot.reserve = minor(table.reserve);
    if (!table.buy_now.empty()) lot.buy_now = minor(table.buy_now);
    // Whole hryvnias by default; the foreign examples are to the penny.
    policy rules;
    if (table.increments != "uah") rules.bids.granularity = 1;
    play game(lot, rules);
    for (const auto& [bid, answer] : table.moves) EXPECT_EQ(game.bid(bid), answer) << bid;
    if (table.history.empty()) return;
    EXPECT_EQ(game.history(), table.history);
}

INSTANTIATE_TEST_SUITE_P(rules, rule_vectors, testing::ValuesIn(auctions), name_of());

TEST(vectors, v20_unsold_below_the_reserve) {
    auto lot = running_lot();
    lot.reserve = 1000'00;
    play game(lot);
    game.bid("A900");
    game.bid("B950");
    const auto after = closed(game.lot(), at(20, 0, 0));
    ASSERT_TRUE(after);
    EXPECT_EQ(after->after.state, lot_state::ended_unsold);
    EXPECT_EQ(after->after.unsold, unsold_reason::reserve_not_met);
}

TEST(vectors, v28_step_is_looked_up_where_the_fight_ended) {
    auto lot = running_lot(100);
    lot.increments = "pln";
    lot.price = 475;
    lot.leader = leadership{bidder('A'), 1, 800, 1};
    lot.bids = lot.bidders = lot.steps = 1;
    lot.next_seq = 2;
    policy rules;
    rules.bids.granularity = 1;
    play game(lot, rules);
    EXPECT_EQ(game.bid("B15"), "8.50/B");
}

// Soft close: one bid each, on a lot that A leads with 500 since noon.
struct late_bid {
    std::string name;
    std::vector<std::pair<instant, std::string>> bids;
    instant end;
    soft_close policy = {};
    instant end_before = at(20, 0, 0);
};

void PrintTo(const late_bid& l, std::ostream* out) { *out << l.name; }

class soft_close_vectors : public testing::TestWithParam<late_bid> {};

TEST_P(soft_close_vectors, end_where_the_rules_say) {
    const auto& table = GetParam();
    auto lot = running_lot();
    lot.soft = table.policy;
    lot.ends_at = table.end_before;
    play game(lot);
    game.bid("A500", start_time);
    for (const auto& [now, bid] : table.bids) game.bid(bid, now);
    EXPECT_EQ(format_instant(game.lot().ends_at), format_instant(table.end));
    EXPECT_EQ(game.lot().original_ends_at, at(20, 0, 0));
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(rules, soft_close_vectors, testing::Values(
    late_bid{"V29_before_the_window",   {{at(19, 54, 59), "B200"}},                            at(20, 0, 0)},
    late_bid{"V29_first_second",        {{at(19, 55, 0), "B200"}},                             at(20, 0, 0)},
    late_bid{"V29_inside",              {{at(19, 57, 0), "B200"}},                             at(20, 2, 0)},
    late_bid{"V30_again",               {{at(19, 57, 0), "B200"}, {at(20, 1, 59), "C300"}},    at(20, 6, 59)},
    late_bid{"V31_own_raise",           {{at(19, 59, 0), "A900"}},                             at(20, 0, 0)},
    late_bid{"V31_refused",             {{at(19, 59, 10), "B101"}},                            at(20, 0, 0)},
    late_bid{"V32_exactly_at_the_end",  {{at(20, 0, 0), "B200"}},                              at(20, 0, 0)},
    late_bid{"V33_hard_end",            {{at(21, 58, 0), "B200"}},                             at(22, 0, 0), {}, at(21, 59, 0)},
    late_bid{"V33_no_further",          {{at(21, 58, 0), "B200"}, {at(22, 0, 0), "C300"}},     at(22, 0, 0), {}, at(21, 59, 0)},
    late_bid{"V34_other_window",        {{at(19, 59, 30), "B200"}},                            at(20, 1, 0), {soft_close_mode::reset, 60, 90}},
    late_bid{"V34_outside",             {{at(19, 58, 58), "B200"}},                            at(20, 0, 0), {soft_close_mode::reset, 60, 90}},
    late_bid{"V35_add",                 {{at(19, 58, 30), "B200"}},                            at(20, 5, 0), {soft_close_mode::add, 120, 300}},
    late_bid{"hard_close",              {{at(19, 59, 59), "B200"}},                            at(20, 0, 0), {soft_close_mode::reset, 0, 300}}),
    name_of());
// clang-format on

TEST(vectors, v32_v33_a_bid_at_the_end_is_refused) {
    play game(running_lot());
    EXPECT_EQ(game.bid("A500", at(20, 0, 0)), "lot-ended 100");
    EXPECT_EQ(game.bid("A500", at(19, 59, 59, 999)), "100/A");
    auto late = running_lot();
    late.ends_at = late.hard_ends_at;
    EXPECT_EQ(play(late).bid("A500", at(22, 0, 0)), "lot-ended 100");
}

// What a second chance costs is the runner-up's own maximum, not the price of the fight they lost.
TEST(vectors, v58_the_runner_ups_maximum_is_kept) {
    play game(running_lot());
    game.bid("A500");
    EXPECT_EQ(game.bid("B700"), "510/B");
    const auto kept = replay(game.lot(), game.log()).maxima;
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_EQ(kept[0], (standing_maximum{1, bidder('A'), 500'00, 2}));
    EXPECT_EQ(kept[1], (standing_maximum{2, bidder('B'), 700'00, 3}));
}

}  // namespace
}  // namespace gavel::bidding::test
