// Bids that wait at a desk: in the order of their arrival for each lot, lots in the order in which they became ready. One thread.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/model.hpp"
#include "platform/runtime/deadline.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <unordered_map>
#include <vector>

namespace gavel::bidding {

struct waiting_bid {
    offer bid;
    runtime::deadline take_by;  // its turn has not come by then: the caller is told to come back
    runtime::deadline until;    // the end of the request
    std::chrono::steady_clock::time_point arrived;
    std::move_only_function<void(std::exception_ptr, result<placed_bid>)> answer;
    std::uint64_t arrival = 0;  // set by the queue
};

class bid_queue {
public:
    void add(waiting_bid bid);

    // At most `most` bids in the order of their arrival, none of a lot whose bids are out already. Their lots stay out until done().
    std::vector<waiting_bid> take(std::size_t most);

    // The bids that take() gave out are answered.
    void done(const std::vector<lot_id>& lots);

    // Those whose turn has not come in time.
    std::vector<waiting_bid> take_late(runtime::deadline now);

    bool ready() const { return !ready_.empty(); }  // whether take() would give something
    bool empty() const { return lines_.empty(); }   // nothing waits and nothing is out

private:
    struct lot_line {
        std::vector<waiting_bid> bids;
        bool out = false;
    };

    std::unordered_map<lot_id, lot_line> lines_;
    std::deque<lot_id> ready_;  // lots with bids that are not out
    std::uint64_t arrivals_ = 0;
};

}  // namespace gavel::bidding
