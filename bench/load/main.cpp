// gavel-load: bidders and readers for ./dev bench. Cheap enough to share two processors with the server it measures; one thread.
#include "bench/load/bids.hpp"
#include "bench/load/exchange.hpp"
#include "bench/load/streams.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>

int main(int argc, char** argv) {
    std::string server, sessions, lots;
    double seconds = 3, warm_up_s = 1;
    gavel::load::bids_plan bids;
    gavel::load::streams_plan streams;

    CLI::App program{"Load for gavel: bidders, readers of live streams"};
    program.require_subcommand(1);
    program.add_option("--server", server, "address:port")->required();
    program.add_option("--sessions", sessions, "file of session cookies, one a line")->required();
    program.add_option("--lots", lots, "file of lots, one a line: id, what its next bid may be and the step there, in minor units")
        ->required();
    program.add_option("--seconds", seconds, "how long to measure");
    auto* bidding = program.add_subcommand("bids", "every connection bids again as soon as it is answered");
    bidding->add_option("--connections", bids.connections);
    bidding->add_option("--warm-up", warm_up_s, "seconds before measuring");
    auto* reading = program.add_subcommand("streams", "many readers of the first lot while its price changes");
    reading->add_option("--streams", streams.streams);
    reading->add_option("--slow", streams.slow, "how many of them read nothing before the end");
    reading->add_option("--changes-per-s", streams.changes_per_s);
    CLI11_PARSE(program, argc, argv);

    const auto milliseconds = [](double s) { return std::chrono::milliseconds(static_cast<std::int64_t>(s * 1000)); };
    try {
        if (*bidding) {
            bids.server = server;
            bids.sessions = gavel::load::lines_of(sessions);
            bids.lots = gavel::load::lines_of(lots);
            bids.warm_up = milliseconds(warm_up_s);
            bids.measured = milliseconds(seconds);
            gavel::load::run_bids(bids);
        } else {
            streams.server = server;
            streams.sessions = gavel::load::lines_of(sessions);
            streams.lot = gavel::load::lines_of(lots).front();
            streams.measured = milliseconds(seconds);
            gavel::load::run_streams(streams);
        }
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "gavel-load: " << e.what() << "\n";
        return 1;
    }
}
