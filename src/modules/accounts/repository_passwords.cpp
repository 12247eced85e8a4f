#include "modules/accounts/repository_passwords.hpp"

namespace gavel::accounts {

const pg::statement store_reset_sql{"accounts.store_reset", R"sql(
    with known as (select id, language, display_name from accounts where email = $1 and closed_at is null),
         wish as (insert into account_password_resets (account_id) select id from known returning id)
    select (select id from wish) as wish_id, known.id, known.language, known.display_name
      from (values (1)) as always left join known on true
)sql"};
awaitable<reset_wish> store_reset(pg::transaction& tx, const std::string& email) {
    const auto row = co_await tx.one(store_reset_sql, email);
    reset_wish w;
    w.id = row->get<std::optional<std::int64_t>>("wish_id");
    if (!w.id) co_return w;
    w.account = row->get<account_id>("id");
    w.lang = parse_language(row->text("language")).value_or(default_language);
    w.display_name = row->text("display_name");
    co_return w;
}

const pg::statement sweep_resets_sql{"accounts.sweep_resets", R"sql(
    delete from account_password_resets where id in (
        select id from account_password_resets where created_at < clock_timestamp() - interval '1 day'
         order by created_at limit 20 for update skip locked)
)sql"};
const pg::statement sweep_password_tokens_sql{"accounts.sweep_password_tokens", R"sql(
    delete from account_password_tokens where token_hash in (
        select token_hash from account_password_tokens where expires_at < clock_timestamp()
         order by expires_at limit 20 for update skip locked)
)sql"};
void sweep_resets(pg::transaction& tx) {
    tx.post(sweep_resets_sql);
    tx.post(sweep_password_tokens_sql);
}

const pg::statement find_reset_sql{"accounts.find_reset", R"sql(
    select account_id from account_password_resets where id = $1 and created_at > clock_timestamp() - interval '1 day'
)sql"};
awaitable<std::optional<account_id>> find_reset(pg::transaction& tx, std::int64_t id) {
    const auto row = co_await tx.one(find_reset_sql, id);
    if (!row) co_return std::nullopt;
    co_return row->get<account_id>("account_id");
}

const pg::statement add_password_token_sql{"accounts.add_password_token", R"sql(
    insert into account_password_tokens (token_hash, account_id, expires_at) values ($1, $2, clock_timestamp() + interval '1 hour')
)sql"};
void add_password_token(pg::transaction& tx, account_id account, const token_hash& hash) { tx.post(add_password_token_sql, hash, account); }

const pg::statement is_password_token_sql{"accounts.is_password_token", R"sql(
    select exists (select from account_password_tokens where token_hash = $1 and expires_at > clock_timestamp()) as good
)sql"};
awaitable<bool> is_password_token(pg::pool& pool, pg::deadline until, const token_hash& hash) {
    const auto row = co_await pool.one(until, is_password_token_sql, hash);
    co_return row->get<bool>("good");
}

// The account's row is locked first: two tokens of one account take turns, and the second finds itself gone.
const pg::statement lock_account_of_token_sql{"accounts.lock_account_of_token", R"sql(
    select id from accounts where id = (select account_id from account_password_tokens where token_hash = $1) for no key update
)sql"};
const pg::statement redeem_password_token_sql{"accounts.redeem_password_token", R"sql(
    with used as (
        delete from account_password_tokens where token_hash = $1 and expires_at > clock_timestamp() returning account_id)
    select )sql" GAVEL_ACCOUNT_COLUMNS R"sql( from accounts where id = (select account_id from used)
)sql"};
awaitable<std::optional<account>> redeem_password_token(pg::transaction& tx, const token_hash& hash) {
    tx.post(lock_account_of_token_sql, hash);
    const auto row = co_await tx.one(redeem_password_token_sql, hash);
    if (!row) co_return std::nullopt;
    auto found = read_account(*row);
    end_password_tokens(tx, found.id);
    co_return found;
}

const pg::statement end_password_tokens_sql{"accounts.end_password_tokens", R"sql(
    with wishes as (delete from account_password_resets where account_id = $1)
    delete from account_password_tokens where account_id = $1
)sql"};
void end_password_tokens(pg::transaction& tx, account_id account) { tx.post(end_password_tokens_sql, account); }

const pg::statement ask_password_sql{"accounts.ask_password", R"sql(
    select id from accounts where id = $1 and password_hash = $2 for no key update
)sql"};
pg::reply ask_password(pg::transaction& tx, account_id account, const std::string& hash) { return tx.ask(ask_password_sql, account, hash); }
awaitable<bool> lock_password(pg::transaction& tx, account_id account, const std::string& hash) {
    const auto row = co_await tx.one(ask_password_sql, account, hash);
    co_return row.has_value();
}

const pg::statement replace_password_hash_sql{"accounts.replace_password_hash", R"sql(
    update accounts set password_hash = $3 where id = $1 and password_hash = $2
)sql"};
awaitable<bool> replace_password_hash(pg::transaction& tx, account_id account, const std::string& from, const std::string& to) {
    co_return co_await tx.exec(replace_password_hash_sql, account, from, to) > 0;
}

const pg::statement end_sessions_sql{"accounts.end_sessions", R"sql(
    delete from sessions where account_id = $1 and id is distinct from $2::bigint
)sql"};
void end_sessions(pg::transaction& tx, account_id account, std::optional<session_id> but) { tx.post(end_sessions_sql, account, but); }

const pg::statement find_credentials_of_sql{"accounts.find_credentials_of",
                                            "select " GAVEL_ACCOUNT_COLUMNS ", password_hash from accounts where id = $1"};
awaitable<std::optional<credentials>> find_credentials_of(pg::pool& pool, pg::deadline until, account_id account) {
    const auto row = co_await pool.one(until, find_credentials_of_sql, account);
    if (!row) co_return std::nullopt;
    credentials found;
    found.account = read_account(*row);
    found.password_hash = row->text("password_hash");
    co_return found;
}

}  // namespace gavel::accounts
