// Runs due jobs of the kinds it has handlers for. One io thread; several workers, in one process or many, share the table.
#pragma once
#include "platform/jobs/options.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace gavel::jobs {

struct round {
    int claimed = 0;
    int done = 0;
    int failed = 0;  // will be tried again
    int dead = 0;
    int lost = 0;  // another worker took over, or the mark could not be written: the lease decides
};

class worker {
public:
    worker(boost::asio::io_context& io, pg::pool& connections, options limits);

    void add(registration r);  // before run(); one handler per kind

    // Until the process stops: takes no new job then, and returns when the running ones have ended.
    awaitable<void> run(runtime::life& life);

    // Claims what is due, at most concurrency_max, and waits until every one of these has ended.
    awaitable<round> run_once();

    // Deletes done jobs that are older than they are kept; at most `limit`. Returns how many.
    awaitable<std::int64_t> purge(std::int64_t limit = 10'000);

private:
    enum class outcome { done, failed, dead, lost };

    struct alarm {
        explicit alarm(boost::asio::io_context& io) : timer(io) {}
        void ring() {
            rung = true;
            timer.cancel();
        }
        boost::asio::steady_timer timer;
        bool rung = false;
    };

    awaitable<std::vector<job>> claim(std::int64_t limit);
    awaitable<outcome> perform(job j);
    awaitable<outcome> finish(const job& j, int attempts_max, const std::string& problem);
    awaitable<void> start_due();
    awaitable<void> perform_counted(job j);
    awaitable<void> work(runtime::life& life);

    pg::pool& pool_;
    options limits_;
    std::unordered_map<std::string, registration> handlers_;
    std::vector<std::string> kinds_;
    boost::asio::io_context::executor_type executor_;
    std::shared_ptr<alarm> alarm_;
    std::chrono::steady_clock::time_point purge_at_{};
    std::int64_t running_ = 0;
};

}  // namespace gavel::jobs
