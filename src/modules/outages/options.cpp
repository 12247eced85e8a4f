#include "modules/outages/options.hpp"

namespace gavel::outages {

void options::declare(config::table& t) {
    // At least three beats: one that is late is no outage.
    t.integer("outages.gap_s", gap_s, 6, 600,
              "Seconds without a beat of any server's pulse after which they count as an outage; the same in all servers");
}

}  // namespace gavel::outages
