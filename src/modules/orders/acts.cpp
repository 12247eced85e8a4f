// What buyer and seller do from the hammer to the parcel.
#include "modules/orders/acts.hpp"

#include "modules/orders/errors.hpp"
#include "modules/orders/limits.hpp"
#include "modules/orders/repository.hpp"
#include "modules/orders/taking.hpp"
#include "modules/orders/telling.hpp"
#include "modules/orders/totals.hpp"
#include "modules/orders/transitions.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <utility>

namespace gavel::orders {
namespace {

boost::json::array methods_of(const std::vector<delivery_choice>& choices) {
    boost::json::array names;
    for (const auto& each : choices) names.emplace_back(each.method);
    return names;
}

awaitable<std::vector<delivery_choice>> choices_for(pg::transaction& tx, std::vector<order_id> ids) {
    const auto of_lots = co_await repository::choices_of(tx, std::move(ids));
    co_return common_choices(of_lots);
}

awaitable<std::vector<delivery_choice>> choices_for(pg::transaction& tx, order_id id) {
    std::vector<order_id> ids(1, id);
    co_return co_await choices_for(tx, std::move(ids));
}

std::unexpected<error> refuse_field_of(std::string_view field, std::string_view code, boost::json::object more = {}) {
    more["field"] = field;
    more["code"] = code;
    return refuse(http::invalid_input, {{"errors", boost::json::array{std::move(more)}}});
}

}  // namespace

awaitable<result<void>> acts::set_delivery(visitor v, order_id id, delivery d, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::set_delivery);
    if (!taken) co_return std::unexpected(taken.error());
    auto& o = taken->order;
    if (o.state == order_state::paid && o.delivery_method != d.method)
        co_return refuse_about(*taken, {&method_fixed, {}}, {{"method", o.delivery_method.value_or("")}});
    if (o.state == order_state::awaiting_payment) {
        const auto choices = co_await choices_for(tx, id);
        if (std::ranges::find(choices, d.method, &delivery_choice::method) == choices.end())
            co_return refuse_about(*taken, {&delivery_not_offered, {}}, {{"field", "method"}, {"choices", methods_of(choices)}});
        o.shipping = shipping_for(choices, d.method, o.shipping_most);
    }
    repository::save_delivery(tx, id, d);
    repository::store(tx, o);
    auto what = by_person("delivery_set", taken->by, v.who);
    co_await record(tx, o, std::move(what));
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<result<void>> acts::set_shipping(visitor v, order_id id, std::optional<money> most, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::set_shipping);
    if (!taken) co_return std::unexpected(taken.error());
    auto& o = taken->order;
    if (most && most->currency != o.currency)
        co_return refuse_field_of("price", "not_allowed", {{"allowed", boost::json::array{o.currency.code()}}});
    const auto choices = co_await choices_for(tx, id);
    std::int64_t listed = 0;
    for (const auto& each : choices) listed = std::max(listed, each.price.value_or(0));
    if (most && most->amount > listed) co_return refuse_field_of("price", "out_of_range", {{"min", 0}, {"max", listed}});
    o.shipping_most = most ? std::optional(most->amount) : std::nullopt;
    if (o.delivery_method) o.shipping = shipping_for(choices, *o.delivery_method, o.shipping_most);
    repository::store(tx, o);
    auto what = by_person("shipping_set", taken->by, v.who);
    what.amount = o.shipping_most;
    co_await record(tx, o, std::move(what));
    co_await tx.commit();
    co_return result<void>{};
}

// The oldest of them stays, with the lots of all; the earliest deadline is everybody's.
awaitable<result<order_id>> acts::combine(visitor v, std::vector<order_id> ids, pg::deadline until) {
    std::ranges::sort(ids);
    const auto repeated = std::ranges::unique(ids);
    ids.erase(repeated.begin(), repeated.end());
    auto tx = co_await pool_.begin(until);
    auto locked = co_await repository::lock_all(tx, ids);
    if (locked.size() != ids.size() || locked.size() < 2) co_return refuse(no_such_order);
    hand one;
    one.now = locked.front().now;
    one.order = locked.front().order;
    for (const auto& each : locked) {
        if (each.order.buyer != v.who) co_return refuse(no_such_order);
        const bool fits = each.order.seller == one.order.seller && each.order.currency == one.order.currency;
        const auto why = why_not(command::combine, each.order, party::buyer, one.now);
        if (why || !fits)
            co_return refuse_about(each.order, party::buyer, one.now, {&not_combinable, {}}, {{"order", each.order.id.text()}});
    }
    const auto choices = co_await choices_for(tx, ids);
    if (choices.empty()) co_return refuse_about(one, {&no_common_delivery, {}});
    const auto lines = co_await repository::lines_of(tx, ids);
    if (lines.size() > lines_max) co_return refuse_about(one, {&too_many_lines, {}}, {{"max", lines_max}});
    auto& o = one.order;
    std::vector<line> added;
    const std::vector<order_id> kept_ids(1, o.id);
    const auto kept = co_await repository::lines_of(tx, kept_ids);
    for (const auto& each : lines)
        if (std::ranges::find(kept, each.lot, &line::lot) == kept.end()) added.push_back(each);
    for (std::size_t i = 1; i < locked.size(); ++i) {
        auto& other = locked[i].order;
        o.hammer += other.hammer;
        o.premium += other.premium;
        o.commission += other.commission;
        o.due_at = std::min(*o.due_at, *other.due_at);
        enter(other, order_state::combined, one.now, house_.limits);
        other.combined_into = o.id;
        repository::store(tx, other);
        auto what = by_person("combined", party::buyer, v.who);
        what.text = o.id.text();
        co_await record(tx, other, std::move(what));
        auto mine = by_person("merged", party::buyer, v.who);
        mine.text = other.id.text();
        co_await record(tx, o, std::move(mine));
    }
    // A price that the seller has set for one parcel was not meant for several.
    o.shipping_most = std::nullopt;
    o.billed_at = std::nullopt;
    o.shipping = o.delivery_method ? shipping_for(choices, *o.delivery_method, {}) : std::nullopt;
    const bool still_offered =
        o.delivery_method && std::ranges::find(choices, *o.delivery_method, &delivery_choice::method) != choices.end();
    if (o.delivery_method && !still_offered) repository::remove_delivery(tx, o.id);
    o.look_at = next_look(o, house_.limits);
    repository::store(tx, o);
    repository::insert_lines(tx, o, added);
    co_await tx.commit();
    co_return o.id;
}

awaitable<result<void>> acts::ship(visitor v, order_id id, std::optional<std::string> carrier, std::optional<std::string> tracking,
                                   pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::ship);
    if (!taken) co_return std::unexpected(taken.error());
    auto& o = taken->order;
    const auto method = o.delivery_method.value_or("pickup");
    const bool carried = method != "pickup";
    if (!carried && (carrier || tracking)) co_return refuse_field_of(carrier ? "carrier" : "tracking", "not_allowed");
    if (carried && !carrier) carrier = method;
    if (carried && needs_tracking(*carrier) && !tracking) co_return refuse_field_of("tracking", "required");
    const bool again = o.state == order_state::shipped;
    o.carrier = carrier;
    o.tracking = tracking;
    if (!again) {
        o.shipped_at = taken->now;
        enter(o, order_state::shipped, taken->now, house_.limits);
    }
    repository::store(tx, o);
    told buyer(o.buyer, news::kind::order_shipped);
    buyer.until = o.due_at;
    buyer.reason = tracking.value_or("");
    std::vector<told> whom(1, buyer);
    auto what = by_person(again ? "tracking_changed" : "shipped", taken->by, v.who);
    what.text = tracking.value_or("");
    co_await record(tx, o, std::move(what), std::move(whom));
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<result<void>> acts::receive(visitor v, order_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::receive);
    if (!taken) co_return std::unexpected(taken.error());
    const doer who{taken->by, v.who};
    co_await orders::receive(tx, house_, taken->order, who, taken->now);
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<result<void>> acts::complete(visitor v, order_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::complete);
    if (!taken) co_return std::unexpected(taken.error());
    const doer who{taken->by, v.who};
    co_await orders::complete(tx, house_, taken->order, who, taken->now);
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<result<void>> acts::cancel(visitor v, order_id id, std::string reason, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::cancel);
    if (!taken) co_return std::unexpected(taken.error());
    const std::span<const std::string_view> reasons = taken->by == party::buyer ? std::span<const std::string_view>(buyer_cancel_reasons)
                                                                                : std::span<const std::string_view>(seller_cancel_reasons);
    if (std::ranges::find(reasons, reason) == reasons.end()) {
        boost::json::array names;
        for (const auto each : reasons) names.emplace_back(each);
        co_return refuse_field_of("reason", "not_allowed", {{"allowed", std::move(names)}});
    }
    auto o = taken->order;
    if (o.payment && o.refunded < o.total()) {
        const bool begun = co_await refund(tx, house_, o, o.total() - o.refunded, "Order " + o.id.text() + " was cancelled", "cancelled");
        if (!begun) co_return refuse_about(*taken, {&refund_refused, {}});
        o.refunded = o.total();
    }
    enter(o, order_state::cancelled, taken->now, house_.limits);
    repository::store(tx, o);
    std::vector<told> whom;
    for (const auto each : {o.buyer, o.seller}) {
        whom.emplace_back(each, news::kind::order_cancelled);
        whom.back().reason = reason;
        if (o.payment) whom.back().amount = o.in_money(o.refunded);
    }
    auto what = by_person("cancelled", taken->by, v.who);
    what.text = reason;
    co_await record(tx, o, std::move(what), std::move(whom));
    co_await settled(tx, house_, o);
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<void> acts::choose_queue(account_id seller, bool automatic, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    repository::store_settings(tx, seller, automatic);
    co_await tx.commit();
}

}  // namespace gavel::orders
