#include "modules/searches/http.hpp"

#include "modules/searches/filter.hpp"
#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::searches {
namespace {

constexpr std::size_t query_characters_max = 1000;

boost::json::object view(const saved_search& s) {
    boost::json::object o;
    o["id"] = s.id.text();
    o["name"] = s.name;
    o["query"] = s.query;
    o["mail"] = s.mail;
    o["found_at"] = nullptr;
    if (s.found_at) o["found_at"] = format_instant(*s.found_at);
    o["created_at"] = format_instant(s.created_at);
    return o;
}

http::awaitable<http::reply> get_searches(service& s, http::request& r) {
    const auto all = co_await s.list(r.require_account(), r.until);
    boost::json::array items;
    for (const auto& each : all) items.push_back(view(each));
    boost::json::object body;
    body["items"] = std::move(items);
    body["max"] = searches_max;
    co_return http::json(body);
}

http::awaitable<http::reply> post_search(service& s, http::request& r) {
    const auto owner = r.require_account();
    http::form f(r.json_object());
    auto name = f.required_text("name", 1, name_characters_max);
    const auto query = f.required_text("query", 1, query_characters_max);
    f.finish();
    auto wanted = read_filter(query);
    const auto kept = co_await s.save(owner, std::move(name), std::move(wanted), r.until);
    if (!kept) co_return http::problem_json(kept.error(), r.lang);
    if (kept->is_new) co_return http::created(view(kept->search));
    co_return http::json(view(kept->search));
}

http::awaitable<http::reply> patch_search(service& s, http::request& r) {
    const auto owner = r.require_account();
    const auto id = r.path_id<search_id>("id");
    http::form f(r.json_object());
    auto name = f.text("name", 1, name_characters_max);
    const auto mail = f.flag("mail");
    if (f.is_null("name")) f.reject("name", "required");
    if (f.is_null("mail")) f.reject("mail", "required");
    f.finish();
    const auto changed = co_await s.change(owner, id, std::move(name), mail, r.until);
    if (!changed) co_return http::problem_json(error(http::not_found), r.lang);
    co_return http::json(view(*changed));
}

http::awaitable<http::reply> delete_search(service& s, http::request& r) {
    const auto owner = r.require_account();
    const bool removed = co_await s.remove(owner, r.path_id<search_id>("id"), r.until);
    if (!removed) co_return http::problem_json(error(http::not_found), r.lang);
    co_return http::no_content();
}

}  // namespace

void add_routes(http::router& to, service& s) {
    using http::method;
    http::route_options options;
    options.who = http::access::signed_in;
    options.body_max = 16 * 1024;
    const auto add = [&](method m, std::string pattern, http::awaitable<http::reply> (*run)(service&, http::request&)) {
        to.add(m, std::move(pattern), options, [&s, run](http::request& r) { return run(s, r); });
    };
    add(method::get, "/api/v1/me/searches", get_searches);
    add(method::post, "/api/v1/me/searches", post_search);
    add(method::patch, "/api/v1/me/searches/{id}", patch_search);
    add(method::del, "/api/v1/me/searches/{id}", delete_search);
}

}  // namespace gavel::searches
