// What the commands of backups work with: settings, databases, places, the store.
#pragma once
#include "app/options.hpp"
#include "modules/backup/progress.hpp"
#include "modules/backup/target.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/storage/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gavel::app {

class backup_work {
public:
    explicit backup_work(const std::string& config_file);

    options chosen;
    boost::asio::io_context io{1};
    runtime::worker_pool workers{2, 100};

    std::string owner_url() const;   // of the role that owns the schema
    std::string source_url() const;  // what is saved
    std::string drill_url() const;
    std::string cluster_url() const;  // what base backups are copied from
    std::unique_ptr<pg::pool> open_database(const std::string& url);
    std::vector<std::unique_ptr<backup::target>> open_places();
    // The one of this kind (folder, s3, google), or the first of backup.targets if it is empty; std::invalid_argument.
    std::unique_ptr<backup::target> open_place(const std::string& kind);
    std::unique_ptr<storage::store> open_store();

    // Once: runs `work` to its end and answers its exit code; throws what it threw.
    int run(const std::function<boost::asio::awaitable<int>()>& work);
};

}  // namespace gavel::app
