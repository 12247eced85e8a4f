#include "platform/http_client/public_address.hpp"

#include <array>
#include <cstdint>

namespace gavel::http_client {
namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

struct block {
    std::uint32_t first;
    int bits;
};

// IANA's registry of special-purpose IPv4 addresses, and multicast and what is above it.
constexpr std::array<block, 15> closed_v4{{
    {0x00000000, 8},   // this network
    {0x0A000000, 8},   // private
    {0x64400000, 10},  // shared by carriers
    {0x7F000000, 8},   // loopback
    {0xA9FE0000, 16},  // link-local; machines of clouds read their secrets there
    {0xAC100000, 12},  // private
    {0xC0000000, 24},  // protocol assignments
    {0xC0000200, 24},  // documentation
    {0xC0586300, 24},  // old 6to4 relays
    {0xC0A80000, 16},  // private
    {0xC6120000, 15},  // benchmarks
    {0xC6336400, 24},  // documentation
    {0xCB007100, 24},  // documentation
    {0xE0000000, 4},   // multicast
    {0xF0000000, 4},   // reserved, broadcast
}};

bool is_public_v4(const address_v4& where) {
    const auto number = where.to_uint();
    for (const auto& each : closed_v4)
        if ((number ^ each.first) >> (32 - each.bits) == 0) return false;
    return true;
}

std::uint32_t word(const address_v6::bytes_type& b, std::size_t at) {
    return std::uint32_t{b[at]} << 24 | std::uint32_t{b[at + 1]} << 16 | std::uint32_t{b[at + 2]} << 8 | b[at + 3];
}

bool is_public_v6(const address_v6& where) {
    const auto b = where.to_bytes();
    const auto first = word(b, 0);
    // NAT64 leads to the IPv4 address at the end.
    if (first == 0x0064FF9B && word(b, 4) == 0 && word(b, 8) == 0) return is_public_v4(address_v4(word(b, 12)));
    if (first >> 29 != 1) return false;                                    // global unicast is 2000::/3; what is mapped is not
    if (first >> 16 == 0x2002) return false;                               // 6to4
    if (first >> 16 == 0x2001 && (first & 0xFFFF) < 0x0200) return false;  // protocol assignments, Teredo
    if (first == 0x20010DB8) return false;                                 // documentation
    return first >> 12 != 0x3FFF0;                                         // documentation
}

}  // namespace

bool is_public(const boost::asio::ip::address& where) { return where.is_v4() ? is_public_v4(where.to_v4()) : is_public_v6(where.to_v6()); }

}  // namespace gavel::http_client
