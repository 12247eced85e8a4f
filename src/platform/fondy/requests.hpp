// Requests as the gateway takes them: documented names only, integers as digits, never the separator. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::fondy {

enum class protocol { v1_0_1, v2_0 };

struct parameter {
    std::string name;
    std::string text;
    bool is_number = false;
};
using parameters = std::vector<parameter>;  // names differ; empty values are left out

struct merchant {
    std::string id;
    std::string key;  // for purchases
    protocol version = protocol::v1_0_1;
};

inline constexpr std::size_t title_max = 200;  // code points; the gateway takes 1024 bytes

// Fit for order_desc and comments: valid UTF-8 on one line, no "|", at most `max` code points, never empty.
std::string cleaned_title(std::string_view title, std::size_t max = title_max);

struct checkout {
    std::string order;  // ours, ASCII, at most 64
    std::string title;
    std::int64_t amount = 0;  // minor units
    std::string currency;
    std::string response_url, callback_url;
    std::int64_t lifetime_s = 0;
    std::string language;  // "uk"
    bool hold = false;
    bool retries = false;  // the payer may try again on the provider's page
};

parameters checkout_parameters(const checkout& c);
parameters order_parameters(std::string_view order);  // status/order_id, transaction_list
parameters reverse_parameters(std::string_view order, std::int64_t amount, std::string_view currency, std::string_view reverse_id,
                              std::string_view comment);
parameters capture_parameters(std::string_view order, std::int64_t amount, std::string_view currency);

// {"request": {...}} with merchant, version and signature.
std::string request_body(const merchant& by, parameters p);

}  // namespace gavel::fondy
