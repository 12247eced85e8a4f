#include "platform/http/form.hpp"

#include "base/text.hpp"
#include "platform/http/problems.hpp"
#include "platform/http/request.hpp"

#include <algorithm>

namespace gavel::http {

namespace {

// Line ends of other systems become ours, so that lengths and stored texts agree.
std::string with_plain_newlines(std::string text) {
    for (std::size_t at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at)) text.erase(at, 1);
    return text;
}

bool has_line_characters(std::string_view text) { return text.find_first_of("\n\t") != std::string_view::npos; }

}  // namespace

form::form(boost::json::object body) : body_(std::move(body)) {}

bool form::has(std::string_view field) const { return body_.contains(field); }

bool form::is_null(std::string_view field) const {
    const auto* found = body_.if_contains(field);
    return found && found->is_null();
}

const boost::json::value* form::take(std::string_view field) {
    if (std::find(known_.begin(), known_.end(), field) == known_.end()) known_.emplace_back(field);
    const auto* found = body_.if_contains(field);
    return found && !found->is_null() ? found : nullptr;
}

void form::reject(std::string_view field, std::string_view code, boost::json::object more) {
    boost::json::object entry{{"field", field}, {"code", code}};
    for (auto& [name, value] : more) entry.insert_or_assign(name, std::move(value));
    errors_.push_back(std::move(entry));
}

std::optional<std::string> form::text(std::string_view field, std::size_t min, std::size_t max, bool multiline) {
    const auto* found = take(field);
    if (!found) return std::nullopt;
    const auto* given = found->if_string();
    if (!given) {
        reject(field, "wrong_type");
        return std::nullopt;
    }
    if (!is_valid_utf8(*given)) {
        reject(field, "malformed");
        return std::nullopt;
    }
    auto text = trimmed(*given);
    if (multiline) text = with_plain_newlines(std::move(text));
    const auto length = code_points(text);
    if (has_control_characters(text) || (!multiline && has_line_characters(text))) reject(field, "malformed");
    else if (length < min) reject(field, "too_short", {{"min", min}});
    else if (length > max) reject(field, "too_long", {{"max", max}});
    else return text;
    return std::nullopt;
}

std::optional<std::string> form::secret(std::string_view field, std::size_t min, std::size_t max) {
    const auto* found = take(field);
    if (!found) return std::nullopt;
    const auto* given = found->if_string();
    if (!given) {
        reject(field, "wrong_type");
        return std::nullopt;
    }
    std::string text(*given);
    if (!is_valid_utf8(text) || has_control_characters(text)) reject(field, "malformed");
    else if (code_points(text) < min) reject(field, "too_short", {{"min", min}});
    else if (code_points(text) > max) reject(field, "too_long", {{"max", max}});
    else return text;
    return std::nullopt;
}

std::optional<std::int64_t> form::integer(std::string_view field, std::int64_t min, std::int64_t max) {
    const auto* found = take(field);
    if (!found) return std::nullopt;
    const auto* given = found->if_int64();
    if (!given) reject(field, "wrong_type");
    else if (*given < min || *given > max) reject(field, "out_of_range", {{"min", min}, {"max", max}});
    else return *given;
    return std::nullopt;
}

std::optional<money> form::amount(std::string_view field, std::int64_t min, std::int64_t max) {
    const auto* found = take(field);
    if (!found) return std::nullopt;
    const auto* given = found->if_object();
    if (!given) {
        reject(field, "wrong_type");
        return std::nullopt;
    }
    const std::string prefix = std::string(field) + ".";
    form inner(*given);
    const auto minor = inner.integer("amount", min, max);
    const auto code = inner.text("currency", 3, 3);
    if (!minor && !inner.faulty()) inner.reject("amount", "required");
    if (!inner.has("currency") || inner.is_null("currency")) inner.reject("currency", "required");
    const auto parsed = code ? currency::parse(*code) : std::nullopt;
    if (code && !parsed) inner.reject("currency", "malformed");
    for (const auto& [name, value] : *given)
        if (name != "amount" && name != "currency") inner.reject(name, "not_allowed");
    for (auto& fault : inner.errors_) {
        auto& entry = fault.as_object();
        entry["field"] = prefix + std::string(entry["field"].as_string());
        errors_.push_back(std::move(entry));
    }
    if (!minor || !parsed) return std::nullopt;
    return money{*minor, *parsed};
}

std::optional<instant> form::moment(std::string_view field) {
    const auto* found = take(field);
    if (!found) return std::nullopt;
    const auto* given = found->if_string();
    if (!given) {
        reject(field, "wrong_type");
        return std::nullopt;
    }
    const auto parsed = parse_instant(*given);
    if (!parsed) reject(field, "malformed");
    return parsed;
}

std::optional<std::string> form::choice(std::string_view field, std::span<const std::string_view> allowed) {
    const auto* found = take(field);
    if (!found) return std::nullopt;
    const auto* given = found->if_string();
    if (!given) {
        reject(field, "wrong_type");
        return std::nullopt;
    }
    if (std::find(allowed.begin(), allowed.end(), std::string_view(*given)) != allowed.end()) return std::string(*given);
    boost::json::array names;
    for (const auto each : allowed) names.emplace_back(each);
    reject(field, "not_allowed", {{"allowed", std::move(names)}});
    return std::nullopt;
}

std::optional<bool> form::flag(std::string_view field) {
    const auto* found = take(field);
    if (!found) return std::nullopt;
    const auto* given = found->if_bool();
    if (given) return *given;
    reject(field, "wrong_type");
    return std::nullopt;
}

std::optional<boost::json::array> form::list(std::string_view field, std::size_t max) {
    const auto* found = take(field);
    if (!found) return std::nullopt;
    const auto* given = found->if_array();
    if (!given) reject(field, "wrong_type");
    else if (given->size() > max) reject(field, "too_long", {{"max", max}});
    else return *given;
    return std::nullopt;
}

std::string form::required_text(std::string_view field, std::size_t min, std::size_t max, bool multiline) {
    if (!take(field)) reject(field, "required");
    return text(field, min, max, multiline).value_or(std::string());
}

std::string form::required_secret(std::string_view field, std::size_t min, std::size_t max) {
    if (!take(field)) reject(field, "required");
    return secret(field, min, max).value_or(std::string());
}

std::string form::required_choice(std::string_view field, std::span<const std::string_view> allowed) {
    if (!take(field)) reject(field, "required");
    return choice(field, allowed).value_or(std::string());
}

money form::required_amount(std::string_view field, std::int64_t min, std::int64_t max) {
    if (!take(field)) reject(field, "required");
    return amount(field, min, max).value_or(money{});
}

void form::finish() {
    for (const auto& [name, value] : body_)
        if (std::find(known_.begin(), known_.end(), std::string_view(name)) == known_.end()) reject(name, "not_allowed");
    if (errors_.empty()) return;
    boost::json::object fields;
    fields["field"] = errors_.front().as_object().at("field");
    fields["errors"] = std::move(errors_);
    throw refusal(error(invalid_input, std::move(fields)));
}

}  // namespace gavel::http
