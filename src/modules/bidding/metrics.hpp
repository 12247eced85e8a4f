// Instruments of bidding.
#pragma once
#include "platform/observe/metrics.hpp"

#include <chrono>
#include <cstddef>

namespace gavel::bidding {

class desk_batch;

// Of the service.
struct instruments {
    metrics::counter refused;
    metrics::histogram seconds;

    explicit instruments(metrics::registry& r)
        : refused(r.add_counter("gavel_bidding_refused_total", "Bids refused by a rule")),
          seconds(r.add_histogram("gavel_bidding_place_seconds", "From the bid's arrival at the service to its commit")) {}
};

// Of the desks.
struct desk_instruments {
    metrics::counter placed, repeated, split;
    metrics::histogram batch_bids, flush_seconds;

    explicit desk_instruments(metrics::registry& r);
    void count(const desk_batch& batch, std::size_t bids, std::chrono::steady_clock::duration took) const;
};

}  // namespace gavel::bidding
