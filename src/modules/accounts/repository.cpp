#include "modules/accounts/repository.hpp"

namespace gavel::accounts {
namespace {

language read_language(const pg::row& row, std::string_view column) { return parse_language(row.text(column)).value_or(default_language); }

registration read_registration(const pg::row& row) {
    return registration(std::string(row.text("email")), std::string(row.text("password_hash")), std::string(row.text("display_name")),
                        read_language(row, "language"));
}

}  // namespace

account read_account(const pg::row& row) {
    account a;
    a.id = row.get<account_id>("id");
    a.email = row.text("email");
    a.display_name = row.text("display_name");
    a.lang = read_language(row, "language");
    a.role = parse_role(row.text("role")).value();
    if (!row.is_null("suspended_at")) a.suspension = {row.get<instant>("suspended_at"), row.get<std::string>("suspension_reason")};
    a.created_at = row.get<instant>("created_at");
    return a;
}

// One statement whether or not the address is known: the answer must not take longer in one case.
const pg::statement store_registration_sql{"accounts.store_registration", R"sql(
    with known as (select language from accounts where email = $1),
         pending as (
             insert into account_confirmations (email, password_hash, display_name, language)
             select $1, $2, $3, $4 where not exists (select from known)
             on conflict (email) do update
                set id = default, password_hash = excluded.password_hash, display_name = excluded.display_name,
                    language = excluded.language, created_at = clock_timestamp()
             returning id)
    select (select language from known) as account_language, (select id from pending) as confirmation_id
)sql"};
awaitable<enrolled> store_registration(pg::transaction& tx, const registration& r) {
    const auto row = co_await tx.one(store_registration_sql, r.email, r.password_hash, r.display_name, to_string(r.lang));
    enrolled e;
    if (!row->is_null("account_language")) e.account_language = read_language(*row, "account_language");
    e.confirmation_id = row->get<std::optional<std::int64_t>>("confirmation_id");
    co_return e;
}

// A letter may be late, so a registration waits longer than its token lives.
const pg::statement sweep_confirmations_sql{"accounts.sweep_confirmations", R"sql(
    delete from account_confirmations where id in (
        select id from account_confirmations where created_at < clock_timestamp() - interval '7 days'
         order by created_at limit 20 for update skip locked)
)sql"};
const pg::statement sweep_tokens_sql{"accounts.sweep_tokens", R"sql(
    delete from account_confirmation_tokens where token_hash in (
        select token_hash from account_confirmation_tokens where expires_at < clock_timestamp()
         order by expires_at limit 20 for update skip locked)
)sql"};
void sweep_registrations(pg::transaction& tx) {
    tx.post(sweep_confirmations_sql);
    tx.post(sweep_tokens_sql);
}

const pg::statement find_registration_sql{"accounts.find_registration", R"sql(
    select email, password_hash, display_name, language from account_confirmations where id = $1
)sql"};
awaitable<std::optional<registration>> find_registration(pg::transaction& tx, std::int64_t confirmation_id) {
    const auto row = co_await tx.one(find_registration_sql, confirmation_id);
    if (!row) co_return std::nullopt;
    co_return read_registration(*row);
}

const pg::statement add_token_sql{"accounts.add_confirmation_token", R"sql(
    insert into account_confirmation_tokens (token_hash, confirmation_id, expires_at)
    values ($1, $2, clock_timestamp() + interval '24 hours')
)sql"};
void add_confirmation_token(pg::transaction& tx, std::int64_t confirmation_id, const token_hash& hash) {
    tx.post(add_token_sql, hash, confirmation_id);
}

// Single use under concurrency: the second delete waits for the first and then finds nothing.
const pg::statement redeem_token_sql{"accounts.redeem_token", R"sql(
    with used as (
        delete from account_confirmation_tokens where token_hash = $1 and expires_at > clock_timestamp() returning confirmation_id)
    delete from account_confirmations where id = (select confirmation_id from used)
    returning email, password_hash, display_name, language
)sql"};
awaitable<std::optional<registration>> redeem_token(pg::transaction& tx, const token_hash& hash) {
    const auto row = co_await tx.one(redeem_token_sql, hash);
    if (!row) co_return std::nullopt;
    co_return read_registration(*row);
}

const pg::statement insert_account_sql{"accounts.insert", R"sql(
    insert into accounts (email, password_hash, display_name, language) values ($1, $2, $3, $4)
    on conflict (email) do nothing
    returning )sql" GAVEL_ACCOUNT_COLUMNS};
awaitable<std::optional<account>> insert_account(pg::transaction& tx, const registration& r) {
    const auto row = co_await tx.one(insert_account_sql, r.email, r.password_hash, r.display_name, to_string(r.lang));
    if (!row) co_return std::nullopt;
    co_return read_account(*row);
}

const pg::statement find_credentials_sql{
    "accounts.find_credentials", "select " GAVEL_ACCOUNT_COLUMNS ", password_hash from accounts where email = $1 and closed_at is null"};
awaitable<std::optional<credentials>> find_credentials(pg::pool& pool, pg::deadline until, const std::string& email) {
    const auto row = co_await pool.one(until, find_credentials_sql, email);
    if (!row) co_return std::nullopt;
    credentials found;
    found.account = read_account(*row);
    found.password_hash = row->text("password_hash");
    co_return found;
}

const pg::statement find_account_sql{"accounts.find", "select " GAVEL_ACCOUNT_COLUMNS " from accounts where id = $1"};
awaitable<std::optional<account>> find_account(pg::pool& pool, pg::deadline until, account_id id) {
    const auto row = co_await pool.one(until, find_account_sql, id);
    if (!row) co_return std::nullopt;
    co_return read_account(*row);
}

const pg::statement find_accounts_sql{"accounts.find_all", R"sql(
    select )sql" GAVEL_ACCOUNT_COLUMNS R"sql( from accounts where id = any ($1)
)sql"};
awaitable<std::vector<account>> find_accounts(pg::transaction& tx, std::vector<account_id> ids) {
    const auto rows = co_await tx.query(find_accounts_sql, ids);
    std::vector<account> all;
    all.reserve(rows.size());
    for (const auto row : rows) all.push_back(read_account(row));
    co_return all;
}

const pg::statement update_account_sql{"accounts.update", R"sql(
    update accounts set display_name = coalesce($2, display_name), language = coalesce($3, language)
     where id = $1
    returning )sql" GAVEL_ACCOUNT_COLUMNS};
awaitable<std::optional<account>> update_account(pg::pool& pool, pg::deadline until, account_id id,
                                                 const std::optional<std::string>& display_name,
                                                 const std::optional<std::string>& language_code) {
    const auto row = co_await pool.one(until, update_account_sql, id, display_name, language_code);
    if (!row) co_return std::nullopt;
    co_return read_account(*row);
}

const pg::statement update_password_hash_sql{"accounts.update_password_hash", R"sql(
    update accounts set password_hash = $2 where id = $1
)sql"};
void update_password_hash(pg::transaction& tx, account_id id, const std::string& hash) { tx.post(update_password_hash_sql, id, hash); }

}  // namespace gavel::accounts
