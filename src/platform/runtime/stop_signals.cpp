#include "platform/runtime/stop_signals.hpp"

#include "platform/observe/log.hpp"

#include <boost/system/error_code.hpp>

#include <csignal>
#include <cstdlib>

namespace gavel::runtime {

stop_signals::stop_signals(boost::asio::io_context& io, life& of_process) : signals_(io, SIGTERM, SIGINT), life_(of_process) {
    std::signal(SIGPIPE, SIG_IGN);
    wait();
}

void stop_signals::wait() {
    signals_.async_wait([this](boost::system::error_code failed, int number) {
        if (failed) return;
        if (life_.stopping()) std::_Exit(128 + number);
        log::info("runtime.stop_requested", "signal", number);
        life_.request_stop();
        wait();
    });
}

}  // namespace gavel::runtime
