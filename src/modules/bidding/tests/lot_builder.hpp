// Auctions for rule tests: bidders are letters, amounts whole units, a play reads like the table in the rules ("A500, B700").
#pragma once
#include "modules/bidding/errors.hpp"
#include "modules/bidding/rules.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace gavel::bidding::test {

using namespace std::chrono_literals;

inline constexpr account_id seller{1000};
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

// A lot and everybody who bid on it, with what the public saw.
class play {
public:
    explicit play(standing lot, amount_policy policy = {}) : lot_(std::move(lot)), policy_(policy) {}

    result<verdict> bid(char who, std::int64_t amount, instant now) {
        offer intent;
        intent.lot = lot_.lot;
        intent.bidder = bidder(who);
        intent.max = money{amount, lot_.currency};
        auto answer = judge(lot_, intent, number_of(who), now, policy_);
        if (!answer) return answer;
        lot_ = answer->after;
        if (!number_of(who)) known_.push_back(who);
        for (const auto& step : answer->steps) history_ += fmt::format(" {}{}", letter_of(step.bidder), major(step.amount));
        return answer;
    }

    // "A500": the price and leader afterwards ("100/A", with " unmet" or " met" if there is a reserve), or "slug min_next".
    std::string bid(const std::string& text, instant now = at(13, 0, 0)) {
        const auto answer = bid(text.front(), minor(text.substr(1)), now);
        if (answer) return state();
        const auto least = answer.error().fields().at("min_next").at("amount").to_number<std::int64_t>();
        return fmt::format("{} {}", answer.error().kind().slug, major(least));
    }

    std::string state() const {
        const auto reserve = reserve_of(lot_);
        return fmt::format("{}/{}{}", major(*lot_.price), letter_of(lot_.leader->bidder),
                           reserve == reserve_status::none  ? ""
                           : reserve == reserve_status::met ? " met"
                                                            : " unmet");
    }
    std::string history() const { return history_.empty() ? "" : history_.substr(1); }
    const standing& lot() const { return lot_; }

private:
    std::optional<std::int32_t> number_of(char who) const {
        const auto found = known_.find(who);
        if (found == std::string::npos) return std::nullopt;
        return static_cast<std::int32_t>(found) + 1;
    }

    standing lot_;
    amount_policy policy_;
    std::string known_, history_;
};

}  // namespace gavel::bidding::test
