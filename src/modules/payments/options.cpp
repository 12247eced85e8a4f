#include "modules/payments/options.hpp"

namespace gavel::payments {

void options::declare(config::table& t) {
    t.text(
        "fondy.url", url,
        "Address of the payment gateway: https://pay.fondy.eu (FONDY), https://pay.hutko.org (hutko, Ukraine) or another that speaks its "
        "protocol.");
    t.text("fondy.merchant_id", merchant_id,
           "Number of the merchant at the gateway. Without it, or without the key, nothing can be paid by card.");
    t.text("fondy.key", key, "Key for purchases of that merchant. The payout key is not needed.", config::secrecy::secret);
    t.choice("fondy.protocol", protocol, {"1.0.1", "2.0"}, "Version of the protocol to ask with; answers are understood in both.");
    t.text("fondy.currencies", currencies, "Currencies that the merchant takes, with commas: UAH,EUR.");
    t.text("fondy.callback_addresses", callback_addresses,
           "Addresses or networks from which the gateway's messages come, with commas; others are refused. Empty: from anywhere, the "
           "signature decides.");
    t.boolean("fondy.retries_there", retries_there,
              "Whether a refused card may be followed by another on the gateway's page (delayed=Y). Otherwise one comes back here and pays "
              "anew.");
    t.integer("fondy.call_timeout_s", call_timeout_s, 5, 300, "Seconds to wait for an answer of the gateway; it advises 60 or more.");
    t.integer("payments.page_life_s", page_life_s, 300, 86400,
              "Seconds for which the gateway's page can be paid on; never beyond the time to pay.");
    t.integer("payments.poll_interval_s", poll_interval_s, 1, 3600,
              "Seconds between two questions about a payment that is open, in case the gateway's message does not come.");
}

fondy::merchant options::merchant() const {
    fondy::merchant m;
    m.id = merchant_id;
    m.key = key;
    m.version = protocol == "2.0" ? fondy::protocol::v2_0 : fondy::protocol::v1_0_1;
    return m;
}

}  // namespace gavel::payments
