#include "modules/backup/wal_options.hpp"

namespace gavel::backup {

void wal_options::declare(config::table& t) {
    t.text(
        "backup.cluster_url", cluster_url,
        "Where `gavel backup base` copies the whole cluster from: the primary, as a role with REPLICATION; empty: migrate.url, and without "
        "that pg.url.",
        config::secrecy::secret);
    t.integer(
        "backup.keep_bases", keep_bases, 1, 1000,
        "So many base backups stay, with the log since the oldest of them: how far back the database can be taken to a point in time.");
}

}  // namespace gavel::backup
