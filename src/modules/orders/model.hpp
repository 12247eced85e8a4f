// Values of this module.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/media/model.hpp"
#include "modules/payments/payable.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::orders {

using order_id = id<struct order_tag>;

enum class order_state {
    second_chance,  // offered to a runner-up, who has not answered
    awaiting_payment,
    paid,
    shipped,
    received,
    disputed,   // a moderator decides; the money waits
    completed,  // the seller was paid
    refunded,   // everything went back
    unpaid,     // the time to pay is over
    cancelled,
    declined,  // the runner-up did not want it, or did not answer
    combined,  // its lots are in another order
};
inline constexpr std::array<std::string_view, 12> order_state_names{"second_chance", "awaiting_payment", "paid",      "shipped",
                                                                    "received",      "disputed",         "completed", "refunded",
                                                                    "unpaid",        "cancelled",        "declined",  "combined"};
constexpr std::string_view to_string(order_state s) { return order_state_names[static_cast<std::size_t>(s)]; }

// Not over yet.
constexpr bool is_open(order_state s) { return s <= order_state::disputed; }

// Who acts. Moderators settle disputes and read everything.
enum class party { buyer, seller, moderator, system };
inline constexpr std::array<std::string_view, 4> party_names{"buyer", "seller", "moderator", "system"};
constexpr std::string_view to_string(party p) { return party_names[static_cast<std::size_t>(p)]; }

enum class command {
    pay,
    set_delivery,
    set_shipping,
    combine,
    ship,
    receive,
    complete,
    cancel,
    dispute,
    write,
    second_chance,
    accept,
    decline,
    settle,
    invoice,
    packing_slip,
};
inline constexpr std::array<std::string_view, 16> command_names{
    "pay",     "set_delivery", "set_shipping",  "combine", "ship",    "receive", "complete", "cancel",
    "dispute", "write",        "second_chance", "accept",  "decline", "settle",  "invoice",  "packing_slip"};
constexpr std::string_view to_string(command c) { return command_names[static_cast<std::size_t>(c)]; }

inline constexpr std::array<std::string_view, 4> seller_cancel_reasons{"lot_gone", "lot_damaged", "buyer_asked", "no_contact"};
inline constexpr std::array<std::string_view, 1> buyer_cancel_reasons{"not_shipped"};
inline constexpr std::array<std::string_view, 6> dispute_reasons{"not_received", "not_as_described",  "damaged",
                                                                 "counterfeit",  "buyer_unreachable", "other"};
// Why a lot is offered to a runner-up: nobody has won it. Otherwise: whoever has did not pay, or their order was cancelled.
inline constexpr std::string_view below_reserve = "below_reserve";
inline constexpr std::array<std::string_view, 2> outcomes{"complete", "refund"};

// Bounds; the schema repeats them.
inline constexpr std::size_t lines_max = 20, files_max = 10, message_max = 4000, note_max = 2000, messages_max = 500;

// Amounts in minor units of the order's currency.
struct line {
    lot_id lot;
    std::int64_t hammer = 0, premium = 0, commission = 0;

    bool operator==(const line&) const = default;
};

// One row. Has a constructor on purpose (docs/develop/compiler-traps.md).
class order {
public:
    order() {}

    order_id id;
    account_id buyer, seller;
    order_state state = order_state::awaiting_payment;
    gavel::currency currency;
    std::int64_t hammer = 0, premium = 0, commission = 0;  // sums of the lines
    std::optional<std::int64_t> shipping;                  // none: nothing chosen yet, or the carrier's tariff, paid on receipt
    std::optional<std::int64_t> shipping_most;             // the seller asks no more, whatever the lots say
    std::int64_t refunded = 0;
    bool automatic = false;
    std::optional<order_id> second_chance_of, combined_into;
    std::optional<payments::payment_id> payment;
    std::optional<std::string> delivery_method, carrier, tracking;
    int reminders = 0;
    bool overdue = false;  // was not shipped in time, and the buyer was told
    instant created_at, entered_at;
    std::optional<instant> billed_at, paid_at, shipped_at, received_at, due_at, look_at;

    std::int64_t total() const { return hammer + premium + shipping.value_or(0); }
    money in_money(std::int64_t amount) const { return {amount, currency}; }
    std::string subject() const { return "order:" + id.text(); }
    std::optional<party> party_of(account_id who) const {
        if (who == buyer) return party::buyer;
        if (who == seller) return party::seller;
        return std::nullopt;
    }
};

// A line of the timeline.
struct happening {
    std::int64_t id = 0;
    std::string kind;
    party by = party::system;
    std::optional<account_id> who;
    std::optional<std::int64_t> amount;
    std::string text;  // empty: none
    instant at;
};

struct dispute {
    std::string reason;
    party opened_by = party::buyer;
    instant opened_at;
    std::optional<instant> settled_at;
    std::string outcome, note;  // empty: not settled
};

struct person {
    account_id id;
    std::string display_name;
};

// The next bidder of a lot who has had no order for it.
struct runner_up {
    lot_id lot;
    account_id bidder;
    std::int64_t number = 0, max = 0;
};

struct message {
    std::int64_t id = 0;
    order_id order;
    account_id who;
    party by = party::buyer;
    std::string text;
    std::vector<std::int64_t> files;
    instant at;
};

}  // namespace gavel::orders
