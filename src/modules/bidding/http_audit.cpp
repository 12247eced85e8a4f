// The audit chain of a lot, for everybody; whoever is signed in sees their own hidden amounts too.
#include "modules/bidding/chain.hpp"
#include "modules/bidding/http_acts.hpp"
#include "platform/http/reply.hpp"

#include <limits>

namespace gavel::bidding {
namespace {

awaitable<http::reply> get_audit(pg::pool& pool, http::request& r) {
    const auto lot = r.path_id<lot_id>("id");
    const auto from = r.query_integer("from", 1, std::numeric_limits<std::int64_t>::max(), 1);
    const auto most = r.query_integer("limit", 1, audit_records_max, 100);
    std::optional<account_id> reader;
    if (r.who) reader = r.who->account;
    const auto page = co_await read_audit(pool, lot, from, most, reader, r.until);
    if (!page) co_return http::problem_json(page.error(), r.lang);
    co_return http::json(to_json(*page));
}

}  // namespace

void add_audit_route(http::router& routes, pg::pool& pool) {
    routes.add(http::method::get, "/api/v1/lots/{id}/audit", http::route_options{http::access::personal},
               [&pool](http::request& r) { return get_audit(pool, r); });
}

}  // namespace gavel::bidding
