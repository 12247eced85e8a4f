// Deadlines: when, and what happens then.
#include "modules/orders/limits.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace gavel::orders {
namespace {

using namespace std::chrono_literals;
using enum order_state;

instant at(const char* text) { return *parse_instant(text); }

order waiting(instant since, const options& limits = {}) {
    order o;
    o.id = order_id{1};
    enter(o, awaiting_payment, since, limits);
    return o;
}

TEST(order_limits, count_working_days) {
    struct row {
        const char *from, *until;
        int days;
    };
    const row rows[] = {
        {"2026-11-30T10:00:00Z", "2026-12-03T10:00:00Z", 3},  // Monday
        {"2026-12-03T10:00:00Z", "2026-12-08T10:00:00Z", 3},  // Thursday: over the weekend
        {"2026-12-05T10:00:00Z", "2026-12-09T10:00:00Z", 3},  // Saturday
        {"2026-12-04T22:30:00Z", "2026-12-06T22:30:00Z", 1},  // Saturday in Kyiv already: Monday there
        {"2026-12-04T10:00:00Z", "2026-12-07T10:00:00Z", 1},
    };
    for (const auto& each : rows) EXPECT_EQ(add_business_days(at(each.from), each.days), at(each.until)) << each.from;
}

TEST(order_limits, remind_three_times_and_then_give_up) {
    const options limits;
    const auto start = at("2026-11-30T10:00:00Z");
    auto o = waiting(start);
    EXPECT_EQ(o.due_at, start + 72h);
    for (const auto hours : {24h, 48h, 66h}) {
        EXPECT_EQ(o.look_at, start + hours);
        EXPECT_EQ(step_due(o, start + hours - 1s, limits), due_step::nothing);
        EXPECT_EQ(step_due(o, start + hours, limits), due_step::remind);
        ++o.reminders;
        o.look_at = next_look(o, limits);
    }
    EXPECT_EQ(o.look_at, start + 72h + 15min) << "a payment that was begun in time";
    EXPECT_EQ(step_due(o, start + 72h, limits), due_step::nothing);
    EXPECT_EQ(step_due(o, start + 72h + 15min, limits), due_step::give_up);
}

TEST(order_limits, leave_out_reminders_after_a_short_deadline) {
    options limits;
    limits.pay_hours = 12;
    const auto start = at("2026-11-30T10:00:00Z");
    EXPECT_EQ(waiting(start, limits).look_at, start + 12h + 15min);
}

TEST(order_limits, do_what_each_state_asks) {
    const options limits;
    const auto start = at("2026-11-30T10:00:00Z");
    struct row {
        order_state state;
        std::chrono::seconds due;
        due_step step;
        bool looked_after;
    };
    const row rows[] = {
        {paid, 72h, due_step::mark_overdue, true},
        {shipped, 14 * 24h, due_step::receive, true},
        {received, 14 * 24h, due_step::complete, true},
        {disputed, 10 * 24h, due_step::nothing, false},
    };
    for (const auto& each : rows) {
        order o;
        enter(o, each.state, start, limits);
        EXPECT_EQ(o.due_at, start + each.due) << to_string(each.state);
        EXPECT_EQ(o.look_at.has_value(), each.looked_after);
        EXPECT_EQ(step_due(o, *o.due_at - 1us, limits), due_step::nothing);
        EXPECT_EQ(step_due(o, *o.due_at, limits), each.step);
    }
    order offered;
    enter(offered, second_chance, start, limits, start + 24h);
    EXPECT_EQ(step_due(offered, start + 24h, limits), due_step::expire_offer);
    for (const auto over : {completed, refunded, unpaid, cancelled, declined, combined}) {
        order o = waiting(start);
        enter(o, over, start, limits);
        EXPECT_FALSE(o.due_at || o.look_at);
        EXPECT_EQ(step_due(o, start + 8760h, limits), due_step::nothing);
    }
}

TEST(order_limits, tell_of_an_overdue_parcel_once) {
    const options limits;
    order o;
    enter(o, paid, at("2026-11-30T10:00:00Z"), limits);
    o.overdue = true;
    EXPECT_EQ(step_due(o, *o.due_at + 1h, limits), due_step::nothing);
    EXPECT_FALSE(next_look(o, limits));
}

TEST(order_limits, grow_harder_with_every_strike) {
    EXPECT_EQ(sanction_for(1), sanction::warning);
    EXPECT_EQ(sanction_for(2), sanction::deposit);
    EXPECT_EQ(sanction_for(3), sanction::suspension);
    EXPECT_EQ(sanction_for(9), sanction::suspension);
}

}  // namespace
}  // namespace gavel::orders
