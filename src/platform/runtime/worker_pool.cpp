#include "platform/runtime/worker_pool.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace gavel::runtime {

struct worker_pool::state {
    std::size_t waiting_max;
    std::mutex mutex;  // guards everything below
    std::condition_variable changed;
    std::deque<std::function<void()>> jobs;
    std::size_t reserved = 0;  // places taken: queued jobs and those about to be
    bool closing = false;
    std::vector<std::jthread> threads;

    void work() {
        std::unique_lock lock(mutex);
        for (;;) {
            changed.wait(lock, [&] { return closing || !jobs.empty(); });
            if (jobs.empty()) return;
            auto job = std::move(jobs.front());
            jobs.pop_front();
            --reserved;
            lock.unlock();
            job();
            job = nullptr;  // what it owns goes before the lock is taken again
            lock.lock();
        }
    }
};

worker_pool::worker_pool(std::size_t threads, std::size_t waiting_max) : state_(std::make_unique<state>()) {
    state_->waiting_max = waiting_max;
    for (std::size_t n = 0; n < threads; ++n) state_->threads.emplace_back([s = state_.get()] { s->work(); });
}

worker_pool::~worker_pool() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->closing = true;
    }
    state_->changed.notify_all();
    state_->threads.clear();
}

void worker_pool::reserve() {
    const std::lock_guard lock(state_->mutex);
    if (state_->reserved >= state_->waiting_max) throw overloaded();
    ++state_->reserved;
}

void worker_pool::submit(std::function<void()> job) {
    {
        const std::lock_guard lock(state_->mutex);
        state_->jobs.push_back(std::move(job));
    }
    state_->changed.notify_one();
}

}  // namespace gavel::runtime
