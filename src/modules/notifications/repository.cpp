#include "modules/notifications/repository.hpp"

namespace gavel::notifications {
namespace {

std::optional<money> read_price(const pg::row& row) {
    const auto amount = row.get<std::optional<std::int64_t>>("price");
    if (!amount) return std::nullopt;
    money m;
    m.amount = *amount;
    m.currency = currency::parse(row.text("currency")).value_or(currency());
    return m;
}

}  // namespace

// Letters about being outbid are rationed per lot; the list on the site has every event.
const pg::statement insert_sql{"notifications.insert", R"sql(
    insert into notifications (account_id, kind, lot_id, seq, price, currency, mailed_at)
    select $1, $2, $3, $4, $5, $6,
           case when $2 <> 'outbid' or not exists (
                    select from notifications
                     where account_id = $1 and lot_id = $3 and kind = 'outbid' and mailed_at > clock_timestamp() - interval '5 minutes')
                then clock_timestamp() end
    on conflict on constraint notifications_once_per_event do nothing
    returning id, mailed_at is not null as mail, coalesce((select title from lots where lots.id = lot_id), '') as lot_title
)sql"};
awaitable<std::optional<inserted>> insert(pg::transaction& tx, const event& e) {
    const auto amount = e.price ? std::optional(e.price->amount) : std::nullopt;
    const auto code = e.price ? e.price->currency.code() : currency().code();
    const auto row = co_await tx.one(insert_sql, e.account, e.kind, e.lot, e.seq, amount, code);
    if (!row) co_return std::nullopt;
    inserted done;
    done.id = row->get<notification_id>("id");
    done.lot_title = row->text("lot_title");
    done.mail = row->get<bool>("mail");
    co_return done;
}

const pg::statement count_unread_sql{"notifications.count_unread", R"sql(
    select count(*) as unread from (select from notifications where account_id = $1 and read_at is null limit 1000) as newest
)sql"};
awaitable<std::int64_t> count_unread(pg::transaction& tx, account_id account) {
    const auto row = co_await tx.one(count_unread_sql, account);
    co_return row->get<std::int64_t>("unread");
}

const pg::statement count_unread_of_sql{"notifications.count_unread_of", R"sql(
    select a.id as account_id,
           (select count(*) from (select from notifications where account_id = a.id and read_at is null limit 1000) as newest) as unread
      from unnest($1::bigint[]) as a (id)
)sql"};
awaitable<std::vector<unread_count>> count_unread_of(pg::pool& pool, pg::deadline until, std::vector<account_id> accounts) {
    const auto rows = co_await pool.query(until, count_unread_of_sql, accounts);
    std::vector<unread_count> all;
    for (const auto& row : rows) all.push_back({row.get<account_id>("account_id"), row.get<std::int64_t>("unread")});
    co_return all;
}

const pg::statement list_sql{"notifications.list", R"sql(
    select n.id, n.kind, n.lot_id, coalesce(l.title, '') as lot_title, n.price, n.currency, n.created_at, n.read_at is not null as read
      from notifications n join lots l on l.id = n.lot_id
     where n.account_id = $1 and ($2::bigint is null or n.id < $2)
     order by n.id desc limit $3
)sql"};
awaitable<std::vector<notification>> list(pg::transaction& tx, account_id account, std::optional<notification_id> before,
                                          std::int64_t limit) {
    const auto found = co_await tx.query(list_sql, account, before, limit);
    std::vector<notification> all;
    all.reserve(found.size());
    for (const auto row : found) {
        notification n;
        n.id = row.get<notification_id>("id");
        n.kind = row.text("kind");
        n.lot = row.get<lot_id>("lot_id");
        n.lot_title = row.text("lot_title");
        n.price = read_price(row);
        n.created_at = row.get<instant>("created_at");
        n.read = row.get<bool>("read");
        all.push_back(std::move(n));
    }
    co_return all;
}

const pg::statement mark_read_sql{"notifications.mark_read", R"sql(
    update notifications set read_at = clock_timestamp() where account_id = $1 and id <= $2 and read_at is null
)sql"};
awaitable<void> mark_read(pg::transaction& tx, account_id account, notification_id up_to) {
    co_await tx.exec(mark_read_sql, account, up_to);
}

}  // namespace gavel::notifications
