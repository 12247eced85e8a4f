// Does the database have a schema this program can serve on: its own, or a newer one whose further migrations all let older releases run?
// Asked before `gavel serve` says it is ready.
#pragma once
#include "platform/pg/migrator/migration.hpp"
#include "platform/pg/pool.hpp"

#include <string_view>
#include <vector>

namespace gavel::pg {

enum class schema_state { current, ahead, missing, older, newer, different };

constexpr bool is_served(schema_state state) { return state == schema_state::current || state == schema_state::ahead; }

// Throws error, unavailable.
awaitable<schema_state> read_schema_state(pool& connections, deadline until, const std::vector<migration>& known);

// For the log and the readiness answer, e.g. "the schema is older than this release: run gavel migrate".
std::string_view sentence(schema_state state);

}  // namespace gavel::pg
