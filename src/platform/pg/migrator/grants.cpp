#include "platform/pg/migrator/grants.hpp"

namespace gavel::pg {
namespace {

bool role_exists(blocking_connection& db, const std::string& role) {
    return !db.query("select 1 from pg_roles where rolname = $1", role).empty();
}

// Statements that name the role and the tables, quoted by the server.
void execute_each(blocking_connection& db, const char* sql, const std::string& role) {
    for (const auto each : db.query(sql, role)) db.execute(each.get<std::string>("command"));
}

}  // namespace

void grant_before(blocking_connection& db, const std::string& role) {
    if (!role_exists(db, role)) return;
    execute_each(db, R"sql(
        select format(unnest(array[
            'grant usage on schema public to %1$I',
            'alter default privileges in schema public grant select, insert, update, delete on tables to %1$I',
            'alter default privileges in schema public grant usage on sequences to %1$I']), $1::text) as command
    )sql",
                 role);
}

void grant_after(blocking_connection& db, const std::string& role) {
    if (!role_exists(db, role)) return;
    execute_each(db, R"sql(
        select format('grant select, insert, update, delete on %s to %I', c.oid::regclass, $1::text) as command
          from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'schema_migrations'
           and not exists (select from aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee where r.rolname = $1)
        union all
        select format('revoke update, delete on %s from %I', c.oid::regclass, $1::text)
          from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and obj_description(c.oid, 'pg_class') like 'Append-only%'
        union all
        select format(unnest(array[
            'grant usage on all sequences in schema public to %1$I',
            'revoke all on schema_migrations from %1$I',
            'grant select on schema_migrations to %1$I']), $1::text)
    )sql",
                 role);
}

}  // namespace gavel::pg
