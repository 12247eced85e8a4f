#include "platform/pg/migrator/schema_state.hpp"

namespace gavel::pg {
namespace {

const statement read_history_sql{"pg.read_schema_history",
                                 "select version, checksum, older_release_runs from schema_migrations order by version"};

constexpr std::string_view undefined_table = "42P01";
constexpr std::string_view undefined_column = "42703";  // a history from before releases said what they run on

}  // namespace

awaitable<schema_state> read_schema_state(pool& connections, deadline until, const std::vector<migration>& known) {
    rows applied;
    try {
        applied = co_await connections.query(until, read_history_sql);
    } catch (const error& e) {
        if (e.sqlstate() == undefined_column) co_return schema_state::older;
        if (e.sqlstate() != undefined_table) throw;
        co_return schema_state::missing;
    }
    for (std::size_t i = 0; i < applied.size() && i < known.size(); ++i)
        if (applied[i].get<int>("version") != known[i].version || applied[i].get<std::string_view>("checksum") != known[i].checksum)
            co_return schema_state::different;
    if (applied.size() < known.size()) co_return applied.empty() ? schema_state::missing : schema_state::older;
    for (std::size_t i = known.size(); i < applied.size(); ++i)
        if (!applied[i].get<bool>("older_release_runs")) co_return schema_state::newer;
    co_return applied.size() > known.size() ? schema_state::ahead : schema_state::current;
}

std::string_view sentence(schema_state state) {
    switch (state) {
        case schema_state::current: return "the schema is current";
        case schema_state::ahead: return "the schema is newer, and this release runs on it";
        case schema_state::missing: return "the database has no schema yet: run gavel migrate";
        case schema_state::older: return "the schema is older than this release: run gavel migrate";
        case schema_state::newer: return "the schema is newer, and older releases do not run on it";
        case schema_state::different: return "the schema was made from other migrations than those of this release";
    }
    return "";
}

}  // namespace gavel::pg
