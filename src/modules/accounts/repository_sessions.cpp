#include "modules/accounts/repository.hpp"

namespace gavel::accounts {

const pg::statement insert_session_sql{"accounts.insert_session", R"sql(
    insert into sessions (account_id, token_hash, device, expires_at)
    values ($1, $2, $3, clock_timestamp() + make_interval(days => $4::int))
    returning id
)sql"};
awaitable<session_id> insert_session(pg::transaction& tx, account_id id, const token_hash& hash, const std::string& device,
                                     std::int64_t days) {
    const auto row = co_await tx.one(insert_session_sql, id, hash, device, days);
    co_return row->get<session_id>("id");
}

const pg::statement sweep_expired_sessions_sql{"accounts.sweep_expired_sessions", R"sql(
    delete from sessions where id in (
        select id from sessions where expires_at < clock_timestamp() order by expires_at limit 20 for update skip locked)
)sql"};
const pg::statement sweep_surplus_sessions_sql{"accounts.sweep_surplus_sessions", R"sql(
    delete from sessions where id in (select id from sessions where account_id = $1 order by id desc offset 50)
)sql"};
void sweep_sessions(pg::transaction& tx, account_id id) {
    tx.post(sweep_expired_sessions_sql);
    tx.post(sweep_surplus_sessions_sql, id);
}

const pg::statement find_session_sql{"accounts.find_session", R"sql(
    select s.id, s.account_id, s.last_seen_at < clock_timestamp() - interval '5 minutes' as seen_long_ago,
           case when a.suspended_at is null then a.role else 'member' end as role
      from sessions s join accounts a on a.id = s.account_id
     where s.token_hash = $1 and s.expires_at > clock_timestamp()
)sql"};
awaitable<std::optional<known_session>> find_session(pg::pool& pool, pg::deadline until, const token_hash& hash) {
    const auto row = co_await pool.one(until, find_session_sql, hash);
    if (!row) co_return std::nullopt;
    known_session found;
    found.account = row->get<account_id>("account_id");
    found.session = row->get<session_id>("id");
    found.role = parse_role(row->text("role")).value();
    found.seen_long_ago = row->get<bool>("seen_long_ago");
    co_return found;
}

const pg::statement touch_session_sql{"accounts.touch_session", R"sql(
    with touched as (
        update sessions set last_seen_at = clock_timestamp(), expires_at = clock_timestamp() + make_interval(days => $2::int)
         where id = $1 and last_seen_at < clock_timestamp() - interval '5 minutes'
        returning account_id)
    insert into account_marks (account_id, network, device) select account_id, $3, $4 from touched where $3::bytea is not null
        on conflict (account_id, network, device) do update set last_seen_at = clock_timestamp()
)sql"};
awaitable<void> touch_session(pg::pool& pool, pg::deadline until, session_id id, std::int64_t days, const std::optional<marks>& from) {
    std::optional<pg::bytes> network, device;
    if (from) {
        network = from->network;
        device = from->device;
    }
    co_await pool.exec(until, touch_session_sql, id, days, network, device);
}

const pg::statement remember_marks_sql{"accounts.remember_marks", R"sql(
    insert into account_marks (account_id, network, device) values ($1, $2, $3)
        on conflict (account_id, network, device) do update set last_seen_at = clock_timestamp()
)sql"};
void remember_marks(pg::transaction& tx, account_id id, const marks& from) { tx.post(remember_marks_sql, id, from.network, from.device); }

const pg::statement sweep_expired_marks_sql{"accounts.sweep_expired_marks", R"sql(
    delete from account_marks where (account_id, network, device) in (
        select account_id, network, device from account_marks where last_seen_at < clock_timestamp() - make_interval(days => $1::int)
         order by last_seen_at limit 20 for update skip locked)
)sql"};
const pg::statement sweep_surplus_marks_sql{"accounts.sweep_surplus_marks", R"sql(
    delete from account_marks where account_id = $1 and (network, device) in (
        select network, device from account_marks where account_id = $1 order by last_seen_at desc offset 100)
)sql"};
void sweep_marks(pg::transaction& tx, account_id id) {
    tx.post(sweep_expired_marks_sql, mark_days);
    tx.post(sweep_surplus_marks_sql, id);
}

const pg::statement list_sessions_sql{"accounts.list_sessions", R"sql(
    select id, device, created_at, last_seen_at from sessions
     where account_id = $1 and expires_at > clock_timestamp() order by id desc limit 50
)sql"};
awaitable<std::vector<session>> list_sessions(pg::pool& pool, pg::deadline until, account_id id) {
    const auto found = co_await pool.query(until, list_sessions_sql, id);
    std::vector<session> all;
    all.reserve(found.size());
    for (const auto row : found) {
        session s;
        s.id = row.get<session_id>("id");
        s.device = row.text("device");
        s.created_at = row.get<instant>("created_at");
        s.last_seen_at = row.get<instant>("last_seen_at");
        all.push_back(std::move(s));
    }
    co_return all;
}

const pg::statement delete_session_sql{"accounts.delete_session", R"sql(
    delete from sessions where id = $2 and account_id = $1
)sql"};
awaitable<bool> delete_session(pg::pool& pool, pg::deadline until, account_id owner, session_id id) {
    co_return co_await pool.exec(until, delete_session_sql, owner, id) > 0;
}

}  // namespace gavel::accounts
