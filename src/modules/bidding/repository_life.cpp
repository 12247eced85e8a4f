// From publication to the hammer: opening, withdrawing, starting and closing standings.
#include "modules/bidding/increments.hpp"
#include "modules/bidding/repository.hpp"
#include "modules/bidding/standing_row.hpp"

#include <chrono>

namespace gavel::bidding::repository {

namespace {

const pg::statement open_sql{"bidding.open", R"sql(
    insert into standings (lot_id, seller_id, state, currency, start_amount, reserve_amount, increments,
                           starts_at, ends_at, original_ends_at, hard_ends_at, soft_mode, soft_window_s, soft_extend_s)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13)
)sql"};

const pg::statement lock_scheduled_sql{"bidding.lock_scheduled", R"sql(
    select from standings where lot_id = $1 for update
)sql"};

// The clock of this second statement is read after the lock (R-4).
const pg::statement remove_scheduled_sql{"bidding.remove_scheduled", R"sql(
    delete from standings where lot_id = $1 and state = 'scheduled' and starts_at > clock_timestamp()
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

const pg::statement store_closed_sql{"bidding.store_closed", R"sql(
    update standings set state = $2, unsold_reason = $3, closed_at = $4, version = $5 where lot_id = $1
)sql"};

const pg::statement participants_sql{"bidding.participants", R"sql(
    select lot_id, bidder_id from participants where lot_id = any ($1) order by lot_id, number
)sql"};

const pg::statement next_due_sql{"bidding.next_due", R"sql(
    select (extract(epoch from least(
               (select min(starts_at) from standings where state = 'scheduled'),
               (select min(ends_at) from standings where state = 'running')) - clock_timestamp()) * 1000000)::bigint as us
)sql"};

}  // namespace

void open(pg::transaction& tx, const lots::published_lot& lot, const options& chosen) {
    const auto state = lot.starts_at <= lot.now ? lot_state::running : lot_state::scheduled;
    const auto soft = chosen.soft();
    std::optional<std::int64_t> reserve;
    if (lot.reserve_price) reserve = lot.reserve_price->amount;
    tx.post(open_sql, lot.lot, lot.seller, to_string(state), lot.start_price.currency.code(), lot.start_price.amount, reserve,
            increments_for(lot.start_price.currency.code()).name(), lot.starts_at, lot.ends_at,
            lot.ends_at + std::chrono::seconds(chosen.soft_close_max_s), to_string(soft.mode), soft.window_s, soft.extend_s);
}

awaitable<bool> remove_scheduled(pg::transaction& tx, lot_id lot) {
    tx.post(lock_scheduled_sql, lot);
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

void store_closed(pg::transaction& tx, const standing& after) {
    std::optional<std::string_view> reason;
    if (after.unsold) reason = to_string(*after.unsold);
    tx.post(store_closed_sql, after.lot, to_string(after.state), reason, after.closed_at, after.version);
}

awaitable<std::vector<participant>> participants_of(pg::transaction& tx, std::vector<lot_id> lots) {
    const auto found = co_await tx.query(participants_sql, lots);
    std::vector<participant> all;
    for (const auto r : found) all.push_back({r.get<lot_id>("lot_id"), r.get<account_id>("bidder_id")});
    co_return all;
}

awaitable<std::optional<std::int64_t>> next_due_us(pg::pool& pool, pg::deadline until) {
    const auto r = co_await pool.one(until, next_due_sql);
    co_return r->get<std::optional<std::int64_t>>("us");
}

}  // namespace gavel::bidding::repository
