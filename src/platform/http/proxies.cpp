#include "platform/http/proxies.hpp"

#include "platform/http/ascii.hpp"

#include <charconv>
#include <stdexcept>

namespace gavel::http {

namespace ip = boost::asio::ip;

namespace {

ip::address_v6::bytes_type as_v6_bytes(const ip::address& address) {
    return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes() : address.to_v6().to_bytes();
}

// An entry of X-Forwarded-For: an address, in brackets or with a port as some proxies write it.
std::optional<ip::address> parse_entry(std::string_view text) {
    if (text.starts_with('[')) text = text.substr(1, text.find(']') - 1);
    else if (const auto colon = text.find(':'); colon != text.npos && text.find(':', colon + 1) == text.npos) text = text.substr(0, colon);
    boost::system::error_code failed;
    const auto address = ip::make_address(std::string(text), failed);
    if (failed) return std::nullopt;
    return plain(address);
}

}  // namespace

ip::address plain(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

trusted_proxies::trusted_proxies(std::string_view list) {
    while (!list.empty()) {
        const auto entry = strip(take_until(list, ','));
        if (entry.empty()) continue;
        const auto slash = entry.find('/');
        boost::system::error_code failed;
        const auto address = ip::make_address(std::string(entry.substr(0, slash)), failed);
        const int bits = !failed && address.is_v4() ? 32 : 128;
        int prefix = bits;
        if (slash != std::string_view::npos) {
            const auto digits = entry.substr(slash + 1);
            const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
            if (bad != std::errc{} || end != digits.data() + digits.size() || prefix < 0 || prefix > bits)
                failed = make_error_code(boost::system::errc::invalid_argument);
        }
        if (failed) throw std::invalid_argument("http.trusted_proxies: \"" + std::string(entry) + "\" is not an address or network");
        networks_.push_back({as_v6_bytes(address), address.is_v4() ? prefix + 96 : prefix});
    }
}

bool trusted_proxies::contains(const ip::address& address) const {
    if (networks_.empty()) return false;
    const auto bytes = as_v6_bytes(address);
    for (const auto& each : networks_) {
        bool same = true;
        for (int bit = 0; bit < each.prefix && same; bit += 8) {
            const int wanted = std::min(8, each.prefix - bit);
            const auto mask = static_cast<unsigned char>(0xff << (8 - wanted));
            const auto index = static_cast<std::size_t>(bit / 8);
            same = (bytes[index] & mask) == (each.bytes[index] & mask);
        }
        if (same) return true;
    }
    return false;
}

std::string trusted_proxies::client_of(const request& r, const std::string& peer) const {
    std::string client = peer;
    for (std::size_t i = r.headers.size(); i-- > 0;) {
        auto [name, value] = r.headers[i];
        if (name != "x-forwarded-for") continue;
        while (!value.empty()) {
            const auto comma = value.rfind(',');
            const auto entry = strip(comma == value.npos ? value : value.substr(comma + 1));
            value = comma == value.npos ? std::string_view{} : value.substr(0, comma);
            const auto address = parse_entry(entry);
            if (!address) return client;
            client = address->to_string();
            if (!contains(*address)) return client;
        }
    }
    return client;
}

}  // namespace gavel::http
