// What can be paid by card. The module that owns the thing implements this; payments never learns what it sells.
#pragma once
#include "base/error.hpp"
#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::payments {

using boost::asio::awaitable;

using payment_id = id<struct payment_tag>;

// One thing that is paid for: {"order", 42}, {"service", 7}, {"deposit", 3}.
struct subject {
    std::string kind;
    std::int64_t id = 0;
    std::string text() const { return kind + ":" + std::to_string(id); }
    bool operator==(const subject&) const = default;
};

// What the thing is, for pages that say it in their reader's language.
struct about {
    std::optional<std::string> item;  // a code, where one module sells several things: "highlight"
    std::optional<lot_id> lot;        // of several, the first
    std::string lot_title;
    std::int64_t lots = 0;
};

// What is due now, read under the lock of the thing.
struct bill {
    account_id payer;
    money due;          // more than zero
    std::string title;  // in the payer's language; shown at the provider's page
    about what;
    bool hold = false;        // reserve at the card instead of charging (deposits)
    instant pay_until;        // no attempt lives longer
    std::string return_path;  // page of the site on which the payer ends: "/orders/42"
};

// Money that has arrived for a subject. It is in the payer's wallet already, in the same transaction.
struct arrival {
    payment_id payment;
    subject of;
    account_id payer;
    money amount;
};

class payable {
public:
    virtual ~payable() = default;
    virtual std::string_view kind() const = 0;  // "order"

    // Locks the row of the thing and nothing else. Payments calls it before it locks a payment, so that everybody locks in one order: the
    // thing, its payments, the books. Whoever overrides nothing risks a deadlock, which the database ends and which is tried again.
    virtual awaitable<void> lock(pg::transaction&, std::int64_t) { co_return; }

    // Locks the subject; refusals: not found for somebody else's, a problem of its own when nothing is due (paid, cancelled, too late).
    virtual awaitable<result<bill>> bill_of(pg::transaction& tx, account_id who, std::int64_t id) = 0;

    // Takes what it wants from the payer's wallet (ledger::post). False: the thing is not for sale any more or was paid otherwise: the
    // money stays in the wallet and payments gives it back to the card. Called once per payment that was approved.
    virtual awaitable<bool> on_paid(pg::transaction& tx, const arrival& a) = 0;

    // `amount` of the payment goes back to the card: what it wants given up moves from its escrow to the payer's wallet, from which
    // payments takes it in the same transaction. Called by payments when a refund is begun; false: not to be given back (any more), nothing
    // happens.
    virtual awaitable<bool> on_refund(pg::transaction& tx, const arrival& a, money amount) = 0;

    // The bill was a hold: the card has reserved the money, nothing is in the wallet. And: the reservation has ended without a charge.
    virtual awaitable<void> on_held(pg::transaction& tx, const arrival& a) = 0;
    virtual awaitable<void> on_released(pg::transaction& tx, const arrival& a) = 0;
};

}  // namespace gavel::payments
