// What the gateway reads and writes: requests checked in its order, answers with its unstable types.
#pragma once
#include "platform/fondy/raw_json.hpp"
#include "sim/fondy/order.hpp"

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::sim::fondy {

using gavel::fondy::raw_value;

struct merchant {
    std::string_view id, key, payout_key;
    std::string_view currencies;
};
const merchant* find_merchant(std::string_view id);

enum class format { json, form };

struct call {
    raw_value parameters;  // flat
    const merchant* by = nullptr;
    format as = format::json;
    bool v2 = false;
};

struct refusal {
    int code = 0;
    std::string message;
};

enum class need { id_only, purchase, movement, payout };

// Reads and checks a request: envelope, merchant, what is required, the separator, the signature, the currency. A duplicate is not its
// matter.
std::optional<refusal> read_call(std::string_view body, std::string_view content_type, need what, call& into);

// Name and JSON token, in the order written.
using members = std::vector<std::pair<std::string, std::string>>;
std::string in_quotes(std::string_view text);

members order_members(const order& o, std::mt19937& shuffle);
std::string signed_object(const members& all, std::string_view key, bool is_test);  // with signature
std::string signed_form(const members& all, std::string_view key);
std::string signed_data(const members& all, std::string_view key);  // protocol 2.0
std::string transactions(const order& o);                           // of transaction_list: amounts in major units
std::string major_units(std::int64_t minor);
std::string failure(const refusal& r, const std::string& request_id);

}  // namespace gavel::sim::fondy
