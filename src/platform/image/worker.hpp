// Pictures, each decoded in a process of its own: whatever it does to its decoder, the process that takes bids does not notice.
#pragma once
#include "platform/image/order.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <cstdint>
#include <expected>
#include <memory>
#include <stdexcept>
#include <string>

namespace gavel::image {

struct outcome {
    std::expected<picture, reason> made;
    std::int64_t memory_kib = 0;  // the most that it took
};

// This process ends: the picture is left as it was.
struct stopped : std::runtime_error {
    stopped() : std::runtime_error("the server stops") {}
};

// Blocks until the child has ended or its time is over. Throws stopped soon after `stopping` became true, and std::runtime_error if no
// child can be started.
outcome render_apart(std::string_view content, const order& wanted, const std::atomic<bool>& stopping);

// One per process, thread-safe. Its threads only wait, one for each child.
class worker {
public:
    worker(std::size_t children_max, std::size_t waiting_max) : waiters_(children_max, waiting_max) {}

    // Throws runtime::overloaded when too many wait already.
    boost::asio::awaitable<outcome> render(std::shared_ptr<const std::string> content, order wanted);
    // Ends what runs and takes nothing more, so that nobody waits for a picture at the end of the process. Any thread.
    void stop() { stopping_ = true; }

private:
    std::atomic<bool> stopping_ = false;
    runtime::worker_pool waiters_;
};

}  // namespace gavel::image
