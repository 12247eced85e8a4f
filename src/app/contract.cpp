#include "app/contract.hpp"

#include "base/embedded.hpp"

#include <stdexcept>
#include <string>

namespace gavel::embedded {
extern const embedded_file contract[];
extern const std::size_t contract_count;
}  // namespace gavel::embedded

namespace gavel::app {
namespace {

std::shared_ptr<const std::string> content_of(std::string_view name) {
    for (std::size_t i = 0; i < embedded::contract_count; ++i)
        if (embedded::contract[i].name == name) return std::make_shared<const std::string>(embedded::contract[i].content);
    throw std::logic_error("not embedded: " + std::string(name));
}

http::handler serving(std::string_view name, std::string content_type, std::string policy) {
    const auto body = content_of(name);
    const auto tag = http::etag_of(*body);
    return [=](http::request& r) -> boost::asio::awaitable<http::reply> {
        http::reply whole;
        whole.with("Content-Type", content_type).with("Cache-Control", "no-cache").with("Content-Security-Policy", policy);
        whole.shared_body = body;
        co_return http::conditional(r, tag, std::move(whole));
    };
}

}  // namespace

void add_contract_routes(http::router& routes) {
    routes.add(http::method::get, "/api/openapi.json", {}, serving("openapi.json", "application/json", "default-src 'none'"));
    routes.add(http::method::get, "/api/docs", {},
               serving("index.html", "text/html; charset=utf-8",
                       "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"));
}

}  // namespace gavel::app
