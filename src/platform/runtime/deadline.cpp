#include "platform/runtime/deadline.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gavel::runtime {

boost::asio::awaitable<void> sleep_until(deadline until) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, until);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace gavel::runtime
