// The demo: people, lots and bids through the public API.
#pragma once
#include <cstddef>
#include <string>

namespace gavel::sim {

struct demo_options {
    std::string origin = "http://127.0.0.1:8080";   // of gavel serve
    std::string mailbox = "http://127.0.0.1:8025";  // pages of the mailbox
    std::string pg_url;                             // to set prices and to fill the wallets of those who promote their lots; empty: neither
    std::size_t lots = 1000;                        // at most so many of the book
    bool load_only = false;
    int pace_ms = 2500;  // between two looks of the bidders, on average
};

// Loads what is missing, prints the accounts and one line of JSON, then bids until SIGINT or SIGTERM.
void run_demo(const demo_options& options);

}  // namespace gavel::sim
