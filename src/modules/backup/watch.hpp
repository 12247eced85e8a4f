// Looks whether backups are made in every place and proven, and says so where operators look: metrics, the log, and letters.
#pragma once
#include "modules/backup/lateness.hpp"
#include "modules/backup/options.hpp"
#include "modules/backup/repository_watch.hpp"
#include "modules/mail/postman.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace gavel::backup {

// Each place of backup.targets in its order, then the drill, judged as of now.
boost::asio::awaitable<std::vector<watched>> look_at_all(pg::pool& records, const options& chosen, pg::deadline until);

class watch {
public:
    // The gauges exist from here on. std::invalid_argument if backup.targets is not what it should be. Letters are written only if
    // `carrier` has a mail server; several servers write each of them once.
    watch(pg::pool& records, const options& chosen, const mail::postman& carrier, metrics::registry& m);

    boost::asio::awaitable<void> look();
    boost::asio::awaitable<void> run(runtime::life& l);  // until the process stops

private:
    boost::asio::awaitable<void> write_letters(pg::transaction& tx, const repository::watch_state& state);
    void show(const std::vector<watched>& all);

    pg::pool& records_;
    const options options_;
    const mail::postman& carrier_;
    const std::vector<std::string> subjects_;
    std::vector<metrics::gauge> saved_;  // of each place
    metrics::gauge proven_, save_late_, drill_late_;
};

}  // namespace gavel::backup
