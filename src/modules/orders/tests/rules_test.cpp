// Every command in every state by every party: what is accepted, and why not.
#include "modules/orders/rules.hpp"
#include "modules/orders/errors.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace gavel::orders {
namespace {

using namespace std::chrono_literals;
using command::accept, command::cancel, command::combine, command::complete, command::decline, command::dispute, command::invoice,
    command::packing_slip, command::pay, command::receive, command::set_delivery, command::set_shipping, command::settle, command::ship,
    command::write;
using order_state::awaiting_payment;
using order_state::cancelled;
using order_state::combined;
using order_state::completed;
using order_state::declined;
using order_state::disputed;
using order_state::paid;
using order_state::received;
using order_state::refunded;
using order_state::shipped;
using order_state::unpaid;

const instant now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());

order in_state(order_state s) {
    order o;
    o.id = order_id{42};
    o.buyer = account_id{1};
    o.seller = account_id{2};
    o.state = s;
    o.hammer = 10'000;
    o.created_at = o.entered_at = now - 1h;
    if (is_open(s)) o.due_at = now + 1h;
    if (s >= paid && s <= refunded) {
        o.payment = payments::payment_id{7};
        o.paid_at = now - 1h;
    }
    if (s >= shipped && s <= received) o.shipped_at = now - 1h;
    o.delivery_method = "pickup";
    return o;
}

// By the words of the contract: what a party may do in a state whose deadline is ahead.
const std::map<std::pair<order_state, party>, std::set<command>> table{
    {{order_state::second_chance, party::buyer}, {accept, decline}},
    {{order_state::second_chance, party::seller}, {cancel}},
    {{order_state::second_chance, party::moderator}, {}},
    {{awaiting_payment, party::buyer}, {pay, set_delivery, combine, write, invoice}},
    {{awaiting_payment, party::seller}, {set_shipping, cancel, write, invoice}},
    {{awaiting_payment, party::moderator}, {write, invoice}},
    {{paid, party::buyer}, {set_delivery, dispute, write, invoice}},
    {{paid, party::seller}, {ship, cancel, dispute, write, invoice, packing_slip}},
    {{paid, party::moderator}, {write, invoice, packing_slip}},
    {{shipped, party::buyer}, {receive, complete, dispute, write, invoice}},
    {{shipped, party::seller}, {ship, dispute, write, invoice, packing_slip}},
    {{received, party::buyer}, {complete, dispute, write, invoice}},
    {{received, party::seller}, {dispute, write, invoice, packing_slip}},
    {{disputed, party::buyer}, {write, invoice}},
    {{disputed, party::seller}, {write, invoice, packing_slip}},
    {{disputed, party::moderator}, {write, settle, invoice, packing_slip}},
    {{completed, party::buyer}, {write, invoice}},
    {{completed, party::seller}, {write, invoice, packing_slip}},
    {{refunded, party::buyer}, {write, invoice}},
    {{refunded, party::seller}, {write, invoice}},
    {{unpaid, party::buyer}, {write, invoice}},
    {{unpaid, party::seller}, {write, command::second_chance, invoice}},
    {{cancelled, party::buyer}, {write, invoice}},
    {{cancelled, party::seller}, {write, command::second_chance, invoice}},
    {{declined, party::buyer}, {}},
    {{declined, party::seller}, {command::second_chance}},
    {{combined, party::buyer}, {}},
    {{combined, party::seller}, {}},
};

std::set<command> allowed_set(const order& o, party by, instant at = now) {
    const auto all = allowed(o, by, at);
    return {all.begin(), all.end()};
}

TEST(order_rules, allow_what_the_table_says) {
    for (const auto& [key, expected] : table)
        EXPECT_EQ(allowed_set(in_state(key.first), key.second), expected) << to_string(key.first) << " by " << to_string(key.second);
}

TEST(order_rules, refuse_everything_else_with_a_reason) {
    for (const auto& [key, expected] : table)
        for (std::size_t i = 0; i < command_names.size(); ++i) {
            const auto c = static_cast<command>(i);
            const auto why = why_not(c, in_state(key.first), key.second, now);
            EXPECT_EQ(why.why == nullptr, expected.contains(c)) << to_string(key.first) << " " << to_string(c);
        }
}

struct refusal_case {
    command what;
    party by;
    order_state state;
    const problem* why;
};

TEST(order_rules, say_why) {
    const refusal_case cases[] = {
        {pay, party::seller, awaiting_payment, &buyer_only},
        {ship, party::buyer, paid, &seller_of_order_only},
        {settle, party::buyer, disputed, &moderator_only},
        {pay, party::buyer, paid, &paid_already},
        {pay, party::buyer, unpaid, &pay_time_over},
        {pay, party::buyer, cancelled, &not_awaiting_payment},
        {set_delivery, party::buyer, shipped, &delivery_fixed},
        {set_delivery, party::buyer, order_state::second_chance, &not_awaiting_payment},
        {set_shipping, party::seller, paid, &not_awaiting_payment},
        {combine, party::buyer, paid, &not_combinable},
        {ship, party::seller, awaiting_payment, &not_paid},
        {ship, party::seller, cancelled, &not_to_be_shipped},
        {receive, party::buyer, paid, &not_shipped},
        {receive, party::buyer, received, &not_to_be_received},
        {complete, party::buyer, paid, &not_to_be_completed},
        {cancel, party::buyer, awaiting_payment, &too_early_to_cancel},
        {cancel, party::buyer, paid, &too_early_to_cancel},
        {cancel, party::buyer, shipped, &too_late_to_cancel},
        {cancel, party::seller, shipped, &too_late_to_cancel},
        {dispute, party::buyer, awaiting_payment, &not_disputable},
        {dispute, party::buyer, completed, &not_disputable},
        {settle, party::moderator, paid, &not_disputed},
        {command::second_chance, party::seller, paid, &no_second_chance},
        {accept, party::buyer, declined, &not_offered},
        {write, party::buyer, combined, &nothing_to_write_about},
        {packing_slip, party::seller, awaiting_payment, &not_paid},
    };
    for (const auto& each : cases) EXPECT_EQ(why_not(each.what, in_state(each.state), each.by, now).why, each.why) << to_string(each.what);
}

TEST(order_rules, heed_the_deadlines) {
    auto late = in_state(paid);
    EXPECT_EQ(why_not(cancel, late, party::buyer, now).from, late.due_at);
    EXPECT_FALSE(why_not(cancel, late, party::buyer, *late.due_at)) << "not sent in time";
    auto due = in_state(awaiting_payment);
    EXPECT_EQ(why_not(pay, due, party::buyer, *due.due_at).why, &pay_time_over);
    EXPECT_FALSE(why_not(pay, due, party::buyer, *due.due_at - 1us));
    EXPECT_EQ(why_not(dispute, in_state(received), party::buyer, now + 1h).why, &not_disputable);
    EXPECT_EQ(why_not(accept, in_state(order_state::second_chance), party::buyer, now + 1h).why, &not_offered);
}

TEST(order_rules, need_a_delivery_before_payment_and_a_free_price_for_shipping) {
    auto o = in_state(awaiting_payment);
    o.delivery_method = std::nullopt;
    EXPECT_EQ(why_not(pay, o, party::buyer, now).why, &delivery_missing);
    o.billed_at = now;
    EXPECT_EQ(why_not(set_shipping, o, party::seller, now).why, &shipping_fixed);
}

TEST(order_rules, tell_what_would_be_accepted) {
    const auto o = in_state(paid);
    const auto refused = refuse_about(o, party::buyer, now, why_not(cancel, o, party::buyer, now));
    EXPECT_EQ(boost::json::serialize(refused.error().fields()),
              R"({"state":"paid","allowed":["set_delivery","dispute","write","invoice"],"from":")" + format_instant(*o.due_at) + R"("})");
}

}  // namespace
}  // namespace gavel::orders
