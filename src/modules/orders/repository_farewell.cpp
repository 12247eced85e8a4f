// SQL of accounts that are being closed.
#include "modules/orders/farewell.hpp"

namespace gavel::orders {

const pg::statement objections_sql{"orders.objections_to_closing", R"sql(
    select distinct l.lot_id from orders o join order_lines l on l.order_id = o.id
     where (o.buyer_id = $1 or o.seller_id = $1) and o.due_at is not null order by l.lot_id limit 10
)sql"};
boost::asio::awaitable<std::vector<accounts::objection>> objections_to_closing(pg::transaction& tx, account_id whom) {
    const auto rows = co_await tx.query(objections_sql, whom);
    std::vector<accounts::objection> all;
    if (rows.empty()) co_return all;
    all.push_back({"orders_open", {}});
    for (const auto row : rows) all.back().lots.push_back(row.get<lot_id>("lot_id"));
    co_return all;
}

const pg::statement erase_addresses_sql{"orders.erase_addresses", R"sql(
    delete from order_deliveries d using orders o where o.id = d.order_id and o.buyer_id = $1
)sql"};
const pg::statement erase_settings_sql{"orders.erase_settings", "delete from order_settings where account_id = $1"};
boost::asio::awaitable<void> erase(pg::transaction& tx, account_id whom) {
    tx.post(erase_addresses_sql, whom);
    tx.post(erase_settings_sql, whom);
    co_return;
}

}  // namespace gavel::orders
