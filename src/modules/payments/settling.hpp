// Applies to a payment what its provider said about one attempt: state, books and what was paid for change in one transaction.
#pragma once
#include "modules/payments/model.hpp"
#include "modules/payments/payables.hpp"
#include "modules/payments/provider.hpp"
#include "modules/payments/rules.hpp"
#include "platform/pg/pool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gavel::payments {

// A payment with its attempts, locked in the one order: the thing, the payment, the attempts.
class locked_file {
public:
    locked_file() {}

    payment of;
    std::vector<attempt> attempts;
    payable* thing = nullptr;  // null: its module is gone

    attempt* find(attempt_id id);
    attempt* main();                          // the attempt that counts; null if none has money
    bool has_live(attempt_id besides) const;  // another attempt that may still be paid, or that a person must look at
};
awaitable<locked_file> lock_file(pg::transaction& tx, const payables& all, payment_id id);  // std::logic_error: no such payment

// What was known of the attempt when the provider was asked.
struct question {
    attempt_id of;
    std::int64_t asked = 0;
    std::optional<instant> checked_at;  // another by now: an answer that was given later may have been applied before this one
};

// True: something changed. `sums`: with the look after a day, a week, a month.
awaitable<bool> settle(pg::transaction& tx, const payables& all, std::string_view provider, question q, const answer<provider_order>& told,
                       const std::optional<totals>& sums, check_times times);

// Sends money back that nobody wanted: all that is left of the attempt.
awaitable<void> give_back(pg::transaction& tx, locked_file& file, attempt& a, std::string reason);

// The provider has refused an operation for good.
awaitable<void> refuse_operation(pg::transaction& tx, const payables& all, operation_id id, std::optional<std::int64_t> code);

}  // namespace gavel::payments
