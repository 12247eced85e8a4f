#include "modules/notifications/repository_preferences.hpp"

#include <algorithm>

namespace gavel::notifications {
namespace {

std::optional<channel> channel_named(std::string_view name) {
    const auto found = std::ranges::find(channel_names, name);
    if (found == channel_names.end()) return std::nullopt;
    return static_cast<channel>(found - channel_names.begin());
}

void apply(preferences& p, const pg::row& row) {
    const auto from = row.get<std::optional<int>>("quiet_from"), to = row.get<std::optional<int>>("quiet_to");
    if (from && to) p.quiet = quiet_hours{*from, *to};
    p.time_zone = row.text("time_zone");
    p.digest = row.text("digest") == "daily" ? digest::daily : digest::off;
}

}  // namespace

const pg::statement read_choices_sql{"notifications.read_choices", R"sql(
    select account_id, kind, channel, wanted from notification_preferences where account_id = any ($1)
)sql"};
const pg::statement read_settings_sql{"notifications.read_settings", R"sql(
    select account_id, quiet_from, quiet_to, time_zone, digest,
           (extract(epoch from (clock_timestamp() at time zone time_zone)::time) / 60)::int % 1440 as minute
      from notification_settings where account_id = any ($1)
)sql"};
awaitable<std::unordered_map<account_id, reader>> read_wishes(pg::transaction& tx, std::vector<account_id> accounts) {
    const auto choices = tx.ask(read_choices_sql, accounts);
    const auto settings = co_await tx.query(read_settings_sql, accounts);
    std::unordered_map<account_id, reader> all;
    for (const auto each : accounts) all.emplace(each, reader());
    for (const auto row : settings) {
        auto& one = all[row.get<account_id>("account_id")];
        apply(one.wishes, row);
        one.minute = row.get<int>("minute");
    }
    for (const auto row : choices.get()) {
        const auto kind = kind_named(row.text("kind"));
        const auto by = channel_named(row.text("channel"));
        if (kind && by) all[row.get<account_id>("account_id")].wishes.choose(*kind, *by, row.get<bool>("wanted"));
    }
    co_return all;
}

const pg::statement ensure_settings_sql{"notifications.ensure_settings", R"sql(
    insert into notification_settings (account_id) values ($1) on conflict do nothing
)sql"};
const pg::statement lock_settings_sql{"notifications.lock_settings", R"sql(
    select account_id from notification_settings where account_id = $1 for update
)sql"};
awaitable<void> lock_settings(pg::transaction& tx, account_id account) {
    tx.post(ensure_settings_sql, account);
    co_await tx.query(lock_settings_sql, account);
}

const pg::statement store_choices_sql{"notifications.store_choices", R"sql(
    insert into notification_preferences (account_id, kind, channel, wanted)
    select distinct on (kind, channel) $1::bigint, kind, channel, wanted
      from unnest($2::text[], $3::text[], $4::boolean[]) with ordinality as c (kind, channel, wanted, place)
     order by kind, channel, place desc
    on conflict on constraint notification_preferences_pkey do update set wanted = excluded.wanted
)sql"};
void store_choices(pg::transaction& tx, account_id account, const std::vector<preference_changes::choice>& choices) {
    if (choices.empty()) return;
    std::vector<std::string> kinds, channels;
    std::vector<bool> wanted;
    for (const auto& each : choices) {
        kinds.emplace_back(to_string(each.kind));
        channels.emplace_back(to_string(each.channel));
        wanted.push_back(each.wanted);
    }
    tx.post(store_choices_sql, account, kinds, channels, wanted);
}

const pg::statement store_settings_sql{"notifications.store_settings", R"sql(
    update notification_settings
       set quiet_from = $2, quiet_to = $3, time_zone = $4, digest = $5,
           digest_after = case when digest = 'off' then (select coalesce(max(id), 0) from notifications where account_id = $1) else digest_after end,
           digest_due_at = case when $5 = 'daily' then
               (date_trunc('day', clock_timestamp() at time zone $4 - interval '9 hours') + interval '1 day 9 hours') at time zone $4 end
     where account_id = $1
)sql"};
void store_settings(pg::transaction& tx, account_id account, const preferences& p) {
    std::optional<int> from, to;
    if (p.quiet) {
        from = p.quiet->from;
        to = p.quiet->to;
    }
    tx.post(store_settings_sql, account, from, to, p.time_zone, to_string(p.digest));
}

const pg::statement local_time_sql{"notifications.local_time", R"sql(
    select to_char($2::timestamptz at time zone zone, 'DD.MM.YYYY HH24:MI') as shown, zone
      from (select coalesce((select time_zone from notification_settings where account_id = $1), 'Europe/Kyiv') as zone) as here
)sql"};
awaitable<std::pair<std::string, std::string>> read_local_time(pg::pool& pool, pg::deadline until, account_id account, instant at) {
    const auto row = co_await pool.one(until, local_time_sql, account, at);
    co_return std::pair(std::string(row->text("shown")), std::string(row->text("zone")));
}

const pg::statement is_time_zone_sql{"notifications.is_time_zone", R"sql(
    select exists (select from pg_timezone_names where name = $1) as known
)sql"};
awaitable<bool> is_time_zone(pg::transaction& tx, const std::string& name) {
    const auto row = co_await tx.one(is_time_zone_sql, name);
    co_return row->get<bool>("known");
}

const pg::statement language_of_sql{"notifications.language_of", R"sql(
    select language from accounts where id = $1
)sql"};
awaitable<std::optional<language>> language_of(pg::pool& pool, pg::deadline until, account_id account) {
    const auto row = co_await pool.one(until, language_of_sql, account);
    if (!row) co_return std::nullopt;
    co_return parse_language(row->text("language"));
}

const pg::statement due_digests_sql{"notifications.due_digests", R"sql(
    with due as materialized (
        select account_id, digest_after from notification_settings where digest_due_at <= statement_timestamp()
         order by digest_due_at limit $1 for update skip locked
    )
    select due.account_id, due.digest_after, a.email, a.language from due join accounts a on a.id = due.account_id
)sql"};
awaitable<std::vector<digest_due>> due_digests(pg::transaction& tx, std::int64_t limit) {
    const auto found = co_await tx.query(due_digests_sql, limit);
    std::vector<digest_due> all;
    for (const auto row : found) {
        digest_due d;
        d.account = row.get<account_id>("account_id");
        d.email = row.text("email");
        d.lang = parse_language(row.text("language")).value_or(default_language);
        d.after = row.get<std::int64_t>("digest_after");
        all.push_back(std::move(d));
    }
    co_return all;
}

const pg::statement untold_sql{"notifications.untold", R"sql(
    select n.id, n.kind, n.lot_id, coalesce(l.title, '') as lot_title, n.price, n.currency, n.order_id, count(*) over () as all_of_them
      from notifications n join lots l on l.id = n.lot_id
     where n.account_id = $1 and n.id > $2 and n.mailed_at is null
       and (n.kind <> 'ending_soon' or n.ends_at > clock_timestamp())  -- in the morning it would be no news
     order by n.id desc limit $3
)sql"};
awaitable<digest_news> untold(pg::transaction& tx, account_id account, std::int64_t after, std::int64_t limit) {
    const auto found = co_await tx.query(untold_sql, account, after, limit);
    digest_news news;
    for (const auto row : found) {
        const auto kind = kind_named(row.text("kind"));
        if (!kind) continue;
        digest_item item;
        item.id = row.get<std::int64_t>("id");
        item.kind = *kind;
        item.lot = row.get<lot_id>("lot_id");
        item.lot_title = row.text("lot_title");
        if (const auto price = row.get<std::optional<std::int64_t>>("price"))
            item.price = money{*price, currency::parse(row.text("currency")).value_or(currency())};
        item.order = row.get<std::optional<std::int64_t>>("order_id");
        news.count = row.get<std::int64_t>("all_of_them");
        news.items.push_back(std::move(item));
    }
    co_return news;
}

const pg::statement digest_told_sql{"notifications.digest_told", R"sql(
    update notification_settings
       set digest_after = greatest(digest_after, $2),
           digest_due_at = (date_trunc('day', clock_timestamp() at time zone time_zone - interval '9 hours') + interval '1 day 9 hours')
                           at time zone time_zone
     where account_id = $1 and digest = 'daily'
)sql"};
void digest_told(pg::transaction& tx, account_id account, std::int64_t newest) { tx.post(digest_told_sql, account, newest); }

}  // namespace gavel::notifications
