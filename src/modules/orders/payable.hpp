// Orders as something that can be paid for by card ("order:42").
#pragma once
#include "modules/orders/house.hpp"
#include "modules/payments/payable.hpp"

namespace gavel::orders {

class order_payable : public payments::payable {
public:
    explicit order_payable(const house& h) : house_(h) {}

    std::string_view kind() const override { return "order"; }
    awaitable<void> lock(pg::transaction& tx, std::int64_t id) override;
    // Refuses no_such_order, and why the order cannot be paid now.
    awaitable<result<payments::bill>> bill_of(pg::transaction& tx, account_id who, std::int64_t id) override;
    awaitable<bool> on_paid(pg::transaction& tx, const payments::arrival& a) override;
    // Of a payment that the order did not take there is nothing to give up: true.
    awaitable<bool> on_refund(pg::transaction& tx, const payments::arrival& a, money amount) override;
    awaitable<void> on_held(pg::transaction&, const payments::arrival&) override { co_return; }  // an order is charged, never held
    awaitable<void> on_released(pg::transaction&, const payments::arrival&) override { co_return; }

private:
    const house& house_;
};

}  // namespace gavel::orders
