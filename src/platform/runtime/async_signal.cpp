#include "platform/runtime/async_signal.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>
#include <utility>

namespace gavel::runtime {

namespace asio = boost::asio;

namespace {

struct waiter {
    explicit waiter(asio::steady_timer& t) : timer(&t) {}
    asio::steady_timer* timer;
    bool woken = false;
};

}  // namespace

struct async_signal::state {
    std::list<waiter*> waiters;
    bool raised = false;
};

async_signal::async_signal() : state_(std::make_shared<state>()) {}
async_signal::~async_signal() { raise(); }

void async_signal::raise() {
    if (state_->waiters.empty()) state_->raised = true;
    for (auto* each : state_->waiters) {
        each->woken = true;
        each->timer->cancel();
    }
}

asio::awaitable<bool> async_signal::wait(deadline until) { return wait_on(state_, until); }

asio::awaitable<bool> async_signal::wait_on(std::shared_ptr<state> shared, deadline until) {
    if (std::exchange(shared->raised, false)) co_return true;
    asio::steady_timer timer(co_await asio::this_coro::executor, until);
    waiter self(timer);
    shared->waiters.push_back(&self);
    struct leaving {
        leaving(state& s, waiter& w) : of(s), who(w) {}
        ~leaving() { of.waiters.remove(&who); }
        state& of;
        waiter& who;
    };
    const leaving leave(*shared, self);
    boost::system::error_code cut_short;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cut_short));
    co_return self.woken;
}

}  // namespace gavel::runtime
