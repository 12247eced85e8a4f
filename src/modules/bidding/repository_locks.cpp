#include "modules/bidding/repository_locks.hpp"

#include "modules/bidding/standing_row.hpp"

namespace gavel::bidding::repository {

namespace {

const pg::statement lock_sql{"bidding.lock", R"sql(
    select from standings where lot_id = any ($1) order by lot_id for update
)sql"};

// A statement of its own: its snapshot and its clock are taken after the locks were granted, so nothing here is older than they are.
const pg::statement read_locked_sql{"bidding.read_locked", "select " GAVEL_STANDING_COLUMNS R"sql(, (select clock_timestamp()) as now
      from standings s
     where s.lot_id = any ($1)
)sql"};

}  // namespace

awaitable<locked_lots> lock_lots(pg::transaction& tx, std::vector<lot_id> lots) {
    send_locks(tx, lots);
    const auto found = co_await tx.query(read_locked_sql, lots);
    co_return read_locked(found);
}

awaitable<std::optional<locked_lot>> lock_lot(pg::transaction& tx, lot_id lot) {
    std::vector<lot_id> one{lot};
    auto found = co_await lock_lots(tx, std::move(one));
    if (found.lots.empty()) co_return std::nullopt;
    locked_lot only;
    only.now = found.now;
    only.standing = std::move(found.lots.begin()->second);
    co_return only;
}

void send_locks(pg::transaction& tx, const std::vector<lot_id>& lots) { tx.post(lock_sql, lots); }

pg::reply ask_locked(pg::transaction& tx, const std::vector<lot_id>& lots) { return tx.ask(read_locked_sql, lots); }

locked_lots read_locked(const pg::rows& answer) {
    locked_lots found;
    found.lots.reserve(answer.size());
    for (const auto r : answer) {
        auto lot = read_standing(r);
        found.now = r.get<instant>("now");
        const auto id = lot.lot;
        found.lots.emplace(id, std::move(lot));
    }
    return found;
}

}  // namespace gavel::bidding::repository
