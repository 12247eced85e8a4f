#include "modules/ledger/repository.hpp"

namespace gavel::ledger::repository {
namespace {

currency read_currency(const pg::row& r) { return currency::parse(r.text("currency")).value(); }

}  // namespace

const pg::statement lock_books_sql{"ledger.lock_books", R"sql(
    select name, balance, reserved from ledger_books where name = any ($1) and currency = $2 order by name for no key update
)sql"};
const pg::statement insert_books_sql{"ledger.insert_books", R"sql(
    insert into ledger_books (name, currency)
    select b.name, $2 from unnest($1::text[]) as b (name)
     where not exists (select from ledger_books k where k.name = b.name and k.currency = $2)
     order by b.name on conflict do nothing
)sql"};
awaitable<std::map<std::string, standing>> lock(pg::transaction& tx, std::vector<std::string> names, currency in) {
    // All are there before the first is locked: whoever locked one and then met a new one would lock out of order.
    tx.post(insert_books_sql, names, in.code());
    const auto rows = co_await tx.query(lock_books_sql, names, in.code());
    std::map<std::string, standing> all;
    for (const auto r : rows) {
        auto& one = all[std::string(r.text("name"))];
        one.balance = r.get<std::int64_t>("balance");
        one.reserved = r.get<std::int64_t>("reserved");
    }
    co_return all;
}

const pg::statement find_sql{"ledger.find", "select id from ledger_transactions where key = $1"};
awaitable<std::optional<std::int64_t>> find(pg::transaction& tx, const std::string& key) {
    const auto r = co_await tx.one(find_sql, key);
    if (!r) co_return std::nullopt;
    co_return r->get<std::int64_t>("id");
}

// The number is taken while the books are locked, so the numbers of a book's entries rise with its transactions.
const pg::statement insert_sql{"ledger.insert", R"sql(
    insert into ledger_transactions (key, reason, subject, currency, lines) values ($1, $2, $3, $4, $5) on conflict (key) do nothing returning id
)sql"};
awaitable<std::optional<std::int64_t>> insert(pg::transaction& tx, const posting& p) {
    const auto lines = static_cast<std::int64_t>(p.entries.size());
    const auto r = co_await tx.one(insert_sql, p.key, p.reason, p.subject, p.currency.code(), lines);
    if (!r) co_return std::nullopt;
    co_return r->get<std::int64_t>("id");
}

// seq and balance_after are the database's own.
const pg::statement insert_entries_sql{"ledger.insert_entries", R"sql(
    insert into ledger_entries (book, currency, seq, transaction_id, amount, balance_after)
    select e.book, $2, 1, $1, e.amount, 0 from unnest($3::text[], $4::bigint[]) with ordinality as e (book, amount, n) order by e.n
)sql"};
void insert_entries(pg::transaction& tx, std::int64_t transaction, const posting& p) {
    std::vector<std::string> books;
    std::vector<std::int64_t> amounts;
    for (const auto& each : p.entries) {
        books.push_back(each.on.name);
        amounts.push_back(each.amount);
    }
    tx.post(insert_entries_sql, transaction, p.currency.code(), books, amounts);
}

const pg::statement find_hold_sql{"ledger.find_hold", R"sql(
    select id, book, amount, currency, state = 'active' as active from ledger_holds where id = $1
)sql"};
awaitable<std::optional<stored_hold>> find_hold(pg::transaction& tx, hold_id id) {
    const auto r = co_await tx.one(find_hold_sql, id);
    if (!r) co_return std::nullopt;
    stored_hold h;
    h.id = r->get<hold_id>("id");
    h.book = r->text("book");
    h.amount.amount = r->get<std::int64_t>("amount");
    h.amount.currency = read_currency(*r);
    h.active = r->get<bool>("active");
    co_return h;
}

const pg::statement insert_hold_sql{"ledger.insert_hold", R"sql(
    insert into ledger_holds (book, currency, amount, subject, expires_at) values ($1, $2, $3, $4, $5) returning id
)sql"};
awaitable<hold_id> insert_hold(pg::transaction& tx, account_id owner, const money& amount, const std::string& subject, instant expires_at) {
    const auto name = wallet_of(owner).name;
    const auto r = co_await tx.one(insert_hold_sql, name, amount.currency.code(), amount.amount, subject, expires_at);
    co_return r->get<hold_id>("id");
}

const pg::statement void_hold_sql{"ledger.void_hold", R"sql(
    update ledger_holds set state = 'voided', ended_at = clock_timestamp() where id = $1 and state = 'active'
)sql"};
awaitable<bool> end_hold(pg::transaction& tx, hold_id id) { co_return co_await tx.exec(void_hold_sql, id) == 1; }

const pg::statement post_hold_sql{"ledger.post_hold", R"sql(
    update ledger_holds set state = 'posted', ended_at = clock_timestamp(), transaction_id = $2 where id = $1 and state = 'active'
)sql"};
awaitable<bool> end_hold(pg::transaction& tx, hold_id id, std::int64_t transaction) {
    co_return co_await tx.exec(post_hold_sql, id, transaction) == 1;
}

// A wallet that somebody holds is left for the next round: waiting here would hold up those who come after.
const pg::statement lock_due_wallets_sql{"ledger.lock_due_wallets", R"sql(
    select b.name from ledger_books b
     where (b.name, b.currency) in (select h.book, h.currency from ledger_holds h
                                     where h.state = 'active' and h.expires_at <= (select clock_timestamp()) order by h.expires_at limit $1)
     order by b.currency, b.name for no key update skip locked
)sql"};
const pg::statement expire_sql{"ledger.expire", R"sql(
    update ledger_holds set state = 'expired', ended_at = clock_timestamp()
     where book = any ($1) and state = 'active' and expires_at <= (select clock_timestamp())
)sql"};
awaitable<std::int64_t> expire(pg::transaction& tx, std::int64_t most) {
    const auto rows = co_await tx.query(lock_due_wallets_sql, most);
    if (rows.empty()) co_return 0;
    std::vector<std::string> names;
    for (const auto r : rows) names.emplace_back(r.text("name"));
    co_return co_await tx.exec(expire_sql, names);
}

}  // namespace gavel::ledger::repository
