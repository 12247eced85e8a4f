#include "modules/bidding/content_json.hpp"

#include "base/json_or_null.hpp"
#include "base/random.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace gavel::bidding {

namespace {

namespace json = boost::json;

// Only an amount has a salt.
json::value salt_or_null(const std::optional<std::int64_t>& amount, const salt& drawn) {
    return amount ? json::value(hex(drawn)) : json::value(nullptr);
}

json::object terms_json(const terms& t) {
    return {{"currency", t.currency.code()},
            {"start", t.start},
            {"reserve", or_null(t.reserve)},
            {"reserve_salt", salt_or_null(t.reserve, t.reserve_salt)},
            {"buy_now", or_null(t.buy_now)},
            {"step", or_null(t.step)},
            {"increments", t.increments},
            {"chase", t.chase},
            {"starts_at", format_exactly(t.starts_at)},
            {"ends_at", format_exactly(t.ends_at)},
            {"hard_ends_at", format_exactly(t.hard_ends_at)},
            {"soft_mode", to_string(t.soft.mode)},
            {"soft_window_s", t.soft.window_s},
            {"soft_extend_s", t.soft.extend_s}};
}

// Everything below throws std::exception for what to_json never writes.

template <class T>
T present(std::optional<T> found) {
    if (!found) throw std::invalid_argument("the content of an act is malformed");
    return std::move(*found);
}

instant read_instant(const json::value& from) { return present(parse_instant(from.as_string())); }

salt read_salt(const json::value& from) {
    const auto bytes = present(unhex(from.as_string()));
    salt read{};
    if (bytes.size() != read.size()) throw std::invalid_argument("a salt has 16 bytes");
    std::ranges::copy(bytes, read.begin());
    return read;
}

std::optional<std::int64_t> read_amount(const json::value& from) {
    if (from.is_null()) return std::nullopt;
    return from.as_int64();
}

terms read_terms(const json::object& from) {
    terms t;
    t.currency = present(currency::parse(from.at("currency").as_string()));
    t.start = from.at("start").as_int64();
    t.reserve = read_amount(from.at("reserve"));
    if (t.reserve) t.reserve_salt = read_salt(from.at("reserve_salt"));
    t.buy_now = read_amount(from.at("buy_now"));
    t.step = read_amount(from.at("step"));
    t.increments = from.at("increments").as_string();
    t.chase = from.at("chase").as_bool();
    t.starts_at = read_instant(from.at("starts_at"));
    t.ends_at = read_instant(from.at("ends_at"));
    t.hard_ends_at = read_instant(from.at("hard_ends_at"));
    t.soft.mode = present(named<soft_close_mode>(soft_close_mode_names, from.at("soft_mode").as_string()));
    t.soft.window_s = from.at("soft_window_s").as_int64();
    t.soft.extend_s = from.at("soft_extend_s").as_int64();
    return t;
}

act_content read_members(const json::object& from) {
    act_content content;
    if (const auto* terms = from.if_contains("terms")) content.terms = read_terms(terms->as_object());
    if (const auto* fields = from.if_contains("fields")) content.fields = json::value_to<std::vector<std::string>>(*fields);
    if (const auto* reserve = from.if_contains("reserve")) content.reserve = read_amount(*reserve);
    if (content.reserve) content.reserve_salt = read_salt(from.at("reserve_salt"));
    if (const auto* granularity = from.if_contains("granularity")) content.granularity = granularity->as_int64();
    if (const auto* reason = from.if_contains("reason")) content.reason = present(named<act_reason>(act_reason_names, reason->as_string()));
    if (const auto* bidder = from.if_contains("bidder")) content.bidder = json::value_to<std::int32_t>(*bidder);
    if (const auto* bids = from.if_contains("bids")) content.bids = json::value_to<std::vector<std::int64_t>>(*bids);
    if (const auto* ends_at = from.if_contains("ends_at")) content.ends_at = read_instant(*ends_at);
    return content;
}

}  // namespace

json::object to_json(const act_content& content) {
    json::object out;
    if (content.terms) out["terms"] = terms_json(*content.terms);
    if (!content.fields.empty()) out["fields"] = json::value_from(content.fields);
    if (content.granularity != 0) {
        out["reserve"] = or_null(content.reserve);
        out["reserve_salt"] = salt_or_null(content.reserve, content.reserve_salt);
        out["granularity"] = content.granularity;
    }
    if (content.reason) out["reason"] = to_string(*content.reason);
    if (content.bidder) out["bidder"] = *content.bidder;
    if (!content.bids.empty()) out["bids"] = json::value_from(content.bids);
    if (content.ends_at) out["ends_at"] = format_exactly(*content.ends_at);
    return out;
}

std::optional<act_content> read_act_content(const json::value& stored) {
    if (!stored.is_object()) return std::nullopt;
    try {
        return read_members(stored.get_object());
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace gavel::bidding
