// From publication to the hammer: withdrawing, starting and finding standings that are due, or would have been but for an outage.
#include "modules/bidding/repository.hpp"
#include "modules/bidding/repository_locks.hpp"
#include "modules/bidding/standing_row.hpp"

namespace gavel::bidding::repository {

namespace {

// Sent behind the lock: its clock is read after that was granted (R-4). The record of the publication goes with it.
const pg::statement remove_scheduled_sql{"bidding.remove_scheduled", R"sql(
    delete from standings where lot_id = $1 and state = 'scheduled' and next_seq = 2 and starts_at > clock_timestamp()
)sql"};

const pg::statement state_of_sql{"bidding.state_of", R"sql(
    select state from standings where lot_id = $1
)sql"};

const pg::statement start_due_sql{"bidding.start_due", R"sql(
    with due as materialized (
        select lot_id from standings
         where state = 'scheduled' and starts_at <= statement_timestamp()
         order by starts_at, lot_id limit $1
           for update skip locked)
    update standings s set state = 'running', version = s.version + 1
      from due where s.lot_id = due.lot_id
    returning )sql" GAVEL_STANDING_COLUMNS};

// statement_timestamp() finds the candidates by index; the clock outside the CTE, read after the locks, decides (R-33).
const pg::statement lock_due_sql{"bidding.lock_due", R"sql(
    with s as materialized (
        select * from standings
         where state = 'running' and ends_at <= statement_timestamp()
         order by ends_at, lot_id limit $1
           for update skip locked)
    select clock_timestamp() as now, )sql" GAVEL_STANDING_COLUMNS " from s"};

// Lots that run or ought to, whose end lies behind $1 and before $2. Locks nothing.
const pg::statement open_until_sql{"bidding.open_until", R"sql(
    select lot_id from standings where state = 'running' and ends_at > $1 and ends_at < $2 and lot_id > $3
    union all
    select lot_id from standings
     where state = 'scheduled' and starts_at <= clock_timestamp() and ends_at > $1 and ends_at < $2 and lot_id > $3
     order by lot_id limit $4
)sql"};

const pg::statement watchers_sql{"bidding.watchers_of_lots", R"sql(
    select lot_id, account_id from watches where lot_id = any ($1) order by lot_id, account_id
)sql"};

const pg::statement bidders_sql{"bidding.bidders", R"sql(
    select lot_id, bidder_id from participants where lot_id = any ($1) and max_amount is not null order by lot_id, number
)sql"};

const pg::statement next_due_sql{"bidding.next_due", R"sql(
    select (extract(epoch from least(
               (select min(starts_at) from standings where state = 'scheduled'),
               (select min(ends_at) from standings where state = 'running')) - clock_timestamp()) * 1000000)::bigint as us
)sql"};

}  // namespace

awaitable<bool> remove_scheduled(pg::transaction& tx, lot_id lot) {
    std::vector<lot_id> one{lot};
    send_locks(tx, one);
    const auto removed = co_await tx.exec(remove_scheduled_sql, lot);
    co_return removed == 1;
}

awaitable<std::optional<std::string>> state_of(pg::transaction& tx, lot_id lot) {
    const auto r = co_await tx.one(state_of_sql, lot);
    if (!r) co_return std::nullopt;
    co_return r->get<std::string>("state");
}

awaitable<std::vector<standing>> start_due(pg::pool& pool, pg::deadline until, std::int64_t most) {
    const auto found = co_await pool.query(until, start_due_sql, most);
    std::vector<standing> started;
    for (const auto r : found) started.push_back(read_standing(r));
    co_return started;
}

awaitable<std::vector<due_lot>> lock_due(pg::transaction& tx, std::int64_t most) {
    const auto found = co_await tx.query(lock_due_sql, most);
    std::vector<due_lot> due;
    for (const auto r : found) due.push_back({read_standing(r), r.get<instant>("now")});
    co_return due;
}

awaitable<std::unordered_map<lot_id, std::vector<account_id>>> bidders_of(pg::transaction& tx, std::vector<lot_id> lots) {
    const auto found = co_await tx.query(bidders_sql, lots);
    std::unordered_map<lot_id, std::vector<account_id>> all;
    for (const auto r : found) all[r.get<lot_id>("lot_id")].push_back(r.get<account_id>("bidder_id"));
    co_return all;
}

awaitable<std::unordered_map<lot_id, std::vector<account_id>>> watchers_of(pg::transaction& tx, std::vector<lot_id> lots) {
    const auto found = co_await tx.query(watchers_sql, lots);
    std::unordered_map<lot_id, std::vector<account_id>> all;
    for (const auto r : found) all[r.get<lot_id>("lot_id")].push_back(r.get<account_id>("account_id"));
    co_return all;
}

awaitable<std::vector<lot_id>> open_until(pg::transaction& tx, instant after, instant before, lot_id above, std::int64_t most) {
    const auto found = co_await tx.query(open_until_sql, after, before, above, most);
    std::vector<lot_id> all;
    for (const auto r : found) all.push_back(r.get<lot_id>("lot_id"));
    co_return all;
}

awaitable<std::optional<std::int64_t>> next_due_us(pg::pool& pool, pg::deadline until) {
    const auto r = co_await pool.one(until, next_due_sql);
    co_return r->get<std::optional<std::int64_t>>("us");
}

}  // namespace gavel::bidding::repository
