// The table of fees that previews are made from. One per process, thread-safe.
#pragma once
#include "modules/fees/rules.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <utility>

namespace gavel::fees {

class cache {
public:
    using clock = std::chrono::steady_clock;
    using pointer = std::shared_ptr<const fee_table>;

    explicit cache(clock::duration age_max) : age_max_(age_max) {}

    // Null: there is none, or it is too old; the caller reads it and keeps it.
    pointer find(clock::time_point now = clock::now()) const {
        const std::lock_guard lock(mutex_);
        return now - read_at_ <= age_max_ ? table_ : nullptr;
    }
    // `read_at`: before the reading began.
    void keep(pointer table, clock::time_point read_at) {
        const std::lock_guard lock(mutex_);
        if (read_at < dropped_at_) return;
        table_ = std::move(table);
        read_at_ = read_at;
    }
    void drop(clock::time_point now = clock::now()) {
        const std::lock_guard lock(mutex_);
        table_.reset();
        dropped_at_ = now;
    }

private:
    const clock::duration age_max_;
    mutable std::mutex mutex_;
    pointer table_;
    clock::time_point read_at_{}, dropped_at_{};
};

}  // namespace gavel::fees
