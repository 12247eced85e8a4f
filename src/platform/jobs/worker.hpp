// Runs due jobs of the kinds it has handlers for. One io thread; several workers, in one process or many, share the table.
#pragma once
#include "platform/jobs/options.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/runtime/bell.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gavel::jobs {

struct round {
    std::int64_t claimed = 0;
    std::int64_t done = 0;
    std::int64_t failed = 0;  // will be tried again
    std::int64_t dead = 0;
    std::int64_t lost = 0;  // another worker took over, or the mark could not be written: the lease decides
};

class worker {
public:
    worker(boost::asio::io_context& io, pg::pool& connections, options limits);

    void add(registration r);  // before run(); one handler per kind

    // Until the process stops: takes no new job then, and returns when the running ones have ended.
    awaitable<void> run(runtime::life& life);

    // Claims what is due, as much as there are places, and waits until every one of these has ended. Not while run() runs.
    awaitable<round> run_once();

    // Deletes done jobs that are older than they are kept; at most `limit`. Returns how many.
    awaitable<std::int64_t> purge(std::int64_t limit = 10'000);

private:
    // The jobs of one kind: a flood of one takes no place from another.
    struct lane {
        registration entry;
        std::int64_t places = 0, running = 0;
    };

    // A job whose attempt is over and not marked yet.
    struct ending {
        lane* of;
        std::int64_t id;
        int attempt;
        std::string problem;  // empty: done
    };

    awaitable<std::vector<job>> claim();
    awaitable<void> perform(job j);
    awaitable<void> mark_endings();
    awaitable<void> mark_done(const std::vector<ending>& endings);
    awaitable<void> mark_failed(const std::vector<ending>& endings);
    void count_failed(const ending& e, std::int64_t wait_ms);
    awaitable<void> start_due();
    awaitable<void> work(runtime::life& life);

    pg::pool& pool_;
    options limits_;
    std::map<std::string, lane> lanes_;  // by kind
    boost::asio::io_context::executor_type executor_;
    runtime::bell bell_;
    std::chrono::steady_clock::time_point purge_at_{};
    std::int64_t running_ = 0;  // in all lanes, those to be marked included
    std::vector<ending> endings_;
    bool marking_ = false;
    round counts_;
};

}  // namespace gavel::jobs
