// A clock that can run faster than ours and be moved on, so that a day of retries passes in a test.
#pragma once
#include <chrono>

namespace gavel::sim::fondy {

using sim_time = std::chrono::sys_time<std::chrono::milliseconds>;

class clock {
public:
    explicit clock(int speed) : speed_(speed) {}

    sim_time now() const {
        const auto real = std::chrono::steady_clock::now() - since_;
        return base_ + std::chrono::duration_cast<std::chrono::milliseconds>(real * speed_);
    }
    void run_at(int speed) {
        base_ = now();
        since_ = std::chrono::steady_clock::now();
        speed_ = speed;
    }
    void advance(std::chrono::seconds by) { base_ += by; }

private:
    sim_time base_ = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
    int speed_;
};

}  // namespace gavel::sim::fondy
