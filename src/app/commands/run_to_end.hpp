// The one piece of work of a command that then ends.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <utility>

namespace gavel::app {

// Runs it on this thread and answers what it answered; throws what it threw. What else waits on `io` is left where it is.
template <class T>
T run_to_end(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
    std::exception_ptr failure;
    T answer{};
    boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, T answered) {
        failure = thrown;
        answer = std::move(answered);
        io.stop();
    });
    io.run();
    if (failure) std::rethrow_exception(failure);
    return answer;
}

}  // namespace gavel::app
