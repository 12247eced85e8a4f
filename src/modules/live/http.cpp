#include "modules/live/http.hpp"

#include "platform/http/reply.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace gavel::live {
namespace {

boost::asio::awaitable<http::reply> get_stream(shard& on, const change_source& changes, const unread_source& unread, http::request& r) {
    std::optional<account_id> who;
    if (r.who) who = r.who->account;
    const auto seen = r.header("last-event-id").value_or("");
    mailbox box(r.query_ids<lot_id>("lots", stream_lots_max), who, seen);
    const auto opened = co_await on.open(std::move(box), changes, unread, r.until);
    http::reply live;
    live.stream = [opened](http::event_writer& out) -> std::shared_ptr<void> {
        opened->speak(out);
        return opened;
    };
    co_return live;
}

}  // namespace

void add_routes(http::router& routes, shard& on, change_source changes, unread_source unread) {
    const http::route_options personal{http::access::personal, 4 * 1024};
    routes.add(
        http::method::get, "/api/v1/stream", personal,
        [&on, changes = std::move(changes), unread = std::move(unread)](http::request& r) { return get_stream(on, changes, unread, r); });
}

}  // namespace gavel::live
