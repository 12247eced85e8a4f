// SIGTERM (Kubernetes, systemd) and SIGINT (Ctrl-C) begin the orderly end.
#pragma once
#include "platform/runtime/life.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace gavel::runtime {

// The first signal requests the stop, the second ends the process at once with 128 + its number. Also makes the process ignore SIGPIPE.
class stop_signals {
public:
    stop_signals(boost::asio::io_context& io, life& of_process);
    stop_signals(const stop_signals&) = delete;
    stop_signals& operator=(const stop_signals&) = delete;

private:
    void wait();

    boost::asio::signal_set signals_;
    life& life_;
};

}  // namespace gavel::runtime
