#include "bench/load/poll.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace gavel::load {

poll::poll() : descriptor_(epoll_create1(EPOLL_CLOEXEC)) { check(descriptor_, "epoll_create1"); }
poll::~poll() { ::close(descriptor_); }

void poll::add(const socket& on, std::function<void()>& arrived) {
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.ptr = &arrived;
    check(epoll_ctl(descriptor_, EPOLL_CTL_ADD, on.descriptor(), &wanted), "epoll_ctl");
}

void poll::remove(const socket& on) { check(epoll_ctl(descriptor_, EPOLL_CTL_DEL, on.descriptor(), nullptr), "epoll_ctl"); }

void poll::once(clock::time_point latest) {
    std::array<epoll_event, 512> ready;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(latest - clock::now()).count();
    const int count = epoll_wait(descriptor_, ready.data(), static_cast<int>(ready.size()), static_cast<int>(std::max<long>(left, 0)));
    if (count < 0 && errno == EINTR) return;
    check(count, "epoll_wait");
    for (int i = 0; i < count; ++i) (*static_cast<std::function<void()>*>(ready[static_cast<std::size_t>(i)].data.ptr))();
}

}  // namespace gavel::load
