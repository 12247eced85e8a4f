#include "modules/accounts/marks.hpp"

#include "base/random.hpp"

#include <fmt/format.h>
#include <boost/asio/ip/address.hpp>

#include <array>
#include <chrono>

namespace gavel::accounts {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t mark_bytes = 16;

struct block {
    std::array<unsigned char, 4> from;
    int bits;
};
// Not reachable in the world, or handed out to many customers of a carrier at once (100.64.0.0/10).
constexpr std::array blocks{block{{0, 0, 0, 0}, 8},      block{{10, 0, 0, 0}, 8},    block{{100, 64, 0, 0}, 10},  block{{127, 0, 0, 0}, 8},
                            block{{169, 254, 0, 0}, 16}, block{{172, 16, 0, 0}, 12}, block{{192, 168, 0, 0}, 16}, block{{224, 0, 0, 0}, 3}};

bool anybodys(const ip::address_v4& a) {
    for (const auto& each : blocks) {
        const auto from = ip::address_v4(each.from).to_uint();
        if ((a.to_uint() ^ from) >> (32 - each.bits) == 0) return true;
    }
    return false;
}

std::optional<std::string> network_of(const ip::address_v4& a) {
    if (anybodys(a)) return std::nullopt;
    const auto b = a.to_bytes();
    return fmt::format("{}.{}.{}", b[0], b[1], b[2]);
}

std::optional<std::string> network_of(const ip::address_v6& a) {
    if (a.is_v4_mapped()) return network_of(ip::make_address_v4(ip::v4_mapped, a));
    const auto b = a.to_bytes();
    if ((b[0] & 0xE0) != 0x20) return std::nullopt;  // only 2000::/3 is global
    return fmt::format("{:x}:{:x}:{:x}", b[0] << 8 | b[1], b[2] << 8 | b[3], b[4] << 8 | b[5]);
}

std::vector<unsigned char> mark(std::string_view secret, std::int64_t period, std::string_view what, std::string_view of) {
    auto hash = hmac_sha256(secret, fmt::format("gavel-mark-1\n{}\n{}\n{}", period, what, of));
    hash.resize(mark_bytes);
    return hash;
}

}  // namespace

std::optional<std::string> network_of(std::string_view address) {
    boost::system::error_code malformed;
    const auto parsed = ip::make_address(std::string(address), malformed);
    if (malformed) return std::nullopt;
    return parsed.is_v4() ? network_of(parsed.to_v4()) : network_of(parsed.to_v6());
}

std::optional<marks> marks_of(std::string_view secret, const visit& from, instant now) {
    if (secret.empty()) return std::nullopt;
    const auto network = network_of(from.address);
    if (!network) return std::nullopt;
    const auto period = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count() / mark_days;
    marks found;
    found.network = mark(secret, period, "network", *network);
    found.device = mark(secret, period, "device", fmt::format("{}\n{}\n{}", *network, from.user_agent, from.languages));
    return found;
}

}  // namespace gavel::accounts
