#include "sim/demo/demo.hpp"

#include "sim/demo/bidders.hpp"
#include "sim/demo/cast.hpp"
#include "sim/demo/loader.hpp"
#include "sim/demo/pause.hpp"
#include "sim/demo/prices.hpp"
#include "sim/demo/promotions.hpp"

#include <curl/curl.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <iostream>
#include <random>

namespace gavel::sim {
namespace {

constexpr auto replenish_every = std::chrono::seconds(20);

void announce(const std::vector<person>& people, const load_result& loaded, std::chrono::milliseconds took) {
    std::cout << "Accounts (password of all: " << demo_password << ")\n";
    for (const auto& p : people) std::cout << "  " << p.email << "  " << p.name << (p.sells ? ", sells and bids" : ", bids") << '\n';
    boost::json::object line;
    line["demo"] = "ready";
    line["lots_added"] = loaded.added;
    line["lots_known"] = loaded.known;
    line["ms"] = took.count();
    std::cout << boost::json::serialize(line) << std::endl;
}

// A restart of the server is not the end of the demo.
void bid_on(std::vector<person>& people, chance& dice, int pace_ms) {
    bidders crowd(people, dice);
    auto stocked = std::chrono::steady_clock::time_point();
    bool away = false;
    while (pause_for(std::chrono::milliseconds(std::uniform_int_distribution(pace_ms / 2, pace_ms * 3 / 2)(dice)))) {
        try {
            if (std::chrono::steady_clock::now() - stocked > replenish_every) {
                crowd.replenish();
                stocked = std::chrono::steady_clock::now();
            }
            crowd.step();
            away = false;
        } catch (const std::exception& e) {
            if (!away) std::cerr << "demo: " << e.what() << "; trying again\n";
            away = true;
        }
    }
}

}  // namespace

void run_demo(const demo_options& options) {
    stop_on_signals();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    const auto began = std::chrono::steady_clock::now();
    chance dice(std::random_device{}());
    auto people = gather(options.origin, options.mailbox);
    if (!options.pg_url.empty()) set_prices(options.pg_url);
    const auto loaded = load_lots(people, dice, options.lots);
    if (!options.pg_url.empty()) promote(options.pg_url, loaded.promoted);
    announce(people, loaded, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began));
    if (!options.load_only) bid_on(people, dice, options.pace_ms);
}

}  // namespace gavel::sim
