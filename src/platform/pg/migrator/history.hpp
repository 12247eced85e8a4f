// What a database says about its own schema: the table schema_migrations. Private to this folder.
#pragma once
#include "platform/pg/migrator/blocking.hpp"
#include "platform/pg/migrator/migration.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gavel::pg {

struct applied_migration {
    int version = 0;
    std::string name, checksum;
    std::string schema_after;         // fingerprint of the schema when this migration was done
    bool older_release_runs = false;  // as migration::older_release_runs
};

void create_history(blocking_connection& db);
// A history from before it said which migrations older releases may serve on learns that, of those that are known.
void complete_history(blocking_connection& db, const std::vector<migration>& known);
std::vector<applied_migration> read_history(blocking_connection& db);  // in order of version

// In the migration's own transaction, after its statements.
void record(blocking_connection& db, const migration& m, const std::string& release);
void record_fingerprint(blocking_connection& db);  // of the schema as it is, with the newest migration

// One value that changes with any table, column, constraint, index, function or trigger. Comparable only between equal major
// versions of PostgreSQL, which write definitions alike; the version is its prefix.
std::string read_fingerprint(blocking_connection& db);
extern const char* const fingerprint_sql;  // its column: fingerprint

// What keeps `known` from being applied on top of `applied`, as a sentence; nothing if it can be. Further migrations, of a newer release,
// are no contradiction when all of them let older releases run.
std::optional<std::string> contradiction(const std::vector<migration>& known, const std::vector<applied_migration>& applied);
bool changed_by_hand(const std::string& recorded, const std::string& now);

}  // namespace gavel::pg
