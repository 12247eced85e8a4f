#include "platform/pg/connect_parameters.hpp"

#include "platform/pg/conninfo.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace gavel::pg {
namespace {

// Row mapping reads ISO dates in UTC and hexadecimal bytes. The last one makes a server process whose client died stop within seconds,
// so the locks of a killed server do not outlive it.
constexpr auto session_settings = "-c datestyle=ISO -c timezone=UTC -c bytea_output=hex -c client_connection_check_interval=2000";

constexpr std::size_t addresses_max = 8;

std::string* find(connect_parameters& parameters, std::string_view key) {
    const auto at = std::ranges::find(parameters, key, [](const auto& each) { return std::string_view(each.first); });
    return at == parameters.end() ? nullptr : &at->second;
}

}  // namespace

connect_parameters parse_url(const std::string& url) {
    const auto options = read_conninfo(url);
    connect_parameters parameters;
    for (const auto* each = options.get(); each->keyword; ++each)
        if (each->val && *each->val) parameters.emplace_back(each->keyword, each->val);
    if (auto* own = find(parameters, "options")) *own += std::string(" ") + session_settings;
    else parameters.emplace_back("options", session_settings);
    parameters.emplace_back("client_encoding", "UTF8");
    parameters.emplace_back("fallback_application_name", "gavel");
    return parameters;
}

boost::asio::awaitable<connect_parameters> with_addresses(connect_parameters given) {
    auto* host = find(given, "host");
    if (!host || find(given, "hostaddr") || host->starts_with('/') || host->starts_with('@') || host->contains(',')) co_return given;
    boost::asio::ip::tcp::resolver resolver(co_await boost::asio::this_coro::executor);
    const auto found = co_await resolver.async_resolve(*host, "", boost::asio::use_awaitable);
    std::string addresses, hosts;
    std::size_t count = 0;
    for (const auto& each : found) {
        if (++count > addresses_max) break;
        addresses += (addresses.empty() ? "" : ",") + each.endpoint().address().to_string();
        hosts += (hosts.empty() ? "" : ",") + *host;
    }
    *host = hosts;
    given.emplace_back("hostaddr", addresses);
    co_return given;
}

}  // namespace gavel::pg
