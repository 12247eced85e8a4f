#include "app/commands/backup_work.hpp"

#include "app/commands/run_to_end.hpp"
#include "platform/storage/open.hpp"

#include <cstdint>
#include <stdexcept>
#include <utility>

namespace gavel::app {

constexpr std::int64_t connections = 4;  // two turns, a state of the database, and what is written down

backup_work::backup_work(const std::string& config_file) { load(chosen, config_file); }

std::string backup_work::owner_url() const { return chosen.migrate.url.empty() ? chosen.pg.url : chosen.migrate.url; }
std::string backup_work::source_url() const { return chosen.backups.database_url.empty() ? owner_url() : chosen.backups.database_url; }
std::string backup_work::drill_url() const { return chosen.backups.drill_url.empty() ? owner_url() : chosen.backups.drill_url; }

std::string backup_work::cluster_url() const {
    return chosen.backups.wal.cluster_url.empty() ? owner_url() : chosen.backups.wal.cluster_url;
}

std::unique_ptr<pg::pool> backup_work::open_database(const std::string& url) {
    pg::pool_options o = chosen.pg;
    o.url = url;
    o.connections_max = connections;
    return std::make_unique<pg::pool>(io, std::move(o));
}

std::vector<std::unique_ptr<backup::target>> backup_work::open_places() {
    auto all = backup::open_places(io, chosen.backups.places, workers);
    if (all.empty()) throw std::invalid_argument("backup.targets names no place: folder, s3, google, or several of them");
    return all;
}

std::unique_ptr<backup::target> backup_work::open_place(const std::string& kind) {
    auto only = chosen.backups.places;
    if (!kind.empty()) only.targets = kind;
    auto all = backup::open_places(io, only, workers);
    if (all.empty()) throw std::invalid_argument("backup.targets names no place: folder, s3, google, or several of them");
    return std::move(all.front());
}

std::unique_ptr<storage::store> backup_work::open_store() { return storage::open(io, chosen.media.storage, workers, nullptr); }

int backup_work::run(const std::function<boost::asio::awaitable<int>()>& work) { return run_to_end(io, work()); }

}  // namespace gavel::app
