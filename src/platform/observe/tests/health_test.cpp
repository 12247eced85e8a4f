#include "platform/observe/health.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace gavel;
using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(health, is_ready_once_every_condition_was_marked_good) {
    observe::health h([] { return 0ms; });
    h.require("postgresql");
    h.require("schema");
    h.good("postgresql");
    EXPECT_EQ(h.readyz().status, 503);
    EXPECT_THAT(h.readyz().body, HasSubstr("schema: not checked yet"));
    h.good("schema");
    EXPECT_EQ(h.readyz().status, 200);
    h.bad("postgresql", "no connection");
    EXPECT_EQ(h.readyz().status, 503);
    EXPECT_THAT(h.readyz().body, HasSubstr("postgresql: no connection"));
    h.good("postgresql");
    EXPECT_EQ(h.readyz().status, 200);
}

TEST(health, stays_alive_but_not_ready_while_stopping) {
    observe::health h([] { return 0ms; });
    h.require("schema");
    h.stopping();
    h.good("schema");
    EXPECT_EQ(h.readyz().status, 503);
    EXPECT_THAT(h.readyz().body, HasSubstr("stopping"));
    EXPECT_EQ(h.livez().status, 200);
}

TEST(health, is_not_alive_when_a_loop_stands_still) {
    auto silence = observe::silence_max;
    observe::health h([&] { return silence; });
    EXPECT_EQ(h.livez().status, 200);
    silence += 1ms;
    EXPECT_EQ(h.livez().status, 503);
}

TEST(health, serves_metrics_as_text) {
    const metrics::registry r;
    const auto page = observe::metrics_page(r);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.content_type, HasSubstr("version=0.0.4"));
    EXPECT_THAT(page.body, HasSubstr("process_start_time_seconds"));
}
