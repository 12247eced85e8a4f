#include "platform/http/intake.hpp"

#include "platform/http/ascii.hpp"
#include "platform/http/language_choice.hpp"
#include "platform/http/malformed.hpp"
#include "platform/http/problems.hpp"
#include "platform/http/url.hpp"

#include <algorithm>
#include <random>

namespace gavel::http {

namespace {

constexpr std::size_t query_pairs_max = 64;

bool is_request_id(std::string_view text) {
    return text.size() >= 8 && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.'; });
}

// The value the nearest proxy wrote.
std::string_view last_item(std::string_view list) { return strip(list.substr(list.rfind(',') + 1)); }

// scheme://host in lower case, without the scheme's default port: the form browsers send as Origin.
void write_origin(std::string& out, bool secure, std::string_view host) {
    out.assign(secure ? "https://" : "http://");
    const std::string_view usual = secure ? ":443" : ":80";
    if (host.ends_with(usual) && host.find(':') == host.size() - usual.size()) host.remove_suffix(usual.size());
    for (const char c : host) out.push_back(to_lower(c));
}

// "http://host/path?query", which a server must accept, is read as its own Host.
std::optional<std::string_view> take_authority(std::string_view& target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!iequals(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        const auto authority = target.substr(0, target.find_first_of("/?"));
        target.remove_prefix(authority.size());
        return authority;
    }
    return std::nullopt;
}

}  // namespace

id_source::id_source() {
    std::random_device seed;
    state_ = (std::uint64_t{seed()} << 32) ^ seed();
}

void id_source::next(std::string& out) {
    // splitmix64: a full period over 2^64, one multiplication chain per id.
    std::uint64_t x = state_ += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    x ^= x >> 31;
    out.resize(16);
    for (auto& c : out) {
        c = "0123456789abcdef"[x & 15];
        x >>= 4;
    }
}

std::optional<error> complete_head(request& r, const peer_facts& peer, const trusted_proxies& proxies, id_source& ids, bool http_1_0) {
    r.path.clear();
    r.queries.clear();
    r.params.clear();
    r.who.reset();
    ids.next(r.id);
    r.client_address = peer.address;
    r.secure = false;
    auto host = r.header("host");
    const auto accepted = r.header("accept-language");
    r.lang = accepted ? choose_language(*accepted) : default_language;

    if (peer.trusted) {
        if (const auto id = r.header("x-request-id"); id && is_request_id(*id)) r.id = *id;
        r.client_address = proxies.client_of(r, peer.address);
        if (const auto scheme = r.header("x-forwarded-proto")) r.secure = iequals(last_item(*scheme), "https");
        if (const auto visited = r.header("x-forwarded-host")) host = last_item(*visited);
    }
    std::string_view target = r.target;
    const auto authority = take_authority(target);
    if (authority) host = *authority;
    if (!host && !http_1_0) return malformed("Host", "The header is missing");
    if (host && !is_valid_host(*host)) return malformed("Host", "The name of the host is malformed");
    write_origin(r.origin, r.secure, host.value_or("localhost"));

    if (authority && !target.starts_with('/')) {
        r.path = "/";
        target = target.starts_with('?') ? target : std::string_view{};
    } else if (!target.starts_with('/')) {
        return malformed("target", "The request target begins with /");
    }
    auto query = target;
    const auto path = take_until(query, '?');
    if (!percent_decode(path, false, r.path)) return malformed("path", "The path is not UTF-8 in percent-encoding");
    if (!query.empty() && !parse_query(query, query_pairs_max, r.queries))
        return malformed("query", "The query is not UTF-8 in percent-encoding, or holds too many parameters");
    return std::nullopt;
}

}  // namespace gavel::http
