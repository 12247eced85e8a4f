#include "platform/google/wire.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace gavel::google {
namespace {

void append_encoded(std::string& out, std::string_view value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) out += c;
        else out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
}

}  // namespace

std::string encoded(const pairs& all) {
    std::string out;
    for (const auto& [name, value] : all) {
        if (!out.empty()) out += '&';
        append_encoded(out, name);
        out += '=';
        append_encoded(out, value);
    }
    return out;
}

std::string escaped_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

boost::json::object object_of(std::string_view json) {
    boost::system::error_code malformed;
    auto value = boost::json::parse(json, malformed);
    return !malformed && value.is_object() ? std::move(value.get_object()) : boost::json::object();
}

std::string text_of(const boost::json::object& o, std::string_view name) {
    const auto* found = o.if_contains(name);
    return found && found->is_string() ? std::string(std::string_view(found->get_string())) : std::string();
}

std::uint64_t number_of(const boost::json::object& o, std::string_view name, std::uint64_t otherwise) {
    const auto* found = o.if_contains(name);
    if (found && found->is_int64()) return found->get_int64() < 0 ? otherwise : static_cast<std::uint64_t>(found->get_int64());
    if (found && found->is_uint64()) return found->get_uint64();
    const auto text = text_of(o, name);
    std::uint64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return !text.empty() && fault == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

}  // namespace gavel::google
