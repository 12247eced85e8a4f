#include "platform/http/quality.hpp"

#include "platform/http/ascii.hpp"

namespace gavel::http {

namespace {

int parse_quality(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return 0;
    int value = (text[0] - '0') * 1000;
    if (text.size() == 1) return value;
    if (text[1] != '.') return 0;
    int unit = 100;
    for (const char c : text.substr(2)) {
        if (!is_digit(c)) return 0;
        value += (c - '0') * unit;
        unit /= 10;
    }
    return value > 1000 ? 1000 : value;
}

}  // namespace

weighted take_weighted(std::string_view& list) {
    auto item = take_until(list, ',');
    weighted found{strip(take_until(item, ';'))};
    while (!item.empty()) {
        auto parameter = strip(take_until(item, ';'));
        if (parameter.starts_with("q=") || parameter.starts_with("Q=")) found.quality = parse_quality(parameter.substr(2));
    }
    return found;
}

}  // namespace gavel::http
