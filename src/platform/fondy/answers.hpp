// What the gateway says: answers and callbacks, in each of the shapes it uses. Pure.
#pragma once
#include "platform/fondy/raw_json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::fondy {

struct envelope {
    raw_value content;  // an order, or the array of transaction_list
    bool is_signed = false;
    int error_code = 0;  // not 0: the request failed
    std::string error_message;
};

// JSON with or without `response`, a form, or protocol 2.0. Nothing: none of these.
std::optional<envelope> open_envelope(std::string_view body, std::string_view key);

enum class order_status { created, processing, approved, declined, expired, reversed };
inline constexpr std::string_view order_status_names[] = {"created", "processing", "approved", "declined", "expired", "reversed"};

struct order_facts {
    std::string order, merchant, payment;  // as the gateway numbers them
    order_status status = order_status::created;
    std::int64_t amount = 0;
    std::string currency;
    std::optional<std::int64_t> actual_amount;  // what the card was charged; nothing before it was
    std::string actual_currency;
    std::int64_t reversed = 0;  // in actual_currency
    bool is_captured = false;   // of a hold
    std::optional<std::int64_t> captured;
    int response_code = 0;  // 0: none
    std::string kind;       // tran_type
    std::string card;       // masked
};

// Nothing: a field that decides is missing or is not what it should be.
std::optional<order_facts> read_order(const raw_value& order);

// One line of transaction_list, where amounts are decimals of major units.
struct operation_line {
    std::string kind;    // purchase, capture, reverse, ...
    std::string status;  // approved, ...
    std::int64_t amount = 0;
    std::string currency;
};
std::optional<std::vector<operation_line>> read_operations(const raw_value& list);

// "10.5" → 1050. Nothing: not a plain decimal, more than two digits behind the point (other than zeros), too large.
std::optional<std::int64_t> minor_units(std::string_view decimal);
// Digits only; nothing if empty or beyond 10^15.
std::optional<std::int64_t> whole_number(std::string_view digits);

}  // namespace gavel::fondy
