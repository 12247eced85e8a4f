#include "platform/pg/migrator/history.hpp"

#include <fmt/format.h>

namespace gavel::pg {

const char* const fingerprint_sql = R"sql(
    with facts(line) as (
        select format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                      pg_get_expr(d.adbin, d.adrelid))
          from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
        union all
        select format('constraint %s %s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
          from pg_constraint k join pg_class c on c.oid = k.conrelid
         where k.connamespace = 'public'::regnamespace
        union all
        select format('index %s', pg_get_indexdef(i.indexrelid))
          from pg_index i join pg_class c on c.oid = i.indrelid
         where c.relnamespace = 'public'::regnamespace
        union all
        select format('function %s', pg_get_functiondef(f.oid))
          from pg_proc f
         where f.pronamespace = 'public'::regnamespace and f.prokind in ('f', 'p')
           and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = f.oid and deptype = 'e')
        union all
        select format('trigger %s', pg_get_triggerdef(t.oid))
          from pg_trigger t join pg_class c on c.oid = t.tgrelid
         where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
    )
    select current_setting('server_version_num')::int / 10000 || ':' ||
           encode(sha256(convert_to(coalesce(string_agg(line, E'\n' order by line collate "C"), ''), 'UTF8')), 'hex') as fingerprint
      from facts
)sql";

namespace {

std::string major_of(const std::string& fingerprint) { return fingerprint.substr(0, fingerprint.find(':')); }

}  // namespace

void create_history(blocking_connection& db) {
    db.execute(R"sql(
        create table if not exists schema_migrations (
            version      integer primary key,
            name         text not null,
            checksum     text not null,
            applied_at   timestamptz not null default clock_timestamp(),
            release      text not null,
            schema_after text not null default '',
            older_release_runs boolean not null default false
        );
        comment on table schema_migrations is 'Kept by gavel migrate. Changing it by hand makes the next migration refuse to start.'
    )sql");
}

void complete_history(blocking_connection& db, const std::vector<migration>& known) {
    const auto found = db.query(
        "select 1 from pg_attribute where attrelid = 'schema_migrations'::regclass and attname = 'older_release_runs' and not "
        "attisdropped");
    if (!found.empty()) return;
    db.execute("begin; alter table schema_migrations add column older_release_runs boolean not null default false");
    for (const auto& m : known)
        db.query("update schema_migrations set older_release_runs = $2 where version = $1", m.version, m.older_release_runs);
    record_fingerprint(db);
    db.execute("commit");
}

std::vector<applied_migration> read_history(blocking_connection& db) {
    std::vector<applied_migration> history;
    for (const auto each :
         db.query("select version, name, checksum, schema_after, to_jsonb(h) -> 'older_release_runs' = 'true' as older_release_runs "
                  "from schema_migrations h order by version")) {
        applied_migration m;
        m.version = each.get<int>("version");
        m.name = each.get<std::string>("name");
        m.checksum = each.get<std::string>("checksum");
        m.schema_after = each.get<std::string>("schema_after");
        m.older_release_runs = each.get<std::optional<bool>>("older_release_runs").value_or(false);
        history.push_back(std::move(m));
    }
    return history;
}

void record(blocking_connection& db, const migration& m, const std::string& release) {
    db.query("insert into schema_migrations (version, name, checksum, release, older_release_runs) values ($1, $2, $3, $4, $5)", m.version,
             m.name, m.checksum, release, m.older_release_runs);
    record_fingerprint(db);
}

void record_fingerprint(blocking_connection& db) {
    db.query("update schema_migrations set schema_after = $1 where version = (select max(version) from schema_migrations)",
             read_fingerprint(db));
}

std::string read_fingerprint(blocking_connection& db) { return db.query(fingerprint_sql).front().get<std::string>("fingerprint"); }

bool changed_by_hand(const std::string& recorded, const std::string& now) { return recorded != now && major_of(recorded) == major_of(now); }

std::optional<std::string> contradiction(const std::vector<migration>& known, const std::vector<applied_migration>& applied) {
    for (std::size_t i = 0; i < applied.size(); ++i) {
        const auto& there = applied[i];
        if (there.version != static_cast<int>(i) + 1)
            return fmt::format("The database was altered: migration {:04} is missing from its history.", i + 1);
        if (i >= known.size() && there.older_release_runs) continue;
        if (i >= known.size())
            return fmt::format(
                "The database is newer than this release: it has migration {:04} {}, on which older releases do not run; this release ends "
                "at "
                "{:04}.",
                there.version, there.name, known.size());
        if (there.checksum != known[i].checksum || there.name != known[i].name)
            return fmt::format(
                "Migration {:04} {} was altered after it was applied: the file of this release differs from what the "
                "database got.",
                there.version, there.name);
    }
    return std::nullopt;
}

}  // namespace gavel::pg
