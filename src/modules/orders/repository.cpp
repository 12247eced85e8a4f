#include "modules/orders/repository.hpp"

#include "modules/lots/stored.hpp"

#include <algorithm>
#include <stdexcept>

namespace gavel::orders::repository {
namespace {

template <class Enum, class Names>
Enum named(const Names& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) throw std::logic_error("orders: unknown word " + std::string(name));
    return static_cast<Enum>(found - names.begin());
}

locked_order read_locked(const pg::row& row) { return {read_order(row), row.get<instant>("now")}; }

}  // namespace

order read_order(const pg::row& row) {
    order o;
    o.id = row.get<order_id>("id");
    o.buyer = row.get<account_id>("buyer_id");
    o.seller = row.get<account_id>("seller_id");
    o.state = named<order_state>(order_state_names, row.text("state"));
    o.currency = currency::parse(row.text("currency")).value();
    o.hammer = row.get<std::int64_t>("hammer");
    o.premium = row.get<std::int64_t>("premium");
    o.commission = row.get<std::int64_t>("commission");
    o.shipping = row.get<std::optional<std::int64_t>>("shipping");
    o.shipping_most = row.get<std::optional<std::int64_t>>("shipping_most");
    o.refunded = row.get<std::int64_t>("refunded");
    o.automatic = row.get<bool>("automatic");
    o.second_chance_of = row.get<std::optional<order_id>>("second_chance_of");
    o.combined_into = row.get<std::optional<order_id>>("combined_into");
    o.payment = row.get<std::optional<payments::payment_id>>("payment_id");
    o.delivery_method = row.get<std::optional<std::string>>("delivery_method");
    o.carrier = row.get<std::optional<std::string>>("carrier");
    o.tracking = row.get<std::optional<std::string>>("tracking");
    o.reminders = row.get<int>("reminders");
    o.overdue = row.get<bool>("overdue");
    o.created_at = row.get<instant>("created_at");
    o.entered_at = row.get<instant>("entered_at");
    o.billed_at = row.get<std::optional<instant>>("billed_at");
    o.paid_at = row.get<std::optional<instant>>("paid_at");
    o.shipped_at = row.get<std::optional<instant>>("shipped_at");
    o.received_at = row.get<std::optional<instant>>("received_at");
    o.due_at = row.get<std::optional<instant>>("due_at");
    o.look_at = row.get<std::optional<instant>>("look_at");
    return o;
}

const pg::statement lock_sql{"orders.lock",
                             "with o as materialized (select * from orders where id = $1 for update)"
                             " select " GAVEL_ORDER_COLUMNS ", clock_timestamp() as now from o"};
awaitable<std::optional<locked_order>> lock(pg::transaction& tx, order_id id) {
    const auto row = co_await tx.one(lock_sql, id);
    if (!row) co_return std::nullopt;
    co_return read_locked(*row);
}

const pg::statement lock_all_sql{"orders.lock_all",
                                 "with o as materialized (select * from orders where id = any($1) order by id for update)"
                                 " select " GAVEL_ORDER_COLUMNS ", clock_timestamp() as now from o order by o.id"};
awaitable<std::vector<locked_order>> lock_all(pg::transaction& tx, std::vector<order_id> ids) {
    const auto rows = co_await tx.query(lock_all_sql, ids);
    std::vector<locked_order> all;
    for (const auto row : rows) all.push_back(read_locked(row));
    co_return all;
}

const pg::statement lock_due_sql{"orders.lock_due",
                                 "with o as materialized (select * from orders where look_at <= statement_timestamp()"
                                 " order by look_at limit 1 for update skip locked)"
                                 " select " GAVEL_ORDER_COLUMNS ", clock_timestamp() as now from o"};
awaitable<std::optional<locked_order>> lock_due(pg::transaction& tx) {
    const auto row = co_await tx.one(lock_due_sql);
    if (!row) co_return std::nullopt;
    co_return read_locked(*row);
}

const pg::statement insert_sql{
    "orders.insert",
    "with o as (insert into orders (buyer_id, seller_id, state, currency, hammer, premium, commission, automatic, second_chance_of,"
    " entered_at, due_at, look_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning *)"
    " select " GAVEL_ORDER_COLUMNS " from o"};
awaitable<order> insert(pg::transaction& tx, order o, std::vector<line> lines) {
    const auto row = co_await tx.one(insert_sql, o.buyer, o.seller, to_string(o.state), o.currency.code(), o.hammer, o.premium,
                                     o.commission, o.automatic, o.second_chance_of, o.entered_at, o.due_at, o.look_at);
    auto stored = read_order(*row);
    insert_lines(tx, stored, lines);
    co_return stored;
}

const pg::statement insert_lines_sql{"orders.insert_lines", R"sql(
    insert into order_lines (order_id, holds_lot, lot_id, hammer, premium, commission)
    select o.id, o.holds_lots, l.* from orders o, unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) as l where o.id = $1
)sql"};
void insert_lines(pg::transaction& tx, const order& o, const std::vector<line>& lines) {
    std::vector<lot_id> lots;
    std::vector<std::int64_t> hammers, premiums, commissions;
    for (const auto& each : lines) {
        lots.push_back(each.lot);
        hammers.push_back(each.hammer);
        premiums.push_back(each.premium);
        commissions.push_back(each.commission);
    }
    tx.post(insert_lines_sql, o.id, lots, hammers, premiums, commissions);
}

const pg::statement store_sql{"orders.store", R"sql(
    update orders set state = $2, hammer = $3, premium = $4, commission = $5, shipping = $6, shipping_most = $7, refunded = $8,
           combined_into = $9, payment_id = $10, carrier = $11, tracking = $12, reminders = $13, overdue = $14, entered_at = $15,
           billed_at = $16, paid_at = $17, shipped_at = $18, received_at = $19, due_at = $20, look_at = $21
     where id = $1
)sql"};
void store(pg::transaction& tx, const order& o) {
    tx.post(store_sql, o.id, to_string(o.state), o.hammer, o.premium, o.commission, o.shipping, o.shipping_most, o.refunded,
            o.combined_into, o.payment, o.carrier, o.tracking, o.reminders, o.overdue, o.entered_at, o.billed_at, o.paid_at, o.shipped_at,
            o.received_at, o.due_at, o.look_at);
}

const pg::statement postpone_sql{
    "orders.postpone", "update orders set look_at = clock_timestamp() + interval '10 minutes' where id = $1 and look_at is not null"};
awaitable<void> postpone(pg::pool& pool, pg::deadline until, order_id id) { co_await pool.exec(until, postpone_sql, id); }

const pg::statement lines_sql{
    "orders.lines", "select lot_id, hammer, premium, commission from order_lines where order_id = any($1) order by order_id, lot_id"};
awaitable<std::vector<line>> lines_of(pg::transaction& tx, std::vector<order_id> ids) {
    const auto rows = co_await tx.query(lines_sql, ids);
    std::vector<line> all;
    for (const auto row : rows) {
        line l;
        l.lot = row.get<lot_id>("lot_id");
        l.hammer = row.get<std::int64_t>("hammer");
        l.premium = row.get<std::int64_t>("premium");
        l.commission = row.get<std::int64_t>("commission");
        all.push_back(l);
    }
    co_return all;
}

const pg::statement add_event_sql{"orders.add_event",
                                  "insert into order_events (order_id, kind, by_party, account_id, amount, text) values ($1, $2, $3, $4, "
                                  "$5, nullif($6, '')) returning id"};
awaitable<std::int64_t> add_event(pg::transaction& tx, const order& o, happening h) {
    const auto row = co_await tx.one(add_event_sql, o.id, h.kind, to_string(h.by), h.who, h.amount, h.text);
    co_return row->get<std::int64_t>("id");
}

const pg::statement save_delivery_sql{"orders.save_delivery", R"sql(
    insert into order_deliveries (order_id, method, place, recipient, phone, city, point, street, postcode, note)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (order_id) do update set method = excluded.method, place = excluded.place, recipient = excluded.recipient,
           phone = excluded.phone, city = excluded.city, point = excluded.point, street = excluded.street, postcode = excluded.postcode,
           note = excluded.note, set_at = clock_timestamp()
)sql"};
void save_delivery(pg::transaction& tx, order_id id, const delivery& d) {
    tx.post(save_delivery_sql, id, d.method, d.place, d.recipient, d.phone, d.city, d.point, d.street, d.postcode, d.note);
}

const pg::statement delivery_sql{
    "orders.delivery",
    "select method, place, recipient, phone, city, point, street, postcode, note from order_deliveries where order_id = $1"};
awaitable<std::optional<delivery>> delivery_of(pg::transaction& tx, order_id id) {
    const auto row = co_await tx.one(delivery_sql, id);
    if (!row) co_return std::nullopt;
    using text = std::optional<std::string>;
    delivery d;
    d.method = row->text("method");
    d.place = row->get<text>("place");
    d.recipient = row->text("recipient");
    d.phone = row->text("phone");
    d.city = row->get<text>("city");
    d.point = row->get<text>("point");
    d.street = row->get<text>("street");
    d.postcode = row->get<text>("postcode");
    d.note = row->get<text>("note");
    co_return d;
}

const pg::statement remove_delivery_sql{"orders.remove_delivery", "delete from order_deliveries where order_id = $1"};
void remove_delivery(pg::transaction& tx, order_id id) { tx.post(remove_delivery_sql, id); }

const pg::statement choices_sql{"orders.choices",
                                "select l.shipping, l.currency from order_lines x join lots l on l.id = x.lot_id where x.order_id = any($1)"
                                " order by l.id"};
awaitable<std::vector<std::vector<lots::shipping_choice>>> choices_of(pg::transaction& tx, std::vector<order_id> ids) {
    const auto rows = co_await tx.query(choices_sql, ids);
    std::vector<std::vector<lots::shipping_choice>> all;
    for (const auto row : rows)
        all.push_back(lots::read_shipping(row.get<boost::json::value>("shipping"), currency::parse(row.text("currency")).value()));
    co_return all;
}

const pg::statement open_dispute_sql{"orders.open_dispute",
                                     "insert into order_disputes (order_id, reason, opened_by, opened_at) values ($1, $2, $3, $4)"};
void open_dispute(pg::transaction& tx, order_id id, const dispute& d) {
    tx.post(open_dispute_sql, id, d.reason, to_string(d.opened_by), d.opened_at);
}

const pg::statement settle_dispute_sql{
    "orders.settle_dispute",
    "update order_disputes set settled_at = clock_timestamp(), settled_by = $2, outcome = $3, note = $4 where order_id = $1"};
void settle_dispute(pg::transaction& tx, order_id id, account_id by, std::string_view outcome, std::string_view note) {
    tx.post(settle_dispute_sql, id, by, outcome, note);
}

const pg::statement store_settings_sql{"orders.store_settings",
                                       "insert into order_settings (account_id, automatic_second_chance) values ($1, $2)"
                                       " on conflict (account_id) do update set automatic_second_chance = $2"};
void store_settings(pg::transaction& tx, account_id who, bool automatic_second_chance) {
    tx.post(store_settings_sql, who, automatic_second_chance);
}

const pg::statement wants_queue_sql{
    "orders.wants_queue", "select coalesce((select automatic_second_chance from order_settings where account_id = $1), false) as wanted"};
awaitable<bool> wants_queue(pg::transaction& tx, account_id seller) {
    const auto row = co_await tx.one(wants_queue_sql, seller);
    co_return row->get<bool>("wanted");
}

}  // namespace gavel::orders::repository
