#include "sim/demo/pause.hpp"

#include <poll.h>
#include <csignal>

#include <algorithm>

namespace gavel::sim {
namespace {

volatile std::sig_atomic_t stopped = 0;

void remember(int) { stopped = 1; }

}  // namespace

void stop_on_signals() {
    std::signal(SIGINT, remember);
    std::signal(SIGTERM, remember);
    std::signal(SIGPIPE, SIG_IGN);
}

// In short pieces: a signal may arrive between the look at the flag and the sleep.
bool pause_for(std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (!stopped) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) return true;
        poll(nullptr, 0, static_cast<int>(std::min<std::int64_t>(left.count(), 250)));
    }
    return false;
}

}  // namespace gavel::sim
