// What the house takes of a sale; the application asks the tables of module fees.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
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

}  // namespace gavel::orders
