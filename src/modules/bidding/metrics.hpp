// Instruments of bidding.
#pragma once
#include "platform/observe/metrics.hpp"

namespace gavel::bidding {

struct instruments {
    metrics::counter placed, refused, repeated;
    metrics::histogram seconds;

    explicit instruments(metrics::registry& r)
        : placed(r.add_counter("gavel_bidding_placed_total", "Bids accepted and durable")),
          refused(r.add_counter("gavel_bidding_refused_total", "Bids refused by a rule")),
          repeated(r.add_counter("gavel_bidding_repeated_total", "Bids answered again for the same idempotency key")),
          seconds(r.add_histogram("gavel_bidding_place_seconds", "From the bid's arrival at the service to its commit")) {}
};

}  // namespace gavel::bidding
