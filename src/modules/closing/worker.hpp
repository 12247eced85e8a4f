// Lets the hammer fall: starts and closes due lots and queues the news for everybody concerned, in the same transaction.
// Several workers, in several processes, share the work safely.
#pragma once
#include "modules/bidding/live.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>

namespace gavel::closing {

inline constexpr std::int64_t starts_max = 200;  // lots per round
inline constexpr std::int64_t ends_max = 20;     // each may have thousands of bidders to tell

struct round {
    std::int64_t started = 0, closed = 0;
    bool more() const { return started == starts_max || closed == ends_max; }
};

class worker {
public:
    worker(pg::pool& pool, bidding::live_shard& live, metrics::registry& m);

    // One batch of starts and one of ends.
    boost::asio::awaitable<round> run_once();

    // Until the process stops; sleeps until the next due moment, at most a second.
    boost::asio::awaitable<void> run(runtime::life& l);

private:
    boost::asio::awaitable<std::chrono::steady_clock::duration> pause();

    pg::pool& pool_;
    bidding::live_shard& live_;
    metrics::counter started_, sold_, unsold_;
    metrics::histogram late_;
};

}  // namespace gavel::closing
