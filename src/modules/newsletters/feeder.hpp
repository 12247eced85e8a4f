// Gives campaigns to the queue of letters in portions, so that it never holds many thousands of them, and writes down what became of each
// letter. Several servers take turns; a round is one transaction, so whoever dies in the middle has done nothing.
#pragma once
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace gavel::newsletters {

// Letters of one campaign in the queue: filled up to the first when there are no more than the second.
inline constexpr std::int64_t portion_max = 500, portion_low = 250;

struct feeding {
    bool ours = false;            // false: another server is in the middle of a round
    std::int64_t campaigns = 0;   // that are sending
    std::int64_t started = 0;     // recipients of a campaign that has just begun
    std::int64_t settled = 0;     // letters whose end was written down
    std::int64_t taken_back = 0;  // letters that stay, because their campaign was paused or cancelled
    std::int64_t queued = 0;      // letters that were put into the queue
};

class feeder {
public:
    explicit feeder(pg::pool& pool) : pool_(pool) {}

    boost::asio::awaitable<feeding> run_once();

    boost::asio::awaitable<void> run(runtime::life& l);  // until the process stops

private:
    boost::asio::awaitable<std::int64_t> start_due(pg::transaction& tx);
    boost::asio::awaitable<std::int64_t> take_back(pg::transaction& tx);
    boost::asio::awaitable<void> feed(pg::transaction& tx, feeding& done);

    pg::pool& pool_;
};

}  // namespace gavel::newsletters
