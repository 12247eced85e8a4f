#include "sim/fondy/wire.hpp"

#include "base/text.hpp"
#include "platform/fondy/answers.hpp"
#include "platform/fondy/signature.hpp"
#include "platform/http/url.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>

namespace gavel::sim::fondy {
namespace {

using gavel::fondy::parse_raw;
using gavel::fondy::raw_member;
using kind = raw_value::kind;

constexpr merchant merchants[] = {{"1396424", "test", "testcredit", "EUR USD GBP CZK UAH GEL UZS"},
                                  {"1700002", "test", "testcredit", "UAH USD EUR GBP CZK PLN"},
                                  {"1549901", "test", "testcredit", "GEL USD EUR"},
                                  {"700001", "test", "testcredit", "EUR USD GBP CZK UAH"},
                                  {"600001", "test", "testcredit", "EUR USD GBP CZK UAH"},
                                  {"500001", "test", "testcredit", "EUR USD GBP CZK UAH"}};

// What the gateway counts into a signature; whatever else is sent is ignored, and so breaks it.
constexpr std::string_view documented[] = {"order_id",
                                           "merchant_id",
                                           "order_desc",
                                           "amount",
                                           "currency",
                                           "version",
                                           "response_url",
                                           "server_callback_url",
                                           "lifetime",
                                           "delayed",
                                           "preauth",
                                           "lang",
                                           "sender_email",
                                           "merchant_data",
                                           "product_id",
                                           "payment_systems",
                                           "payment_method",
                                           "default_payment_system",
                                           "required_rectoken",
                                           "rectoken",
                                           "verification",
                                           "verification_type",
                                           "subscription",
                                           "subscription_callback_url",
                                           "design_id",
                                           "reservation_data",
                                           "reverse_id",
                                           "comment",
                                           "email",
                                           "receiver_card_number",
                                           "receiver_rectoken",
                                           "client_ip",
                                           "cancel_url"};

struct field_rule {
    std::string_view name;
    std::size_t longest;
    bool digits;
};
constexpr field_rule limits[] = {{"order_id", 1024, false},
                                 {"merchant_id", 12, true},
                                 {"order_desc", 1024, false},
                                 {"amount", 12, true},
                                 {"currency", 3, false},
                                 {"lifetime", 9, true},
                                 {"lang", 2, false},
                                 {"sender_email", 256, false},
                                 {"merchant_data", 2048, false},
                                 {"reverse_id", 50, false},
                                 {"comment", 1024, false},
                                 {"response_url", 2048, false},
                                 {"server_callback_url", 2048, false}};

std::vector<std::string_view> required_of(need what) {
    switch (what) {
        case need::id_only: return {"order_id", "merchant_id"};
        case need::purchase: return {"order_id", "merchant_id", "order_desc", "amount", "currency"};
        case need::movement: return {"order_id", "merchant_id", "amount", "currency"};
        case need::payout: return {"order_id", "merchant_id", "order_desc", "amount", "currency"};
    }
    return {};
}

bool has_digits_only(std::string_view s) {
    return !s.empty() && std::ranges::all_of(s, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<raw_value> read_form(std::string_view body) {
    std::vector<std::pair<std::string, std::string>> pairs;
    if (!http::parse_query(body, 200, pairs)) return std::nullopt;
    raw_value flat;
    flat.is = kind::object;
    for (auto& [name, value] : pairs) {
        raw_value v;
        v.is = kind::text;
        v.text = std::move(value);
        flat.members.push_back({std::move(name), std::move(v)});
    }
    return flat;
}

std::optional<refusal> open_request(std::string_view body, std::string_view content_type, call& into) {
    // The official Node client sends "Content-type: application/json" as the value.
    if (content_type.find("x-www-form-urlencoded") != std::string_view::npos) {
        into.as = format::form;
        auto flat = read_form(body);
        if (!flat || flat->members.empty()) return refusal{1010, "Request is empty"};
        into.parameters = std::move(*flat);
        return std::nullopt;
    }
    if (content_type.find("json") == std::string_view::npos) return refusal{1021, "Content type is not supported"};
    if (body.empty()) return refusal{1010, "Request is empty"};
    if (!is_valid_utf8(body)) return refusal{1046, "Wrong charset"};
    const auto whole = parse_raw(body);
    const auto* request = whole ? whole->find("request") : nullptr;
    if (!request || request->is != kind::object || request->members.empty()) return refusal{1010, "Request is empty"};
    into.parameters = *request;
    return std::nullopt;
}

// The envelope of protocol 2.0 is opened after its signature was looked at by the caller.
std::optional<refusal> open_data(call& into, std::string& data, std::string& signature) {
    data = into.parameters.text_of("data");
    signature = into.parameters.text_of("signature");
    const auto inner = parse_raw(gavel::fondy::decode_base64(data));
    const auto* order = inner ? inner->find("order") : nullptr;
    if (!order || order->is != kind::object) return refusal{1010, "Request is empty"};
    into.parameters = *order;
    into.v2 = true;
    return std::nullopt;
}

raw_value known_part(const raw_value& all) {
    raw_value part;
    part.is = kind::object;
    for (const auto& each : all.members)
        if (std::ranges::find(documented, each.name) != std::end(documented)) part.members.push_back(each);
    return part;
}

std::string masked(std::string text, std::string_view key) {
    for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + 10)) text.replace(at, key.size(), "**********");
    return text;
}

std::optional<refusal> check_fields(const raw_value& p, need what) {
    for (const auto name : required_of(what)) {
        if (!p.find(name)) return refusal{1011, fmt::format("Parameter {} is missing", name)};
        if (p.text_of(name).empty()) return refusal{1009, fmt::format("Parameter {} is empty", name)};
    }
    for (const auto& rule : limits) {
        const auto value = p.text_of(rule.name);
        if (value.empty()) continue;
        if (value.size() > rule.longest || (rule.digits && !has_digits_only(value)))
            return refusal{rule.name == "amount" ? 1023 : 1007, fmt::format("Parameter {} is incorrect", rule.name)};
    }
    return std::nullopt;
}

raw_value raw_of(const members& all) {
    std::string text = "{";
    for (const auto& [name, token] : all) text += (text.size() > 1 ? "," : "") + in_quotes(name) + ":" + token;
    return parse_raw(text + "}").value();
}

std::string percent(std::string_view text) {
    std::string out;
    for (const unsigned char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (plain) out += static_cast<char>(c);
        else out += fmt::format("%{:02X}", c);
    }
    return out;
}

std::string moment(sim_time t) { return fmt::format("{:%d.%m.%Y %H:%M:%S}", fmt::gmtime(std::chrono::system_clock::to_time_t(t))); }

std::string more_of(const order& o) {
    const auto capture_status = !o.preauth || o.masked_card.empty() ? "null" : o.captured ? "\"captured\"" : "\"hold\"";
    const auto capture_amount = o.captured ? major_units(o.capture_amount) : "null";
    const auto last = o.operations.empty() ? std::string("null") : std::to_string(o.operations.back().transaction);
    return fmt::format(
        R"({{"capture_status": {}, "capture_amount": {}, "reservation_data": "{{}}", "transaction_id": {}, "bank_response_code": null, )"
        R"("bank_response_description": null, "client_fee": 0.0, "settlement_fee": 0.0, "bank_name": null, "bank_country": null, )"
        R"("card_type": {}, "card_product": "empty", "card_category": null, "timeend": {}, "ipaddress_v4": "127.0.0.1", )"
        R"("payment_method": "card", "version_3ds": 1, "is_test": true}})",
        capture_status, capture_amount, last, in_quotes(o.card_type), in_quotes(moment(o.made)));
}

}  // namespace

const merchant* find_merchant(std::string_view id) {
    const auto at = std::ranges::find(merchants, id, &merchant::id);
    return at == std::end(merchants) ? nullptr : at;
}

std::optional<refusal> read_call(std::string_view body, std::string_view content_type, need what, call& into) {
    if (auto wrong = open_request(body, content_type, into)) return wrong;
    std::string data, data_signature;
    if (into.parameters.text_of("version") == "2.0")
        if (auto wrong = open_data(into, data, data_signature)) return wrong;
    const auto& p = into.parameters;
    if (p.find("merchant_id")) {
        into.by = find_merchant(p.text_of("merchant_id"));
        if (!into.by) return refusal{1016, "Merchant not found"};
    }
    if (auto wrong = check_fields(p, what)) return wrong;
    if (!into.v2)
        for (const auto& each : p.members)
            if (each.value.text.find('|') != std::string::npos)
                return refusal{1034, fmt::format("Parameter {} contains the separator", each.name)};
    const auto key = what == need::payout ? into.by->payout_key : into.by->key;
    if (into.v2) {
        if (!gavel::fondy::same_signature(data_signature, gavel::fondy::signature_of_data(data, key)))
            return refusal{1014, "Invalid signature. signature: " + masked(std::string(key) + "|" + data, key)};
    } else if (p.text_of("signature").empty()) {
        return refusal{1011, "Parameter signature is missing"};
    } else {
        const auto expected = known_part(p);
        if (!gavel::fondy::same_signature(p.text_of("signature"), gavel::fondy::signature_of(expected, key)))
            return refusal{1014, "Invalid signature. signature: " + masked(gavel::fondy::signed_text(expected, key), key)};
    }
    const auto currency = p.text_of("currency");
    if (!currency.empty() && (currency.size() != 3 || into.by->currencies.find(currency) == std::string_view::npos))
        return refusal{1012, "Currency is not supported"};
    return std::nullopt;
}

std::string in_quotes(std::string_view text) { return boost::json::serialize(boost::json::string(text)); }

members order_members(const order& o, std::mt19937& shuffle) {
    const auto text = [](std::string_view v) { return in_quotes(v); };
    const auto amount = [](std::int64_t v) { return in_quotes(std::to_string(v)); };
    const bool charged = !o.masked_card.empty() && (o.status == "approved" || o.status == "reversed");
    members all{{"order_id", text(o.id)},
                {"merchant_id", o.merchant},
                {"payment_id", std::to_string(o.payment)},
                {"amount", amount(o.amount)},
                {"currency", text(o.currency)},
                {"order_status", text(o.status)},
                {"response_status", text("success")},
                {"response_code", o.response_code == 0 ? text("") : std::to_string(o.response_code)},
                {"response_description", text(o.response_description)},
                {"tran_type", text(o.kind)},
                {"actual_amount", charged ? amount(o.actual_amount) : text("")},
                {"actual_currency", text(charged ? o.actual_currency : "")},
                {"reversal_amount", amount(o.in_actual(o.reversed))},
                {"settlement_amount", text("0")},
                {"settlement_currency", text("")},
                {"settlement_date", text("")},
                {"fee", text("")},
                {"fee_oplata", text("0")},
                {"masked_card", text(o.masked_card)},
                {"card_bin", o.card_bin.empty() ? text("") : o.card_bin},
                {"card_type", text(o.card_type)},
                {"rrn", text(charged ? "111111111111" : "")},
                {"approval_code", text(charged ? "123456" : "")},
                {"eci", text(o.eci)},
                {"order_time", text(moment(o.made))},
                {"payment_system", text("card")},
                {"sender_email", text(o.sender_email)},
                {"sender_account", text("")},
                {"sender_cell_phone", text("")},
                {"product_id", text(o.product_id)},
                {"merchant_data", text(o.merchant_data)},
                {"rectoken", text("")},
                {"rectoken_lifetime", text("")},
                {"verification_status", text("")},
                {"parent_order_id", text("")},
                {"additional_info", text(more_of(o))}};
    std::ranges::shuffle(all, shuffle);
    return all;
}

std::string signed_object(const members& all, std::string_view key, bool is_test) {
    const auto flat = raw_of(all);
    std::string text = "{";
    for (const auto& [name, token] : all) text += in_quotes(name) + ": " + token + ", ";
    if (is_test) text += "\"response_signature_string\": " + in_quotes(masked(gavel::fondy::signed_text(flat, key), key)) + ", ";
    return text + "\"signature\": " + in_quotes(gavel::fondy::signature_of(flat, key)) + "}";
}

std::string signed_form(const members& all, std::string_view key) {
    const auto flat = raw_of(all);
    std::string text;
    for (const auto& each : flat.members) text += percent(each.name) + "=" + percent(each.value.text) + "&";
    return text + "signature=" + gavel::fondy::signature_of(flat, key);
}

std::string signed_data(const members& all, std::string_view key) {
    std::string order = "{\"order\": {";
    for (const auto& [name, token] : all) order += (order.ends_with('{') ? "" : ", ") + in_quotes(name) + ": " + token;
    const auto data = gavel::fondy::encode_base64(order + "}}");
    return fmt::format(R"({{"version": "2.0", "data": {}, "signature": {}}})", in_quotes(data),
                       in_quotes(gavel::fondy::signature_of_data(data, key)));
}

std::string major_units(std::int64_t minor) {
    auto text = fmt::format("{}.{:02}", minor / 100, minor % 100);
    if (text.ends_with('0')) text.pop_back();  // as a float is printed: 1.0, 1.5, 1.25
    return text;
}

std::string transactions(const order& o) {
    std::string text = "[";
    for (const auto& each : o.operations)
        text += fmt::format(
            R"({}{{"transaction_id": {}, "payment_id": {}, "transtype": {}, "transaction_status": {}, "amount": "{}", "currency": {}}})",
            text.size() > 1 ? ", " : "", each.transaction, o.payment, in_quotes(each.kind), in_quotes(each.status),
            major_units(each.amount), in_quotes(o.currency));
    return text + "]";
}

// The code is sometimes a number and sometimes a text.
std::string failure(const refusal& r, const std::string& request_id) {
    const auto code = r.code % 2 == 0 ? std::to_string(r.code) : in_quotes(std::to_string(r.code));
    return fmt::format(R"({{"response": {{"response_status": "failure", "error_code": {}, "error_message": {}, "request_id": {}}}}})", code,
                       in_quotes(r.message), in_quotes(request_id));
}

}  // namespace gavel::sim::fondy
