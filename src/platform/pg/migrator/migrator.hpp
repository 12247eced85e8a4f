// Brings a database to the schema of this release. Forward only; each migration in a transaction of its own. Blocking.
#pragma once
#include "platform/pg/migrator/migration.hpp"

#include <chrono>
#include <iosfwd>
#include <string>
#include <vector>

namespace gavel::pg {

// Also the exit codes of `gavel migrate`.
enum class migrate_outcome : int {
    done = 0,        // at least one migration was applied
    unchanged = 10,  // the schema was current
    stopped = 11,    // a migration failed: it was rolled back, those before it stay
    refused = 12,    // not allowed to start; nothing was touched
};

struct migrate_settings {
    std::string url;                                 // of the role that owns the schema
    std::string release;                             // recorded with each migration
    std::chrono::milliseconds turn_wait{60'000};     // for another migrator (or a backup) to finish
    std::chrono::milliseconds lock_timeout{30'000};  // for a lock that a migration needs, unless its file sets another
    std::string app_role = "gavel_app";              // what the server connects as: gets its grants if it exists
    bool while_serving = false;                      // migrate although sessions of app_role are open
    bool accept_schema = false;                      // take changes made by hand as they are
};

// Reports in plain sentences, one line each. Never throws.
migrate_outcome migrate(const std::vector<migration>& known, const migrate_settings& settings, std::ostream& report);

// The session advisory lock that one migrator holds. A backup takes it in shared mode.
inline constexpr std::int64_t migration_lock_key = 0x676176656c;  // "gavel"

}  // namespace gavel::pg
