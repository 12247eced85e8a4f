#include "modules/media/files.hpp"

#include "modules/media/keys.hpp"
#include "modules/media/rules.hpp"
#include "platform/http/problems.hpp"
#include "platform/image/order.hpp"

#include <algorithm>

namespace gavel::media {

namespace {

constexpr std::size_t picture_bytes_max = 16 * 1024 * 1024;  // far more than a variant ever takes
constexpr std::size_t piece_bytes = 512 * 1024;
constexpr auto piece_within = std::chrono::seconds(20);

// Whatever the bytes are, nothing in them runs, loads or is taken for something else; and nothing about them ever changes.
http::reply shut_in(http::reply r, const served_kind& kind) {
    r.content_type = kind.content_type;
    r.with("Cache-Control", "public, max-age=31536000, immutable")
        .with("Content-Security-Policy", "default-src 'none'; sandbox")
        .with("Cross-Origin-Resource-Policy", "cross-origin");
    // Without a name: the link that leads here has the one its owner gave.
    if (kind.attachment) r.with("Content-Disposition", "attachment");
    return r;
}

}  // namespace

std::optional<served_kind> served_as(std::string_view file_name) {
    if (file_name == document_name) return served_kind{"application/pdf", true};
    const auto dot = file_name.find('.');
    const auto width = file_name.substr(0, dot);
    const bool number = !width.empty() && width.size() <= 5 && width.front() != '0' &&
                        std::all_of(width.begin(), width.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!number || dot == std::string_view::npos) return std::nullopt;
    for (const auto f : {image::format::avif, image::format::webp, image::format::jpeg})
        if (file_name.substr(dot + 1) == image::extension_of(f)) return served_kind{image::media_type_of(f), false};
    return std::nullopt;
}

awaitable<http::reply> files::get(http::request& r) {
    const std::string rendition(r.param("rendition")), name(r.param("file"));
    const auto kind = served_as(name);
    if (!kind || !is_hash(rendition) || r.param("shard") != std::string_view(rendition).substr(0, 2))
        co_return http::problem_json(error(http::not_found), r.lang);
    const auto etag = "\"" + rendition.substr(0, 16) + "-" + name + "\"";
    // The name says everything: who has the file by that name has the right one.
    if (r.header("if-none-match")) {
        auto unchanged = http::conditional(r, etag, http::reply());
        if (unchanged.status == 304) co_return shut_in(std::move(unchanged), *kind);
    }
    const auto key = public_key(rendition, name);
    std::optional<http::reply> found;
    if (kind->attachment) found = co_await download(key, r.until);
    else found = co_await picture(key, r.until);
    if (!found) co_return http::problem_json(error(http::not_found), r.lang);
    co_return shut_in(std::move(found->with("ETag", etag)), *kind);
}

awaitable<std::optional<http::reply>> files::picture(const std::string& key, pg::deadline until) {
    http::reply r;
    r.shared_body = shared_.recent.find(key);
    if (r.shared_body) {
        shared_.counts.served_from_memory.add();
        co_return r;
    }
    auto found = co_await store_.get(key, picture_bytes_max, until);
    if (!found) co_return std::nullopt;
    r.shared_body = std::make_shared<const std::string>(std::move(found->content));
    shared_.recent.keep(key, r.shared_body);
    shared_.counts.served_from_store.add();
    co_return r;
}

// A document is larger than its reader takes at once; it is fetched as it is taken.
awaitable<std::optional<http::reply>> files::download(const std::string& key, pg::deadline until) {
    const auto facts = co_await store_.head(key, until);
    if (!facts) co_return std::nullopt;
    auto first = co_await store_.get_range(key, 0, piece_bytes, until);
    if (!first) co_return std::nullopt;
    http::reply r;
    r.body = std::move(*first);
    if (r.body.size() < facts->bytes) {
        r.rest.emplace();
        r.rest->bytes = facts->bytes;
        r.rest->read = [this, key](std::uint64_t from) { return piece(key, from); };
    }
    shared_.counts.served_from_store.add();
    co_return r;
}

awaitable<std::string> files::piece(std::string key, std::uint64_t from) {
    auto part = co_await store_.get_range(std::move(key), from, piece_bytes, runtime::within(piece_within));
    co_return part ? std::move(*part) : std::string();
}

}  // namespace gavel::media
