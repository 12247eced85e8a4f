#include "platform/webpush/endpoint.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

namespace gavel::webpush {
namespace {

namespace urls = boost::urls;

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7F; });
}

bool is_named_with_dot(const urls::url_view& u) {
    return u.host_type() == urls::host_type::name && u.encoded_host().find('.') != std::string_view::npos;
}

}  // namespace

std::optional<endpoint> endpoint::read(std::string_view address, reach allowed) {
    if (address.size() > endpoint_bytes_max || !is_printable(address)) return std::nullopt;
    const auto parsed = urls::parse_absolute_uri(address);  // without a fragment
    if (!parsed) return std::nullopt;
    const auto& u = *parsed;
    if (!u.has_authority() || u.has_userinfo() || u.encoded_host().empty()) return std::nullopt;
    const bool secure = u.scheme_id() == urls::scheme::https;
    if (allowed == reach::anywhere_public) {
        if (!secure || !is_named_with_dot(u)) return std::nullopt;
        if (u.has_port() && u.port() != "443") return std::nullopt;
    } else if (!secure && u.scheme_id() != urls::scheme::http) {
        return std::nullopt;
    }
    const std::string_view usual = secure ? "443" : "80";
    std::string origin = (secure ? "https://" : "http://") + std::string(u.encoded_host());
    std::ranges::transform(origin, origin.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (u.has_port() && std::string_view(u.port()) != usual) origin.append(":").append(std::string_view(u.port()));
    return endpoint(std::string(address), std::move(origin));
}

}  // namespace gavel::webpush
