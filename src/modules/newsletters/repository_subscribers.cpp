#include "modules/newsletters/repository_subscribers.hpp"

namespace gavel::newsletters {
namespace {

std::optional<language> language_in(const std::optional<pg::row>& row) {
    if (!row) return std::nullopt;
    return parse_language(row->text("language")).value_or(default_language);
}

}  // namespace

const pg::statement store_wish_sql{"newsletters.store_wish", R"sql(
    insert into newsletter_wishes (address, language, category_ids) values ($1, $2, $3)
    on conflict (address) do update
       set id = default, language = excluded.language, category_ids = excluded.category_ids, created_at = clock_timestamp()
    returning id
)sql"};
awaitable<std::int64_t> store_wish(pg::transaction& tx, const subscription& wanted) {
    const auto row = co_await tx.one(store_wish_sql, wanted.address, to_string(wanted.lang), wanted.category_ids);
    co_return row->get<std::int64_t>("id");
}

const pg::statement sweep_wishes_sql{"newsletters.sweep_wishes", R"sql(
    delete from newsletter_wishes where id in (
        select id from newsletter_wishes where created_at < statement_timestamp() - interval '3 days'
         order by created_at limit 20 for update skip locked)
)sql"};
const pg::statement sweep_wish_tokens_sql{"newsletters.sweep_wish_tokens", R"sql(
    delete from newsletter_tokens where token_hash in (
        select token_hash from newsletter_tokens where expires_at < statement_timestamp()
         order by expires_at limit 20 for update skip locked)
)sql"};
void sweep_wishes(pg::transaction& tx) {
    tx.post(sweep_wishes_sql);
    tx.post(sweep_wish_tokens_sql);
}

const pg::statement is_wish_sql{"newsletters.is_wish", R"sql(
    select exists (select from newsletter_wishes where id = $1 and created_at > clock_timestamp() - interval '3 days') as there
)sql"};
awaitable<bool> is_wish(pg::transaction& tx, std::int64_t wish) {
    const auto row = co_await tx.one(is_wish_sql, wish);
    co_return row->get<bool>("there");
}

const pg::statement add_wish_token_sql{"newsletters.add_wish_token", R"sql(
    insert into newsletter_tokens (token_hash, wish_id, expires_at) values ($1, $2, clock_timestamp() + interval '3 days')
)sql"};
void add_wish_token(pg::transaction& tx, std::int64_t wish, const token_hash& hash) { tx.post(add_wish_token_sql, hash, wish); }

const pg::statement redeem_wish_sql{"newsletters.redeem_wish", R"sql(
    with used as (delete from newsletter_tokens where token_hash = $1 and expires_at > clock_timestamp() returning wish_id)
    delete from newsletter_wishes where id = (select wish_id from used) returning address, language, category_ids
)sql"};
awaitable<std::optional<subscription>> redeem_wish(pg::transaction& tx, const token_hash& hash) {
    const auto row = co_await tx.one(redeem_wish_sql, hash);
    if (!row) co_return std::nullopt;
    subscription wanted;
    wanted.address = row->text("address");
    wanted.lang = parse_language(row->text("language")).value_or(default_language);
    wanted.category_ids = row->get<std::vector<std::string>>("category_ids");
    co_return wanted;
}

const pg::statement store_subscriber_sql{"newsletters.store_subscriber", R"sql(
    insert into newsletter_subscribers as known (address, language, category_ids, asked_by) values ($1, $2, $3, $4)
    on conflict on constraint newsletter_subscribers_once do update
       set language = excluded.language, category_ids = excluded.category_ids, asked_by = excluded.asked_by, unsubscribed_at = null,
           subscribed_at = case when known.unsubscribed_at is null then known.subscribed_at else clock_timestamp() end
)sql"};
void store_subscriber(pg::transaction& tx, const subscription& wanted, std::string_view asked_by) {
    tx.post(store_subscriber_sql, wanted.address, to_string(wanted.lang), wanted.category_ids, asked_by);
}

// Counts of campaigns stay as they are; whom they went to is forgotten.
const pg::statement erase_subscriber_sql{"newsletters.erase_subscriber", R"sql(
    with wishes as (delete from newsletter_wishes where address = $1),
         gone as (update newsletter_subscribers
                     set address = 'closed-' || id || '@closed.invalid', unsubscribed_at = coalesce(unsubscribed_at, clock_timestamp())
                   where address = $1)
    update newsletter_recipients set address = 'closed-' || subscriber_id || '@closed.invalid' where address = $1
)sql"};
void erase_subscriber(pg::transaction& tx, const std::string& address) { tx.post(erase_subscriber_sql, address); }

const pg::statement remove_subscriber_sql{"newsletters.remove_subscriber", R"sql(
    update newsletter_subscribers set unsubscribed_at = clock_timestamp() where address = $1 and unsubscribed_at is null
)sql"};
awaitable<bool> remove_subscriber(pg::transaction& tx, const std::string& address) {
    co_return co_await tx.exec(remove_subscriber_sql, address) > 0;
}

const pg::statement read_status_sql{"newsletters.read_status", R"sql(
    select category_ids from newsletter_subscribers where address = $1 and unsubscribed_at is null
)sql"};
awaitable<subscriber_status> read_status(pg::pool& pool, pg::deadline until, const std::string& address) {
    const auto row = co_await pool.one(until, read_status_sql, address);
    subscriber_status s;
    s.subscribed = row.has_value();
    if (row) s.category_ids = row->get<std::vector<std::string>>("category_ids");
    co_return s;
}

const pg::statement address_of_sql{"newsletters.address_of", R"sql(
    select email, language from accounts where id = $1
)sql"};
awaitable<std::optional<account_address>> address_of(pg::pool& pool, pg::deadline until, account_id account) {
    const auto row = co_await pool.one(until, address_of_sql, account);
    if (!row) co_return std::nullopt;
    account_address found;
    found.address = row->text("email");
    found.lang = language_in(row).value_or(default_language);
    co_return found;
}

const pg::statement are_categories_sql{"newsletters.are_categories", R"sql(
    select count(*) = cardinality($1::text[]) as known from categories where id = any ($1)
)sql"};
awaitable<bool> are_categories(pg::transaction& tx, const std::vector<std::string>& ids) {
    const auto row = co_await tx.one(are_categories_sql, ids);
    co_return row->get<bool>("known");
}

const pg::statement find_language_sql{"newsletters.find_language", R"sql(
    select language from newsletter_subscribers where id = $1
)sql"};
awaitable<std::optional<language>> find_language(pg::pool& pool, pg::deadline until, subscriber_id subscriber) {
    const auto row = co_await pool.one(until, find_language_sql, subscriber);
    co_return language_in(row);
}

// The letter counts as the one that made them leave only while they were there.
const pg::statement leave_by_link_sql{"newsletters.leave_by_link", R"sql(
    with leaving as (
        update newsletter_subscribers set unsubscribed_at = clock_timestamp() where id = $1 and unsubscribed_at is null returning id
    ), counted as (
        update newsletter_recipients set unsubscribed_at = clock_timestamp()
         where campaign_id = $2 and subscriber_id = (select id from leaving) and unsubscribed_at is null
    )
    select language from newsletter_subscribers where id = $1
)sql"};
awaitable<std::optional<language>> leave_by_link(pg::transaction& tx, subscriber_id subscriber, campaign_id campaign) {
    const auto row = co_await tx.one(leave_by_link_sql, subscriber, campaign);
    co_return language_in(row);
}

}  // namespace gavel::newsletters
