#include "modules/accounts/throttle.hpp"

#include "base/random.hpp"

namespace gavel::accounts {
namespace {

std::string key_of(const std::string& what, const std::string& who) { return "gavel:throttle:" + what + ":" + hex(sha256(who)).substr(0, 32); }

std::int64_t unix_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

std::int64_t local_counter::count(const std::string& key, std::int64_t window_number) {
    const std::lock_guard lock(guard_);
    if (entries_.size() >= keys_max_ && !entries_.contains(key)) {
        std::erase_if(entries_, [&](const auto& each) { return each.second.window_number != window_number; });
        if (entries_.size() >= keys_max_) entries_.clear();
    }
    auto& found = entries_[key];
    if (found.window_number != window_number) {
        found.window_number = window_number;
        found.count = 0;
    }
    return ++found.count;
}

void local_counter::remove(const std::string& key) {
    const std::lock_guard lock(guard_);
    entries_.erase(key);
}

// The window's number is part of the key, so every process agrees when it ends and no time to live has to be asked for.
boost::asio::awaitable<std::optional<std::int64_t>> throttle::excess(std::string what, std::string who, std::int64_t max, std::chrono::seconds window) {
    const auto now = unix_seconds();
    const auto number = now / window.count();
    const auto key = key_of(what, who);
    const auto shared = co_await redis_.count(key + ":" + std::to_string(number), window);
    const auto counted = shared ? *shared : local_.count(key, number);
    if (counted <= max) co_return std::nullopt;
    co_return (number + 1) * window.count() - now;
}

boost::asio::awaitable<void> throttle::forget(std::string what, std::string who, std::chrono::seconds window) {
    const auto key = key_of(what, who);
    local_.remove(key);
    co_await redis_.remove(key + ":" + std::to_string(unix_seconds() / window.count()));
}

}  // namespace gavel::accounts
