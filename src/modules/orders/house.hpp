// What orders need of others, wired by the application.
#pragma once
#include "base/error.hpp"
#include "base/language.hpp"
#include "modules/orders/model.hpp"
#include "modules/orders/options.hpp"
#include "modules/orders/pricing.hpp"
#include "modules/payments/payable.hpp"
#include "platform/http/reply.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <vector>

namespace gavel::orders {

using boost::asio::awaitable;

// Outlives everything it is given to. One per io thread.
struct house {
    options limits;
    pricing* prices = nullptr;

    // Begins to give `amount` of a payment back to the card, in this transaction, which has locked the order; it asks
    // order_payable::on_refund, which moves the money out of escrow. `key`: happens once. False: it cannot be given back; the caller must
    // not commit. Empty: nothing can be.
    std::function<awaitable<bool>(pg::transaction& tx, payments::payment_id id, money amount, std::string reason, std::string key)> refund;

    // Begins an attempt to pay and answers as POST /payments does; takes up to payments::opening_time. Empty: payments are closed.
    std::function<awaitable<result<http::reply>>(payments::subject of, account_id payer, language lang, pg::deadline until)> begin_payment;

    // A buyer left these lots unpaid: whatever they have deposited for them is forfeited. May be empty.
    std::function<awaitable<void>(pg::transaction& tx, const order& o, const std::vector<line>& lines)> on_unpaid;

    // Nothing is owed for these lots any more: a deposit for them is free. The caller may hold books, so this locks nothing. May be empty.
    std::function<void(pg::transaction& tx, const order& o, const std::vector<line>& lines)> on_settled;

    // Two orders were left unpaid: until then this account bids on nothing without a deposit. May be empty.
    std::function<void(pg::transaction& tx, account_id whom, instant until)> ask_deposits;
};

}  // namespace gavel::orders
