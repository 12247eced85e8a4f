#include "modules/notifications/repository.hpp"

namespace gavel::notifications {
namespace {

std::optional<money> read_money(const pg::row& row, std::string_view column) {
    const auto amount = row.get<std::optional<std::int64_t>>(column);
    if (!amount) return std::nullopt;
    money m;
    m.amount = *amount;
    m.currency = currency::parse(row.text("currency")).value_or(currency());
    return m;
}

std::optional<std::string_view> text_or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

std::vector<unread_count> read_counts(const pg::rows& rows) {
    std::vector<unread_count> all;
    all.reserve(rows.size());
    for (const auto row : rows) all.push_back({row.get<account_id>("account_id"), row.get<std::int64_t>("unread")});
    return all;
}

}  // namespace

// Letters about being outbid are rationed per account and lot: jobs about the same lots take turns. In order, so that no two wait in a
// ring.
const pg::statement take_turn_sql{"notifications.take_turn", R"sql(
    select pg_advisory_xact_lock(hashtextextended('notifications.outbid', lot_id))
      from (select distinct lot_id from unnest($1::bigint[]) as l (lot_id) order by lot_id) as lots
)sql"};

// The list on the site has every event; of the letters about being outbid one leaves per account and lot in five minutes.
const pg::statement insert_sql{"notifications.insert", R"sql(
    with events as (
        select e.*, lots.title, lots.seller_id, row_number() over (partition by account_id, lot_id, kind order by position) as nth
          from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::timestamptz[], $9::text[],
                      $10::boolean[], $11::boolean[], $12::bigint[], $13::text[], $14::text[], $15::bigint[])
               with ordinality as e (account_id, kind, lot_id, seq, price, max_amount, currency, ends_at, reason, by_mail, in_app,
                                     found, search_name, search_query, order_id, position)
          join lots on lots.id = e.lot_id
    ), added as (
        insert into notifications (account_id, kind, lot_id, seq, price, max_amount, currency, ends_at, reason, found, search_name, search_query,
                                   order_id, mailed_at, read_at)
        select account_id, kind, lot_id, seq, price, max_amount, currency, ends_at, reason, found, search_name, search_query, order_id,
               case when by_mail and (kind <> 'outbid' or nth = 1 and not exists (
                        select from notifications as earlier
                         where earlier.account_id = events.account_id and earlier.lot_id = events.lot_id and earlier.kind = 'outbid'
                           and earlier.mailed_at > clock_timestamp() - interval '5 minutes'))
                    then clock_timestamp() end,
               case when not in_app then clock_timestamp() end
          from events order by position
        on conflict on constraint notifications_once_per_event do nothing
        returning account_id, kind, lot_id, seq, ends_at, mailed_at is not null as mail
    )
    select distinct on (account_id, kind, lot_id, seq) position, coalesce(title, '') as lot_title, mail,
           seller_id = account_id as to_seller,
           coalesce(to_char(added.ends_at at time zone 'Europe/Kyiv', 'DD.MM.YYYY HH24:MI'), '') as ends_at
      from added join events using (account_id, kind, lot_id, seq)
     order by account_id, kind, lot_id, seq, position
)sql"};

awaitable<std::vector<inserted>> insert(pg::transaction& tx, const std::vector<news::event>& events, const std::vector<manner>& manners) {
    std::vector<account_id> accounts;
    std::vector<lot_id> lots, outbid;
    std::vector<std::int64_t> seqs;
    std::vector<std::optional<std::int64_t>> prices, maxima;
    std::vector<std::string_view> kinds;
    std::vector<std::string> currencies;
    std::vector<std::optional<instant>> ends;
    std::vector<std::optional<std::string_view>> reasons, search_names, search_queries;
    std::vector<std::optional<std::int64_t>> found;
    std::vector<bool> by_mail, in_app;
    std::vector<std::optional<std::int64_t>> orders;
    for (const auto& each : manners) {
        by_mail.push_back(each.mail);
        in_app.push_back(each.in_app);
    }
    const auto amount = [](const std::optional<money>& m) { return m ? std::optional(m->amount) : std::nullopt; };
    for (const auto& each : events) {
        accounts.push_back(each.account);
        kinds.push_back(to_string(each.kind));
        lots.push_back(each.lot);
        if (each.kind == news::kind::outbid) outbid.push_back(each.lot);
        seqs.push_back(each.seq);
        prices.push_back(amount(each.price));
        maxima.push_back(amount(each.max));
        const auto shown = each.price ? *each.price : each.max.value_or(money());
        currencies.emplace_back(shown.currency.code());
        ends.push_back(each.ends_at);
        reasons.push_back(text_or_null(each.reason));
        orders.push_back(each.order != 0 ? std::optional(each.order) : std::nullopt);
        found.push_back(each.found.count > 0 ? std::optional(each.found.count) : std::nullopt);
        search_names.push_back(text_or_null(each.found.name));
        search_queries.push_back(text_or_null(each.found.query));
    }
    if (!outbid.empty()) tx.post(take_turn_sql, outbid);
    const auto rows = co_await tx.query(insert_sql, accounts, kinds, lots, seqs, prices, maxima, currencies, ends, reasons, by_mail, in_app,
                                        found, search_names, search_queries, orders);
    std::vector<inserted> all;
    all.reserve(rows.size());
    for (const auto row : rows) {
        inserted one;
        one.position = static_cast<std::size_t>(row.get<std::int64_t>("position") - 1);
        one.lot_title = row.text("lot_title");
        one.ends_at = row.text("ends_at");
        one.to_seller = row.get<bool>("to_seller");
        one.mail = row.get<bool>("mail");
        all.push_back(std::move(one));
    }
    co_return all;
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
    co_return read_counts(rows);
}
awaitable<std::vector<unread_count>> count_unread_of(pg::transaction& tx, std::vector<account_id> accounts) {
    const auto rows = co_await tx.query(count_unread_of_sql, accounts);
    co_return read_counts(rows);
}

const pg::statement list_sql{"notifications.list", R"sql(
    select n.id, n.kind, n.lot_id, coalesce(l.title, '') as lot_title, n.price, n.max_amount, n.currency, n.ends_at,
           coalesce(n.reason, '') as reason, coalesce(n.found, 0)::bigint as found, coalesce(n.search_name, '') as search_name,
           coalesce(n.search_query, '') as search_query, n.order_id, n.created_at, n.read_at is not null as read
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
        n.price = read_money(row, "price");
        n.max = read_money(row, "max_amount");
        n.ends_at = row.get<std::optional<instant>>("ends_at");
        n.reason = row.text("reason");
        n.found = row.get<std::int64_t>("found");
        n.search_name = row.text("search_name");
        n.search_query = row.text("search_query");
        n.order = row.get<std::optional<std::int64_t>>("order_id");
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

const pg::statement erase_account_sql{"notifications.erase_account", R"sql(
    with messages as (delete from notifications where account_id = $1),
         choices as (delete from notification_preferences where account_id = $1)
    delete from notification_settings where account_id = $1
)sql"};
void erase_account(pg::transaction& tx, account_id account) { tx.post(erase_account_sql, account); }

}  // namespace gavel::notifications
