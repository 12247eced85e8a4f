#include "platform/fondy/answers.hpp"

#include "platform/fondy/signature.hpp"
#include "platform/http/url.hpp"

#include <algorithm>
#include <iterator>

namespace gavel::fondy {
namespace {

constexpr std::size_t digits_max = 15;

bool is_digits(std::string_view s) {
    return std::ranges::all_of(s, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<raw_value> parse_form(std::string_view body) {
    std::vector<std::pair<std::string, std::string>> pairs;
    if (!http::parse_query(body, raw_members_max, pairs)) return std::nullopt;
    raw_value order;
    order.is = raw_value::kind::object;
    for (auto& [name, value] : pairs) {
        if (order.find(name)) return std::nullopt;
        raw_value v;
        v.is = raw_value::kind::text;
        v.text = std::move(value);
        order.members.push_back({std::move(name), std::move(v)});
    }
    return order;
}

std::optional<envelope> open_data(const raw_value& outer, std::string_view key) {
    const auto data = outer.text_of("data");
    envelope e;
    e.is_signed = same_signature(outer.text_of("signature"), signature_of_data(data, key));
    auto inner = parse_raw(decode_base64(data));
    if (!inner) return std::nullopt;
    if (const auto* order = inner->find("order")) e.content = *order;
    else e.content = std::move(*inner);
    return e;
}

}  // namespace

std::optional<std::int64_t> whole_number(std::string_view digits) {
    if (digits.empty() || digits.size() > digits_max || !is_digits(digits)) return std::nullopt;
    return std::stoll(std::string(digits));
}

std::optional<std::int64_t> minor_units(std::string_view decimal) {
    const auto point = decimal.find('.');
    const auto whole = decimal.substr(0, point);
    auto part = point == std::string_view::npos ? std::string_view() : decimal.substr(point + 1);
    if (point != std::string_view::npos && part.empty()) return std::nullopt;
    if (!is_digits(part)) return std::nullopt;
    while (part.size() > 2 && part.ends_with('0')) part.remove_suffix(1);
    const auto major = whole_number(whole);
    if (!major || part.size() > 2 || whole.size() > digits_max - 2) return std::nullopt;
    std::string cents(part);
    cents.resize(2, '0');
    return *major * 100 + std::stoll(cents);
}

std::optional<envelope> open_envelope(std::string_view body, std::string_view key) {
    const auto first = body.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::nullopt;
    auto outer = body[first] == '{' ? parse_raw(body) : parse_form(body);
    if (!outer || outer->is != raw_value::kind::object) return std::nullopt;
    if (const auto* wrapped = outer->find("response")) {
        auto inner = *wrapped;
        outer = std::move(inner);
    }
    if (outer->is == raw_value::kind::object && !outer->text_of("data").empty() && !outer->find("order_id")) return open_data(*outer, key);
    envelope e;
    if (outer->is == raw_value::kind::object) {
        e.is_signed = is_signed(*outer, key);
        if (outer->text_of("response_status") == "failure") {
            e.error_code = static_cast<int>(whole_number(outer->text_of("error_code").substr(0, 6)).value_or(1));
            e.error_message = outer->text_of("error_message").substr(0, 300);
        }
    }
    e.content = std::move(*outer);
    return e;
}

std::optional<order_facts> read_order(const raw_value& order) {
    if (order.is != raw_value::kind::object) return std::nullopt;
    order_facts f;
    f.order = order.text_of("order_id");
    f.merchant = order.text_of("merchant_id");
    f.payment = order.text_of("payment_id");
    const auto status = std::ranges::find(order_status_names, order.text_of("order_status"));
    const auto amount = whole_number(order.text_of("amount"));
    if (f.order.empty() || f.merchant.empty() || status == std::end(order_status_names) || !amount) return std::nullopt;
    f.status = static_cast<order_status>(status - std::begin(order_status_names));
    f.amount = *amount;
    f.currency = order.text_of("currency");
    f.actual_amount = whole_number(order.text_of("actual_amount"));
    f.actual_currency = order.text_of("actual_currency");
    const auto reversed = order.text_of("reversal_amount");
    if (!reversed.empty()) {
        const auto parsed = whole_number(reversed);
        if (!parsed) return std::nullopt;
        f.reversed = *parsed;
    }
    f.response_code = static_cast<int>(whole_number(order.text_of("response_code").substr(0, 6)).value_or(0));
    f.kind = order.text_of("tran_type");
    f.card = order.text_of("masked_card");
    if (const auto more = parse_raw(order.text_of("additional_info")); more && more->is == raw_value::kind::object) {
        f.is_captured = more->text_of("capture_status") == "captured";
        f.captured = minor_units(more->text_of("capture_amount"));
    }
    return f;
}

std::optional<std::vector<operation_line>> read_operations(const raw_value& list) {
    if (list.is != raw_value::kind::array) return std::nullopt;
    std::vector<operation_line> all;
    for (const auto& each : list.items) {
        operation_line line;
        line.kind = each.text_of("transtype");
        if (line.kind.empty()) line.kind = each.text_of("tran_type");
        line.status = each.text_of("transaction_status");
        line.currency = each.text_of("currency");
        const auto amount = minor_units(each.text_of("amount"));
        if (line.kind.empty() || !amount) return std::nullopt;
        line.amount = *amount;
        all.push_back(std::move(line));
    }
    return all;
}

}  // namespace gavel::fondy
