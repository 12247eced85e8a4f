// `gavel routes`: METHOD path, one per line, as the server would serve them. Needs no database.
#include "app/commands/commands.hpp"
#include "app/shard.hpp"

#include <fmt/format.h>

namespace gavel::app {
namespace {

std::string_view name_of(http::method m) {
    switch (m) {
        case http::method::get: return "GET";
        case http::method::head: return "HEAD";
        case http::method::post: return "POST";
        case http::method::put: return "PUT";
        case http::method::patch: return "PATCH";
        case http::method::del: return "DELETE";
    }
    return "";
}

}  // namespace

int print_routes() {
    process shared{options()};
    boost::asio::io_context io(1);
    const shard parts(io, shared);
    for (const auto& each : parts.router.routes()) fmt::print("{} {}\n", name_of(each.method), each.pattern);
    return 0;
}

}  // namespace gavel::app
