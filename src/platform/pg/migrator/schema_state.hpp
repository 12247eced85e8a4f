// Does the database have exactly the schema this program was built for? Asked before `gavel serve` says it is ready.
#pragma once
#include "platform/pg/migrator/migration.hpp"
#include "platform/pg/pool.hpp"

#include <string_view>
#include <vector>

namespace gavel::pg {

enum class schema_state { current, missing, older, newer, different };

// Throws error, unavailable.
awaitable<schema_state> read_schema_state(pool& connections, deadline until, const std::vector<migration>& known);

// For the log and the readiness answer, e.g. "the schema is older than this release: run gavel migrate".
std::string_view sentence(schema_state state);

}  // namespace gavel::pg
