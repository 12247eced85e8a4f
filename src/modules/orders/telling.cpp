#include "modules/orders/telling.hpp"

#include "modules/orders/repository.hpp"

#include <utility>

namespace gavel::orders {

happening by_person(std::string kind, party by, account_id who) {
    happening h;
    h.kind = std::move(kind);
    h.by = by;
    h.who = who;
    return h;
}

happening by_itself(std::string kind) {
    happening h;
    h.kind = std::move(kind);
    return h;
}

awaitable<void> tell(pg::transaction& tx, const order& o, std::int64_t seq, std::vector<told> whom) {
    if (whom.empty()) co_return;
    const std::vector<order_id> ids(1, o.id);
    const auto lines = co_await repository::lines_of(tx, ids);
    std::vector<news::event> events;
    for (auto& each : whom) {
        news::event e;
        e.kind = each.kind;
        e.account = each.whom;
        e.lot = lines.front().lot;
        e.order = o.id.value;
        e.seq = seq;
        e.price = each.amount;
        e.ends_at = each.until;
        e.reason = std::move(each.reason);
        events.push_back(std::move(e));
    }
    news::tell(tx, events);
}

awaitable<void> record(pg::transaction& tx, const order& o, happening h, std::vector<told> whom) {
    const auto seq = co_await repository::add_event(tx, o, std::move(h));
    co_await tell(tx, o, seq, std::move(whom));
}

}  // namespace gavel::orders
