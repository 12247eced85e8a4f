// Lets the hammer fall: starts and closes due lots and queues the news for everybody concerned, in the same transaction.
// Several workers, in several processes, share the work safely.
#pragma once
#include "modules/bidding/hammer.hpp"
#include "modules/live/shard.hpp"
#include "modules/outages/options.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>

namespace gavel::closing {

// Of one round: long enough that its round trips do not count, short enough that a late bid on one of the lots is soon told that it is
// late.
inline constexpr std::int64_t starts_max = 250;
inline constexpr bidding::closing_bounds ends_max{250, 5'000};

struct round {
    std::int64_t started = 0, closed = 0;
    bool more = false;  // is due already
    bool held = false;  // lots are due, but an outage may have taken time from them: nothing was closed
};

class worker {
public:
    worker(pg::pool& pool, live::shard& live, metrics::registry& m, outages::options of_outages = {});

    // One batch of starts and one of ends.
    boost::asio::awaitable<round> run_once(bidding::closing_bounds bounds = ends_max);

    // Until the process stops; sleeps until the next due moment, at most a second.
    boost::asio::awaitable<void> run(runtime::life& l);

private:
    boost::asio::awaitable<std::int64_t> start_due(pg::deadline until);
    boost::asio::awaitable<void> close_due(round& done, bidding::closing_bounds bounds, pg::deadline until);
    boost::asio::awaitable<std::chrono::steady_clock::duration> pause();

    pg::pool& pool_;
    live::shard& live_;
    metrics::counter started_, sold_, unsold_;
    metrics::histogram late_;
    outages::options outages_;
};

}  // namespace gavel::closing
