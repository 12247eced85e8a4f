#include "platform/fondy/requests.hpp"

#include "base/text.hpp"
#include "platform/fondy/signature.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace gavel::fondy {
namespace {

parameter number(std::string name, std::int64_t value) { return {std::move(name), std::to_string(value), true}; }
parameter text(std::string name, std::string_view value) { return {std::move(name), std::string(value), false}; }

boost::json::object json_of(const parameters& all) {
    boost::json::object o;
    for (const auto& each : all) {
        std::int64_t value = 0;
        const auto* const end = each.text.data() + each.text.size();
        if (each.text.empty()) continue;
        if (each.is_number && std::from_chars(each.text.data(), end, value).ptr == end) o[each.name] = value;
        else o[each.name] = each.text;
    }
    return o;
}

raw_value raw_of(const parameters& all) {
    raw_value order;
    order.is = raw_value::kind::object;
    for (const auto& each : all) {
        raw_value v;
        v.is = each.is_number ? raw_value::kind::number : raw_value::kind::text;
        v.text = each.text;
        order.members.push_back({each.name, std::move(v)});
    }
    return order;
}

}  // namespace

std::string cleaned_title(std::string_view title, std::size_t max) {
    std::string out;
    if (!is_valid_utf8(title)) title = {};
    for (const char c : title) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        out += c == '|' ? '/' : control ? ' ' : c;
    }
    out = trimmed(out);
    if (code_points(out) > max) out = trimmed(first_code_points(out, max - 1)) + "…";
    return out.empty() ? "Gavel" : out;
}

parameters checkout_parameters(const checkout& c) {
    return {text("order_id", c.order),
            text("order_desc", cleaned_title(c.title)),
            number("amount", c.amount),
            text("currency", c.currency),
            text("response_url", c.response_url),
            text("server_callback_url", c.callback_url),
            number("lifetime", c.lifetime_s),
            text("lang", c.language),
            text("delayed", c.retries ? "Y" : "N"),
            text("preauth", c.hold ? "Y" : "N")};
}

parameters order_parameters(std::string_view order) { return {text("order_id", order)}; }

parameters reverse_parameters(std::string_view order, std::int64_t amount, std::string_view currency, std::string_view reverse_id,
                              std::string_view comment) {
    return {text("order_id", order), number("amount", amount), text("currency", currency), text("reverse_id", reverse_id),
            text("comment", cleaned_title(comment))};
}

parameters capture_parameters(std::string_view order, std::int64_t amount, std::string_view currency) {
    return {text("order_id", order), number("amount", amount), text("currency", currency)};
}

std::string request_body(const merchant& by, parameters p) {
    p.push_back({"merchant_id", by.id, true});
    boost::json::object request;
    if (by.version == protocol::v2_0) {
        boost::json::object order;
        order["order"] = json_of(p);
        const auto data = encode_base64(boost::json::serialize(order));
        request["version"] = "2.0";
        request["data"] = data;
        request["signature"] = signature_of_data(data, by.key);
    } else {
        p.push_back({"version", "1.0.1", false});
        request = json_of(p);
        request["signature"] = signature_of(raw_of(p), by.key);
    }
    boost::json::object whole;
    whole["request"] = std::move(request);
    return boost::json::serialize(whole);
}

}  // namespace gavel::fondy
