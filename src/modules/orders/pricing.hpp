// What the house takes of a sale. The server asks module fees (app/fee_pricing.hpp); flat_pricing is one rate for all.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "modules/orders/options.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace gavel::orders {

// Minor units of the hammer's currency, rounded half up once (V59). The commission is never more than the hammer price.
struct charges {
    std::int64_t premium = 0;     // the buyer pays it besides
    std::int64_t commission = 0;  // the seller is paid less by it
};

// Asked in the transaction that opens an order; what it says stands for good. Thread-safe, or one per io thread.
class pricing {
public:
    virtual ~pricing() = default;
    virtual boost::asio::awaitable<charges> of(pg::transaction& tx, lot_id lot, account_id seller, money hammer) = 0;
};

class flat_pricing : public pricing {
public:
    explicit flat_pricing(const options& chosen) : premium_(chosen.premium_basis_points), commission_(chosen.commission_basis_points) {}
    boost::asio::awaitable<charges> of(pg::transaction&, lot_id, account_id, money hammer) override {
        co_return charges{basis_points_of(hammer.amount, premium_), basis_points_of(hammer.amount, commission_)};
    }

private:
    std::int64_t premium_, commission_;
};

}  // namespace gavel::orders
