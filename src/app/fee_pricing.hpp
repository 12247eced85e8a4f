// What the house takes of a sale, as the tables of module fees say it for the lot.
#pragma once
#include "modules/fees/pricing.hpp"
#include "modules/orders/pricing.hpp"

#include <algorithm>

namespace gavel::app {

class fee_pricing : public orders::pricing {
public:
    boost::asio::awaitable<orders::charges> of(pg::transaction& tx, lot_id lot, account_id, money hammer) override {
        const auto premium = co_await fees::premium(tx, lot, hammer);
        const auto commission = co_await fees::commission(tx, lot, hammer);
        co_return orders::charges{premium.amount, std::min(commission.amount, hammer.amount)};
    }
};

}  // namespace gavel::app
