#include "modules/ledger/repository_reads.hpp"

#include <limits>

namespace gavel::ledger::repository {
namespace {

currency currency_in(const pg::row& r) { return currency::parse(r.text("currency")).value(); }

std::vector<wallet_balance> read_balances(const pg::rows& rows) {
    std::vector<wallet_balance> all;
    for (const auto r : rows) all.push_back({currency_in(r), r.get<std::int64_t>("balance"), r.get<std::int64_t>("reserved")});
    return all;
}

std::vector<statement_line> read_lines(const pg::rows& rows) {
    std::vector<statement_line> all;
    for (const auto r : rows) {
        statement_line l;
        const auto in = currency_in(r);
        l.place = {r.get<std::int64_t>("transaction_id"), r.get<std::int64_t>("seq")};
        l.at = r.get<instant>("posted_at");
        l.reason = r.text("reason");
        l.subject = r.text("subject");
        l.amount = {r.get<std::int64_t>("amount"), in};
        l.balance_after = {r.get<std::int64_t>("balance_after"), in};
        all.push_back(std::move(l));
    }
    return all;
}

payout read_payout(const pg::row& r) {
    payout p;
    p.id = r.get<payout_id>("id");
    p.paid = {r.get<account_id>("account_id"), std::string(r.text("account_name"))};
    p.amount = {r.get<std::int64_t>("amount"), currency_in(r)};
    p.reference = r.text("reference");
    p.note = r.text("note");
    p.operator_ = {r.get<account_id>("operator_id"), std::string(r.text("operator_name"))};
    p.at = r.get<instant>("paid_at");
    return p;
}

std::optional<payout> read_one(const std::optional<pg::row>& r) {
    if (!r) return std::nullopt;
    return read_payout(*r);
}

}  // namespace

#define GAVEL_LINE_COLUMNS                                                                             \
    "e.currency, e.transaction_id, e.seq, t.posted_at, t.reason, t.subject, e.amount, e.balance_after" \
    " from ledger_entries e join ledger_transactions t on t.id = e.transaction_id"
#define GAVEL_PAYOUT_COLUMNS                                                                                        \
    "p.id, p.account_id, a.display_name as account_name, p.amount, p.currency, p.reference, p.note, p.operator_id," \
    " o.display_name as operator_name, p.paid_at"                                                                   \
    " from ledger_payouts p join accounts a on a.id = p.account_id join accounts o on o.id = p.operator_id"

const pg::statement balances_sql{"ledger.balances",
                                 "select currency, balance, reserved from ledger_books where account_id = $1 order by currency"};
awaitable<std::vector<wallet_balance>> balances(pg::transaction& tx, account_id owner) {
    co_return read_balances(co_await tx.query(balances_sql, owner));
}

const pg::statement locked_balances_sql{
    "ledger.locked_balances",
    "select currency, balance, reserved from ledger_books where account_id = $1 order by currency for no key update"};
awaitable<std::vector<wallet_balance>> locked_balances(pg::transaction& tx, account_id owner) {
    co_return read_balances(co_await tx.query(locked_balances_sql, owner));
}

const pg::statement holds_sql{"ledger.holds", R"sql(
    select id, amount, currency, subject, expires_at from ledger_holds where book = $1 and state = 'active' order by expires_at, id limit 100
)sql"};
awaitable<std::vector<active_hold>> holds(pg::transaction& tx, account_id owner) {
    const auto wallet = wallet_of(owner).name;
    const auto rows = co_await tx.query(holds_sql, wallet);
    std::vector<active_hold> all;
    for (const auto r : rows) {
        active_hold h;
        h.id = r.get<hold_id>("id");
        h.amount.amount = r.get<std::int64_t>("amount");
        h.amount.currency = currency_in(r);
        h.subject = r.text("subject");
        h.expires_at = r.get<instant>("expires_at");
        all.push_back(std::move(h));
    }
    co_return all;
}

const pg::statement newest_sql{"ledger.newest", "select " GAVEL_LINE_COLUMNS
                                                " where e.book = $1 and (e.transaction_id, e.seq) < ($2, $3)"
                                                " order by e.transaction_id desc, e.seq desc limit $4"};
awaitable<std::vector<statement_line>> newest(pg::transaction& tx, account_id owner, std::optional<statement_place> before,
                                              std::int64_t most) {
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    const auto wallet = wallet_of(owner).name;
    const auto from = before.value_or(statement_place{last, last});
    co_return read_lines(co_await tx.query(newest_sql, wallet, from.transaction, from.seq, most));
}

const pg::statement between_sql{"ledger.between", "select " GAVEL_LINE_COLUMNS
                                                  " where e.book = $1 and ($2::timestamptz is null or t.posted_at >= $2)"
                                                  " and ($3::timestamptz is null or t.posted_at < $3)"
                                                  " order by e.transaction_id, e.seq limit $4"};
awaitable<std::vector<statement_line>> between(pg::pool& pool, pg::deadline until, account_id owner, std::optional<instant> from,
                                               std::optional<instant> to, std::int64_t most) {
    const auto wallet = wallet_of(owner).name;
    co_return read_lines(co_await pool.query(until, between_sql, wallet, from, to, most));
}

const pg::statement wallets_sql{"ledger.wallets", R"sql(
    select a.id, a.display_name, b.currency, b.balance, b.reserved
      from ledger_books b join accounts a on a.id = b.account_id
     where b.account_id = $1 or ($1 is null and b.account_id is not null and b.balance > 0)
     order by b.balance - b.reserved desc, b.account_id, b.currency limit $2
)sql"};
awaitable<std::vector<owned_wallet>> wallets(pg::pool& pool, pg::deadline until, std::optional<account_id> owner, std::int64_t most) {
    const auto rows = co_await pool.query(until, wallets_sql, owner, most);
    std::vector<owned_wallet> all;
    for (const auto r : rows) {
        owned_wallet w;
        w.owner = {r.get<account_id>("id"), std::string(r.text("display_name"))};
        w.stands = {currency_in(r), r.get<std::int64_t>("balance"), r.get<std::int64_t>("reserved")};
        all.push_back(std::move(w));
    }
    co_return all;
}

const pg::statement insert_payout_sql{"ledger.insert_payout", R"sql(
    insert into ledger_payouts (account_id, amount, currency, reference, note, operator_id, idempotency_key)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id
)sql"};
awaitable<std::optional<payout_id>> insert_payout(pg::transaction& tx, const payout_order& o) {
    const auto r = co_await tx.one(insert_payout_sql, o.paid, o.amount.amount, o.amount.currency.code(), o.reference, o.note, o.operator_,
                                   o.idempotency_key);
    if (!r) co_return std::nullopt;
    co_return r->get<payout_id>("id");
}

const pg::statement find_payout_sql{"ledger.find_payout", "select " GAVEL_PAYOUT_COLUMNS " where p.id = $1"};
awaitable<std::optional<payout>> find_payout(pg::transaction& tx, payout_id id) {
    co_return read_one(co_await tx.one(find_payout_sql, id));
}

const pg::statement find_payout_by_key_sql{"ledger.find_payout_by_key",
                                           "select " GAVEL_PAYOUT_COLUMNS " where p.operator_id = $1 and p.idempotency_key = $2"};
awaitable<std::optional<payout>> find_payout_by_key(pg::transaction& tx, account_id by, const std::string& idempotency_key) {
    co_return read_one(co_await tx.one(find_payout_by_key_sql, by, idempotency_key));
}

const pg::statement payouts_sql{"ledger.payouts", "select " GAVEL_PAYOUT_COLUMNS
                                                  " where ($1::bigint is null or p.account_id = $1) and ($2::bigint is null or p.id < $2)"
                                                  " order by p.id desc limit $3"};
awaitable<std::vector<payout>> payouts(pg::pool& pool, pg::deadline until, std::optional<account_id> paid, std::optional<payout_id> before,
                                       std::int64_t most) {
    const auto rows = co_await pool.query(until, payouts_sql, paid, before, most);
    std::vector<payout> all;
    for (const auto r : rows) all.push_back(read_payout(r));
    co_return all;
}

const pg::statement is_account_sql{"ledger.is_account", "select 1 as found from accounts where id = $1"};
awaitable<bool> is_account(pg::transaction& tx, account_id who) {
    const auto found = co_await tx.one(is_account_sql, who);
    co_return found.has_value();
}

}  // namespace gavel::ledger::repository
