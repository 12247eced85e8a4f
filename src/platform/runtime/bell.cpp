#include "platform/runtime/bell.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace gavel::runtime {

struct bell::state {
    explicit state(boost::asio::io_context& io) : timer(io) {}
    void ring() {
        rang = true;
        timer.cancel();
    }
    boost::asio::steady_timer timer;
    bool rang = false;
};

bell::bell(boost::asio::io_context& io) : io_(io), state_(std::make_shared<state>(io)) {}

void bell::ring() { state_->ring(); }
void bell::hush() { state_->rang = false; }

boost::asio::awaitable<void> bell::wait(std::chrono::steady_clock::duration at_most) {
    const auto own = state_;
    if (own->rang) co_return;
    boost::system::error_code woken;
    own->timer.expires_after(at_most);
    co_await own->timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
}

boost::asio::awaitable<void> bell::wait() {
    const auto own = state_;
    if (own->rang) co_return;
    boost::system::error_code woken;
    own->timer.expires_at(boost::asio::steady_timer::time_point::max());
    co_await own->timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
}

std::function<void()> bell::from_anywhere() const {
    return [weak = std::weak_ptr(state_), executor = io_.get_executor()] {
        boost::asio::post(executor, [weak] {
            if (const auto here = weak.lock()) here->ring();
        });
    };
}

void doorbell::press() {
    const std::lock_guard lock(guard_);
    for (const auto& each : listeners_) each();
}

doorbell::listener::listener(doorbell& at, std::function<void()> heard) : at_(at) {
    const std::lock_guard lock(at_.guard_);
    place_ = at_.listeners_.insert(at_.listeners_.end(), std::move(heard));
}

doorbell::listener::~listener() {
    const std::lock_guard lock(at_.guard_);
    at_.listeners_.erase(place_);
}

}  // namespace gavel::runtime
