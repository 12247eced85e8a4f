#include "platform/jobs/options.hpp"

namespace gavel::jobs {

void options::declare(config::table& t) {
    t.integer("jobs.concurrency_max", concurrency_max, 1, 1000, "Background jobs of one kind that run at the same time");
    t.integer("jobs.lease_s", lease_s, 10, 86'400, "Seconds after which a job whose worker went silent is given to another one");
    t.integer("jobs.interval_ms", interval_ms, 10, 60'000,
              "Milliseconds between looks for due jobs; new ones of this process start at once");
    t.integer("jobs.keep_done_days", keep_done_days, 7, 3650, "Days that finished jobs are kept");
}

}  // namespace gavel::jobs
