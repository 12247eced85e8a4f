// Purchases as things that are paid by card: {"service", 7}. One per io thread.
#pragma once
#include "modules/payments/payable.hpp"
#include "modules/services/service.hpp"

namespace gavel::services {

class payable : public payments::payable {
public:
    explicit payable(const service& shop) : shop_(shop) {}

    std::string_view kind() const override { return "service"; }

    // Refuses: not_found, already_paid, closed, pay_time_over, lot_not_open.
    awaitable<result<payments::bill>> bill_of(pg::transaction& tx, account_id who, std::int64_t id) override;

    // A payment that was begun in time counts although its money comes after pay_until. False: paid otherwise, cancelled, the lot is over.
    awaitable<bool> on_paid(pg::transaction& tx, const payments::arrival& a) override;

    // The whole price and only before anything was had for it. True without moving anything if this payment's money is in the wallet
    // already.
    awaitable<bool> on_refund(pg::transaction& tx, const payments::arrival& a, money amount) override;

    awaitable<void> on_held(pg::transaction& tx, const payments::arrival& a) override;
    awaitable<void> on_released(pg::transaction& tx, const payments::arrival& a) override;

private:
    const service& shop_;
};

}  // namespace gavel::services
