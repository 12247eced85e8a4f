#include "platform/redis/address.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <stdexcept>

namespace gavel::redis {

namespace {

[[noreturn]] void refuse() {
    throw std::invalid_argument(
        "the address of Redis is not understood; give redis://[[user]:password@]host[:port][/database] or unix:///path");
}

}  // namespace

address parse_address(std::string_view text) {
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) refuse();
    const auto& url = *parsed;
    address to;
    if (url.scheme() == "unix") {
        to.path = url.path();
        if (to.path.size() < 2 || to.path.front() != '/' || !url.encoded_host().empty()) refuse();
        return to;
    }
    if (url.scheme() != "redis" || url.encoded_host().empty() || url.has_query() || url.has_fragment()) refuse();
    to.host = url.host_address();
    to.port = url.has_port() ? std::string(url.port()) : "6379";
    to.user = url.user();
    to.password = url.password();
    const std::string path = url.path();
    if (path.size() > 1) to.database = path.substr(1);
    if (!std::ranges::all_of(to.database, [](char c) { return c >= '0' && c <= '9'; })) refuse();
    return to;
}

}  // namespace gavel::redis
