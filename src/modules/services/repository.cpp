#include "modules/services/repository.hpp"

#include <algorithm>

namespace gavel::services::repository {
namespace {

template <class Enum, class Names>
Enum parse(std::string_view name, const Names& names) {
    return static_cast<Enum>(std::find(names.begin(), names.end(), name) - names.begin());
}

purchase read_purchase(const pg::row& row) {
    purchase p;
    p.id = row.get<purchase_id>("id");
    p.buyer = row.get<account_id>("account_id");
    p.service = row.text("service");
    p.lot = row.get<std::optional<lot_id>>("lot_id");
    p.lot_title = row.get<std::optional<std::string>>("title");
    if (!row.is_null("lot_state")) p.lot_state = lots::parse_lot_state(row.text("lot_state")).value();
    p.price = money{row.get<std::int64_t>("price"), currency::parse(row.text("currency")).value()};
    p.state = parse<purchase_state>(row.text("state"), purchase_state_names);
    p.created_at = row.get<instant>("created_at");
    p.pay_until = row.get<instant>("pay_until");
    p.paid_at = row.get<std::optional<instant>>("paid_at");
    p.begins_at = row.get<std::optional<instant>>("begins_at");
    p.expires_at = row.get<std::optional<instant>>("expires_at");
    if (!row.is_null("paid_from")) p.paid_from = parse<money_source>(row.text("paid_from"), money_source_names);
    p.payment = row.get<std::optional<std::int64_t>>("payment_id");
    p.listings = row.get<std::optional<std::int64_t>>("listings").value_or(0);
    p.listings_used = row.get<std::int64_t>("listings_used");
    return p;
}

std::vector<purchase> read_purchases(const pg::rows& rows) {
    std::vector<purchase> all;
    for (const auto row : rows) all.push_back(read_purchase(row));
    return all;
}

std::optional<purchase> read_optional_purchase(const std::optional<pg::row>& row) {
    if (!row) return std::nullopt;
    return read_purchase(*row);
}

}  // namespace

#define GAVEL_PURCHASE_COLUMNS                                                                                                        \
    "p.id, p.account_id, p.service, p.lot_id, l.title, case when l.id is not null then coalesce(s.state, 'draft') end as lot_state, " \
    "p.price, p.currency, p.state, p.created_at, p.pay_until, p.paid_at, p.begins_at, p.expires_at, p.paid_from, p.payment_id, "      \
    "p.listings, p.listings_used"
#define GAVEL_PURCHASES              \
    "select " GAVEL_PURCHASE_COLUMNS \
    " from service_purchases p left join lots l on l.id = p.lot_id left join standings s on s.lot_id = l.id "

const pg::statement services_clock_sql{"services.clock", "select clock_timestamp() as now"};
const pg::statement lock_account_sql{"services.lock_account", "select pg_advisory_xact_lock(hashtextextended('gavel.services', $1))"};
awaitable<instant> lock_account(pg::transaction& tx, account_id who) {
    tx.post(lock_account_sql, who);
    const auto row = co_await tx.one(services_clock_sql);
    co_return row.value().get<instant>("now");
}

const pg::statement lock_promotions_sql{"services.lock_promotions",
                                        "select pg_advisory_xact_lock(hashtextextended('gavel.promotions', $1))"};
awaitable<instant> lock_promotions(pg::transaction& tx, lot_id lot) {
    tx.post(lock_promotions_sql, lot);
    const auto row = co_await tx.one(services_clock_sql);
    co_return row.value().get<instant>("now");
}

awaitable<instant> clock(pg::transaction& tx) {
    const auto row = co_await tx.one(services_clock_sql);
    co_return row.value().get<instant>("now");
}

const pg::statement language_of_sql{"services.language_of", "select language from accounts where id = $1"};
awaitable<language> language_of(pg::transaction& tx, account_id who) {
    const auto row = co_await tx.one(language_of_sql, who);
    co_return parse_language(row.value().text("language")).value_or(default_language);
}

// Without a lock: a lot that ends at this very moment had the promotion for no time, and bids must not wait for a shop.
const pg::statement find_lot_sql{"services.find_lot", R"sql(
    select l.seller_id, l.currency, coalesce(s.state, 'draft') as state, coalesce(s.starts_at, l.starts_at, l.created_at) as starts_at
      from lots l left join standings s on s.lot_id = l.id where l.id = $1
)sql"};
awaitable<std::optional<offered_lot>> find_lot(pg::transaction& tx, lot_id id) {
    const auto row = co_await tx.one(find_lot_sql, id);
    if (!row) co_return std::nullopt;
    offered_lot lot;
    lot.seller = row->get<account_id>("seller_id");
    lot.currency = currency::parse(row->text("currency")).value();
    lot.state = lots::parse_lot_state(row->text("state")).value();
    lot.starts_at = row->get<instant>("starts_at");
    co_return lot;
}

const pg::statement find_by_key_sql{
    "services.find_by_key",
    GAVEL_PURCHASES "where p.id = (select k.purchase_id from service_keys k where k.account_id = $1 and k.idempotency_key = $2)"};
awaitable<std::optional<purchase>> find_by_key(pg::transaction& tx, account_id buyer, const std::string& key) {
    const auto row = co_await tx.one(find_by_key_sql, buyer, key);
    co_return read_optional_purchase(row);
}

const pg::statement lock_due_sql{"services.lock_due", GAVEL_PURCHASES
                                 "where p.account_id = $1 and p.service = $2 and p.lot_id is not distinct from $3::bigint"
                                 " and p.state = 'due' for update of p"};
awaitable<std::optional<purchase>> lock_due(pg::transaction& tx, account_id buyer, const std::string& service, std::optional<lot_id> lot) {
    const auto row = co_await tx.one(lock_due_sql, buyer, service, lot);
    co_return read_optional_purchase(row);
}

const pg::statement lock_purchase_sql{"services.lock", GAVEL_PURCHASES "where p.id = $1 for update of p"};
awaitable<std::optional<purchase>> lock(pg::transaction& tx, purchase_id id) {
    const auto row = co_await tx.one(lock_purchase_sql, id);
    co_return read_optional_purchase(row);
}

const pg::statement find_purchase_sql{"services.find", GAVEL_PURCHASES "where p.account_id = $1 and p.id = $2"};
awaitable<std::optional<purchase>> find(pg::pool& pool, pg::deadline until, account_id buyer, purchase_id id) {
    const auto row = co_await pool.one(until, find_purchase_sql, buyer, id);
    co_return read_optional_purchase(row);
}

const pg::statement lock_open_sql{"services.lock_open",
                                  GAVEL_PURCHASES "where p.lot_id = $1 and p.state in ('due', 'paid') order by p.id for update of p"};
awaitable<std::vector<purchase>> lock_open(pg::transaction& tx, lot_id lot) {
    co_return read_purchases(co_await tx.query(lock_open_sql, lot));
}

const pg::statement lock_paid_sql{"services.lock_paid",
                                  GAVEL_PURCHASES "where p.lot_id = $1 and p.state = 'paid' order by p.id for update of p"};
awaitable<std::vector<purchase>> lock_paid(pg::transaction& tx, lot_id lot) {
    co_return read_purchases(co_await tx.query(lock_paid_sql, lot));
}

const pg::statement set_period_sql{"services.set_period", "update service_purchases set begins_at = $2, expires_at = $3 where id = $1"};
void set_period(pg::transaction& tx, purchase_id id, const promotion_period& lasts) {
    tx.post(set_period_sql, id, lasts.begins_at, lasts.expires_at);
}

const pg::statement insert_purchase_sql{"services.insert", R"sql(
    insert into service_purchases (account_id, service, lot_id, currency, price, created_at, pay_until, listings)
    values ($1, $2, $3, $4, $5, $6, $7, nullif($8::integer, 0)) returning id
)sql"};
awaitable<purchase> insert(pg::transaction& tx, const purchase& p) {
    const auto row = co_await tx.one(insert_purchase_sql, p.buyer, p.service, p.lot, p.price.currency.code(), p.price.amount, p.created_at,
                                     p.pay_until, p.listings);
    const auto fresh = co_await lock(tx, row.value().get<purchase_id>("id"));
    co_return fresh.value();
}

const pg::statement remember_key_sql{"services.remember_key",
                                     "insert into service_keys (account_id, idempotency_key, purchase_id) values ($1, $2, $3)"};
void remember_key(pg::transaction& tx, const purchase& p, const std::string& key) { tx.post(remember_key_sql, p.buyer, key, p.id); }

const pg::statement set_state_sql{"services.set_state", "update service_purchases set state = $2 where id = $1"};
void set_state(pg::transaction& tx, purchase_id id, purchase_state to) { tx.post(set_state_sql, id, to_string(to)); }

const pg::statement cancel_due_sql{"services.cancel_due",
                                   "update service_purchases set state = 'cancelled' where account_id = $1 and state = 'due'"};
void cancel_due(pg::transaction& tx, account_id buyer) { tx.post(cancel_due_sql, buyer); }

const pg::statement mark_paid_sql{"services.mark_paid", R"sql(
    update service_purchases set state = 'paid', paid_at = $2, paid_from = $3, payment_id = $4, begins_at = $5, expires_at = $6 where id = $1
)sql"};
void mark_paid(pg::transaction& tx, const purchase& p) {
    tx.post(mark_paid_sql, p.id, p.paid_at, to_string(p.paid_from.value()), p.payment, p.begins_at, p.expires_at);
}

const pg::statement last_expiry_sql{
    "services.last_expiry", "select max(expires_at) as at from service_purchases where lot_id = $1 and service = $2 and state = 'paid'"};
awaitable<std::optional<instant>> last_expiry(pg::transaction& tx, lot_id lot, const std::string& service) {
    const auto row = co_await tx.one(last_expiry_sql, lot, service);
    co_return row.value().get<std::optional<instant>>("at");
}

const pg::statement list_sql{"services.list", GAVEL_PURCHASES
                             "where p.account_id = $1 and ($2::bigint is null or p.lot_id = $2)"
                             " and ($3::bigint is null or p.id < $3) order by p.id desc limit $4"};
const pg::statement listings_left_sql{"services.listings_left", R"sql(
    select coalesce(sum(listings - listings_used), 0)::bigint as listings_left, clock_timestamp() as now
      from service_purchases where account_id = $1 and state = 'paid' and listings is not null
)sql"};
awaitable<purchase_page> list(pg::pool& pool, pg::deadline until, account_id buyer, std::optional<lot_id> lot,
                              std::optional<purchase_id> before, std::int64_t limit) {
    const auto rows = co_await pool.query(until, list_sql, buyer, lot, before, limit + 1);
    purchase_page page;
    for (const auto row : rows) page.items.push_back(read_purchase(row));
    if (std::ssize(page.items) > limit) {
        page.items.pop_back();
        page.next = page.items.back().id;
    }
    const auto left = co_await pool.one(until, listings_left_sql, buyer);
    page.listings_left = left.value().get<std::int64_t>("listings_left");
    page.now = left->get<instant>("now");
    co_return page;
}

const pg::statement use_listing_sql{"services.use_listing", R"sql(
    update service_purchases set listings_used = listings_used + 1
     where id = (select id from service_purchases where account_id = $1 and state = 'paid' and listings > listings_used
                  order by paid_at, id limit 1 for update)
    returning id
)sql"};
awaitable<std::optional<purchase_id>> use_listing(pg::transaction& tx, account_id who) {
    const auto row = co_await tx.one(use_listing_sql, who);
    if (!row) co_return std::nullopt;
    co_return row->get<purchase_id>("id");
}

const pg::statement give_back_listing_sql{"services.give_back_listing",
                                          "update service_purchases set listings_used = listings_used - 1 where id = $1"};
void give_back_listing(pg::transaction& tx, purchase_id package) { tx.post(give_back_listing_sql, package); }

const pg::statement find_charge_sql{"services.find_charge",
                                    "select account_id, currency, fee, purchase_id from listing_charges where lot_id = $1"};
awaitable<std::optional<listing_charge>> find_charge(pg::transaction& tx, lot_id lot) {
    const auto row = co_await tx.one(find_charge_sql, lot);
    if (!row) co_return std::nullopt;
    listing_charge c;
    c.payer = row->get<account_id>("account_id");
    const auto unit = currency::parse(row->text("currency")).value();
    c.fee = money{row->get<std::int64_t>("fee"), unit};
    c.package = row->get<std::optional<purchase_id>>("purchase_id");
    co_return c;
}

const pg::statement insert_charge_sql{
    "services.insert_charge", "insert into listing_charges (lot_id, account_id, currency, fee, purchase_id) values ($1, $2, $3, $4, $5)"};
void insert_charge(pg::transaction& tx, lot_id lot, const listing_charge& c) {
    tx.post(insert_charge_sql, lot, c.payer, c.fee.currency.code(), c.fee.amount, c.package);
}

const pg::statement remove_charge_sql{"services.remove_charge", "delete from listing_charges where lot_id = $1"};
void remove_charge(pg::transaction& tx, lot_id lot) { tx.post(remove_charge_sql, lot); }

}  // namespace gavel::services::repository
