// Collects the declarations of every module.
#include "app/options.hpp"

#include "platform/config/loader.hpp"

namespace gavel::app {

void options::declare(config::table& t) {
    t.integer("runtime.threads", threads, 0, 256, "Threads that serve; 0 means one per processor");
    t.integer("runtime.workers", workers, 1, 64, "Threads for what blocks: password hashing, files in a folder");
    t.integer("runtime.workers_waiting_max", workers_waiting_max, 1, 100'000, "Blocking work that may wait; beyond it the answer is 503");
    t.integer("runtime.stop_within_s", stop_within_s, 1, 600, "Seconds that requests in flight get to finish after SIGTERM");
    t.choice("log.level", log_level, {"debug", "info", "warning", "error"}, "Least severe events that are logged");
    t.text("ops.listen", operations_listen, "Address of /livez, /readyz and /metrics; never open to visitors");
    http.declare(t);
    pg.declare(t);
    migrate.declare(t);
    redis.declare(t);
    jobs.declare(t);
    accounts.declare(t);
    lots.declare(t);
    fees.declare(t);
    services.declare(t);
    bidding.declare(t);
    catalogue.declare(t);
    mail.declare(t);
    bounces.declare(t);
    maintenance.declare(t);
    media.declare(t);
    notifications.declare(t);
    searches.declare(t);
    outages.declare(t);
    payments.declare(t);
    deposits.declare(t);
    push.declare(t);
    orders.declare(t);
    backups.declare(t);
    trust.declare(t);
}

log::level options::log_threshold() const {
    return log_level == "debug"     ? log::level::debug
           : log_level == "warning" ? log::level::warning
           : log_level == "error"   ? log::level::error
                                    : log::level::info;
}

http::options options::operations() const {
    http::options own;
    own.listen = operations_listen;
    own.connections_max = 100;
    return own;
}

void load(options& into, const std::string& config_file) {
    config::table t;
    into.declare(t);
    const auto faults = config::load(t, config_file, config::process_environment());
    if (faults.empty()) return;
    std::string all;
    for (const auto& each : faults) all += (all.empty() ? "" : "\n       ") + each;
    throw bad_configuration(all);
}

}  // namespace gavel::app
