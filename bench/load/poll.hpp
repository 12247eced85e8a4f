// Waits for many sockets at once. Plain epoll, level-triggered: one system call per arrival besides its share of the wait. (Asio reads once
// more to learn that nothing is left, which at 100,000 events a second on two shared cores would be measured as the server's slowness.)
#pragma once
#include "bench/load/socket.hpp"

#include <chrono>
#include <functional>

namespace gavel::load {

using clock = std::chrono::steady_clock;

class poll {
public:
    poll();
    ~poll();
    poll(const poll&) = delete;
    poll& operator=(const poll&) = delete;

    // `arrived` is called while there is something to read; it must outlive the socket's place here and read.
    void add(const socket& on, std::function<void()>& arrived);
    void remove(const socket& on);

    // One wait, until something arrives or `latest`, and the calls for all that arrived.
    void once(clock::time_point latest);

private:
    int descriptor_;
};

}  // namespace gavel::load
