#include "modules/media/http.hpp"

#include "modules/media/rules.hpp"
#include "modules/media/view.hpp"

#include <chrono>

namespace gavel::media {
namespace {

namespace json = boost::json;

// A photo of the largest size at 35 kB/s; who is slower goes on where it was cut.
constexpr std::chrono::minutes content_within{10};

http::reply upload_reply(const http::request& r, const result<upload>& u, const service& media, int status) {
    if (!u) return http::problem_json(u.error(), r.lang);
    auto body = to_json(*u, media);
    if (status == 201) return http::created(std::move(body), "/api/v1/uploads/" + u->file.id.text());
    return http::json(std::move(body), status);
}

awaitable<http::reply> get_upload(service& media, http::request& r) {
    const auto u = co_await media.found(r.require_account(), r.path_id<file_id>("id"), r.until);
    co_return upload_reply(r, u, media, 200);
}

awaitable<http::reply> delete_upload(service& media, http::request& r) {
    const auto done = co_await media.abandon(r.require_account(), r.path_id<file_id>("id"), r.until);
    co_return done ? http::no_content() : http::problem_json(done.error(), r.lang);
}

awaitable<http::reply> put_content(service& media, http::request& r) {
    const auto id = r.path_id<file_id>("id");
    const auto from = r.query_integer("from", 0, photo_bytes_max, 0);
    const auto received = co_await media.receive(r.require_account(), id, from, *r.content, r.until);
    if (!received) co_return http::problem_json(received.error(), r.lang);
    json::object body;
    body["received"] = *received;
    co_return http::json(std::move(body));
}

awaitable<http::reply> post_completion(service& media, http::request& r) {
    const auto u = co_await media.finish(r.require_account(), r.path_id<file_id>("id"), r.until);
    co_return upload_reply(r, u, media, 202);
}

awaitable<http::reply> get_avatar(service& media, http::request& r) {
    const auto portrait = co_await media.avatar(r.require_account(), r.until);
    json::object body;
    body["avatar"] = to_json(portrait, media.where());
    co_return http::json(std::move(body));
}

awaitable<http::reply> post_avatar(service& media, http::request& r) {
    auto announced = read_new_picture(r.json_object(), purpose::avatar);
    const auto u = co_await media.begin_avatar(r.require_account(), std::move(announced), r.until);
    co_return upload_reply(r, u, media, 201);
}

awaitable<http::reply> delete_avatar(service& media, http::request& r) {
    co_await media.remove_avatar(r.require_account(), r.until);
    co_return http::no_content();
}

}  // namespace

void add_routes(http::router& routes, service& media, files& served) {
    using enum http::method;
    http::route_options signed_in, streamed;
    signed_in.who = http::access::signed_in;
    signed_in.body_max = 4 * 1024;
    streamed.who = http::access::signed_in;
    streamed.streamed_body = true;
    streamed.body_max = static_cast<std::size_t>(photo_bytes_max);
    streamed.within = content_within;
    const auto add = [&](http::method m, const char* pattern, const http::route_options& options, auto run) {
        routes.add(m, pattern, options, [&media, run](http::request& r) { return run(media, r); });
    };
    add(get, "/api/v1/uploads/{id}", signed_in, get_upload);
    add(del, "/api/v1/uploads/{id}", signed_in, delete_upload);
    add(put, "/api/v1/uploads/{id}/content", streamed, put_content);
    add(post, "/api/v1/uploads/{id}/completion", signed_in, post_completion);
    add(get, "/api/v1/me/avatar", signed_in, get_avatar);
    add(post, "/api/v1/me/avatar", signed_in, post_avatar);
    add(del, "/api/v1/me/avatar", signed_in, delete_avatar);
    routes.add(get, "/media/{shard}/{rendition}/{file}", {}, [&served](http::request& r) { return served.get(r); });
}

}  // namespace gavel::media
