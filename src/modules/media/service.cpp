#include "modules/media/service.hpp"

#include "modules/media/errors.hpp"
#include "modules/media/keys.hpp"
#include "modules/media/repository.hpp"
#include "modules/media/rules.hpp"
#include "modules/media/worker.hpp"
#include "platform/http/problems.hpp"

#include <algorithm>
#include <exception>

namespace gavel::media {

namespace {

file* find_in(std::vector<file>& files, file_id id) {
    const auto at = std::find_if(files.begin(), files.end(), [&](const file& f) { return f.id == id; });
    return at == files.end() ? nullptr : &*at;
}

}  // namespace

storage::upload as_upload(const file& f) {
    return {incoming_key(f.token), f.content_type, static_cast<std::uint64_t>(f.bytes), f.upload_name};
}

awaitable<result<file>> service::begin(pg::transaction& tx, account_id owner, album where, new_file f) {
    const auto now = co_await repository::count_alone(tx, owner, where);
    if (const auto allowed = judge_one_more(where.purpose, f.bytes, now, shared_.settings); !allowed)
        co_return std::unexpected(allowed.error());
    if (f.name) f.name = document_name_of(*f.name);
    co_return co_await repository::insert(tx, owner, where, std::move(f), random_hash());
}

awaitable<std::vector<file>> service::files_of(album where, pg::deadline until) {
    co_return co_await repository::in_album(pool_, until, where);
}

awaitable<result<void>> service::arrange(pg::transaction& tx, album where, std::vector<file_id> ids) {
    const auto files = co_await repository::lock_album(tx, where);
    for (const auto& f : files) {
        const bool wanted = std::count(ids.begin(), ids.end(), f.id) == 1;
        if (f.state != file_state::refused && !wanted) co_return refuse(no_such_file, {{"missing", f.id.text()}});
        if (f.state == file_state::refused && !wanted) ids.push_back(f.id);  // last, until it goes
    }
    if (ids.size() != files.size()) co_return refuse(no_such_file);
    co_await repository::set_order(tx, std::move(ids));
    co_return result<void>{};
}

awaitable<result<file>> service::change(pg::transaction& tx, album where, file_id id, photo_edit e) {
    auto files = co_await repository::lock_album(tx, where);
    auto* f = find_in(files, id);
    if (!f || f->state == file_state::refused) co_return refuse(no_such_file);
    if (e.changes_alt) {
        co_await repository::set_alt(tx, id, e.alt);
        f->alt = e.alt;
    }
    if (e.quarter_turns && *e.quarter_turns != f->quarter_turns) {
        if (f->state != file_state::ready) co_return refuse(not_ready);
        co_await repository::set_turns(tx, id, *e.quarter_turns);
        f->quarter_turns = *e.quarter_turns;
        enqueue_turn(tx, id);
    }
    co_return std::move(*f);
}

awaitable<result<void>> service::remove(pg::transaction& tx, album where, file_id id) {
    auto files = co_await repository::lock_album(tx, where);
    const auto* f = find_in(files, id);
    if (!f) co_return refuse(no_such_file);
    repository::remove(tx, *f);
    co_return result<void>{};
}

awaitable<void> service::release(pg::transaction& tx, album where) {
    const auto files = co_await repository::lock_album(tx, where);
    for (const auto& f : files) repository::remove(tx, f);
}

awaitable<void> service::copy(pg::transaction& tx, account_id owner, album from, album to) {
    const auto files = co_await repository::lock_album(tx, from);
    for (const auto& f : files) {
        if (f.state != file_state::ready || f.album.purpose == purpose::lot_document) continue;
        new_file same;
        same.content_type = f.content_type;
        same.bytes = f.bytes;
        same.alt = f.alt;
        const auto made = co_await begin(tx, owner, to, std::move(same));
        if (!made) co_return;
        co_await repository::set_turns(tx, made->id, f.quarter_turns);
        co_await repository::mark_checking(tx, made->id);
        enqueue_copy(tx, made->id, original_key(f.token, f.kind.value()));
    }
}

awaitable<upload> service::with_missing(file f, pg::deadline until) {
    upload u{std::move(f), {}};
    if (u.file.state != file_state::open) co_return u;
    if (u.file.upload_name.empty()) {
        auto name = co_await store_.begin_upload(as_upload(u.file), until);
        const bool kept = name.empty() || co_await repository::keep_upload_name(pool_, until, u.file.id, name);
        if (kept) {
            u.file.upload_name = std::move(name);
        } else {
            // Asked twice at the same time: the first name counts.
            auto mine = as_upload(u.file);
            mine.name = std::move(name);
            co_await store_.abandon_upload(std::move(mine), until);
            const auto now = co_await repository::find(pool_, until, u.file.id);
            if (now) u.file = *now;
        }
    }
    u.missing = co_await store_.missing(as_upload(u.file), until);
    for (auto& each : u.missing) {
        if (!each.url.empty()) continue;
        each.url = "/api/v1/uploads/" + u.file.id.text() + "/content?from=" + std::to_string(each.from);
        each.headers.emplace_back("Content-Type", "application/octet-stream");
    }
    co_return u;
}

awaitable<result<upload>> service::opened(account_id owner, file_id id, pg::deadline until) {
    std::exception_ptr failed;
    try {
        co_return co_await found(owner, id, until);
    } catch (const storage::unavailable&) {
        failed = std::current_exception();
    }
    const auto given_up = co_await abandon(owner, id, until);
    static_cast<void>(given_up);
    std::rethrow_exception(failed);
}

awaitable<result<upload>> service::found(account_id owner, file_id id, pg::deadline until) {
    auto f = co_await repository::find(pool_, until, id);
    if (!f || f->owner != owner) co_return refuse(no_such_upload);
    co_return co_await with_missing(std::move(*f), until);
}

awaitable<result<std::int64_t>> service::receive(account_id owner, file_id id, std::int64_t from, http::body_reader& content,
                                                 pg::deadline until) {
    const auto f = co_await repository::find(pool_, until, id);
    if (!f || f->owner != owner) co_return refuse(no_such_upload);
    if (f->state != file_state::open) co_return refuse(upload_closed);
    if (store_.is_direct()) co_return refuse(upload_elsewhere);
    const auto u = as_upload(*f);
    auto there = static_cast<std::uint64_t>(from);
    for (auto piece = co_await content.next(); piece; piece = co_await content.next()) {
        const auto expected = there + piece->size();
        if (expected > u.bytes) co_return refuse(http::body_too_large, {{"max_bytes", f->bytes}});
        const auto now = co_await store_.append(u, there, std::move(*piece), until);
        if (now != expected) co_return refuse(wrong_offset, {{"received", now}});
        shared_.counts.bytes_received.add(static_cast<double>(now - there));
        there = now;
    }
    co_return static_cast<std::int64_t>(there);
}

awaitable<result<upload>> service::finish(account_id owner, file_id id, pg::deadline until) {
    auto f = co_await repository::find(pool_, until, id);
    if (!f || f->owner != owner) co_return refuse(no_such_upload);
    if (f->state == file_state::open) {
        const bool complete = co_await store_.finish_upload(as_upload(*f), until);
        if (!complete) co_return refuse(upload_incomplete);
        auto tx = co_await pool_.begin(until);
        const bool marked = co_await repository::mark_checking(tx, id);
        if (marked) enqueue_check(tx, id);
        co_await tx.commit();
        f = co_await repository::find(pool_, until, id);
        if (!f) co_return refuse(no_such_upload);
    }
    co_return upload{std::move(*f), {}};
}

awaitable<result<void>> service::abandon(account_id owner, file_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto f = co_await repository::lock(tx, id);
    if (!f || f->owner != owner) co_return refuse(no_such_upload);
    if (f->state == file_state::ready) co_return refuse(upload_closed);
    repository::remove(tx, *f);
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<result<upload>> service::begin_avatar(account_id owner, new_file f, pg::deadline until) {
    const album portrait{purpose::avatar, owner.value};
    auto tx = co_await pool_.begin(until);
    auto begun = co_await begin(tx, owner, portrait, std::move(f));
    if (!begun) co_return std::unexpected(begun.error());
    co_await tx.commit();
    co_return co_await opened(owner, begun->id, until);
}

awaitable<std::optional<photo>> service::avatar(account_id owner, pg::deadline until) {
    const album portrait{purpose::avatar, owner.value};
    const auto files = co_await repository::in_album(pool_, until, portrait);
    std::optional<photo> newest;
    for (const auto& f : files)
        if (f.state == file_state::ready) newest = f.photo();
    co_return newest;
}

awaitable<void> service::remove_avatar(account_id owner, pg::deadline until) {
    const album portrait{purpose::avatar, owner.value};
    auto tx = co_await pool_.begin(until);
    co_await release(tx, portrait);
    co_await tx.commit();
}

}  // namespace gavel::media
