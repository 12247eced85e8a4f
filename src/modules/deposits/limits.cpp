#include "modules/deposits/limits.hpp"

#include "modules/deposits/repository.hpp"

namespace gavel::deposits {

boost::asio::awaitable<bidding::powers> limits::power_left(pg::transaction& tx, std::vector<account_id> accounts) {
    bidding::powers left;
    if (options_.unsecured_max == 0) co_return left;
    const auto all = co_await repository::lock_led(tx, accounts);
    for (const auto& each : all) left[each.who] = options_.unsecured_max - each.sum;
    co_return left;
}

}  // namespace gavel::deposits
