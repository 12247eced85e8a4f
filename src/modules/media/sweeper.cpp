#include "modules/media/sweeper.hpp"

#include "modules/media/repository.hpp"

namespace gavel::media {

namespace {

constexpr std::int64_t rows_max = 500;
// The attempts of a check end after two days (worker.cpp): after these nobody looks at the file any more.
constexpr std::int64_t checking_hours_max = 96;
constexpr std::chrono::minutes spare{2};  // no further page is begun when less is left of the round

}  // namespace

awaitable<swept> sweeper::run_once(pg::pool& pool, runtime::deadline until) {
    swept s;
    s.uploads = co_await expire(pool, until);
    s.objects = co_await remove_leftovers(pool, until);
    co_await store_.tidy(until);
    co_return s;
}

awaitable<std::int64_t> sweeper::expire(pg::pool& pool, runtime::deadline until) {
    auto tx = co_await pool.begin(until);
    const auto old = co_await repository::unfinished(tx, shared_.settings.upload_hours, checking_hours_max, rows_max);
    for (const auto& f : old) repository::remove(tx, f);
    co_await tx.commit();
    co_return static_cast<std::int64_t>(old.size());
}

// A row goes after its objects: a store that fails in between finds the rest at the next round.
awaitable<std::int64_t> sweeper::remove_leftovers(pg::pool& pool, runtime::deadline until) {
    std::int64_t removed = 0;
    for (bool more = true; more;) {
        const auto due = co_await repository::due_leftovers(pool, until, rows_max);
        for (const auto& each : due) {
            removed += co_await clear(each.place, each.upload_name, until);
            co_await repository::forget_leftover(pool, until, each.id);
        }
        more = static_cast<std::int64_t>(due.size()) == rows_max && runtime::left(until) > spare;
    }
    shared_.counts.leftovers_removed.add(static_cast<double>(removed));
    co_return removed;
}

awaitable<std::int64_t> sweeper::clear(std::string place, std::string upload_name, runtime::deadline until) {
    if (!upload_name.empty()) {
        storage::upload u(place, {}, 0, std::move(upload_name));
        co_await store_.abandon_upload(std::move(u), until);
        co_return 1;
    }
    if (!place.ends_with('/')) {
        co_await store_.remove(std::move(place), until);
        co_return 1;
    }
    const auto page = co_await store_.list(place, {}, until);  // a rendition is far from a page of 1000
    for (const auto& each : page.objects) co_await store_.remove(each.key, until);
    co_return static_cast<std::int64_t>(page.objects.size());
}

}  // namespace gavel::media
