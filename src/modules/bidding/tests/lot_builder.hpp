// Auctions for rule tests: bidders are letters, amounts whole units, a play reads like the tables in the rules ("A500, B700").
#pragma once
#include "modules/bidding/audit.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/messages.hpp"
#include "modules/bidding/moderation.hpp"
#include "modules/bidding/price.hpp"
#include "modules/bidding/purchase.hpp"
#include "modules/bidding/retraction.hpp"
#include "modules/bidding/rules.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::bidding::test {

using namespace std::chrono_literals;

inline constexpr account_id seller{1000};
inline constexpr moderator staff{account_id{77}, true, false};
inline const instant start_time = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;

// 20:00:00 of that day is the end; the hard end is 22:00:00.
inline instant at(int hour, int minute, int second, int millisecond = 0) {
    return std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + std::chrono::milliseconds(millisecond);
}

inline standing running_lot(std::int64_t start_minor = 100'00) {
    standing lot;
    lot.lot = lot_id{7};
    lot.seller = seller;
    lot.state = lot_state::running;
    lot.start = start_minor;
    lot.increments = "uah";
    lot.starts_at = start_time;
    lot.ends_at = lot.original_ends_at = at(20, 0, 0);
    lot.hard_ends_at = at(22, 0, 0);
    return lot;
}

inline account_id bidder(char letter) { return account_id{letter - 'A' + 1}; }
inline char letter_of(account_id who) { return static_cast<char>('A' + who.value - 1); }

// "500", "401.16": minor units.
inline std::int64_t minor(const std::string& amount) {
    const auto dot = amount.find('.');
    if (dot == std::string::npos) return std::stoll(amount) * 100;
    return std::stoll(amount.substr(0, dot)) * 100 + std::stoll(amount.substr(dot + 1));
}

// "100" or "401.16".
inline std::string major(std::int64_t amount) {
    return amount % 100 == 0 ? fmt::format("{}", amount / 100) : fmt::format("{}.{:02}", amount / 100, amount % 100);
}

// A lot, everybody who bid on it, its sealed log, and what the public saw of it.
class play {
public:
    explicit play(standing lot, policy rules = {}) : lot_(std::move(lot)), rules_(rules) {
        if (lot_.leader) known_ = letter_of(lot_.leader->bidder);
        if (lot_.next_seq != 1) return;
        auto published = opened(lot_.lot, lot_.seller, lot_, start_time);
        lot_.next_seq = 2;
        seal(lot_, published.done);
        log_.push_back(published.done);
    }

    result<verdict> bid(char who, std::int64_t amount, instant now) {
        offer intent;
        intent.lot = lot_.lot;
        intent.bidder = bidder(who);
        intent.max = money{amount, lot_.currency};
        intent.confirmed = true;
        auto answer = judge(lot_, intent, facts(who), now, rules_.bids);
        if (!answer) return answer;
        if (!number_of(who)) known_.push_back(who);
        auto made = record_of(intent, *answer, next_salt(), now);
        lot_ = answer->after;
        seal(lot_, made);
        log_.push_back(made);
        show(answer->steps);
        return answer;
    }

    // "A500": the price and leader afterwards ("100/A"; " unmet" or " met" if there is a reserve; " buy" while it can be bought at once;
    // "-" without bids), or "slug min_next". "A buys", "A retracts", "A cut" (the seller cancels A's bids) work alike, with the slug alone.
    std::string bid(const std::string& text, instant now = at(13, 0, 0)) {
        const auto who = text.front();
        if (text.ends_with(" buys")) return take(buy(lot_, {bidder(who), money{lot_.buy_now.value_or(0), lot_.currency}}, facts(who), now));
        if (text.ends_with(" retracts")) return retract(who, act_reason::seller_unreachable, now);
        if (text.ends_with(" cut")) return take(cancel_bids(lot_, log_, {seller, number_of(who).value_or(99), {}}, now));
        const auto answer = bid(who, minor(text.substr(1)), now);
        if (answer) return state();
        const auto least = answer.error().fields().at("min_next").at("amount").to_number<std::int64_t>();
        return fmt::format("{} {}", answer.error().kind().slug, major(least));
    }

    std::string retract(char who, act_reason reason, instant now, retraction_facts known = {}) {
        const auto number = number_of(who).value_or(99);
        known.bids = standing_bids_of(log_, number);
        return take(bidding::retract(lot_, log_, {bidder(who), number, reason}, known, now, rules_.retractions));
    }

    // Makes an accepted act the newest record.
    std::string take(result<decision> answer) {
        if (!answer) return std::string(answer.error().kind().slug);
        const auto buyer = answer->done.kind == act_kind::buy_now ? answer->done.account : std::nullopt;
        if (buyer && !number_of(letter_of(*buyer))) known_.push_back(letter_of(*buyer));
        before_ = lot_;
        lot_ = answer->after;
        seal(lot_, answer->done);
        log_.push_back(answer->done);
        show(answer->done.steps);
        last_ = std::move(*answer);
        return state();
    }

    std::string state() const {
        constexpr std::array<std::string_view, 3> met{"", " unmet", " met"};
        const auto now = lot_.price ? fmt::format("{}/{}", major(*lot_.price), letter_of(lot_.leader->bidder)) : std::string("-");
        return fmt::format("{}{}{}", now, met[static_cast<std::size_t>(reserve_of(lot_))], buy_now_of(lot_) ? " buy" : "");
    }
    std::string history() const { return history_.empty() ? "" : history_.substr(1); }
    const standing& lot() const { return lot_; }
    standing& lot() { return lot_; }
    const std::vector<record>& log() const { return log_; }
    std::vector<account_id> bidders() const {
        std::vector<account_id> all;
        for (const auto letter : known_) all.push_back(bidder(letter));
        return all;
    }
    const decision& last() const { return last_; }
    std::vector<message> messages(const audience& all) const { return messages_of(before_, last_, all); }

    std::optional<std::int32_t> number_of(char who) const {
        const auto found = known_.find(who);
        if (found == std::string::npos) return std::nullopt;
        return static_cast<std::int32_t>(found) + 1;
    }

    bidder_facts facts(char who) const {
        bidder_facts known;
        known.number = number_of(who);
        return known;
    }

    // A different one every time; not random, so that hashes in tests stay.
    salt next_salt() {
        salt drawn{};
        drawn.back() = static_cast<unsigned char>(++salts_);
        return drawn;
    }

private:
    void show(const std::vector<price_step>& steps) {
        for (const auto& step : steps)
            history_ += fmt::format(" {}{}", known_.at(static_cast<std::size_t>(step.bidder - 1)), major(step.amount));
    }

    standing lot_, before_;
    policy rules_;
    std::vector<record> log_;
    std::string known_, history_;
    decision last_;
    int salts_ = 0;
};

}  // namespace gavel::bidding::test
