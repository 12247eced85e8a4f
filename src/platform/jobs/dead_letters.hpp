// Jobs that failed for good, for the operator: `gavel jobs`.
#pragma once
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gavel::jobs {

using boost::asio::awaitable;

struct dead_letter {
    std::int64_t id = 0;
    std::string kind;
    int attempts = 0;
    instant created_at, finished_at;
    std::string last_error;
};

struct queue_counts {
    std::int64_t waiting = 0, running = 0, dead = 0;
    std::int64_t oldest_due_s = 0;  // how late the queue is
};

awaitable<std::vector<dead_letter>> read_dead_letters(pg::pool& connections, pg::deadline until, int limit = 100);  // newest first
awaitable<queue_counts> count_jobs(pg::pool& connections, pg::deadline until);

// Gives a dead job all its attempts again. False if there is no such dead job.
awaitable<bool> revive(pg::pool& connections, pg::deadline until, std::int64_t job_id);

}  // namespace gavel::jobs
