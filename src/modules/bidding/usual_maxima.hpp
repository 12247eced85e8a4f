// What an account usually bids, for the question whether it means a much higher maximum: how many bids of it this process has
// accepted and their highest maximum. Kept in memory only, so that no bid pays for it; forgotten with the process. Thread-safe, bounded.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <unordered_map>

namespace gavel::bidding {

class usual_maxima {
public:
    struct habit {
        gavel::currency currency;  // the last one used; amounts of others say nothing
        std::int64_t bids = 0;
        std::int64_t highest = 0;

        void add(const money& max);
    };

    explicit usual_maxima(std::size_t accounts_max = 100'000) : accounts_max_(accounts_max) {}

    habit of(account_id who) const;
    void add(account_id who, const money& max);  // of an accepted bid

private:
    const std::size_t accounts_max_;
    mutable std::mutex mutex_;
    std::unordered_map<account_id, habit> habits_;
};

}  // namespace gavel::bidding
