#include "platform/redis/rate_limit.hpp"

#include <algorithm>
#include <utility>

namespace gavel::redis {

using namespace std::chrono_literals;

window_count local_windows::count(const std::string& key, std::chrono::milliseconds window, clock::time_point now) {
    const std::lock_guard lock(mutex_);
    auto found = entries_.find(key);
    if (found == entries_.end()) {
        if (entries_.size() >= keys_max_) make_room(now);
        found = entries_.try_emplace(key).first;
    }
    auto& at = found->second;
    if (at.events == 0 || at.ends <= now) {
        at.ends = now + window;
        at.events = 0;
    }
    ++at.events;
    return window_count(at.events, std::chrono::ceil<std::chrono::milliseconds>(at.ends - now));
}

// A sweep reads every entry, so it runs at most once a second; between sweeps any entry gives way.
void local_windows::make_room(clock::time_point now) {
    if (now - last_sweep_ >= 1s) {
        last_sweep_ = now;
        std::erase_if(entries_, [&](const auto& each) { return each.second.ends <= now; });
    }
    if (entries_.size() >= keys_max_) entries_.erase(entries_.begin());
}

void local_windows::forget(const std::string& key) {
    const std::lock_guard lock(mutex_);
    entries_.erase(key);
}

std::size_t local_windows::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

awaitable<verdict> rate_limit::take(std::string key, std::int64_t limit, std::chrono::seconds window) {
    auto counted = co_await shared_.count_in_window(key, window);
    if (!counted) counted = local_.count(key, window);
    if (counted->events <= limit) co_return verdict(true, 0);
    const auto wait = std::chrono::ceil<std::chrono::seconds>(counted->left).count();
    co_return verdict(false, std::max<std::int64_t>(wait, 1));
}

awaitable<void> rate_limit::forget(std::string key) {
    local_.forget(key);
    co_await shared_.remove(std::move(key));
}

}  // namespace gavel::redis
