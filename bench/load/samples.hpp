// Measured times of one kind and their percentiles.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace gavel::load {

class samples {
public:
    void add(std::chrono::nanoseconds took) { all_.push_back(took); }
    std::size_t size() const { return all_.size(); }

    // Milliseconds below which `share` (0 to 1) of them lie; 0 without any.
    double percentile_ms(double share) {
        if (all_.empty()) return 0;
        const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(all_.size() - 1));
        std::nth_element(all_.begin(), all_.begin() + rank, all_.end());
        return std::chrono::duration<double, std::milli>(all_[static_cast<std::size_t>(rank)]).count();
    }

private:
    std::vector<std::chrono::nanoseconds> all_;
};

}  // namespace gavel::load
