// SQL of orders, their lines and timelines. Lots, standings and accounts belong to modules below; nothing there is ever written.
#pragma once
#include "modules/lots/model.hpp"
#include "modules/orders/delivery.hpp"
#include "modules/orders/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::orders::repository {

using pg::awaitable;

// Of the columns of GAVEL_ORDER_COLUMNS.
order read_order(const pg::row& row);
#define GAVEL_ORDER_COLUMNS                                                                                                           \
    "o.id, o.buyer_id, o.seller_id, o.state, o.currency, o.hammer, o.premium, o.commission, o.shipping, o.shipping_most, o.refunded," \
    " o.automatic, o.second_chance_of, o.combined_into, o.payment_id,"                                                                \
    " (select d.method from order_deliveries d where d.order_id = o.id) as delivery_method, o.carrier, o.tracking, o.reminders::int," \
    " o.overdue, o.created_at, o.entered_at, o.billed_at, o.paid_at, o.shipped_at, o.received_at, o.due_at, o.look_at"

// The time is read after the lock.
struct locked_order {
    orders::order order;
    instant now;
};
awaitable<std::optional<locked_order>> lock(pg::transaction& tx, order_id id);
awaitable<std::vector<locked_order>> lock_all(pg::transaction& tx, std::vector<order_id> ids);  // in the order of their ids
awaitable<std::optional<locked_order>> lock_due(pg::transaction& tx);  // one whose time has come and that nobody else holds

awaitable<order> insert(pg::transaction& tx, order o, std::vector<line> lines);  // with its id and times
void insert_lines(pg::transaction& tx, const order& o, const std::vector<line>& lines);
void store(pg::transaction& tx, const order& o);  // everything that can change; with the next statement
awaitable<std::vector<line>> lines_of(pg::transaction& tx, std::vector<order_id> ids);

awaitable<void> postpone(pg::pool& pool, pg::deadline until, order_id id);  // looked at again in ten minutes

// The id of the event: what it is told under.
awaitable<std::int64_t> add_event(pg::transaction& tx, const order& o, happening h);

void save_delivery(pg::transaction& tx, order_id id, const delivery& d);
awaitable<std::optional<delivery>> delivery_of(pg::transaction& tx, order_id id);
void remove_delivery(pg::transaction& tx, order_id id);
// What the seller of each lot of these orders offers.
awaitable<std::vector<std::vector<lots::shipping_choice>>> choices_of(pg::transaction& tx, std::vector<order_id> ids);

void open_dispute(pg::transaction& tx, order_id id, const dispute& d);
void settle_dispute(pg::transaction& tx, order_id id, account_id by, std::string_view outcome, std::string_view note);

void store_settings(pg::transaction& tx, account_id who, bool automatic_second_chance);
awaitable<bool> wants_queue(pg::transaction& tx, account_id seller);

}  // namespace gavel::orders::repository
