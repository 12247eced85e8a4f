// What orders need of others, wired by the application.
#pragma once
#include "modules/orders/model.hpp"
#include "modules/orders/options.hpp"
#include "modules/orders/pricing.hpp"
#include "modules/payments/payable.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <vector>

namespace gavel::orders {

using boost::asio::awaitable;

// Outlives everything it is given to. One per io thread.
struct house {
    options limits;
    pricing* prices = nullptr;

    // A payment is locked before its order, always: what is going to give money back asks for this first. May be empty.
    std::function<awaitable<void>(pg::transaction& tx, payments::payment_id id)> lock_payment;

    // Begins to give `amount` of a payment back to the card, in this transaction; it asks order_payable::on_refund, which moves the money out
    // of escrow. `key`: happens once. False: it cannot be given back, nothing has changed. Empty: nothing can be.
    std::function<awaitable<bool>(pg::transaction& tx, payments::payment_id id, payments::subject of, money amount, std::string reason,
                                  std::string key)>
        refund;

    // Begins an attempt to pay, as POST /payments does, and gives its answer. Empty: payments are closed.
    std::function<awaitable<result<boost::json::object>>(payments::subject of, account_id payer, pg::deadline until)> begin_payment;

    // A buyer left these lots unpaid: whatever they have deposited for them is forfeited. May be empty.
    std::function<awaitable<void>(pg::transaction& tx, const order& o, const std::vector<line>& lines)> on_unpaid;
};

}  // namespace gavel::orders
