#include "modules/orders/strikes.hpp"

#include "modules/orders/limits.hpp"
#include "modules/orders/repository_sales.hpp"

namespace gavel::orders {

boost::asio::awaitable<bool> needs_deposit(pg::transaction& tx, account_id who, const options& limits) {
    const auto strikes = co_await repository::strikes_of(tx, who, limits.strike_days);
    co_return sanction_for(strikes) != sanction::warning;
}

}  // namespace gavel::orders
