#include "modules/payments/repository_operations.hpp"

#include "base/random.hpp"
#include "modules/payments/repository.hpp"
#include "modules/payments/repository_rows.hpp"

namespace gavel::payments::repository {
namespace {

std::vector<operation> read_operations(const pg::rows& rows) {
    std::vector<operation> all;
    for (const auto r : rows) all.push_back(read_operation(r));
    return all;
}

}  // namespace

const pg::statement find_operation_sql{"payments.find_operation", "select " GAVEL_OPERATION_COLUMNS R"sql(
      from payment_operations o join payment_attempts a on a.id = o.attempt_id where o.key = $1
)sql"};
awaitable<std::optional<operation>> find_operation(pg::transaction& tx, const std::string& key) {
    const auto r = co_await tx.one(find_operation_sql, key);
    if (!r) co_return std::nullopt;
    co_return read_operation(*r);
}

const pg::statement insert_operation_sql{"payments.insert_operation", R"sql(
    with o as (
        insert into payment_operations (attempt_id, kind, amount, reason, key, reverse_id, asked_by)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict on constraint payment_operations_once do nothing returning *
    )
    select )sql" GAVEL_OPERATION_COLUMNS " from o join payment_attempts a on a.id = o.attempt_id"};
awaitable<std::optional<operation>> insert_operation(pg::transaction& tx, const attempt& of, operation_kind kind, std::int64_t amount,
                                                     const std::string& reason, const std::string& key,
                                                     std::optional<account_id> asked_by) {
    const auto reverse_id = "r-" + random_token(16);
    const auto r = co_await tx.one(insert_operation_sql, of.id, to_string(kind), amount, reason, key, reverse_id, asked_by);
    if (!r) co_return std::nullopt;
    tx.after_commit([] { due_questions().press(); });
    co_return read_operation(*r);
}

const pg::statement find_waiting_sql{"payments.find_waiting", "select " GAVEL_OPERATION_COLUMNS R"sql(
      from payment_operations o join payment_attempts a on a.id = o.attempt_id
     where o.attempt_id = $1 and o.state = 'waiting' order by o.id for update of o
)sql"};
awaitable<std::vector<operation>> find_waiting(pg::transaction& tx, attempt_id of) {
    const auto rows = co_await tx.query(find_waiting_sql, of);
    co_return read_operations(rows);
}

const pg::statement find_operations_sql{"payments.find_operations", "select " GAVEL_OPERATION_COLUMNS R"sql(
      from payment_operations o join payment_attempts a on a.id = o.attempt_id where a.payment_id = $1 order by o.id
)sql"};
awaitable<std::vector<operation>> find_operations(pg::pool& pool, pg::deadline until, payment_id of) {
    const auto rows = co_await pool.query(until, find_operations_sql, of);
    co_return read_operations(rows);
}

const pg::statement find_operation_by_id_sql{"payments.find_operation_by_id", "select " GAVEL_OPERATION_COLUMNS R"sql(
      from payment_operations o join payment_attempts a on a.id = o.attempt_id where o.id = $1
)sql"};
awaitable<std::optional<operation>> find_operation_by_id(pg::transaction& tx, operation_id id) {
    const auto r = co_await tx.one(find_operation_by_id_sql, id);
    if (!r) co_return std::nullopt;
    co_return read_operation(*r);
}

const pg::statement lock_operation_sql{"payments.lock_operation", "select " GAVEL_OPERATION_COLUMNS R"sql(
      from payment_operations o join payment_attempts a on a.id = o.attempt_id where o.id = $1 for update of o
)sql"};
awaitable<std::optional<operation>> lock_operation(pg::transaction& tx, operation_id id) {
    const auto r = co_await tx.one(lock_operation_sql, id);
    if (!r) co_return std::nullopt;
    co_return read_operation(*r);
}

// One after the other: what the provider's sum of reversals confirms is then never in doubt.
const pg::statement claim_operations_sql{"payments.claim_operations", R"sql(
    with due as materialized (
        select o.id from payment_operations o
         where o.state = 'waiting' and o.next_at <= statement_timestamp()
           and not exists (select from payment_operations e where e.attempt_id = o.attempt_id and e.state = 'waiting' and e.id < o.id)
         order by o.next_at limit $1 for update skip locked
    ), o as (
        update payment_operations w set tries = tries + 1, next_at = clock_timestamp() + make_interval(secs => $2)
          from due where w.id = due.id returning w.*
    )
    select )sql" GAVEL_OPERATION_COLUMNS ", a.provider_order, a.checked_at from o join payment_attempts a on a.id = o.attempt_id"};
awaitable<std::vector<due_operation>> claim_operations(pg::pool& pool, pg::deadline until, std::int64_t most, std::chrono::seconds lease) {
    const auto rows = co_await pool.query(until, claim_operations_sql, most, static_cast<std::int64_t>(lease.count()));
    std::vector<due_operation> all;
    for (const auto r : rows) {
        due_operation d;
        d.what = read_operation(r);
        d.provider_order = r.text("provider_order");
        d.checked_at = r.get<std::optional<instant>>("checked_at");
        all.push_back(std::move(d));
    }
    co_return all;
}

const pg::statement finish_operation_sql{"payments.finish_operation", R"sql(
    update payment_operations set state = $2, code = coalesce($3, code), finished_at = clock_timestamp() where id = $1 and state = 'waiting'
)sql"};
void finish_operation(pg::transaction& tx, operation_id id, operation_state how, std::optional<std::int64_t> code) {
    tx.post(finish_operation_sql, id, to_string(how), code);
}

const pg::statement postpone_operation_sql{"payments.postpone_operation", R"sql(
    update payment_operations
       set next_at = clock_timestamp() + make_interval(secs => $2), accepted = accepted or $3, code = coalesce($4, code)
     where id = $1 and state = 'waiting'
)sql"};
awaitable<void> postpone_operation(pg::pool& pool, pg::deadline until, operation_id id, std::chrono::seconds wait, bool accepted,
                                   std::optional<std::int64_t> code) {
    co_await pool.exec(until, postpone_operation_sql, id, static_cast<std::int64_t>(wait.count()), accepted, code);
}

}  // namespace gavel::payments::repository
