// Many readers of one lot's live stream while its price changes: how long after the decision each of them has it.
#pragma once
#include <chrono>
#include <string>
#include <vector>

namespace gavel::load {

struct streams_plan {
    std::string server;                 // address:port
    std::vector<std::string> sessions;  // session cookies of bidders
    std::string lot;                    // "id amount step", as in bids_plan
    int streams = 10'000;
    int slow = 20;  // of them: readers that read nothing before the last change
    double changes_per_s = 10;
    std::chrono::milliseconds measured{10'000};
};

// Prints one line: changes=… rate=…/s p50=…ms p99=…ms max=…ms skipped=… slow_fewest=… slow_most=…
//   Times are of every change reaching every quick reader, from placed_at (PostgreSQL's clock under the lot's lock, so before the commit)
//   to the arrival of that version or a newer one; skipped counts the latter. slow_*: standings that a slow reader found in the end, the
//   newest among them.
// Ends with an exception if some reader never gets the newest standing.
void run_streams(const streams_plan& plan);

}  // namespace gavel::load
