#include "modules/payments/repository_moderation.hpp"

#include "modules/payments/repository_rows.hpp"

namespace gavel::payments::repository {
namespace {

moderated_payment read_moderated(const pg::row& r) {
    moderated_payment m;
    m.of = read_payment(r);
    m.payer_name = r.text("payer_name");
    m.differences = r.get<std::int64_t>("differences");
    return m;
}

difference read_difference(const pg::row& r) {
    difference d;
    d.id = r.get<difference_id>("id");
    d.kind = r.text("kind");
    d.payment = r.get<std::optional<payment_id>>("payment_id");
    d.attempt = r.get<std::optional<attempt_id>>("attempt_id");
    d.provider_order = r.text("provider_order");
    d.ours = r.text("ours");
    d.theirs = r.text("theirs");
    d.detail = r.text("detail");
    d.found_at = r.get<instant>("found_at");
    d.resolved_at = r.get<std::optional<instant>>("resolved_at");
    d.resolved_by = r.get<std::optional<account_id>>("resolved_by");
    d.resolver_name = r.text("resolver_name");
    d.note = r.get<std::optional<std::string>>("note");
    return d;
}

std::vector<difference> read_differences(const pg::rows& rows) {
    std::vector<difference> all;
    for (const auto r : rows) all.push_back(read_difference(r));
    return all;
}

}  // namespace

#define GAVEL_MODERATED_PAYMENTS                                                                  \
    "select " GAVEL_PAYMENT_COLUMNS                                                               \
    ", c.display_name as payer_name,"                                                             \
    " (select count(*) from payment_differences d join payment_attempts a on a.id = d.attempt_id" \
    "   where a.payment_id = p.id and d.resolved_at is null) as differences from payments p join accounts c on c.id = p.payer_id"
#define GAVEL_DIFFERENCES                                                                                                       \
    "select d.id, d.kind, a.payment_id, d.attempt_id, d.provider_order, d.ours, d.theirs, d.detail, d.found_at, d.resolved_at," \
    " d.resolved_by, coalesce(c.display_name, '') as resolver_name, d.note from payment_differences d"                          \
    " left join payment_attempts a on a.id = d.attempt_id left join accounts c on c.id = d.resolved_by"

const pg::statement list_payments_sql{"payments.list", GAVEL_MODERATED_PAYMENTS R"sql(
     where ($1::text is null or p.state = $1) and ($2::bigint is null or p.id < $2)
       and (not $3::boolean or exists (select from payment_differences d join payment_attempts a on a.id = d.attempt_id
                                        where a.payment_id = p.id and d.resolved_at is null))
     order by p.id desc limit $4
)sql"};
awaitable<std::vector<moderated_payment>> list_payments(pg::pool& pool, pg::deadline until, const payment_filter& f,
                                                        std::optional<payment_id> before, std::int64_t limit) {
    const auto rows = co_await pool.query(until, list_payments_sql, f.state, before, f.problem, limit);
    std::vector<moderated_payment> all;
    for (const auto r : rows) all.push_back(read_moderated(r));
    co_return all;
}

const pg::statement find_moderated_sql{"payments.find_moderated", GAVEL_MODERATED_PAYMENTS " where p.id = $1"};
awaitable<std::optional<moderated_payment>> find_moderated(pg::pool& pool, pg::deadline until, payment_id id) {
    const auto r = co_await pool.one(until, find_moderated_sql, id);
    if (!r) co_return std::nullopt;
    co_return read_moderated(*r);
}

const pg::statement list_differences_sql{"payments.list_differences", GAVEL_DIFFERENCES R"sql(
     where (d.resolved_at is null) = $1::boolean and ($2::bigint is null or d.id < $2) order by d.id desc limit $3
)sql"};
awaitable<std::vector<difference>> list_differences(pg::pool& pool, pg::deadline until, bool open, std::optional<difference_id> before,
                                                    std::int64_t limit) {
    const auto rows = co_await pool.query(until, list_differences_sql, open, before, limit);
    co_return read_differences(rows);
}

const pg::statement differences_of_sql{"payments.differences_of",
                                       GAVEL_DIFFERENCES " where a.payment_id = $1 order by d.id desc limit 100"};
awaitable<std::vector<difference>> differences_of(pg::pool& pool, pg::deadline until, payment_id id) {
    const auto rows = co_await pool.query(until, differences_of_sql, id);
    co_return read_differences(rows);
}

const pg::statement events_of_sql{"payments.events_of", R"sql(
    select e.id, e.source, e.order_status, e.amount, e.received_at, e.body
      from payment_events e join payment_attempts a on a.id = e.attempt_id
     where a.payment_id = $1 order by e.id desc limit $2
)sql"};
awaitable<std::vector<event>> events_of(pg::pool& pool, pg::deadline until, payment_id id, std::int64_t most) {
    const auto rows = co_await pool.query(until, events_of_sql, id, most);
    std::vector<event> all;
    for (const auto r : rows) {
        event e;
        e.id = r.get<event_id>("id");
        e.source = r.text("source");
        e.order_status = r.text("order_status");
        e.amount = r.text("amount");
        e.received_at = r.get<instant>("received_at");
        e.body = r.text("body");
        all.push_back(std::move(e));
    }
    co_return all;
}

const pg::statement resolve_sql{"payments.resolve", R"sql(
    update payment_differences set resolved_at = clock_timestamp(), resolved_by = $2, note = $3 where id = $1 and resolved_at is null
)sql"};
const pg::statement find_difference_sql{"payments.find_difference", GAVEL_DIFFERENCES " where d.id = $1"};
void resolve(pg::transaction& tx, difference_id id, account_id by, const std::string& note) { tx.post(resolve_sql, id, by, note); }

awaitable<std::optional<difference>> find_difference(pg::transaction& tx, difference_id id) {
    const auto r = co_await tx.one(find_difference_sql, id);
    if (!r) co_return std::nullopt;
    co_return read_difference(*r);
}

}  // namespace gavel::payments::repository
