// The vectors of the auction rules as tables, and the order of refusals.
#include "modules/bidding/rules.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/increments.hpp"
#include "modules/bidding/tests/lot_builder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace gavel::bidding::test {
namespace {

// Names a case of a table after its first column.
struct name_of {
    template <class Case>
    std::string operator()(const testing::TestParamInfo<Case>& each) const {
        return each.param.name;
    }
};

struct move {
    std::string bid, answer;
};

struct auction {
    std::string name;
    std::string increments = "uah", start = "100", reserve = {};
    bool chase = false;
    std::vector<move> moves;
    std::string history = {};
};

void PrintTo(const auction& a, std::ostream* out) { *out << a.name; }

// clang-format off
const std::vector<auction> vectors{
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
    {.name = "V26", .increments = "usd", .start = "127.50",
     .moves = {{"A127.50", "127.50/A"}, {"B129.99", "bid-too-low 130"}, {"B130", "130/B"}}},
    {.name = "V27", .increments = "usd", .start = "250",
     .moves = {{"A400", "250/A"}, {"B255", "260/A"}, {"C401.16", "401.16/C"}}, .history = "A250 B255 A260 A400 C401.16"},
};
// clang-format on

class rule_vectors : public testing::TestWithParam<auction> {};

TEST_P(rule_vectors, play_as_the_rules_say) {
    const auto& table = GetParam();
    auto lot = running_lot(minor(table.start));
    lot.increments = table.increments;
    lot.chase = table.chase;
    if (!table.reserve.empty()) lot.reserve = minor(table.reserve);
    // Whole hryvnias by default; the foreign examples are to the penny.
    play game(lot, {.granularity = table.increments == "uah" ? 100 : 1});
    for (const auto& [bid, answer] : table.moves) EXPECT_EQ(game.bid(bid), answer) << bid;
    if (table.history.empty()) return;
    EXPECT_EQ(game.history(), table.history);
}

INSTANTIATE_TEST_SUITE_P(rules, rule_vectors, testing::ValuesIn(vectors), name_of());

TEST(rules, v20_unsold_below_the_reserve) {
    auto lot = running_lot();
    lot.reserve = 1000'00;
    play game(lot);
    game.bid("A900");
    game.bid("B950");
    const auto after = closed(game.lot(), at(20, 0, 0));
    ASSERT_TRUE(after);
    EXPECT_EQ(after->state, lot_state::ended_unsold);
    EXPECT_EQ(after->unsold, unsold_reason::reserve_not_met);
}

TEST(rules, v28_step_is_looked_up_where_the_fight_ended) {
    auto lot = running_lot(100);
    lot.increments = "pln";
    lot.price = 475;
    lot.leader = leadership{bidder('A'), 1, 800, 1};
    lot.bids = lot.bidders = lot.steps = 1;
    lot.next_seq = 2;
    play game(lot, {.granularity = 1});
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

TEST(rules, v32_v33_a_bid_at_the_end_is_refused) {
    play game(running_lot());
    EXPECT_EQ(game.bid("A500", at(20, 0, 0)), "lot-ended 100");
    EXPECT_EQ(game.bid("A500", at(19, 59, 59, 999)), "100/A");
    auto late = running_lot();
    late.ends_at = late.hard_ends_at;
    EXPECT_EQ(play(late).bid("A500", at(22, 0, 0)), "lot-ended 100");
}

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
    EXPECT_EQ(raised->seq, 2);
    const auto after = public_view(game.lot());
    EXPECT_EQ(after.version, before.version);
    EXPECT_EQ(after.bids, before.bids);
    EXPECT_EQ(after.price, before.price);
    EXPECT_EQ(game.lot().leader->seq, 2);
}

// One change away from acceptable; the order of the table is the order of the refusals.
struct refusal {
    std::string name;
    const problem* expected;
    std::function<void(standing&, offer&, instant&)> change;
};

void PrintTo(const refusal& r, std::ostream* out) { *out << r.name; }

// clang-format off
const std::vector<refusal> refusals{
    {"not_started",    &lot_not_started,  [](auto& lot, auto&, auto& now) { now = lot.starts_at - 1us; }},
    {"ended",          &lot_ended,        [](auto& lot, auto&, auto& now) { now = lot.ends_at; }},
    {"sold",           &lot_ended,        [](auto& lot, auto&, auto&)     { lot.state = lot_state::ended_sold; }},
    {"unsold",         &lot_ended,        [](auto& lot, auto&, auto&)     { lot.state = lot_state::ended_unsold; }},
    {"own_lot",        &own_lot,          [](auto& lot, auto& bid, auto&) { bid.bidder = lot.seller; }},
    {"wrong_currency", &wrong_currency,   [](auto&, auto& bid, auto&)     { bid.max.currency = *currency::parse("USD"); }},
    {"too_large",      &amount_too_large, [](auto&, auto& bid, auto&)     { bid.max.amount = amount_max + 100; }},
    {"not_whole",      &amount_not_whole, [](auto&, auto& bid, auto&)     { bid.max.amount += 1; }},
    {"not_higher",     &max_not_higher,   [](auto& lot, auto& bid, auto&) { bid.bidder = lot.leader->bidder; }},
    {"too_low",        &bid_too_low,      [](auto&, auto& bid, auto&)     { bid.max.amount -= 100; }},
};
// clang-format on

class refuses : public testing::TestWithParam<refusal> {
protected:
    refuses() : game(running_lot()) {
        game.bid("A500");
        good.lot = game.lot().lot;
        good.bidder = bidder('B');
        good.max = money{105'00, {}};
    }
    play game;
    offer good;
};

TEST_P(refuses, for_this_reason_and_no_other) {
    auto lot = game.lot();
    auto bid = good;
    auto now = at(13, 0, 0);
    ASSERT_TRUE(judge(lot, bid, std::nullopt, now, {}));
    GetParam().change(lot, bid, now);
    const auto answer = judge(lot, bid, std::nullopt, now, {});
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().is(*GetParam().expected)) << answer.error().kind().slug;
    EXPECT_TRUE(answer.error().fields().contains("min_next"));
    EXPECT_EQ(answer.error().fields().at("ends_at").as_string(), format_instant(lot.ends_at));
    EXPECT_EQ(answer.error().fields().at("version").as_int64(), lot.version);
}

TEST_P(refuses, before_everything_further_down) {
    const auto here = std::ranges::find(refusals, GetParam().name, &refusal::name);
    for (auto later = here; later != refusals.end(); ++later) {
        if (later->expected == &max_not_higher && GetParam().expected == &own_lot) continue;  // both change who bids
        auto lot = game.lot();
        auto bid = good;
        auto now = at(13, 0, 0);
        later->change(lot, bid, now);
        GetParam().change(lot, bid, now);
        const auto answer = judge(lot, bid, std::nullopt, now, {});
        ASSERT_FALSE(answer);
        EXPECT_TRUE(answer.error().is(*GetParam().expected)) << later->name << " won: " << answer.error().kind().slug;
    }
}

INSTANTIATE_TEST_SUITE_P(rules, refuses, testing::ValuesIn(refusals), name_of());

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
    EXPECT_EQ(sold->state, lot_state::ended_sold);
    EXPECT_EQ(sold->closed_at, at(20, 0, 0));
    EXPECT_EQ(sold->version, game.lot().version + 1);
    EXPECT_FALSE(closed(*sold, at(20, 0, 1)));
    const auto unsold = closed(running_lot(), at(20, 0, 0));
    ASSERT_TRUE(unsold);
    EXPECT_EQ(unsold->unsold, unsold_reason::no_bids);
}

TEST(rules, relations) {
    play game(running_lot());
    game.bid("A500");
    game.bid("B300");
    EXPECT_EQ(relation_of(game.lot(), bidder('A')), relation::leading);
    EXPECT_EQ(relation_of(game.lot(), bidder('B')), relation::outbid);
    const auto sold = *closed(game.lot(), at(20, 0, 0));
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
