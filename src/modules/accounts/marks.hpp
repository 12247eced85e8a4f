// What may be kept of where somebody comes from: keyed hashes that can be compared with each other and say nothing else.
#pragma once
#include "base/time.hpp"
#include "modules/accounts/visit.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::accounts {

inline constexpr std::size_t network_secret_characters_min = 32;
inline constexpr int mark_days = 90;  // how long a mark means the same, and how long it is kept

// The /24 of an IPv4 address or the /48 of an IPv6 address as "198.51.100" or "2001:db8:7". Nothing for what is no address and for
// addresses that are not the visitor's own in the world (loopback, private, shared by a carrier's customers): they would make strangers
// look alike.
std::optional<std::string> network_of(std::string_view address);

struct marks {
    std::vector<unsigned char> network;  // 16 bytes
    std::vector<unsigned char> device;   // 16 bytes: the same browser, as far as its headers tell, in the same network

    bool operator==(const marks&) const = default;
};

// Nothing without a secret or a network. The key changes with every period of `mark_days`, so older marks cannot be compared with newer
// ones. The clock may be this process's own: a second more or less only decides which period a visit on its border belongs to.
std::optional<marks> marks_of(std::string_view secret, const visit& from, instant now);

}  // namespace gavel::accounts
