#include "modules/bidding/allowance.hpp"

#include <algorithm>

namespace gavel::bidding {

allowance::allowance(std::int64_t per_minute, std::size_t accounts_max)
    : each_(clock::duration(std::chrono::minutes(1)) / per_minute),
      accounts_max_(accounts_max) {}

std::optional<allowance::clock::duration> allowance::take(account_id who, clock::time_point now) {
    const std::lock_guard lock(mutex_);
    auto found = rested_at_.find(who);
    if (found == rested_at_.end()) {
        if (rested_at_.size() >= accounts_max_) std::erase_if(rested_at_, [&](const auto& each) { return each.second <= now; });
        // Everybody bids at once: rather no limit than a wrong refusal.
        if (rested_at_.size() >= accounts_max_) return std::nullopt;
        found = rested_at_.emplace(who, now).first;
    }
    const auto rested = std::max(found->second, now) + each_;
    const auto too_early = rested - now - std::chrono::minutes(1);
    if (too_early > clock::duration::zero()) return too_early;
    found->second = rested;
    return std::nullopt;
}

}  // namespace gavel::bidding
