// Looks whether backups are made and proven, and says so where operators look: metrics and the log.
#pragma once
#include "modules/backup/options.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

namespace gavel::backup {

class watch {
public:
    // The gauges exist from here on.
    watch(pg::pool& records, const options& chosen, metrics::registry& m);

    boost::asio::awaitable<void> look();
    boost::asio::awaitable<void> run(runtime::life& l);  // until the process stops

private:
    pg::pool& records_;
    const options options_;
    metrics::gauge saved_, proven_, save_late_, drill_late_;
};

}  // namespace gavel::backup
