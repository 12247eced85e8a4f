// At most so many events within a window: by Redis for all nodes together, by this process alone while Redis is absent.
#pragma once
#include "platform/redis/client.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gavel::redis {

// Counts per key within fixed windows, in memory. Thread-safe; one per process.
class local_windows {
public:
    using clock = std::chrono::steady_clock;

    // Beyond keys_max some key is forgotten for each new one: memory is bounded, a flood of keys weakens the limit.
    explicit local_windows(std::size_t keys_max = 100'000) : keys_max_(keys_max) {}

    window_count count(const std::string& key, std::chrono::milliseconds window, clock::time_point now = clock::now());
    void forget(const std::string& key);
    std::size_t size() const;

private:
    struct entry {
        clock::time_point ends;
        std::int64_t events = 0;
    };

    void make_room(clock::time_point now);

    std::size_t keys_max_;
    mutable std::mutex mutex_;  // guards what follows
    std::unordered_map<std::string, entry> entries_;
    clock::time_point last_sweep_{};
};

class verdict {
public:
    verdict(bool yes, std::int64_t wait_s) : allowed(yes), retry_after_s(wait_s) {}
    bool allowed;
    std::int64_t retry_after_s;  // 0 when allowed, else at least 1
};

// One per io thread, like the client.
class rate_limit {
public:
    rate_limit(client& shared, local_windows& local) : shared_(shared), local_(local) {}

    // Counts one event, also a refused one. `limit` events are allowed in each window. The key holds no personal data (hash addresses).
    awaitable<verdict> take(std::string key, std::int64_t limit, std::chrono::seconds window);
    // A good event wipes the slate: the next one under `key` is the first of a new window.
    awaitable<void> forget(std::string key);

private:
    client& shared_;
    local_windows& local_;
};

}  // namespace gavel::redis
