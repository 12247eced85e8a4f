#include "modules/orders/taking.hpp"

#include "modules/orders/errors.hpp"
#include "modules/orders/repository.hpp"

#include <utility>

namespace gavel::orders {

std::optional<party> party_of(const order& o, visitor v) {
    if (const auto own = o.party_of(v.who)) return own;
    if (v.moderates) return party::moderator;
    return std::nullopt;
}

std::unexpected<error> refuse_about(const hand& h, const obstacle& what, boost::json::object more) {
    return refuse_about(h.order, h.by, h.now, what, std::move(more));
}

boost::asio::awaitable<result<hand>> take(pg::transaction& tx, visitor v, order_id id, command c) {
    auto locked = co_await repository::lock(tx, id);
    if (!locked) co_return refuse(no_such_order);
    const auto by = party_of(locked->order, v);
    if (!by) co_return refuse(no_such_order);
    hand h;
    h.order = std::move(locked->order);
    h.now = locked->now;
    h.by = *by;
    if (const auto why = why_not(c, h.order, h.by, h.now)) co_return refuse_about(h, why);
    co_return h;
}

boost::asio::awaitable<bool> refund(pg::transaction& tx, const house& h, const order& o, std::int64_t amount, std::string reason,
                                    std::string key) {
    if (!h.refund || !o.payment) co_return false;
    auto full_key = o.subject() + ":" + key;
    co_return co_await h.refund(tx, *o.payment, o.in_money(amount), std::move(reason), std::move(full_key));
}

}  // namespace gavel::orders
