// Maps the pure answers of observe onto HTTP.
#include "app/operations.hpp"

namespace gavel::app {
namespace {

http::reply as_reply(observe::answer a) {
    http::reply r(a.status);
    r.with("Content-Type", std::move(a.content_type)).with("Cache-Control", "no-store");
    r.body = std::move(a.body);
    return r;
}

http::handler answering(std::function<observe::answer()> ask) {
    return [ask = std::move(ask)](http::request&) -> boost::asio::awaitable<http::reply> { co_return as_reply(ask()); };
}

}  // namespace

void add_operations_routes(http::router& routes, const observe::health& health, metrics::registry& metrics) {
    routes.add(http::method::get, "/livez", {}, answering([&health] { return health.livez(); }));
    routes.add(http::method::get, "/readyz", {}, answering([&health] { return health.readyz(); }));
    const auto ready = metrics.add_gauge("gavel_ready", "1 when /readyz is good, else 0");
    routes.add(http::method::get, "/metrics", {}, answering([&health, &metrics, ready] {
                   ready.set(health.readyz().status == 200 ? 1 : 0);
                   return observe::metrics_page(metrics);
               }));
}

}  // namespace gavel::app
