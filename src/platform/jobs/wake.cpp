#include "platform/jobs/wake.hpp"

#include <mutex>
#include <utility>

namespace gavel::jobs {
namespace {

struct listeners {
    std::mutex guard;
    std::list<std::function<void()>> all;
};

listeners& process() {
    static listeners instance;
    return instance;
}

}  // namespace

void wake_workers() {
    auto& here = process();
    const std::lock_guard lock(here.guard);
    for (const auto& wake : here.all) wake();
}

wake_subscription::wake_subscription(std::function<void()> wake) {
    auto& here = process();
    const std::lock_guard lock(here.guard);
    at_ = here.all.insert(here.all.end(), std::move(wake));
}

wake_subscription::~wake_subscription() {
    auto& here = process();
    const std::lock_guard lock(here.guard);
    here.all.erase(at_);
}

}  // namespace gavel::jobs
