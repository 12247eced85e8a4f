// How many bids an account may send: a bucket that refills evenly. Thread-safe, one per process, bounded.
#pragma once
#include "base/ids.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace gavel::bidding {

class allowance {
public:
    using clock = std::chrono::steady_clock;

    // At most `per_minute` at once and per minute; remembers at most `accounts_max` accounts that are not fully rested.
    explicit allowance(std::int64_t per_minute, std::size_t accounts_max = 100'000);

    // Nothing: taken. Otherwise how long to wait.
    std::optional<clock::duration> take(account_id who, clock::time_point now = clock::now());

private:
    const clock::duration each_;  // one bid is earned back in this time
    const std::size_t accounts_max_;
    std::mutex mutex_;
    std::unordered_map<account_id, clock::time_point> rested_at_;
};

}  // namespace gavel::bidding
