#include "platform/pg/migrator/schema_check.hpp"

#include "platform/pg/migrator/history.hpp"
#include "platform/pg/migrator/schema_state.hpp"

#include <regex>
#include <set>

namespace gavel::pg {
namespace {

const statement read_fingerprint_sql{"pg.read_fingerprint", fingerprint_sql};

const statement recorded_fingerprint_sql{"pg.recorded_fingerprint",
                                         "select schema_after, version from schema_migrations order by version desc limit 1"};

// $1: names of constraints. A name may be of a primary key or of anything else with an index, too.
const statement schema_faults_sql{"pg.schema_faults", R"sql(
    select 'constraint_missing' as rule, name as what
      from unnest($1::text[]) as name
     where not exists (select from pg_constraint where conname = name and connamespace = 'public'::regnamespace)
    union all
    select 'constraint_unchecked', c.conrelid::regclass || ': ' || c.conname
      from pg_constraint c where c.connamespace = 'public'::regnamespace and not c.convalidated
    union all
    select 'index_invalid', i.indrelid::regclass || ': ' || i.indexrelid::regclass
      from pg_index i join pg_class k on k.oid = i.indexrelid
     where k.relnamespace = 'public'::regnamespace and not (i.indisvalid and i.indisready)
    union all
    select 'trigger_disabled', t.tgrelid::regclass || ': ' || t.tgname
      from pg_trigger t join pg_class k on k.oid = t.tgrelid
     where k.relnamespace = 'public'::regnamespace and t.tgenabled in ('D', 'R')
    order by rule, what
)sql"};

const statement count_constraints_sql{"pg.count_constraints", R"sql(
    select count(*) as found from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0
)sql"};

}  // namespace

std::vector<std::string> constraint_names(const std::vector<migration>& known) {
    static const std::regex comment("--[^\n]*"), mention(R"((drop\s+)?\bconstraint\s+(if\s+exists\s+|trigger\s+)?([a-z_][a-z0-9_]*))");
    std::set<std::string> names;
    for (const auto& each : known) {
        const auto text = std::regex_replace(std::string(each.sql), comment, "");
        for (std::sregex_iterator m(text.begin(), text.end(), mention), end; m != end; ++m) {
            if ((*m)[1].matched) names.erase((*m)[3]);
            else names.insert((*m)[3]);
        }
    }
    return {names.begin(), names.end()};
}

awaitable<schema_report> check_schema(pool& connections, deadline until, const std::vector<migration>& known) {
    schema_report report;
    const auto state = co_await read_schema_state(connections, until, known);
    if (!is_served(state)) {
        report.faults.push_back({std::string(schema_not_served), std::string(sentence(state))});
        co_return report;
    }
    const auto recorded = co_await connections.one(until, recorded_fingerprint_sql);
    const auto now = co_await connections.one(until, read_fingerprint_sql);
    report.migrations = recorded->get<std::int64_t>("version");
    if (changed_by_hand(recorded->get<std::string>("schema_after"), now->get<std::string>("fingerprint")))
        report.faults.push_back({"changed_by_hand", "the schema is not what its newest migration left behind"});
    // A newer schema may have dropped what this release knows.
    const auto names = state == schema_state::current ? constraint_names(known) : std::vector<std::string>();
    const auto faults = co_await connections.query(until, schema_faults_sql, names);
    for (const auto r : faults) report.faults.push_back({r.get<std::string>("rule"), r.get<std::string>("what")});
    const auto count = co_await connections.one(until, count_constraints_sql);
    report.constraints = count->get<std::int64_t>("found");
    co_return report;
}

}  // namespace gavel::pg
