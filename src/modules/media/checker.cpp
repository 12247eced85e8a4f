#include "modules/media/checker.hpp"

#include "modules/media/keys.hpp"
#include "modules/media/rules.hpp"
#include "platform/observe/log.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace gavel::media {

namespace {

using namespace std::chrono_literals;

// Less than the lease of a job, so that nobody else takes it over meanwhile.
constexpr auto attempt_within = 4min;
// Pages that were opened before a turn still show the old rendition.
constexpr auto old_rendition_kept = 1h;

std::string data_address(std::string_view webp) {
    std::string text(sodium_base64_encoded_len(webp.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(webp.data()), webp.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the terminating zero
    return "data:image/webp;base64," + text;
}

std::shared_ptr<const std::string> shared_text(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

file_id file_of(const jobs::job& j) { return file_id{j.payload.at("file").as_int64()}; }

}  // namespace

awaitable<void> checker::check(jobs::job j, pg::pool& pool) {
    const auto until = runtime::within(attempt_within);
    const auto f = co_await repository::find(pool, until, file_of(j));
    if (!f || f->state != file_state::checking) co_return;  // given up meanwhile, or done by an earlier attempt
    // A copy is checked like what it is a copy of.
    const auto* from = j.payload.if_contains("from");
    auto key = from ? std::string(from->as_string()) : incoming_key(f->token);
    auto sent = co_await store_.get(std::move(key), static_cast<std::size_t>(bytes_max_for(f->album.purpose)), until);
    // A signed address can be used again until it ends: what counts are these bytes, read once.
    if (!sent || sent->content.size() != static_cast<std::size_t>(f->bytes)) {
        co_await refuse_file(j, pool, *f, "incomplete", until);
        co_return;
    }
    auto made = co_await publish(*f, shared_text(std::move(sent->content)), until);
    if (made) co_await accept(j, pool, *f, std::move(*made), until);
    else co_await refuse_file(j, pool, *f, made.error(), until);
}

awaitable<std::expected<repository::made, std::string>> checker::publish(const file& f, std::shared_ptr<const std::string> content,
                                                                         runtime::deadline until) {
    if (f.album.purpose != purpose::lot_document) co_return co_await publish_picture(f, std::move(content), until);
    if (!is_pdf(*content)) co_return std::unexpected(std::string("not_a_pdf"));
    co_return co_await publish_document(f, std::move(content), until);
}

awaitable<std::expected<repository::made, std::string>> checker::publish_picture(const file& f, std::shared_ptr<const std::string> content,
                                                                                 runtime::deadline until) {
    const auto began = std::chrono::steady_clock::now();
    auto wanted = order_for(f.album.purpose, f.quarter_turns, shared_.settings);
    auto done = co_await shared_.pictures.render(content, std::move(wanted));
    shared_.counts.picture_seconds.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    if (!done.made) co_return std::unexpected(std::string(to_string(done.made.error())));
    auto& picture = *done.made;

    repository::made m;
    m.kind = std::string(image::to_string(picture.kind));
    m.width = picture.width;
    m.height = picture.height;
    m.shown_turns = f.quarter_turns;
    m.placeholder = data_address(picture.placeholder);
    std::vector<std::string_view> contents;
    for (const auto& v : picture.variants) {
        contents.push_back(v.content);
        m.widths.push_back(v.width);
    }
    std::sort(m.widths.begin(), m.widths.end());
    m.widths.erase(std::unique(m.widths.begin(), m.widths.end()), m.widths.end());
    m.rendition = hash_of(f.token, f.state == file_state::checking ? f.version : f.version + 1, contents);
    // Before anything becomes visible; a repeated attempt writes the same again.
    if (f.state == file_state::checking)
        co_await store_.put(original_key(f.token, m.kind), std::move(content), std::string(image::media_type_of(picture.kind)), until);
    for (auto& v : picture.variants) {
        auto key = public_key(m.rendition, variant_name(v.width, image::extension_of(v.format)));
        co_await store_.put(std::move(key), shared_text(std::move(v.content)), std::string(image::media_type_of(v.format)), until);
    }
    co_return m;
}

awaitable<repository::made> checker::publish_document(const file& f, std::shared_ptr<const std::string> content, runtime::deadline until) {
    repository::made m;
    m.kind = "pdf";
    std::vector<std::string_view> contents;
    contents.push_back(*content);
    m.rendition = hash_of(f.token, f.version, contents);
    co_await store_.put(public_key(m.rendition, document_name), std::move(content), "application/pdf", until);
    co_return m;
}

awaitable<void> checker::accept(const jobs::job& j, pg::pool& pool, const file& f, repository::made m, runtime::deadline until) {
    auto tx = co_await pool.begin(until);
    const auto rendition = m.rendition, kind = m.kind;
    const bool marked = co_await repository::mark_ready(tx, f.id, std::move(m));
    repository::leave(tx, incoming_key(f.token), f.upload_name, 0s);
    if (!marked) {  // given up while it was being worked on
        repository::leave(tx, rendition_prefix(rendition), {}, 0s);
        if (f.album.purpose != purpose::lot_document) repository::leave(tx, original_key(f.token, kind), {}, 0s);
    } else if (f.album.purpose == purpose::avatar) {
        const auto portraits = co_await repository::lock_album(tx, f.album);
        for (const auto& each : portraits)
            if (each.id != f.id && each.state == file_state::ready) repository::remove(tx, each);
    }
    jobs::complete(tx, j);
    co_await tx.commit();
    if (!marked) co_return;
    shared_.counts.checked(to_string(f.album.purpose), "ready");
    log::info("media.ready", "file", f.id.value, "kind", kind, "bytes", f.bytes);
    if (told_) told_(f.album);
}

awaitable<void> checker::refuse_file(const jobs::job& j, pg::pool& pool, const file& f, std::string why, runtime::deadline until) {
    auto tx = co_await pool.begin(until);
    co_await repository::mark_refused(tx, f.id, why);
    repository::leave(tx, incoming_key(f.token), f.upload_name, 0s);
    jobs::complete(tx, j);
    co_await tx.commit();
    shared_.counts.checked(to_string(f.album.purpose), why);
    log::info("media.refused", "file", f.id.value, "reason", why, "bytes", f.bytes);
}

awaitable<void> checker::turn(jobs::job j, pg::pool& pool) {
    const auto until = runtime::within(attempt_within);
    const auto f = co_await repository::find(pool, until, file_of(j));
    if (!f || f->state != file_state::ready || f->quarter_turns == f->shown_turns) co_return;
    auto original =
        co_await store_.get(original_key(f->token, f->kind.value()), static_cast<std::size_t>(bytes_max_for(f->album.purpose)), until);
    if (!original) throw std::runtime_error("the original of a photo is not in the store");
    auto made = co_await publish_picture(*f, shared_text(std::move(original->content)), until);
    if (!made) throw std::runtime_error("a photo that was good before cannot be turned: " + made.error());

    auto tx = co_await pool.begin(until);
    const auto rendition = made->rendition;
    const bool turned = co_await repository::mark_turned(tx, f->id, f->rendition.value(), std::move(*made));
    if (turned) repository::leave(tx, rendition_prefix(*f->rendition), {}, old_rendition_kept);
    else repository::leave(tx, rendition_prefix(rendition), {}, 0s);
    jobs::complete(tx, j);
    co_await tx.commit();
    if (turned && told_) told_(f->album);
}

}  // namespace gavel::media
