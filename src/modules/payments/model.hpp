// A payment, its attempts at the provider, and what the provider was told to do with the money. States follow docs in README.md.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/payments/payable.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::payments {

using attempt_id = id<struct payment_attempt_tag>;
using operation_id = id<struct payment_operation_tag>;
using difference_id = id<struct payment_difference_tag>;
using event_id = id<struct payment_event_tag>;

enum class payment_state { created, pending, held, approved, declined, expired, released, refunding, refunded_part, refunded };
inline constexpr std::array<std::string_view, 10> payment_state_names{"created", "pending",  "held",      "approved",      "declined",
                                                                      "expired", "released", "refunding", "refunded_part", "refunded"};
constexpr std::string_view to_string(payment_state s) { return payment_state_names[static_cast<std::size_t>(s)]; }

enum class attempt_state {
    created,   // the row is there; the provider may not know yet
    unknown,   // it was asked to open its page and did not answer
    pending,   // its page is open
    held,      // the card has reserved the money
    approved,  // charged
    declined,
    expired,
    failed,    // it refused to open its page
    released,  // a hold that ended without a charge
    disputed,  // it says something that contradicts what we asked for: only a person decides
};
inline constexpr std::array<std::string_view, 10> attempt_state_names{"created",  "unknown", "pending", "held",     "approved",
                                                                      "declined", "expired", "failed",  "released", "disputed"};
constexpr std::string_view to_string(attempt_state s) { return attempt_state_names[static_cast<std::size_t>(s)]; }

enum class operation_kind { refund, release, capture };
inline constexpr std::array<std::string_view, 3> operation_kind_names{"refund", "release", "capture"};
constexpr std::string_view to_string(operation_kind k) { return operation_kind_names[static_cast<std::size_t>(k)]; }

enum class operation_state { waiting, done, refused };
inline constexpr std::array<std::string_view, 3> operation_state_names{"waiting", "done", "refused"};
constexpr std::string_view to_string(operation_state s) { return operation_state_names[static_cast<std::size_t>(s)]; }

struct payment {
    payment_id id;
    subject of;
    account_id payer;
    payment_state state = payment_state::created;
    money amount;
    bool hold = false;
    std::string title, return_path;
    about what;
    instant pay_until;
    std::int64_t refunded = 0;
    bool granted = false;
    std::optional<std::string> decline;
    instant created_at;
    std::optional<instant> approved_at;

    arrival as_arrival(std::int64_t of_amount) const { return {id, of, payer, {of_amount, amount.currency}}; }
};

struct attempt {
    attempt_id id;
    payment_id payment;
    std::string provider_order;
    std::optional<std::string> provider_payment;
    attempt_state state = attempt_state::created;
    money amount;
    bool hold = false;
    std::optional<std::string> checkout_url;
    std::int64_t captured = 0, refunded = 0, refunding = 0, loose = 0;
    bool surplus = false;
    std::optional<std::string> decline;
    std::optional<std::int64_t> code;
    std::optional<std::string> card;
    instant created_at, expires_at;
    std::optional<instant> checked_at;
    std::int64_t asked = 0;
    int audits = 0;
};

struct operation {
    operation_id id;
    attempt_id attempt;
    operation_kind kind = operation_kind::refund;
    operation_state state = operation_state::waiting;
    money amount;
    std::string reason, key, reverse_id;
    int tries = 0;
    bool accepted = false;
    std::optional<std::int64_t> code;
    instant created_at;
    std::optional<instant> finished_at;
};

// What was found to differ. `kind` is one of payment_differences_kind_known.
struct finding {
    std::string kind, ours, theirs, detail;
};

constexpr bool is_live(attempt_state s) {
    return s == attempt_state::created || s == attempt_state::unknown || s == attempt_state::pending;
}
constexpr bool is_live(payment_state s) { return s == payment_state::created || s == payment_state::pending; }

}  // namespace gavel::payments
