#include "platform/observe/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

using namespace gavel;
using testing::HasSubstr;

TEST(metrics, shows_what_was_counted) {
    metrics::registry r;
    r.add_counter("gavel_bids_total", "Bids", {{"outcome", "accepted"}}).add();
    r.add_counter("gavel_bids_total", "Bids", {{"outcome", "accepted"}}).add(2);
    r.add_counter("gavel_bids_total", "Bids", {{"outcome", "refused"}}).add();
    r.add_gauge("gavel_streams", "Open streams").set(7);
    r.add_histogram("gavel_request_seconds", "Requests").observe(0.002);
    const auto text = r.text();
    EXPECT_THAT(text, HasSubstr("# TYPE gavel_bids_total counter"));
    EXPECT_THAT(text, HasSubstr("gavel_bids_total{outcome=\"accepted\"} 3"));
    EXPECT_THAT(text, HasSubstr("gavel_bids_total{outcome=\"refused\"} 1"));
    EXPECT_THAT(text, HasSubstr("gavel_streams 7"));
    EXPECT_THAT(text, HasSubstr("gavel_request_seconds_bucket{le=\"0.0025\"} 1"));
    EXPECT_THAT(text, HasSubstr("process_resident_memory_bytes"));
}

TEST(metrics, counts_from_many_threads) {
    metrics::registry r;
    {
        std::vector<std::jthread> threads;
        for (int n = 0; n < 4; ++n)
            threads.emplace_back([&] {
                const auto mine = r.add_counter("gavel_turns_total", "Turns");
                for (int turn = 0; turn < 1000; ++turn) mine.add();
            });
    }
    EXPECT_THAT(r.text(), HasSubstr("gavel_turns_total 4000"));
}
