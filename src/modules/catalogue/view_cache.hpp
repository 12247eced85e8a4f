// Finished answers, kept for a moment and shared by all io threads. Thread-safe; a hit takes one short lock and copies one pointer.
// View has `std::size_t bytes() const`; entries and their bytes are both bounded.
//
//   if (auto kept = cache.find(id)) return kept;
//   const auto ticket = cache.begin(id);            // before reading the database
//   ... load ...
//   cache.keep(id, ticket, fresh);                  // not kept if the key was invalidated meanwhile
#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace gavel::catalogue {

template <class View>
class view_cache {
public:
    using clock = std::chrono::steady_clock;
    using pointer = std::shared_ptr<const View>;

    view_cache(std::size_t entries_max, std::size_t bytes_max, clock::duration ttl)
        : entries_max_(entries_max),
          bytes_max_(bytes_max),
          ttl_(ttl) {}

    // What was kept less than `ttl` ago. When it is older, one caller gets nothing (and loads it anew) while the others are served the old
    // one for at most another `ttl`, so that an expired popular view does not send everybody to the database at once.
    pointer find(std::int64_t key, clock::time_point now = clock::now()) {
        const std::lock_guard lock(mutex_);
        const auto at = entries_.find(key);
        if (at == entries_.end()) return nullptr;
        auto& kept = at->second;
        if (now < kept.fresh_until) return kept.view;
        if (now < kept.fresh_until + ttl_ && std::exchange(kept.being_loaded, true)) return kept.view;
        return nullptr;
    }

    std::uint64_t begin(std::int64_t key) {
        const std::lock_guard lock(mutex_);
        return generation(key);
    }

    void keep(std::int64_t key, std::uint64_t ticket, pointer view, clock::time_point now = clock::now()) {
        const std::lock_guard lock(mutex_);
        if (generation(key) != ticket) return;
        drop(entries_.find(key));
        if (is_full(view->bytes())) make_room(now);
        if (is_full(view->bytes())) return;
        bytes_ += view->bytes();
        entries_.emplace(key, entry{std::move(view), now + ttl_, false});
    }

    void invalidate(std::int64_t key) {
        const std::lock_guard lock(mutex_);
        ++generation(key);
        drop(entries_.find(key));
    }

    std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return entries_.size();
    }

private:
    struct entry {
        pointer view;
        clock::time_point fresh_until;
        bool being_loaded = false;
    };

    using place = typename std::unordered_map<std::int64_t, entry>::iterator;

    // Several keys share a counter: a stranger's invalidation costs one view not being kept, nothing more.
    std::uint64_t& generation(std::int64_t key) { return generations_[static_cast<std::uint64_t>(key) % generations_.size()]; }

    bool is_full(std::size_t more) const { return entries_.size() >= entries_max_ || bytes_ + more > bytes_max_; }

    place drop(place at) {
        if (at == entries_.end()) return at;
        bytes_ -= at->second.view->bytes();
        return entries_.erase(at);
    }

    // Drops what is too old, at most once per quarter of a second: a full cache of fresh views is simply not added to.
    void make_room(clock::time_point now) {
        if (now < next_sweep_) return;
        next_sweep_ = now + std::chrono::milliseconds(250);
        for (auto at = entries_.begin(); at != entries_.end();) at = at->second.fresh_until <= now ? drop(at) : std::next(at);
    }

    const std::size_t entries_max_, bytes_max_;
    const clock::duration ttl_;
    mutable std::mutex mutex_;
    std::unordered_map<std::int64_t, entry> entries_;
    std::size_t bytes_ = 0;
    std::array<std::uint64_t, 1024> generations_{};
    clock::time_point next_sweep_{};
};

}  // namespace gavel::catalogue
