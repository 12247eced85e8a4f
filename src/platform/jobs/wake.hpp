// Tells the workers of this process that a job was added, so it starts at once instead of at the next look. Thread-safe.
#pragma once
#include <functional>
#include <list>

namespace gavel::jobs {

void wake_workers();

// Calls `wake` on every wake_workers(), from any thread, until destroyed. The call must be short and must not throw.
class wake_subscription {
public:
    explicit wake_subscription(std::function<void()> wake);
    ~wake_subscription();
    wake_subscription(const wake_subscription&) = delete;
    wake_subscription& operator=(const wake_subscription&) = delete;

private:
    std::list<std::function<void()>>::iterator at_;
};

}  // namespace gavel::jobs
