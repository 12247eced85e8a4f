// Gives lots back what an outage took: bounded transactions, each of which can be the last one of a process that dies.
#pragma once
#include "modules/bidding/policy.hpp"
#include "modules/live/shard.hpp"
#include "modules/outages/metrics.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace gavel::outages {

inline constexpr std::int64_t lots_per_sweep_max = 200;

class sweeper {
public:
    sweeper(pg::pool& pool, live::shard& live, metrics::registry& m, bidding::outage_policy policy)
        : pool_(pool),
          live_(live),
          instruments_(m),
          policy_(policy) {}

    // The next lots of the oldest outage that nobody else is sweeping. False: there is none.
    boost::asio::awaitable<bool> sweep_once();

private:
    pg::pool& pool_;
    live::shard& live_;
    instruments instruments_;
    bidding::outage_policy policy_;
};

}  // namespace gavel::outages
