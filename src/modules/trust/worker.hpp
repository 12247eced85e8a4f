// Looks for signals: rounds over lots that have closed or changed, each one bounded transaction that locks nothing a bid needs.
// Several processes take turns.
#pragma once
#include "modules/trust/model.hpp"
#include "modules/trust/options.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <vector>

namespace gavel::trust {

inline constexpr std::int64_t lots_per_round_max = 100;
inline constexpr std::int64_t records_per_round_max = 20'000;  // bids and acts; a lot that has more makes a round of its own

struct round {
    std::int64_t lots = 0;
    std::int64_t signals = 0;  // found, new or not
    bool more = false;         // lots are left for the next round
};

class worker {
public:
    worker(pg::pool& pool, metrics::registry& m, options chosen);

    boost::asio::awaitable<round> run_once();  // nothing if another process is in the middle of a round

    // Until the process stops.
    boost::asio::awaitable<void> run(runtime::life& l);

private:
    metrics::counter signals(std::string of);
    boost::asio::awaitable<std::vector<signal>> look_at(pg::transaction& tx, const std::vector<lot_id>& lots);

    pg::pool& pool_;
    metrics::registry& numbers_;
    options options_;
    metrics::counter lots_;
    metrics::histogram seconds_;
};

}  // namespace gavel::trust
