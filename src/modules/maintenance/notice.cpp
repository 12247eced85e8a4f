#include "modules/maintenance/notice.hpp"

#include "base/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace gavel::maintenance {
namespace {

constexpr std::int64_t retry_min_s = 5, retry_max_s = 600, retry_unknown_s = 30;

// Caught in read_notice, which gives the sentence to its caller.
struct malformed_notice : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string message_of(const boost::json::value& v) {
    if (v.is_null()) return {};
    if (!v.is_string()) throw malformed_notice("a message is text, or an object of texts for uk, en and ru");
    auto text = trimmed(std::string_view(v.get_string()));
    if (!is_valid_utf8(text) || code_points(text) > message_length_max)
        throw malformed_notice("a message has at most " + std::to_string(message_length_max) + " characters of UTF-8");
    return text;
}

void read_messages(const boost::json::value& v, notice& into) {
    if (!v.is_object()) {
        into.messages.fill(message_of(v));
        return;
    }
    for (const auto& [code, text] : v.get_object()) {
        const auto l = parse_language(code);
        if (!l) throw malformed_notice("messages are for the languages uk, en and ru, not " + std::string(code));
        into.messages[static_cast<std::size_t>(*l)] = message_of(text);
    }
}

std::optional<instant> until_of(const boost::json::value& v) {
    if (v.is_null()) return std::nullopt;
    const auto parsed = v.is_string() ? parse_instant(v.get_string()) : std::nullopt;
    if (!parsed) throw malformed_notice("until is a time such as 2026-11-30T06:00:00Z");
    return parsed;
}

notice parse(std::string_view text) {
    notice n;
    if (trimmed(text).empty()) return n;
    boost::system::error_code failed;
    const auto all = boost::json::parse(text, failed);
    if (failed || !all.is_object()) throw malformed_notice("it is not a JSON object");
    for (const auto& [name, value] : all.get_object()) {
        if (name == "until") n.until = until_of(value);
        else if (name == "message") read_messages(value, n);
        else throw malformed_notice("it has until and message, not " + std::string(name));
    }
    return n;
}

}  // namespace

std::expected<notice, std::string> read_notice(std::string_view json) {
    if (json.size() > notice_bytes_max) return std::unexpected("it has more than " + std::to_string(notice_bytes_max) + " bytes");
    try {
        return parse(json);
    } catch (const malformed_notice& e) {
        return std::unexpected(e.what());
    }
}

std::int64_t retry_after_s(const notice& n, instant now) {
    if (!n.until) return retry_unknown_s;
    return std::clamp(std::chrono::ceil<std::chrono::seconds>(*n.until - now).count(), retry_min_s, retry_max_s);
}

}  // namespace gavel::maintenance
