#include "platform/runtime/cores.hpp"

#include "platform/observe/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

namespace gavel::runtime {

namespace asio = boost::asio;
using clock = std::chrono::steady_clock;

struct cores::core {
    asio::io_context io{1};  // one thread runs it: no locks inside
    asio::executor_work_guard<asio::io_context::executor_type> busy = asio::make_work_guard(io);
    std::atomic<clock::rep> last_turn = clock::now().time_since_epoch().count();
    std::thread thread;

    asio::awaitable<void> beat() {
        asio::steady_timer timer(io);
        for (;;) {
            last_turn = clock::now().time_since_epoch().count();
            timer.expires_after(std::chrono::milliseconds(500));
            co_await timer.async_wait(asio::use_awaitable);
        }
    }

    void run() {
        while (!io.stopped()) {
            try {
                io.run();
            } catch (const std::exception& e) {
                log::error("runtime.handler_failed", "error", e.what());
            }
        }
    }
};

cores::cores(std::size_t threads) {
    for (std::size_t n = 0; n < threads; ++n) all_.push_back(std::make_unique<core>());
}

cores::~cores() {
    stop();
    join();
}

asio::io_context& cores::io(std::size_t n) { return all_.at(n)->io; }

void cores::start() {
    for (const auto& each : all_) {
        asio::co_spawn(each->io, each->beat(), asio::detached);
        each->thread = std::thread([c = each.get()] { c->run(); });
    }
}

void cores::stop() {
    for (const auto& each : all_) each->io.stop();
}

void cores::join() {
    for (const auto& each : all_)
        if (each->thread.joinable()) each->thread.join();
}

std::chrono::milliseconds cores::longest_silence() const {
    auto oldest = clock::now();
    for (const auto& each : all_) oldest = std::min(oldest, clock::time_point(clock::duration(each->last_turn.load())));
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - oldest);
}

}  // namespace gavel::runtime
