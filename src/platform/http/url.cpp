#include "platform/http/url.hpp"

#include "base/text.hpp"
#include "platform/http/ascii.hpp"

#include <algorithm>

namespace gavel::http {

namespace {

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    const char lower = to_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x1f && c < 0x7f; });
}

}  // namespace

bool percent_decode(std::string_view text, bool plus_is_space, std::string& out) {
    const auto start = out.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return false;
            const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return false;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return false;
        out.push_back(c);
    }
    const auto added = std::string_view(out).substr(start);
    return is_plain_ascii(added) || is_valid_utf8(added);
}

bool parse_query(std::string_view text, std::size_t pairs_max, std::vector<std::pair<std::string, std::string>>& out) {
    while (!text.empty()) {
        auto value = take_until(text, '&');
        if (value.empty()) continue;
        if (out.size() == pairs_max) return false;
        const auto name = take_until(value, '=');
        auto& pair = out.emplace_back();
        if (!percent_decode(name, true, pair.first) || !percent_decode(value, true, pair.second)) return false;
    }
    return true;
}

bool is_valid_host(std::string_view host) {
    if (host.empty() || host.size() > 255) return false;
    auto rest = host;
    if (rest.front() == '[') {
        const auto end = rest.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        const auto address = rest.substr(1, end - 1);
        if (!std::all_of(address.begin(), address.end(), [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; })) return false;
        rest.remove_prefix(end + 1);
    } else {
        const auto name = rest.substr(0, rest.find(':'));
        if (name.empty()) return false;
        if (!std::all_of(name.begin(), name.end(), [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; })) return false;
        rest.remove_prefix(name.size());
    }
    if (rest.empty()) return true;
    rest.remove_prefix(rest.front() == ':' ? 1 : 0);
    return !rest.empty() && rest.size() <= 5 && std::all_of(rest.begin(), rest.end(), is_digit);
}

}  // namespace gavel::http
