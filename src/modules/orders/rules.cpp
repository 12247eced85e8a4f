#include "modules/orders/rules.hpp"

#include "modules/orders/errors.hpp"

#include <boost/json/array.hpp>

#include <utility>

namespace gavel::orders {
namespace {

using enum order_state;

bool before_due(const order& o, instant now) { return o.due_at && now < *o.due_at; }

obstacle may_pay(const order& o, instant now) {
    if (o.state == unpaid || (o.state == awaiting_payment && !before_due(o, now))) return {&pay_time_over, {}};
    if (o.payment) return {&paid_already, {}};
    if (o.state != awaiting_payment) return {&not_awaiting_payment, {}};
    if (!o.delivery_method) return {&delivery_missing, {}};
    return {};
}

obstacle may_set_delivery(const order& o) {
    if (o.state == awaiting_payment || o.state == paid) return {};
    if (o.state == second_chance) return {&not_awaiting_payment, {}};
    return {&delivery_fixed, {}};
}

obstacle may_set_shipping(const order& o) {
    if (o.state != awaiting_payment) return {&not_awaiting_payment, {}};
    if (o.billed_at) return {&shipping_fixed, {}};
    return {};
}

obstacle may_combine(const order& o, instant now) {
    return o.state == awaiting_payment && before_due(o, now) ? obstacle{} : obstacle{&not_combinable, {}};
}

// Once more while it is under way: a mistyped tracking number.
obstacle may_ship(const order& o) {
    if (o.state == paid || o.state == shipped) return {};
    if (o.state == second_chance || o.state == awaiting_payment) return {&not_paid, {}};
    return {&not_to_be_shipped, {}};
}

obstacle may_receive(const order& o) {
    if (o.state == shipped) return {};
    return {o.shipped_at ? &not_to_be_received : &not_shipped, {}};
}

obstacle may_complete(const order& o) {
    if (o.state == shipped || o.state == received) return {};
    return {&not_to_be_completed, {}};
}

obstacle may_cancel(const order& o, party by, instant now) {
    const bool unsent = o.state == second_chance || o.state == awaiting_payment || o.state == paid;
    if (!unsent) return {&too_late_to_cancel, {}};
    if (by == party::seller) return {};
    if (o.state != paid) return {&too_early_to_cancel, {}};
    if (before_due(o, now)) return {&too_early_to_cancel, o.due_at};
    return {};
}

obstacle may_dispute(const order& o, instant now) {
    if (o.state == paid || o.state == shipped) return {};
    if (o.state == received && before_due(o, now)) return {};
    return {&not_disputable, {}};
}

obstacle may_write(const order& o) {
    if (o.state == second_chance || o.state == declined || o.state == combined) return {&nothing_to_write_about, {}};
    return {};
}

obstacle may_offer(const order& o) {
    if (o.state == unpaid || o.state == cancelled || o.state == declined) return {};
    return {&no_second_chance, {}};
}

obstacle may_accept(const order& o, instant now) {
    if (o.state == second_chance && before_due(o, now)) return {};
    return {&not_offered, {}};
}

obstacle may_print_invoice(const order& o) {
    if (o.state == second_chance || o.state == declined || o.state == combined) return {&not_awaiting_payment, {}};
    return {};
}

obstacle may_print_slip(const order& o) {
    if (o.payment && o.state != refunded && o.state != cancelled) return {};
    return {&not_paid, {}};
}

obstacle of_the_order(command c, const order& o, party by, instant now) {
    switch (c) {
        case command::pay: return may_pay(o, now);
        case command::set_delivery: return may_set_delivery(o);
        case command::set_shipping: return may_set_shipping(o);
        case command::combine: return may_combine(o, now);
        case command::ship: return may_ship(o);
        case command::receive: return may_receive(o);
        case command::complete: return may_complete(o);
        case command::cancel: return may_cancel(o, by, now);
        case command::dispute: return may_dispute(o, now);
        case command::write: return may_write(o);
        case command::second_chance: return may_offer(o);
        case command::accept: return may_accept(o, now);
        case command::decline: return may_accept(o, now);
        case command::settle: return o.state == disputed ? obstacle{} : obstacle{&not_disputed, {}};
        case command::invoice: return may_print_invoice(o);
        case command::packing_slip: return may_print_slip(o);
    }
    return {};
}

const problem& only_for_others(command c) {
    switch (c) {
        case command::set_shipping:
        case command::ship:
        case command::second_chance:
        case command::packing_slip: return seller_of_order_only;
        case command::settle: return moderator_only;
        default: return buyer_only;
    }
}

}  // namespace

bool concerns(command c, party by) {
    switch (c) {
        case command::pay:
        case command::set_delivery:
        case command::combine:
        case command::receive:
        case command::complete:
        case command::accept:
        case command::decline: return by == party::buyer;
        case command::set_shipping:
        case command::ship:
        case command::second_chance: return by == party::seller;
        case command::cancel:
        case command::dispute: return by == party::buyer || by == party::seller;
        case command::packing_slip: return by == party::seller || by == party::moderator;
        case command::settle: return by == party::moderator;
        case command::write:
        case command::invoice: return by != party::system;
    }
    return false;
}

obstacle why_not(command c, const order& o, party by, instant now) {
    if (!concerns(c, by)) return {&only_for_others(c), {}};
    return of_the_order(c, o, by, now);
}

std::vector<command> allowed(const order& o, party by, instant now) {
    std::vector<command> all;
    for (std::size_t i = 0; i < command_names.size(); ++i)
        if (const auto c = static_cast<command>(i); !why_not(c, o, by, now)) all.push_back(c);
    return all;
}

std::unexpected<error> refuse_about(const order& o, party by, instant now, const obstacle& what, boost::json::object more) {
    boost::json::array now_allowed;
    for (const auto c : allowed(o, by, now)) now_allowed.emplace_back(to_string(c));
    more["state"] = to_string(o.state);
    more["allowed"] = std::move(now_allowed);
    if (what.from) more["from"] = format_instant(*what.from);
    return refuse(*what.why, std::move(more));
}

}  // namespace gavel::orders
