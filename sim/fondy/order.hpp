// An order at the gateway and what may happen to it. Pure; refusals are the gateway's error codes.
#pragma once
#include "sim/fondy/clock.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::sim::fondy {

struct operation {
    std::int64_t transaction = 0;
    std::string kind;    // purchase, capture, reverse
    std::string status;  // approved, declined
    std::int64_t amount = 0;
};

struct reversal {
    std::string status;
    std::int64_t amount = 0, transaction = 0;
};

struct order {
    std::string id, merchant, description, currency, language = "uk", response_url, callback_url, merchant_data, sender_email, product_id;
    std::string token;  // of its page
    std::int64_t payment = 0, amount = 0;
    bool delayed = true, preauth = false, v2 = false;
    sim_time made, ends;

    std::string status = "created";
    int response_code = 0;
    std::string response_description;
    std::string masked_card, card_bin, card_type, eci;
    std::string kind = "purchase";
    std::int64_t actual_amount = 0;
    std::string actual_currency;
    std::int64_t actual_per_cent = 100;  // of the amount, when the card is charged in another currency
    std::int64_t reversed = 0;           // of the order's currency
    bool captured = false;
    std::int64_t capture_amount = 0;
    std::vector<operation> operations;
    std::map<std::string, reversal> by_reverse_id;

    bool is_over() const { return status != "created" && status != "processing"; }
    std::int64_t in_actual(std::int64_t part) const { return part * actual_per_cent / 100; }
};

enum class card_check { none, frictionless, yes, challenge };

struct test_card {
    std::string_view number;
    card_check check;
    bool approves;
};
const test_card* find_card(std::string_view number);  // spaces are ignored by the caller; null: not a test card

// The card's issuer has decided. `next`: the number of the transaction.
void pay(order& o, std::string_view number, std::int64_t next);
void expire(order& o);  // its life is over

// 0, or the error. A known reverse_id gives its first answer again and moves nothing.
int reverse(order& o, std::int64_t amount, const std::string& reverse_id, bool no_money, std::int64_t next, reversal& answer);
int capture(order& o, std::int64_t amount, std::int64_t next);

}  // namespace gavel::sim::fondy
