#include "platform/pg/migrator/options.hpp"

namespace gavel::pg {

void migrate_options::declare(config::table& t) {
    t.text("migrate.url", url, "Connection string of the role that owns the schema; empty: as pg.url", config::secrecy::secret);
    t.text("migrate.app_role", app_role, "Role of the server, which gets its grants if it exists");
    t.integer("migrate.turn_wait_s", turn_wait_s, 1, 3600, "Seconds to wait for another migration or a backup to finish");
    t.integer("migrate.lock_timeout_s", lock_timeout_s, 1, 3600, "Seconds that a migration waits for a lock before it stops");
    t.boolean("migrate.while_serving", while_serving, "Migrate although sessions of migrate.app_role are open");
    t.boolean("migrate.accept_schema", accept_schema, "Take changes that were made to the schema by hand as they are");
}

migrate_settings migrate_options::settings(const std::string& server_url, std::string release) const {
    migrate_settings s;
    s.url = url.empty() ? server_url : url;
    s.release = std::move(release);
    s.turn_wait = std::chrono::seconds(turn_wait_s);
    s.lock_timeout = std::chrono::seconds(lock_timeout_s);
    s.app_role = app_role;
    s.while_serving = while_serving;
    s.accept_schema = accept_schema;
    return s;
}

}  // namespace gavel::pg
