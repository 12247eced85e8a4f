// Money for services, within somebody's transaction: paying for a purchase and giving its price back.
// Lock order: the lot's row, the account, the purchase, the lot's promotions, books.
#pragma once
#include "modules/services/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>

namespace gavel::services {

using boost::asio::awaitable;

enum class payment_outcome {
    done,
    not_enough,  // in the wallet; nothing was changed
    lot_over,    // no promotion for it any more; nothing was changed
};

// Takes the price from the buyer's wallet and starts the promotion. `p` is locked and not paid; it is brought up to date.
awaitable<payment_outcome> pay(pg::transaction& tx, purchase& p, money_source from, std::optional<std::int64_t> payment);

// Puts the price of a paid, locked purchase back into the wallet and ends its promotion; `p` is brought up to date.
awaitable<void> give_back(pg::transaction& tx, purchase& p);

}  // namespace gavel::services
