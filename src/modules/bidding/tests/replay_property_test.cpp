// Random lots through every command against a naive model that knows nothing of the engine: a plain list of maxima and changes of the
// reserve, folded from the beginning after each command by sorting. The seed of a failing run is printed.
#include "modules/bidding/increments.hpp"
#include "modules/bidding/moderation.hpp"
#include "modules/bidding/replay.hpp"
#include "modules/bidding/seller.hpp"
#include "modules/bidding/tests/lot_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <vector>

namespace gavel::bidding::test {
namespace {

class naive_lot {
public:
    explicit naive_lot(const terms& published) : table_(&increments_named(published.increments)), published_(published) {}

    void bid(char who, std::int64_t max) { events_.push_back({who, max, false}); }
    void reserve(std::optional<std::int64_t> amount) { events_.push_back({'-', amount.value_or(0), false}); }
    void withdraw(char who, bool all) {
        for (auto each = events_.rbegin(); each != events_.rend(); ++each) {
            if (each->who != who || each->gone) continue;
            each->gone = true;
            if (!all) return;
        }
    }

    struct maximum {
        std::int64_t amount;
        std::size_t since;
    };
    struct outcome {
        std::int64_t price = 0;  // 0: nobody bids
        int bids = 0;
        std::map<char, maximum> maxima;

        // By amount, the earlier one first among equals.
        std::vector<std::pair<char, maximum>> ranked() const {
            std::vector<std::pair<char, maximum>> all(maxima.begin(), maxima.end());
            std::ranges::sort(all, [](const auto& a, const auto& b) {
                return a.second.amount != b.second.amount ? a.second.amount > b.second.amount : a.second.since < b.second.since;
            });
            return all;
        }
        char leader() const { return ranked().front().first; }
    };

    outcome folded() const {
        outcome now;
        auto reserve = published_.reserve.value_or(0);
        for (std::size_t at = 0; at < events_.size(); ++at) {
            const auto& [who, amount, gone] = events_[at];
            if (gone) continue;
            if (who == '-') {
                reserve = amount;
                if (now.maxima.empty() || now.price >= reserve) continue;
                auto& best = now.maxima.at(now.leader()).amount;
                if (best >= reserve) best = std::max(now.price, reserve - 100);
                continue;
            }
            const bool raises = !now.maxima.empty() && now.leader() == who;
            now.maxima[who] = {amount, at};
            if (!raises) {
                ++now.bids;
                now.price = std::max(now.price, contested(now));
            }
            if (reserve > 0 && now.ranked().front().second.amount >= reserve) now.price = std::max(now.price, reserve);
        }
        return now;
    }

private:
    struct event {
        char who;  // '-': the reserve
        std::int64_t amount;
        bool gone;
    };

    std::int64_t contested(const outcome& now) const {
        const auto all = now.ranked();
        if (all.size() == 1) return published_.start;
        const auto second = all[1].second.amount;
        return std::min(all[0].second.amount, second + published_.step.value_or(table_->step_at(second)));
    }

    const increment_table* table_;
    terms published_;
    std::vector<event> events_;
};

class random_lot {
public:
    explicit random_lot(std::uint64_t seed) : random_(seed), game_(published()), model_(game_.lot()) {}

    void play_on() {
        for (int i = 0; i < 60 && !testing::Test::HasFatalFailure(); ++i) {
            now_ += std::chrono::seconds(pick(0, 900));
            const auto before = game_.lot();
            act_once();
            compare(before);
        }
        ASSERT_EQ(first_difference(game_.lot(), game_.log(), game_.bidders()), std::nullopt);
    }

private:
    std::int64_t pick(std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(random_); }

    standing published() {
        auto lot = running_lot(pick(1, 2000) * 100);
        if (pick(0, 3)) lot.reserve = lot.start + pick(1, 9000) * 100;
        if (pick(0, 1)) lot.buy_now = std::max(lot.start * 2, lot.reserve.value_or(0) + 100);
        if (pick(0, 2) == 0) lot.step = pick(1, 50) * 100;
        if (pick(0, 1)) {  // long enough for retractions of all bids
            lot.ends_at = lot.original_ends_at = lot.ends_at + 12h;
            lot.hard_ends_at += 12h;
        }
        lot.soft.mode = pick(0, 1) ? soft_close_mode::reset : soft_close_mode::add;
        return lot;
    }

    void act_once() {
        const auto who = static_cast<char>('A' + pick(0, 4));
        switch (pick(0, 11)) {
            case 0: return withdraw(who, game_.retract(who, act_reason::seller_unreachable, now_), act_kind::retracted);
            case 1: return withdraw(who, game_.bid(std::string{who} + " cut", now_), act_kind::bids_cancelled);
            case 2: return lower_reserve();
            case 3:
                if (pick(0, 9) == 0) game_.bid(std::string{who} + " buys", now_);
                return;
            case 4: return stop_or_go();
            default: return place(who);
        }
    }

    void place(char who) {
        const auto next = min_next(game_.lot());
        const auto amount = pick(0, 3) == 0 ? next : std::max<std::int64_t>(100, next + pick(-20, 300) * 100);
        if (game_.bid(who, amount, now_)) model_.bid(who, amount);
    }

    void withdraw(char who, const std::string&, act_kind kind) {
        const auto* done = std::get_if<act>(&game_.log().back());
        if (!done || done->kind != kind || done->at != now_ || game_.log().size() == seen_) return;
        // Late retractions take one bid; with bids of several left that is the latest.
        model_.withdraw(who, kind == act_kind::bids_cancelled || done->content.bids.size() > 1);
    }

    void lower_reserve() {
        std::optional<money> wanted;
        const auto& lot = game_.lot();
        const auto about = lot.leader && pick(0, 1) ? lot.leader->max - 2000 : lot.start;  // often just where a maximum is cut
        if (pick(0, 9)) wanted = money{std::max(about, lot.start) + pick(1, 40) * 100, {}};
        const auto answer = change_reserve(game_.lot(), {seller, wanted}, game_.next_salt(), now_, {});
        if (!answer) return;
        game_.take(answer);
        model_.reserve(wanted ? std::optional(wanted->amount) : std::nullopt);
    }

    void stop_or_go() {
        if (game_.lot().state == lot_state::frozen) game_.take(resume(game_.lot(), staff, act_reason::resolved, now_, {}));
        else if (pick(0, 3) == 0) game_.take(freeze(game_.lot(), staff, act_reason::complaint, now_));
    }

    void compare(const standing& before) {
        const auto& lot = game_.lot();
        const bool changed = game_.log().size() != seen_;
        seen_ = game_.log().size();
        if (!changed) {
            ASSERT_EQ(lot, before);
            return;
        }
        ASSERT_EQ(lot.next_seq, before.next_seq + 1);
        ASSERT_GE(lot.ends_at, before.ends_at);
        ASSERT_LE(lot.ends_at, lot.hard_ends_at);
        ASSERT_GE(lot.bidders, before.bidders);
        ASSERT_GE(lot.steps, before.steps);
        if (lot.sold_by == sold_by::buy_now) {
            ASSERT_EQ(lot.price, lot.buy_now);
            return;
        }
        const auto fair = model_.folded();
        ASSERT_EQ(lot.bids, fair.bids);
        ASSERT_EQ(lot.price.value_or(0), fair.price);
        ASSERT_EQ(lot.leader.has_value(), !fair.maxima.empty());
        for (const auto& kept : replay(lot, game_.log()).maxima) {
            const auto expected = fair.maxima.find(letter_of(kept.bidder));
            ASSERT_EQ(kept.max.has_value(), expected != fair.maxima.end());
            ASSERT_TRUE(!kept.max || *kept.max == expected->second.amount);
        }
        if (!lot.leader) return;
        ASSERT_EQ(letter_of(lot.leader->bidder), fair.leader());
        ASSERT_EQ(lot.leader->max, fair.ranked().front().second.amount);
        ASSERT_GE(*lot.price, lot.start);
        ASSERT_LE(*lot.price, lot.leader->max);
        ASSERT_TRUE(!lot.reserve || lot.leader->max < *lot.reserve || *lot.price >= *lot.reserve);
    }

    std::mt19937_64 random_;
    play game_;
    naive_lot model_;
    instant now_ = start_time;
    std::size_t seen_ = 1;
};

TEST(replay_property, random_lots_agree_with_the_naive_model) {
    for (std::uint64_t seed = 1; seed <= 300 && !testing::Test::HasFatalFailure(); ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_lot(seed).play_on();
    }
}

}  // namespace
}  // namespace gavel::bidding::test
