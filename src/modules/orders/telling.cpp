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

news::event event_of(const order& o, lot_id lot, std::int64_t seq, told whom) {
    news::event e;
    e.kind = whom.kind;
    e.account = whom.whom;
    e.lot = lot;
    e.order = o.id.value;
    e.seq = seq;
    e.price = whom.amount;
    e.ends_at = whom.until;
    e.reason = std::move(whom.reason);
    return e;
}

awaitable<void> tell(pg::transaction& tx, const order& o, std::int64_t seq, std::vector<told> whom) {
    if (whom.empty()) co_return;
    const std::vector<order_id> ids(1, o.id);
    const auto lines = co_await repository::lines_of(tx, ids);
    std::vector<news::event> events;
    for (auto& each : whom) events.push_back(event_of(o, lines.front().lot, seq, std::move(each)));
    news::tell(tx, events);
}

awaitable<void> record(pg::transaction& tx, const order& o, happening h, std::vector<told> whom) {
    const auto seq = co_await repository::add_event(tx, o, std::move(h));
    co_await tell(tx, o, seq, std::move(whom));
}

}  // namespace gavel::orders
