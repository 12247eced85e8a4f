#include "modules/maintenance/http.hpp"

#include "modules/maintenance/errors.hpp"
#include "modules/maintenance/page.hpp"

#include <limits>

namespace gavel::maintenance {
namespace {

bool is_below(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

// As the site's own addresses say it; Ukrainian ones do not, so those go by what the browser asks for.
language language_of(const http::request& r) {
    for (const auto l : {language::en, language::ru})
        if (is_below(r.path, "/" + std::string(to_string(l)))) return l;
    return r.lang;
}

bool wants_json(const http::request& r) { return is_below(r.path, "/api") || r.header("accept").value_or("").starts_with("application/"); }

http::reply problem(const http::request& r, const notice& n, std::int64_t retry_s) {
    boost::json::object facts{{"retry_after_s", retry_s}};
    if (n.until) facts["until"] = format_instant(*n.until);
    if (const auto& message = n.message(r.lang); !message.empty()) facts["detail"] = message;
    return http::problem_json(error(under_maintenance, std::move(facts)), r.lang);
}

}  // namespace

http::reply answer(const http::request& r, const notice& n, instant now) {
    const auto retry_s = retry_after_s(n, now);
    auto said = wants_json(r) ? problem(r, n, retry_s) : page(n, language_of(r)).with("Retry-After", std::to_string(retry_s));
    return said.with("Cache-Control", "no-store");
}

void answer_all(http::server& server, const board& tells) {
    http::route_options anything;
    anything.streamed_body = true;  // nobody reads it: the answer goes out at once, and the connection ends after it
    anything.body_max = std::numeric_limits<std::size_t>::max();
    server.answer_all(
        anything, [&tells](http::request& r) -> boost::asio::awaitable<http::reply> { co_return answer(r, tells.now(), server_now()); });
}

void add_health(http::router& routes) {
    routes.add(http::method::get, "/healthz", {}, [](http::request&) -> boost::asio::awaitable<http::reply> {
        http::reply good;
        good.content_type = "text/plain; charset=utf-8";
        good.body = "ok\n";
        co_return good;
    });
}

}  // namespace gavel::maintenance
