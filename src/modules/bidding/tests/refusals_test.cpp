// The order in which a bid is refused, and the guards on its amount.
#include "modules/bidding/errors.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/bidding/tests/lot_builder.hpp"
#include "modules/bidding/tests/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace gavel::bidding::test {
namespace {

// Everything judge() looks at.
struct situation {
    standing lot;
    offer bid;
    bidder_facts who;
    instant now = at(13, 0, 0);

    result<verdict> judged() const { return judge(lot, bid, who, now, {}); }
};

// One change away from acceptable; the order of the table is the order of the refusals.
struct refusal {
    std::string name;
    const problem* expected;
    std::function<void(situation&)> change;
    bool at_amount = false;  // names the field
};

void PrintTo(const refusal& r, std::ostream* out) { *out << r.name; }

// clang-format off
const std::vector<refusal> refusals{
    {"frozen",         &lot_frozen,        [](situation& s) { s.lot.state = lot_state::frozen; }},
    {"sold",           &lot_ended,         [](situation& s) { s.lot.state = lot_state::ended_sold; }},
    {"unsold",         &lot_ended,         [](situation& s) { s.lot.state = lot_state::ended_unsold; }},
    {"cancelled",      &lot_ended,         [](situation& s) { s.lot.state = lot_state::cancelled; }},
    {"not_started",    &lot_not_started,   [](situation& s) { s.now = s.lot.starts_at - 1us; }},
    {"ended",          &lot_ended,         [](situation& s) { s.now = s.lot.ends_at; }},
    {"own_lot",        &own_lot,           [](situation& s) { s.bid.bidder = s.lot.seller; }},
    {"suspended",      &account_suspended, [](situation& s) { s.who.suspended = true; }},
    {"blocked",        &not_admitted,      [](situation& s) { s.who.admitted = false; }},
    {"related",        &not_admitted,      [](situation& s) { s.who.related = true; }},
    {"no_deposit",     &deposit_required,  [](situation& s) { s.who.deposit_needed = 50'00; }},
    {"wrong_currency", &wrong_currency,    [](situation& s) { s.bid.max.currency = *currency::parse("USD"); }, true},
    {"too_large",      &amount_too_large,  [](situation& s) { s.bid.max.amount = amount_max + 100; }, true},
    {"not_whole",      &amount_not_whole,  [](situation& s) { s.bid.max.amount += 1; }, true},
    {"not_higher",     &max_not_higher,    [](situation& s) { s.bid.bidder = s.lot.leader->bidder; }, true},
    {"too_low",        &bid_too_low,       [](situation& s) { s.bid.max.amount -= 100; }, true},
    {"too_exposed",    &exposure_exceeded, [](situation& s) { s.who.exposure_left = 99'00; }, true},
    {"unusual",        &confirm_amount,    [](situation& s) { s.who.earlier_bids = 5; s.who.highest_earlier_max = 10'00; }, true},
};
// clang-format on

class refuses : public testing::TestWithParam<refusal> {
protected:
    refuses() {
        play game(running_lot());
        game.bid("A500");
        good.lot = game.lot();
        good.bid.lot = good.lot.lot;
        good.bid.bidder = bidder('B');
        good.bid.max = money{105'00, {}};
    }
    situation good;
};

TEST_P(refuses, for_this_reason_and_no_other) {
    ASSERT_TRUE(good.judged());
    GetParam().change(good);
    const auto answer = good.judged();
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().is(*GetParam().expected)) << answer.error().kind().slug;
    const auto& facts = answer.error().fields();
    EXPECT_TRUE(facts.contains("min_next"));
    EXPECT_EQ(facts.at("ends_at").as_string(), format_instant(good.lot.ends_at));
    EXPECT_EQ(facts.at("version").as_int64(), good.lot.version);
    EXPECT_EQ(facts.contains("field"), GetParam().at_amount);
}

TEST_P(refuses, before_everything_further_down) {
    const auto here = std::ranges::find(refusals, GetParam().name, &refusal::name);
    for (auto later = here; later != refusals.end(); ++later) {
        if (later->expected == &max_not_higher && GetParam().expected == &own_lot) continue;  // both change who bids
        auto both = good;
        later->change(both);
        GetParam().change(both);
        const auto answer = both.judged();
        ASSERT_FALSE(answer);
        EXPECT_TRUE(answer.error().is(*GetParam().expected)) << later->name << " won: " << answer.error().kind().slug;
    }
}

INSTANTIATE_TEST_SUITE_P(rules, refuses, testing::ValuesIn(refusals), name_of());

// the question is asked of more than ten times the next minimum, or of what the person has ever offered.
struct unusual_amount {
    std::string name;
    std::int64_t max, earlier_bids, highest;
    bool asked;
};

void PrintTo(const unusual_amount& u, std::ostream* out) { *out << u.name; }

class confirmation : public testing::TestWithParam<unusual_amount> {};

TEST_P(confirmation, is_asked_for_once) {
    const auto& [name, max, earlier_bids, highest, asked] = GetParam();
    situation s;
    s.lot = running_lot();
    s.bid.bidder = bidder('A');
    s.bid.max = money{max, {}};
    s.who.earlier_bids = earlier_bids;
    s.who.highest_earlier_max = highest;
    const auto first = s.judged();
    EXPECT_EQ(!first, asked);
    EXPECT_TRUE(first || first.error().is(confirm_amount));
    s.bid.confirmed = true;
    EXPECT_TRUE(s.judged());
}

INSTANTIATE_TEST_SUITE_P(rules, confirmation,
                         testing::Values(unusual_amount{"ten_times_the_minimum", 1000'00, 0, 0, false},
                                         unusual_amount{"more_than_that", 1001'00, 0, 0, true},
                                         unusual_amount{"a_newcomer_has_no_usual_maximum", 1000'00, 4, 50'00, false},
                                         unusual_amount{"ten_times_the_usual", 1000'00, 5, 100'00, false},
                                         unusual_amount{"more_than_the_usual", 1000'00, 5, 99'00, true},
                                         unusual_amount{"both", 90'000'00, 50, 100'00, true}),
                         name_of());

TEST(rules, the_exposure_limit_says_what_is_left) {
    situation s;
    s.lot = running_lot();
    s.bid.bidder = bidder('A');
    s.bid.max = money{150'00, {}};
    s.who.exposure_left = 150'00;
    EXPECT_TRUE(s.judged());
    for (const auto& [left, shown] : {std::pair{149'99, 149'99}, std::pair{-20'00, 0}}) {
        s.who.exposure_left = left;
        const auto answer = s.judged();
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().fields().at("available").at("amount").as_int64(), shown);
    }
}

}  // namespace
}  // namespace gavel::bidding::test
