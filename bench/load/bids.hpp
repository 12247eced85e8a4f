// Bidding as fast as answers come: every connection sends its next bid when it has the answer to the last.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace gavel::load {

struct bids_plan {
    std::string server;                 // address:port
    std::vector<std::string> sessions;  // session cookies; bidders take turns
    std::vector<std::string> lots;      // "id amount step": what the next bid may be and the step there, in minor units
    int connections = 32;
    std::chrono::milliseconds warm_up{1000}, measured{3000};
};

// Prints one line: accepted=…/s refused=…/s p50=…ms p99=…ms (of accepted bids) and how often which refusal. Any other answer ends the
// program.
void run_bids(const bids_plan& plan);

}  // namespace gavel::load
