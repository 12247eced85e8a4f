// How many connections and streams are open, in the process and per address. Shared by all threads; touched once per connection or stream.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace gavel::http {

class census {
public:
    census(std::int64_t max, std::int64_t per_address_max) : max_(max), per_address_max_(per_address_max) {}

    enum class outcome { counted, process_full, address_full };
    // `exempt`: counted in the process only (a trusted proxy carries many visitors).
    outcome enter(const std::string& address, bool exempt);
    void leave(const std::string& address, bool exempt);

    std::int64_t open() const { return open_.load(std::memory_order_relaxed); }

private:
    const std::int64_t max_, per_address_max_;
    std::atomic<std::int64_t> open_ = 0;
    std::mutex mutex_;  // guards by_address_
    std::unordered_map<std::string, std::int64_t> by_address_;
};

// One counted place, given back at the end of its life.
class place {
public:
    place(census& in, std::string address, bool exempt) : in_(in), address_(std::move(address)), exempt_(exempt) {}
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place() { in_.leave(address_, exempt_); }

private:
    census& in_;
    std::string address_;
    bool exempt_;
};

}  // namespace gavel::http
