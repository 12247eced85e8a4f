// What an account may do beyond its own business.
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace gavel {

// `host` runs the site ("operator" to people, which C++ keeps for itself) and may do all that a moderator may.
enum class role { member, moderator, host };

inline constexpr std::array<std::string_view, 3> role_names{"member", "moderator", "operator"};

constexpr std::string_view to_string(role r) { return role_names[static_cast<std::size_t>(r)]; }
constexpr std::optional<role> parse_role(std::string_view name) {
    for (std::size_t i = 0; i < role_names.size(); ++i)
        if (role_names[i] == name) return static_cast<role>(i);
    return std::nullopt;
}

}  // namespace gavel
