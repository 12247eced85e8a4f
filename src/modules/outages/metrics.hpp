// Instruments of outages.
#pragma once
#include "platform/observe/metrics.hpp"

namespace gavel::outages {

struct instruments {
    metrics::counter found, seconds, extended, missed;

    explicit instruments(metrics::registry& r)
        : found(r.add_counter("gavel_outages_total", "Outages that this process noticed")),
          seconds(
              r.add_counter("gavel_outages_seconds_total", "Seconds in which nobody could bid, of the outages that this process noticed")),
          extended(r.add_counter("gavel_outages_extended_lots_total", "Lots that this process extended because of outages")),
          missed(r.add_counter("gavel_outages_missed_beats_total", "Beats of the pulse that this process could not write")) {}
};

}  // namespace gavel::outages
