#include "platform/storage/s3_store.hpp"

#include "platform/s3/error.hpp"
#include "platform/s3/self_test.hpp"
#include "platform/storage/key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace gavel::storage {

namespace {

constexpr std::chrono::minutes address_valid{10};

std::string checked(std::string key) {
    if (!is_key(key)) throw std::logic_error("not a key of the store: " + key);
    return key;
}

// The exceptions of s3 as those of every store.
template <class T>
awaitable<T> translated(awaitable<T> work) {
    try {
        co_return co_await std::move(work);
    } catch (const s3::unavailable& e) {
        throw unavailable(std::string("the store fails: ") + e.what());
    } catch (const s3::malformed_answer& e) {
        throw unavailable(e.what());
    }
}

facts as_facts(s3::object_facts f) { return {std::move(f.key), f.bytes, std::move(f.etag), f.modified}; }

struct span {
    int number;
    std::uint64_t from, to;
};

std::vector<span> parts_of(std::uint64_t bytes) {
    std::vector<span> all;
    for (std::uint64_t from = 0; from < bytes; from += part_bytes)
        all.push_back({static_cast<int>(all.size()) + 1, from, std::min(from + part_bytes, bytes)});
    return all;
}

bool holds(const std::vector<s3::part>& sent, const span& wanted) {
    return std::any_of(sent.begin(), sent.end(),
                       [&](const s3::part& each) { return each.number == wanted.number && each.bytes == wanted.to - wanted.from; });
}

}  // namespace

awaitable<void> s3_store::put(std::string key, std::shared_ptr<const std::string> content, std::string content_type, deadline until) {
    co_await translated(client_.put(checked(std::move(key)), std::move(content), std::move(content_type), until));
}

awaitable<std::optional<object>> s3_store::get(std::string key, std::size_t bytes_max, deadline until) {
    auto found = co_await translated(client_.get(checked(std::move(key)), bytes_max, until));
    if (!found) co_return std::nullopt;
    object o{as_facts(std::move(found->facts)), std::move(found->content)};
    co_return o;
}

awaitable<std::optional<std::string>> s3_store::get_range(std::string key, std::uint64_t from, std::size_t count, deadline until) {
    co_return co_await translated(client_.get_range(checked(std::move(key)), from, count, until));
}

awaitable<std::optional<facts>> s3_store::head(std::string key, deadline until) {
    auto found = co_await translated(client_.head(checked(std::move(key)), until));
    if (!found) co_return std::nullopt;
    co_return as_facts(std::move(*found));
}

awaitable<void> s3_store::remove(std::string key, deadline until) { co_await translated(client_.remove(checked(std::move(key)), until)); }

awaitable<page> s3_store::list(std::string prefix, std::string next, deadline until, int limit) {
    auto found = co_await translated(client_.list(std::move(prefix), std::move(next), until, limit));
    page p;
    for (auto& each : found.objects) p.objects.push_back(as_facts(std::move(each)));
    p.next = std::move(found.next);
    co_return p;
}

awaitable<std::string> s3_store::begin_upload(upload u, deadline until) {
    if (u.bytes <= part_bytes) co_return std::string();
    co_return co_await translated(client_.begin_parts(checked(std::move(u.key)), std::move(u.content_type), until));
}

awaitable<bool> s3_store::is_there(upload u, deadline until) {
    const auto found = co_await translated(client_.head(checked(std::move(u.key)), until));
    co_return found && found->bytes == u.bytes;
}

awaitable<std::vector<piece>> s3_store::missing(upload u, deadline until) {
    std::vector<piece> all;
    const bool there = co_await is_there(u, until);
    if (there) co_return all;
    if (u.name.empty()) {
        piece whole{0, u.bytes, client_.presigned_put(u.key, u.content_type, u.bytes, address_valid), {{"Content-Type", u.content_type}}};
        all.push_back(std::move(whole));
        co_return all;
    }
    const auto sent = co_await translated(client_.parts(u.key, u.name, until));
    if (!sent) throw unavailable("the store has forgotten the upload");
    for (const auto& each : parts_of(u.bytes)) {
        if (holds(*sent, each)) continue;
        piece one{each.from, each.to, client_.presigned_part(u.key, u.name, each.number, each.to - each.from, address_valid), {}};
        all.push_back(std::move(one));
    }
    co_return all;
}

awaitable<bool> s3_store::finish_upload(upload u, deadline until) {
    if (!u.name.empty()) {
        const auto sent = co_await translated(client_.parts(u.key, u.name, until));
        if (sent) {
            const auto wanted = parts_of(u.bytes);
            const bool complete = std::all_of(wanted.begin(), wanted.end(), [&](const span& each) { return holds(*sent, each); });
            if (!complete || sent->size() != wanted.size()) co_return false;
            co_await translated(client_.complete_parts(u.key, u.name, *sent, until));
        }
        // Not known any more: an earlier call may have completed it without hearing of it.
    }
    co_return co_await is_there(std::move(u), until);
}

awaitable<void> s3_store::abandon_upload(upload u, deadline until) {
    if (!u.name.empty()) co_await translated(client_.abandon_parts(checked(u.key), u.name, until));
    co_await remove(std::move(u.key), until);
}

awaitable<std::uint64_t> s3_store::append(upload, std::uint64_t, std::string, deadline) {
    throw std::logic_error("uploads go straight to the store");
    co_return 0;
}

awaitable<std::vector<std::string>> s3_store::prepare(std::string site_origin, deadline until) {
    std::vector<std::string> done;
    const auto& bucket = client_.settings().bucket;
    const bool made = co_await translated(client_.make_bucket(until));
    done.push_back(fmt::format("The bucket {} {}.", bucket, made ? "is there" : "was there already"));
    if (site_origin.empty()) co_return done;
    std::vector<std::string> origins;
    origins.push_back(site_origin);
    co_await translated(client_.allow_origins(std::move(origins), until));
    done.push_back(fmt::format("Browsers at {} may upload into it.", site_origin));
    co_return done;
}

// Uploads in parts are abandoned by whoever began them.
awaitable<void> s3_store::tidy(deadline) { co_return; }

awaitable<std::vector<std::string>> s3_store::self_test(std::string site_origin, deadline until) {
    co_return co_await s3::self_test(client_, std::move(site_origin), until);
}

}  // namespace gavel::storage
