// Random auctions against a naive model that knows nothing of judge(): it keeps every accepted maximum and derives the state from the two
// highest by sorting. The seed of a failing run is printed.
#include "modules/bidding/errors.hpp"
#include "modules/bidding/increments.hpp"
#include "modules/bidding/price.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/bidding/tests/lot_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace gavel::bidding::test {
namespace {

class naive_auction {
public:
    explicit naive_auction(const standing& lot) : table_(&increments_named(lot.increments)), start_(lot.start), reserve_(lot.reserve) {}

    // Of an accepted bid.
    void add(char who, std::int64_t max) {
        const bool own_raise = !maxima_.empty() && leader() == who;
        maxima_[who] = {max, ++seq_};
        if (!own_raise) price_ = std::max(price_, fair_price());
        if (reserve_ && ranking().front().max >= *reserve_) price_ = std::max(price_, *reserve_);
    }

    bool accepts(char who, std::int64_t max) const {
        if (maxima_.empty()) return max >= start_;
        if (leader() == who) return max > maxima_.at(who).max;
        return max >= price_ + table_->step_at(price_);
    }

    char leader() const { return ranking().front().who; }
    std::int64_t leader_max() const { return ranking().front().max; }
    std::int64_t price() const { return price_; }
    bool empty() const { return maxima_.empty(); }

private:
    struct entry {
        std::int64_t max, seq;
    };
    struct ranked {
        char who;
        std::int64_t max, seq;
    };

    std::vector<ranked> ranking() const {
        std::vector<ranked> all;
        for (const auto& [who, e] : maxima_) all.push_back({who, e.max, e.seq});
        std::ranges::sort(all, [](const auto& a, const auto& b) { return a.max != b.max ? a.max > b.max : a.seq < b.seq; });
        return all;
    }

    // One step above the second maximum, but never more than the first; the start price for one bidder alone.
    std::int64_t fair_price() const {
        const auto all = ranking();
        if (all.size() == 1) return start_;
        return std::min(all[0].max, all[1].max + table_->step_at(all[1].max));
    }

    const increment_table* table_;
    std::int64_t start_, seq_ = 0, price_ = 0;
    std::optional<std::int64_t> reserve_;
    std::map<char, entry> maxima_;
};

void play_one(std::uint64_t seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random(seed);
    const auto pick = [&](std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(random); };

    auto lot = running_lot(pick(1, 2000) * 100);
    if (pick(0, 1)) lot.reserve = lot.start + pick(1, 3000) * 100;
    lot.soft.mode = pick(0, 1) ? soft_close_mode::reset : soft_close_mode::add;
    play game(lot);
    naive_auction model(lot);
    auto now = at(19, 50, 0);

    for (int i = 0; i < 40; ++i) {
        const auto before = game.lot();
        const auto who = static_cast<char>('A' + pick(0, 4));
        const auto next = min_next(before);
        const auto amount = pick(0, 3) == 0 ? next : std::max<std::int64_t>(100, next + pick(-20, 200) * 100);
        now += std::chrono::seconds(pick(0, 60));
        const auto answer = game.bid(who, amount, now);
        const auto& after = game.lot();

        if (now >= before.ends_at) {
            ASSERT_FALSE(answer);
            ASSERT_TRUE(answer.error().is(lot_ended));
            break;
        }
        ASSERT_EQ(answer.has_value(), model.accepts(who, amount));
        if (!answer) {
            ASSERT_EQ(after, before);
            continue;
        }
        model.add(who, amount);
        ASSERT_EQ(letter_of(after.leader->bidder), model.leader());
        ASSERT_EQ(after.leader->max, model.leader_max());
        ASSERT_EQ(*after.price, model.price());

        ASSERT_GE(*after.price, before.price.value_or(lot.start));
        ASSERT_LE(*after.price, after.leader->max);
        ASSERT_TRUE(!after.reserve || after.leader->max < *after.reserve || *after.price >= *after.reserve);
        ASSERT_EQ(after.next_seq, before.next_seq + 1);
        ASSERT_GE(after.ends_at, before.ends_at);
        ASSERT_LE(after.ends_at, after.hard_ends_at);
        ASSERT_EQ(after.version, before.version + (answer->public_change ? 1 : 0));
        auto shown = before.price.value_or(0);
        for (const auto& step : answer->steps) {
            ASSERT_GT(step.amount, shown);
            shown = step.amount;
        }
        ASSERT_TRUE(answer->steps.empty() || shown == *after.price);
        ASSERT_EQ(after.steps, before.steps + static_cast<int>(answer->steps.size()));
    }

    // From anybody but leader and seller the published minimum is always enough while the lot runs.
    if (now < game.lot().ends_at) {
        const auto next = min_next(game.lot());
        ASSERT_TRUE(game.bid('F', next, now)) << next;
    }
}

TEST(rules_property, random_auctions_agree_with_the_naive_model) {
    for (std::uint64_t seed = 1; seed <= 500 && !testing::Test::HasFatalFailure(); ++seed) play_one(seed);
}

TEST(rules_property, amounts_near_the_ceiling_do_not_overflow) {
    play game(running_lot(amount_max - 100'00));
    ASSERT_TRUE(game.bid('A', amount_max, at(13, 0, 0)));
    const auto refused = game.bid('B', amount_max, at(13, 0, 0));
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(bid_too_low));
}

}  // namespace
}  // namespace gavel::bidding::test
