// What an answer of the provider means, as a table: our state, its answer, the step and what is found.
#include "modules/payments/rules.hpp"
#include "modules/payments/payables.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace gavel::payments {
namespace {

using namespace std::chrono_literals;
using as = attempt_state;
using ps = provider_state;

attempt in_state(as s, bool hold = false) {
    attempt a;
    a.state = s;
    a.amount = {10'000, currency()};
    a.hold = hold;
    if (s == as::approved) a.captured = 10'000;
    return a;
}

provider_order says(ps s) {
    provider_order o;
    o.order = "g-1";
    o.number = "8052";
    o.state = s;
    o.amount = 10'000;
    o.currency = "UAH";
    if (s == ps::approved || s == ps::reversed) {
        o.actual_amount = 10'000;
        o.actual_currency = "UAH";
        o.kind = "purchase";
    }
    if (s == ps::reversed) o.reversed = 10'000;
    return o;
}

struct row {
    const char* name;
    attempt ours;
    provider_order told;
    step what;
    const char* found = "";
};

provider_order with(ps s, const std::function<void(provider_order&)>& change) {
    auto o = says(s);
    change(o);
    return o;
}

TEST(judging, is_a_table) {
    const auto charged = [](std::int64_t refunded, std::int64_t refunding) {
        auto a = in_state(as::approved);
        a.refunded = refunded;
        a.refunding = refunding;
        return a;
    };
    auto known = in_state(as::pending);
    known.provider_payment = "1";
    const row rows[] = {
        {"page open", in_state(as::pending), says(ps::created), step::wait},
        {"busy", in_state(as::created), says(ps::processing), step::wait},
        {"over already, open there", in_state(as::expired), says(ps::created), step::none},
        {"paid", in_state(as::pending), says(ps::approved), step::grant},
        {"paid before the call was answered", in_state(as::created), says(ps::approved), step::grant},
        {"paid though the call failed", in_state(as::unknown), says(ps::approved), step::grant},
        {"paid after it was declined", in_state(as::declined), says(ps::approved), step::grant},
        {"paid after it expired", in_state(as::expired), says(ps::approved), step::grant},
        {"refused", in_state(as::pending), says(ps::declined), step::decline},
        {"too late", in_state(as::pending), says(ps::expired), step::expire},
        {"refused again", in_state(as::declined), says(ps::declined), step::none},
        {"approved again", charged(0, 0), says(ps::approved), step::none},
        {"takes it back: declined", charged(0, 0), says(ps::declined), step::none, "status_went_back"},
        {"takes it back: expired", charged(0, 0), says(ps::expired), step::none, "status_went_back"},
        {"takes it back: open", charged(0, 0), says(ps::created), step::none, "status_went_back"},
        {"a part given back, as we ordered", charged(0, 3'000), with(ps::approved, [](auto& o) { o.reversed = 3'000; }), step::none},
        {"a part given back by somebody", charged(0, 0), with(ps::approved, [](auto& o) { o.reversed = 1; }), step::none,
         "refunded_elsewhere"},
        {"all given back by somebody", charged(3'000, 0), says(ps::reversed), step::none, "refunded_elsewhere"},
        {"reversed without a sum", charged(0, 0), with(ps::reversed, [](auto& o) { o.reversed = 0; }), step::none, "refunded_elsewhere"},
        {"reversed, as we ordered", charged(3'000, 7'000), says(ps::reversed), step::none},
        {"less given back than we booked", charged(3'000, 0), says(ps::approved), step::none, "status_went_back"},
        {"first heard of when given back", in_state(as::pending), says(ps::reversed), step::dispute, "refunded_elsewhere"},
        {"another sum asked", in_state(as::pending), with(ps::created, [](auto& o) { o.amount = 1; }), step::dispute, "amount_differs"},
        {"another sum asked, but paid", charged(0, 0), with(ps::approved, [](auto& o) { o.amount = 1; }), step::none, "amount_differs"},
        {"another currency asked", in_state(as::pending), with(ps::approved, [](auto& o) { o.currency = "USD"; }), step::dispute,
         "currency_differs"},
        {"another sum charged", in_state(as::pending), with(ps::approved, [](auto& o) { o.actual_amount = 9'999; }), step::dispute,
         "amount_differs"},
        {"no sum charged", in_state(as::pending), with(ps::approved, [](auto& o) { o.actual_amount.reset(); }), step::dispute,
         "amount_differs"},
        {"converted", in_state(as::pending), with(ps::approved, [](auto& o) { o.actual_currency = "EUR"; }), step::dispute, "converted"},
        {"a verification is no payment", in_state(as::pending), with(ps::approved, [](auto& o) { o.kind = "verification"; }), step::wait},
        {"a reversal is no payment", in_state(as::pending), with(ps::approved, [](auto& o) { o.kind = "reverse"; }), step::wait},
        {"another number", known, says(ps::approved), step::none, "other_payment_number"},
        {"disputed stays so", in_state(as::disputed), says(ps::approved), step::none},
        {"reserved", in_state(as::pending, true), says(ps::approved), step::hold},
        {"reserved still", in_state(as::held, true), says(ps::approved), step::none},
        {"captured", in_state(as::held, true),
         with(ps::approved,
              [](auto& o) {
                  o.is_captured = true;
                  o.captured = 4'000;
              }),
         step::grant},
        {"captured too much", in_state(as::held, true),
         with(ps::approved,
              [](auto& o) {
                  o.is_captured = true;
                  o.captured = 10'001;
              }),
         step::none, "amount_differs"},
        {"let go", in_state(as::held, true), says(ps::reversed), step::release},
        {"let go before we heard of it", in_state(as::pending, true), says(ps::reversed), step::release},
        {"let go, told again", in_state(as::released, true), says(ps::reversed), step::none},
    };
    for (const auto& each : rows) {
        const auto j = judge(each.ours, each.told);
        EXPECT_EQ(static_cast<int>(j.what), static_cast<int>(each.what)) << each.name;
        EXPECT_EQ(j.found ? j.found->kind : "", each.found) << each.name;
    }
}

operation refund_of(std::int64_t amount, int tries = 1) {
    operation o;
    o.amount = {amount, currency()};
    o.tries = tries;
    return o;
}

TEST(refunds, are_confirmed_by_the_sum_of_reversals_and_in_their_order) {
    auto a = in_state(as::approved);
    a.refunded = 1'000;
    a.refunding = 5'000;
    const std::vector<operation> waiting{refund_of(2'000), refund_of(3'000)};
    const auto count = [&](std::int64_t reversed) {
        return confirmed_refunds(a, waiting, with(ps::approved, [&](auto& o) { o.reversed = reversed; }));
    };
    EXPECT_EQ(count(1'000), 0u);
    EXPECT_EQ(count(2'999), 0u);
    EXPECT_EQ(count(3'000), 1u);
    EXPECT_EQ(count(6'000), 2u);
    const std::vector<operation> not_told_yet{refund_of(2'000, 0)};
    EXPECT_EQ(confirmed_refunds(a, not_told_yet, with(ps::approved, [](auto& o) { o.reversed = 9'000; })), 0u);
}

TEST(checking, is_frequent_at_first_once_after_the_end_and_then_seldom) {
    const instant start{};
    auto a = in_state(as::pending);
    a.created_at = start;
    a.expires_at = start + 1h;
    const check_times times{120s};
    EXPECT_EQ(next_check(a, start + 1min, times), start + 1min + 20s);
    EXPECT_EQ(next_check(a, start + 20min, times), start + 22min);
    EXPECT_EQ(next_check(a, start + 1h, times), start + 1h + 60s) << "once shortly after the end";
    EXPECT_EQ(next_check(a, start + 2h, times), start + 3h);
    EXPECT_FALSE(next_check(a, start + 26h, times));
    EXPECT_TRUE(is_overdue(a, start + 26h));
    a.state = as::approved;
    EXPECT_EQ(next_check(a, start + 5min, times), start + 24h);
    EXPECT_FALSE(is_audit_due(a, start + 23h));
    EXPECT_TRUE(is_audit_due(a, start + 24h));
    a.audits = 3;
    EXPECT_FALSE(next_check(a, start + 5min, times));
    a.state = as::declined;
    EXPECT_FALSE(next_check(a, start + 5min, times));
    EXPECT_EQ(operation_wait(1), 5s);
    EXPECT_EQ(operation_wait(3), 20s);
    EXPECT_EQ(operation_wait(99), 3600s);
}

TEST(subjects, are_a_kind_and_a_number) {
    EXPECT_EQ(parse_subject("order:42")->text(), "order:42");
    for (const auto* each : {"", "order", "order:", ":1", "Order:1", "order:0", "order:-1", "order:1x", "order:01", "a:b:1", "оrder:1"})
        EXPECT_FALSE(parse_subject(each)) << each;
}

}  // namespace
}  // namespace gavel::payments
