// What the provider's answer about an attempt means. Pure, and monotonic: answers may come late, twice and in any order.
#pragma once
#include "modules/payments/model.hpp"
#include "modules/payments/provider.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>

namespace gavel::payments {

enum class step {
    none,     // nothing new
    wait,     // its page is open, or it is busy
    hold,     // the card has reserved the money
    grant,    // charged: `charged` of it
    decline,  // refused
    expire,
    release,  // a hold has ended without a charge
    dispute,  // nothing is granted, a person looks
};

struct judgement {
    step what = step::none;
    std::int64_t charged = 0;
    std::optional<finding> found;
};

// Amounts decide, never the word alone: an approved attempt is never undone and a refund never pays again.
judgement judge(const attempt& a, const provider_order& told);

// Which waiting operations of an attempt the answer confirms, oldest first; `waiting` in that order. Only those that were asked for.
std::size_t confirmed_refunds(const attempt& a, std::span<const operation> waiting, const provider_order& told);

// Of a payment whose money has come, from the attempt that counts.
payment_state settled_state(const attempt& a);

struct check_times {
    std::chrono::seconds interval{120};  // between two questions about an open attempt
};
// When the provider is asked again; nothing: never. `now` and the rest as the database has them, after the answer was applied.
std::optional<instant> next_check(const attempt& a, instant now, const check_times& times);

// A charged attempt is looked at again after a day, a week and a month, then with the provider's list of operations.
bool is_audit_due(const attempt& a, instant now);

// Long after its end the provider still calls the attempt open.
bool is_overdue(const attempt& a, instant now);

// Before try + 1 of an operation.
std::chrono::seconds operation_wait(int tries);
inline constexpr int tries_until_stuck = 12;

// The old page is shown again only if so much of its life is left.
inline constexpr std::chrono::seconds page_life_min{120};

std::string random_order(payment_id of);  // "g7-" and 16 random bytes

}  // namespace gavel::payments
