// Public files that were asked for last, shared by all io threads. They never change, so nothing here is ever out of date. Thread-safe.
#pragma once
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace gavel::media {

class recent_files {
public:
    using content = std::shared_ptr<const std::string>;

    explicit recent_files(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    content find(const std::string& key) {
        const std::lock_guard lock(mutex_);
        const auto at = by_key_.find(key);
        if (at == by_key_.end()) return nullptr;
        order_.splice(order_.begin(), order_, at->second);
        return at->second->second;
    }

    // One that would take more than an eighth of the room is not kept.
    void keep(const std::string& key, content c) {
        if (c->size() > bytes_max_ / 8) return;
        const std::lock_guard lock(mutex_);
        if (by_key_.contains(key)) return;
        bytes_ += c->size();
        order_.emplace_front(key, std::move(c));
        by_key_.emplace(order_.front().first, order_.begin());
        while (bytes_ > bytes_max_) {
            bytes_ -= order_.back().second->size();
            by_key_.erase(order_.back().first);
            order_.pop_back();
        }
    }

    std::size_t bytes() const {
        const std::lock_guard lock(mutex_);
        return bytes_;
    }

private:
    using list = std::list<std::pair<const std::string, content>>;  // the last one asked for first

    const std::size_t bytes_max_;
    mutable std::mutex mutex_;  // guards what follows
    list order_;
    std::unordered_map<std::string_view, list::iterator> by_key_;  // views of the keys in order_
    std::size_t bytes_ = 0;
};

}  // namespace gavel::media
