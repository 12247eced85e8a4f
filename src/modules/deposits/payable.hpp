// A deposit that is paid by card: the money stays in the payer's wallet, held.
#pragma once
#include "modules/deposits/options.hpp"
#include "modules/payments/payable.hpp"

namespace gavel::deposits {

class deposit_payable : public payments::payable {
public:
    explicit deposit_payable(const options& chosen) : options_(chosen) {}  // outlives it

    std::string_view kind() const override { return "deposit"; }
    payments::awaitable<void> lock(pg::transaction& tx, std::int64_t id) override;

    // Refuses: not_found, deposit_not_due (made already, given back, or the lot is over).
    payments::awaitable<result<payments::bill>> bill_of(pg::transaction& tx, account_id who, std::int64_t id) override;
    // False: the lot is over meanwhile, or the deposit was made otherwise.
    payments::awaitable<bool> on_paid(pg::transaction& tx, const payments::arrival& a) override;
    // An active one is released, unless it is bound: then no. A forfeited one is gone.
    payments::awaitable<bool> on_refund(pg::transaction& tx, const payments::arrival& a, money amount) override;
    payments::awaitable<void> on_held(pg::transaction& tx, const payments::arrival& a) override;
    payments::awaitable<void> on_released(pg::transaction& tx, const payments::arrival& a) override;

private:
    const options& options_;
};

}  // namespace gavel::deposits
