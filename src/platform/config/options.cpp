#include "platform/config/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>
#include <utility>

namespace gavel::config {

std::string environment_name(std::string_view key) {
    std::string name = "GAVEL_";
    for (const char c : key) name += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

std::string accepted_values(const option& o) {
    if (std::holds_alternative<bool*>(o.target)) return "true or false";
    if (std::holds_alternative<std::int64_t*>(o.target)) return fmt::format("a whole number from {} to {}", o.min, o.max);
    if (!o.allowed.empty()) return fmt::format("one of: {}", fmt::join(o.allowed, ", "));
    return fmt::format("one line of text of at most {} bytes", o.max);
}

void table::add(option o) {
    for (const auto& other : options_)
        if (environment_name(other.key) == environment_name(o.key)) throw std::logic_error("option declared twice: " + o.key);
    options_.push_back(std::move(o));
}

void table::integer(std::string key, std::int64_t& target, std::int64_t min, std::int64_t max, std::string help) {
    option o{
        .key = std::move(key), .help = std::move(help), .target = &target, .default_text = std::to_string(target), .min = min, .max = max};
    add(std::move(o));
}

void table::boolean(std::string key, bool& target, std::string help) {
    option o{.key = std::move(key), .help = std::move(help), .target = &target, .default_text = target ? "true" : "false"};
    add(std::move(o));
}

void table::text(std::string key, std::string& target, std::string help, secrecy visibility) {
    option o{.key = std::move(key),
             .help = std::move(help),
             .target = &target,
             .default_text = target,
             .max = text_bytes_max,
             .visibility = visibility};
    add(std::move(o));
}

void table::choice(std::string key, std::string& target, std::vector<std::string> allowed, std::string help) {
    option o{.key = std::move(key),
             .help = std::move(help),
             .target = &target,
             .default_text = target,
             .max = text_bytes_max,
             .allowed = std::move(allowed)};
    add(std::move(o));
}

}  // namespace gavel::config
