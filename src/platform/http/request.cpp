#include "platform/http/request.hpp"

#include "base/hex_digits.hpp"
#include "platform/http/ascii.hpp"
#include "platform/http/json_body.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace gavel::http {

namespace {

bool is_json(std::string_view content_type) {
    auto rest = content_type;
    if (!iequals(strip(take_until(rest, ';')), "application/json")) return false;
    const auto parameter = strip(rest);
    return parameter.empty() || iequals(parameter, "charset=utf-8") || iequals(parameter, "charset=\"utf-8\"");
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = to_lower(text[i]);
        if (dash ? c != '-' : !is_hex_digit(c)) return false;
    }
    return true;
}

}  // namespace

void refuse_field(std::string_view field, std::string_view code, boost::json::object more) {
    boost::json::object entry{{"field", field}, {"code", code}};
    for (auto& [name, value] : more) entry.insert_or_assign(name, std::move(value));
    boost::json::array errors;
    errors.push_back(std::move(entry));
    throw refusal(error(invalid_input, {{"field", field}, {"errors", std::move(errors)}}));
}

void request::throw_not_found() { throw refusal(error(not_found)); }

std::string_view request::param(std::string_view name) const {
    for (const auto& [known, value] : params)
        if (known == name) return value;
    throw std::logic_error("the route has no parameter " + std::string(name));
}

std::optional<std::string_view> request::header(std::string_view name) const { return headers.find(name); }

std::optional<std::string_view> request::cookie(std::string_view name) const {
    auto rest = header("cookie").value_or(std::string_view{});
    while (!rest.empty()) {
        auto value = strip(take_until(rest, ';'));
        if (strip(take_until(value, '=')) != name) continue;
        value = strip(value);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> request::query(std::string_view name) const {
    std::optional<std::string_view> found;
    for (const auto& [known, value] : queries) {
        if (known != name) continue;
        if (found) throw refusal(error(malformed_request, {{"field", name}, {"detail", "The query parameter is given twice"}}));
        found = value;
    }
    return found;
}

account_id request::require_account() const {
    if (!who) throw refusal(error(sign_in_required));
    return who->account;
}

account_id request::require_moderator() const {
    const auto account = require_account();
    if (!who->moderates()) throw refusal(error(moderators_only));
    return account;
}

account_id request::require_host() const {
    const auto account = require_account();
    if (who->role != role::host) throw refusal(error(operators_only));
    return account;
}

std::string request::idempotency_key() const {
    const auto given = header("idempotency-key");
    if (!given) refuse_field("Idempotency-Key", "required");
    if (!is_uuid(*given)) refuse_field("Idempotency-Key", "malformed");
    std::string key(*given);
    for (char& c : key) c = to_lower(c);
    return key;
}

boost::json::object request::json_object() const {
    const auto type = header("content-type");
    if (!type || !is_json(*type)) throw refusal(error(wrong_content_type, {{"field", "Content-Type"}}));
    auto parsed = parse_json(body);
    if (!parsed) throw refusal(std::move(parsed.error()));
    auto* object = parsed->if_object();
    if (!object) throw refusal(error(malformed_request, {{"field", "body"}, {"detail", "A JSON object is expected"}}));
    return std::move(*object);
}

std::int64_t request::query_integer(std::string_view name, std::int64_t min, std::int64_t max, std::int64_t otherwise) const {
    const auto text = query(name);
    if (!text) return otherwise;
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (failed == std::errc::result_out_of_range) refuse_field(name, "out_of_range", {{"min", min}, {"max", max}});
    if (failed != std::errc{} || end != text->data() + text->size()) refuse_field(name, "malformed");
    if (value < min || value > max) refuse_field(name, "out_of_range", {{"min", min}, {"max", max}});
    return value;
}

std::vector<std::int64_t> request::query_keys(std::string_view name, std::size_t most) const {
    std::vector<std::int64_t> keys;
    const auto text = query(name).value_or(std::string_view{});
    for (auto rest = text; !rest.empty();) {
        const auto key = gavel::id<struct any_tag>::parse(take_until(rest, ','));
        if (!key) refuse_field(name, "malformed");
        if (std::ranges::find(keys, key->value) == keys.end()) keys.push_back(key->value);
        if (keys.size() > most) refuse_field(name, "too_long", {{"max", most}});
    }
    return keys;
}

}  // namespace gavel::http
