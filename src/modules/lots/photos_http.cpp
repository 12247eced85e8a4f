#include "modules/lots/photos_http.hpp"

#include "modules/media/view.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::lots {
namespace {

namespace json = boost::json;
using media::purpose;

constexpr http::route_options about_photos{http::access::signed_in, 16 * 1024};

http::reply upload_reply(const http::request& r, const result<media::upload>& u, const photos& of_lots) {
    if (!u) return http::problem_json(u.error(), r.lang);
    return http::created(media::to_json(*u, of_lots.files()), "/api/v1/uploads/" + u->file.id.text());
}

awaitable<http::reply> files_reply(const http::request& r, photos& of_lots, lot_id lot) {
    const auto all = co_await of_lots.all(r.require_account(), lot, r.until);
    if (!all) co_return http::problem_json(all.error(), r.lang);
    json::array shown, papers;
    for (const auto& each : all->photos) shown.push_back(media::own_photo_json(each, of_lots.where()));
    for (const auto& each : all->documents) papers.push_back(media::own_document_json(each, of_lots.where()));
    json::object body;
    body["photos"] = std::move(shown);
    body["documents"] = std::move(papers);
    co_return http::json(std::move(body));
}

awaitable<http::reply> get_files(photos& of_lots, http::request& r) { co_return co_await files_reply(r, of_lots, r.path_id<lot_id>("id")); }

awaitable<http::reply> post_photo(photos& of_lots, http::request& r) {
    const auto lot = r.path_id<lot_id>("id");
    auto announced = media::read_new_picture(r.json_object(), purpose::lot_photo);
    const auto u = co_await of_lots.add(r.require_account(), lot, purpose::lot_photo, std::move(announced), r.until);
    co_return upload_reply(r, u, of_lots);
}

awaitable<http::reply> post_document(photos& of_lots, http::request& r) {
    const auto lot = r.path_id<lot_id>("id");
    auto announced = media::read_new_document(r.json_object());
    const auto u = co_await of_lots.add(r.require_account(), lot, purpose::lot_document, std::move(announced), r.until);
    co_return upload_reply(r, u, of_lots);
}

awaitable<http::reply> put_order(photos& of_lots, http::request& r) {
    const auto lot = r.path_id<lot_id>("id");
    auto ids = media::read_order(r.json_object());
    const auto arranged = co_await of_lots.arrange(r.require_account(), lot, std::move(ids), r.until);
    if (!arranged) co_return http::problem_json(arranged.error(), r.lang);
    co_return co_await files_reply(r, of_lots, lot);
}

awaitable<http::reply> patch_photo(photos& of_lots, http::request& r) {
    const auto lot = r.path_id<lot_id>("id");
    const auto id = r.path_id<media::file_id>("file");
    auto e = media::read_photo_edit(r.json_object());
    const auto changed = co_await of_lots.change(r.require_account(), lot, id, std::move(e), r.until);
    if (!changed) co_return http::problem_json(changed.error(), r.lang);
    co_return http::json(media::own_photo_json(*changed, of_lots.where()));
}

awaitable<http::reply> remove_file(photos& of_lots, http::request& r, purpose what) {
    const auto lot = r.path_id<lot_id>("id");
    const auto id = r.path_id<media::file_id>("file");
    const auto removed = co_await of_lots.remove(r.require_account(), lot, what, id, r.until);
    co_return removed ? http::no_content() : http::problem_json(removed.error(), r.lang);
}

awaitable<http::reply> delete_photo(photos& of_lots, http::request& r) { co_return co_await remove_file(of_lots, r, purpose::lot_photo); }
awaitable<http::reply> delete_document(photos& of_lots, http::request& r) {
    co_return co_await remove_file(of_lots, r, purpose::lot_document);
}

}  // namespace

void add_photo_routes(http::router& routes, photos& of_lots) {
    using enum http::method;
    const auto add = [&](http::method m, const char* pattern, auto run) {
        routes.add(m, pattern, about_photos, [&of_lots, run](http::request& r) { return run(of_lots, r); });
    };
    add(get, "/api/v1/me/lots/{id}/files", get_files);
    add(post, "/api/v1/lots/{id}/photos", post_photo);
    add(put, "/api/v1/lots/{id}/photos/order", put_order);
    add(patch, "/api/v1/lots/{id}/photos/{file}", patch_photo);
    add(del, "/api/v1/lots/{id}/photos/{file}", delete_photo);
    add(post, "/api/v1/lots/{id}/documents", post_document);
    add(del, "/api/v1/lots/{id}/documents/{file}", delete_document);
}

}  // namespace gavel::lots
