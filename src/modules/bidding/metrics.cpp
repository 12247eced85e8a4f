#include "modules/bidding/metrics.hpp"

#include "modules/bidding/desk_batch.hpp"

namespace gavel::bidding {

desk_instruments::desk_instruments(metrics::registry& r)
    : placed(r.add_counter("gavel_bidding_placed_total", "Bids accepted and durable")),
      repeated(r.add_counter("gavel_bidding_repeated_total", "Bids answered again for the same idempotency key")),
      split(r.add_counter("gavel_bidding_split_total", "Flushes that failed as a whole and were settled bid by bid")),
      batch_bids(r.add_histogram("gavel_bidding_batch_bids", "Bids settled by one transaction", {1, 2, 4, 8, 16, 32, 64, 128, 256, 512})),
      flush_seconds(r.add_histogram("gavel_bidding_flush_seconds", "From the start of a flush to its commit")) {}

void desk_instruments::count(const desk_batch& batch, std::size_t bids, std::chrono::steady_clock::duration took) const {
    placed.add(static_cast<double>(batch.accepted().size()));
    repeated.add(static_cast<double>(batch.repeated()));
    batch_bids.observe(static_cast<double>(bids));
    flush_seconds.observe(std::chrono::duration<double>(took).count());
}

}  // namespace gavel::bidding
