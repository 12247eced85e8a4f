#include "modules/bidding/usual_maxima.hpp"

#include <algorithm>

namespace gavel::bidding {

void usual_maxima::habit::add(const money& max) {
    if (max.currency != currency) *this = {max.currency, 0, 0};
    ++bids;
    highest = std::max(highest, max.amount);
}

usual_maxima::habit usual_maxima::of(account_id who) const {
    const std::lock_guard lock(mutex_);
    const auto found = habits_.find(who);
    return found == habits_.end() ? habit{} : found->second;
}

void usual_maxima::add(account_id who, const money& max) {
    const std::lock_guard lock(mutex_);
    // Full: some account loses its habit, which costs it one question fewer.
    if (habits_.size() >= accounts_max_ && !habits_.contains(who)) habits_.erase(habits_.begin());
    habits_[who].add(max);
}

}  // namespace gavel::bidding
