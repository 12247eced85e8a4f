// SQL of the devices that an account was signed in from.
#include "modules/accounts/repository.hpp"

namespace gavel::accounts {

const pg::statement meet_device_sql{"accounts.meet_device", R"sql(
    insert into account_devices as known (account_id, token_hash) values ($1, $2)
        on conflict (account_id, token_hash) do update set last_seen_at = clock_timestamp()
    returning xmax = 0 as is_new, last_seen_at
)sql"};
awaitable<met_device> meet_device(pg::transaction& tx, account_id id, const token_hash& hash) {
    const auto row = co_await tx.one(meet_device_sql, id, hash);
    met_device met;
    met.is_new = row->get<bool>("is_new");
    met.at = row->get<instant>("last_seen_at");
    co_return met;
}

const pg::statement sweep_devices_sql{"accounts.sweep_devices", R"sql(
    delete from account_devices where account_id = $1 and (
        last_seen_at < clock_timestamp() - interval '400 days'
        or token_hash in (select token_hash from account_devices where account_id = $1 order by last_seen_at desc offset 50))
)sql"};
void sweep_devices(pg::transaction& tx, account_id id) { tx.post(sweep_devices_sql, id); }

}  // namespace gavel::accounts
