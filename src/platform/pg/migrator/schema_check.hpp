// Whether the schema is exactly what the migrations of this program made, and whether the database keeps to it. For the doctor.
#pragma once
#include "platform/pg/migrator/migration.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gavel::pg {

struct schema_fault {
    std::string rule, what;
};

// schema_not_served: not this release's, nor one it may serve on; nothing else is looked at then. changed_by_hand: a table, constraint,
// index, function or trigger is not as the newest migration left it. constraint_missing. constraint_unchecked: added without looking at the
// rows it had. index_invalid: its building was broken off. trigger_disabled.
inline constexpr std::string_view schema_not_served = "schema_not_served";

struct schema_report {
    std::int64_t migrations = 0, constraints = 0;
    std::vector<schema_fault> faults;
};

// Throws error, unavailable.
awaitable<schema_report> check_schema(pool& connections, deadline until, const std::vector<migration>& known);

// Names of the constraints that `known` make and do not drop again.
std::vector<std::string> constraint_names(const std::vector<migration>& known);

}  // namespace gavel::pg
