#include "modules/payments/repository.hpp"

#include "base/random.hpp"
#include "modules/payments/repository_rows.hpp"

namespace gavel::payments::repository {
namespace {

std::optional<payment> one_payment(const std::optional<pg::row>& r) { return r ? std::optional(read_payment(*r)) : std::nullopt; }

std::vector<attempt> read_attempts(const pg::rows& rows) {
    std::vector<attempt> all;
    for (const auto r : rows) all.push_back(read_attempt(r));
    return all;
}

std::optional<std::string> lot_title_of(const about& what) { return what.lot ? std::optional(what.lot_title) : std::nullopt; }

std::int64_t whole(std::chrono::seconds s) { return s.count(); }

}  // namespace

runtime::doorbell& due_questions() {
    static runtime::doorbell process;
    return process;
}

const pg::statement now_sql{"payments.now", "select clock_timestamp() as now"};
awaitable<instant> now(pg::transaction& tx) {
    const auto r = co_await tx.one(now_sql);
    co_return r->get<instant>("now");
}

const pg::statement lock_payable_again_sql{"payments.lock_payable_again", "select " GAVEL_PAYMENT_COLUMNS R"sql(
      from payments p
     where p.subject_kind = $1 and p.subject_id = $2 and p.state in ('created', 'pending', 'declined', 'expired')
     order by (p.state in ('created', 'pending')) desc, p.id desc limit 1 for update nowait
)sql"};
awaitable<std::optional<payment>> lock_payable_again(pg::transaction& tx, const subject& of) {
    const auto r = co_await tx.one(lock_payable_again_sql, of.kind, of.id);
    co_return one_payment(r);
}

const pg::statement is_paid_sql{"payments.is_paid", R"sql(
    select exists (select from payments where subject_kind = $1 and subject_id = $2 and id <> $3 and granted
                      and state in ('held', 'approved', 'refunding', 'refunded_part')) as paid
)sql"};
awaitable<bool> is_paid(pg::transaction& tx, const subject& of, payment_id besides) {
    const auto r = co_await tx.one(is_paid_sql, of.kind, of.id, besides);
    co_return r->get<bool>("paid");
}

const pg::statement insert_payment_sql{"payments.insert", R"sql(
    insert into payments as p (subject_kind, subject_id, payer_id, amount, currency, hold, title, return_path, pay_until, item, lot_id, lot_title,
                               lots)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    returning )sql" GAVEL_PAYMENT_COLUMNS};
awaitable<payment> insert_payment(pg::transaction& tx, const subject& of, const bill& b) {
    const auto r = co_await tx.one(insert_payment_sql, of.kind, of.id, b.payer, b.due.amount, b.due.currency.code(), b.hold, b.title,
                                   b.return_path, b.pay_until, b.what.item, b.what.lot, lot_title_of(b.what), b.what.lots);
    co_return read_payment(*r);
}

const pg::statement find_payment_sql{"payments.find", "select " GAVEL_PAYMENT_COLUMNS " from payments p where p.id = $1"};
awaitable<std::optional<payment>> find_payment(pg::pool& pool, pg::deadline until, payment_id id) {
    const auto r = co_await pool.one(until, find_payment_sql, id);
    co_return one_payment(r);
}
awaitable<std::optional<payment>> find_payment(pg::transaction& tx, payment_id id) {
    const auto r = co_await tx.one(find_payment_sql, id);
    co_return one_payment(r);
}

const pg::statement lock_payment_sql{"payments.lock", "select " GAVEL_PAYMENT_COLUMNS " from payments p where p.id = $1 for update"};
awaitable<std::optional<payment>> lock_payment(pg::transaction& tx, payment_id id) {
    const auto r = co_await tx.one(lock_payment_sql, id);
    co_return one_payment(r);
}

const pg::statement save_payment_sql{"payments.save", R"sql(
    update payments set state = $2, refunded = $3, granted = $4, decline = $5, approved_at = $6, title = $7, return_path = $8, pay_until = $9,
           item = $10, lot_id = $11, lot_title = $12, lots = $13
     where id = $1
)sql"};
void save_payment(pg::transaction& tx, const payment& p) {
    tx.post(save_payment_sql, p.id, to_string(p.state), p.refunded, p.granted, p.decline, p.approved_at, p.title, p.return_path,
            p.pay_until, p.what.item, p.what.lot, lot_title_of(p.what), p.what.lots);
}

const pg::statement lock_attempts_sql{
    "payments.lock_attempts", "select " GAVEL_ATTEMPT_COLUMNS " from payment_attempts a where a.payment_id = $1 order by a.id for update"};
awaitable<std::vector<attempt>> lock_attempts(pg::transaction& tx, payment_id of) {
    const auto rows = co_await tx.query(lock_attempts_sql, of);
    co_return read_attempts(rows);
}

const pg::statement find_attempts_sql{"payments.find_attempts",
                                      "select " GAVEL_ATTEMPT_COLUMNS " from payment_attempts a where a.payment_id = $1 order by a.id"};
awaitable<std::vector<attempt>> find_attempts(pg::pool& pool, pg::deadline until, payment_id of) {
    const auto rows = co_await pool.query(until, find_attempts_sql, of);
    co_return read_attempts(rows);
}

const pg::statement find_attempt_sql{"payments.find_attempt",
                                     "select " GAVEL_ATTEMPT_COLUMNS " from payment_attempts a where a.provider_order = $1"};
awaitable<std::optional<attempt>> find_attempt(pg::transaction& tx, std::string_view provider_order) {
    const auto r = co_await tx.one(find_attempt_sql, provider_order);
    if (!r) co_return std::nullopt;
    co_return read_attempt(*r);
}

const pg::statement payment_of_sql{"payments.payment_of", "select payment_id from payment_attempts where id = $1"};
awaitable<payment_id> payment_of(pg::transaction& tx, attempt_id id) {
    const auto r = co_await tx.one(payment_of_sql, id);
    co_return r->get<payment_id>("payment_id");
}

const pg::statement order_of_sql{"payments.order_of", "select provider_order from payment_attempts where id = $1"};
awaitable<std::string> order_of(pg::transaction& tx, attempt_id id) {
    const auto r = co_await tx.one(order_of_sql, id);
    co_return r->get<std::string>("provider_order");
}

const pg::statement insert_attempt_sql{"payments.insert_attempt", R"sql(
    insert into payment_attempts as a (payment_id, provider, provider_order, amount, currency, hold, expires_at, check_at)
    select p.id, $2, $3, p.amount, p.currency, p.hold, t.now + make_interval(secs => $4), t.now + make_interval(secs => $5)
      from payments p, (select clock_timestamp() as now) as t where p.id = $1
    returning )sql" GAVEL_ATTEMPT_COLUMNS};
awaitable<attempt> insert_attempt(pg::transaction& tx, const payment& of, std::string_view provider, const std::string& provider_order,
                                  std::chrono::seconds life, std::chrono::seconds first_check) {
    const auto r = co_await tx.one(insert_attempt_sql, of.id, provider, provider_order, whole(life), whole(first_check));
    co_return read_attempt(*r);
}

const pg::statement save_attempt_sql{"payments.save_attempt", R"sql(
    update payment_attempts
       set provider_payment = $2, state = $3, checkout_url = $4, captured = $5, refunded = $6, refunding = $7, loose = $8, surplus = $9,
           decline = $10, code = $11, card = $12, checked_at = $13, audits = $14
     where id = $1
)sql"};
void save_attempt(pg::transaction& tx, const attempt& a) {
    tx.post(save_attempt_sql, a.id, a.provider_payment, to_string(a.state), a.checkout_url, a.captured, a.refunded, a.refunding, a.loose,
            a.surplus, a.decline, a.code, a.card, a.checked_at, a.audits);
}

const pg::statement plan_check_sql{"payments.plan_check", R"sql(
    update payment_attempts
       set check_at = case when $3::bigint < 0 then least(check_at, $2::timestamptz)
                           when asked = $3 then $2::timestamptz
                           else clock_timestamp() end
     where id = $1
)sql"};
void plan_check(pg::transaction& tx, attempt_id id, std::optional<instant> at, std::int64_t asked) {
    tx.post(plan_check_sql, id, at, asked);
}

const pg::statement claim_due_sql{"payments.claim_due", R"sql(
    with due as materialized (
        select id from payment_attempts where check_at <= statement_timestamp() order by check_at limit $1 for update skip locked
    )
    update payment_attempts a set check_at = clock_timestamp() + make_interval(secs => $2), checks = checks + 1
      from due where a.id = due.id
    returning )sql" GAVEL_ATTEMPT_COLUMNS};
awaitable<std::vector<attempt>> claim_due(pg::pool& pool, pg::deadline until, std::int64_t most, std::chrono::seconds lease) {
    const auto rows = co_await pool.query(until, claim_due_sql, most, whole(lease));
    co_return read_attempts(rows);
}

const pg::statement ask_now_sql{"payments.ask_now", R"sql(
    update payment_attempts set check_at = clock_timestamp(), asked = asked + 1 where id = $1
)sql"};
void ask_now(pg::transaction& tx, attempt_id id) {
    tx.post(ask_now_sql, id);
    tx.after_commit([] { due_questions().press(); });
}

const pg::statement ask_soon_sql{"payments.ask_soon", R"sql(
    update payment_attempts set check_at = clock_timestamp(), asked = asked + 1
     where payment_id = $1 and state in ('created', 'unknown', 'pending') and check_at > clock_timestamp()
       and coalesce(checked_at, '-infinity') < clock_timestamp() - make_interval(secs => $2)
)sql"};
awaitable<std::int64_t> ask_soon(pg::pool& pool, pg::deadline until, payment_id of, std::chrono::seconds not_within) {
    co_return co_await pool.exec(until, ask_soon_sql, of, whole(not_within));
}

const pg::statement insert_event_sql{"payments.insert_event", R"sql(
    insert into payment_events (hash, source, attempt_id, provider_order, order_status, amount, body) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict on constraint payment_events_once do nothing
)sql"};
awaitable<bool> insert_event(pg::transaction& tx, std::string_view source, std::optional<attempt_id> of, std::string_view provider_order,
                             std::string_view order_status, std::string_view amount, std::string_view body) {
    const auto hash = sha256(body);
    const auto added =
        co_await tx.exec(insert_event_sql, hash, source, of, provider_order, order_status.substr(0, 40), amount.substr(0, 40), body);
    co_return added == 1;
}

const pg::statement insert_difference_sql{"payments.insert_difference", R"sql(
    insert into payment_differences (kind, attempt_id, provider_order, ours, theirs, detail) values ($1, $2, $3, $4, $5, $6)
    on conflict on constraint payment_differences_told_once do nothing
)sql"};
awaitable<bool> insert_difference(pg::transaction& tx, std::optional<attempt_id> of, std::string_view provider_order, const finding& f) {
    const auto added = co_await tx.exec(insert_difference_sql, f.kind, of, provider_order, f.ours, f.theirs, f.detail);
    co_return added == 1;
}

const pg::statement count_open_differences_sql{"payments.count_open_differences", R"sql(
    select count(*) as open from payment_differences where resolved_at is null
)sql"};
awaitable<std::int64_t> count_open_differences(pg::pool& pool, pg::deadline until) {
    const auto r = co_await pool.one(until, count_open_differences_sql);
    co_return r->get<std::int64_t>("open");
}

}  // namespace gavel::payments::repository
