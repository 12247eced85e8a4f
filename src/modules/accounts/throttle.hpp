// Counts attempts in fixed windows: in Redis, so that all processes count together, and in this process when Redis is away.
#pragma once
#include "platform/redis/client.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace gavel::accounts {

// The counters of one process. Thread-safe. Bounded: when full, everything of past windows goes, then everything.
class local_counter {
public:
    explicit local_counter(std::size_t keys_max = 50'000) : keys_max_(keys_max) {}
    std::int64_t count(const std::string& key, std::int64_t window_number);
    void remove(const std::string& key);

private:
    struct entry {
        std::int64_t window_number = 0;
        std::int64_t count = 0;
    };
    std::mutex guard_;
    std::unordered_map<std::string, entry> entries_;
    std::size_t keys_max_;
};

// One per io thread.
class throttle {
public:
    throttle(redis::client& redis, local_counter& local) : redis_(redis), local_(local) {}

    // Counts one event under `what` and `who` (stored only as a hash). Seconds until the window ends if that is more than `max` events.
    boost::asio::awaitable<std::optional<std::int64_t>> excess(std::string what, std::string who, std::int64_t max, std::chrono::seconds window);
    boost::asio::awaitable<void> forget(std::string what, std::string who, std::chrono::seconds window);

private:
    redis::client& redis_;
    local_counter& local_;
};

}  // namespace gavel::accounts
