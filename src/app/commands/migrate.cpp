// gavel migrate: brings the database to this program's schema and ends. Exit codes: platform/pg/migrator/migrator.hpp.
#include "app/commands/commands.hpp"
#include "app/options.hpp"
#include "migrations/embedded.hpp"
#include "platform/pg/migrator/migrator.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <span>

namespace gavel::app {

int migrate(const std::string& config_file) {
    options given;
    try {
        load(given, config_file);
    } catch (const bad_configuration& e) {
        fmt::print(stderr, "Not started: {}\n", e.what());
        return static_cast<int>(pg::migrate_outcome::refused);
    }
    const auto known = pg::read_migrations(std::span(embedded::migrations, embedded::migrations_count));
    return static_cast<int>(pg::migrate(known, given.migrate.settings(given.pg.url, GAVEL_VERSION), std::cerr));
}

}  // namespace gavel::app
