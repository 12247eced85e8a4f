#include "platform/pg/migrator/migrator.hpp"

#include "platform/pg/migrator/blocking.hpp"
#include "platform/pg/migrator/grants.hpp"
#include "platform/pg/migrator/history.hpp"

#include <fmt/format.h>

#include <ostream>

namespace gavel::pg {
namespace {

constexpr std::string_view insufficient_privilege = "42501";
constexpr std::string_view lock_not_available = "55P03";

// Why the migrator does not start; carries the sentence.
struct refusal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void set_lock_timeout(blocking_connection& db, std::chrono::milliseconds wait) {
    db.execute(fmt::format("set lock_timeout = {}", wait.count()));
}

// Released by the server when the connection ends, however it ends.
void take_turn(blocking_connection& db, const migrate_settings& settings) {
    set_lock_timeout(db, settings.turn_wait);
    try {
        db.query("select pg_advisory_lock($1)", migration_lock_key);
    } catch (const error& e) {
        if (e.sqlstate() != lock_not_available) throw;
        throw refusal("Another migration or a backup is running on this database and has not finished in time.");
    }
    set_lock_timeout(db, settings.lock_timeout);
}

void refuse_while_serving(blocking_connection& db, const migrate_settings& settings) {
    if (settings.while_serving) return;
    const auto found = db.query(
        "select count(*) as sessions from pg_stat_activity where datname = current_database() "
        "and usename = $1 and usename <> current_user",
        settings.app_role);
    if (const auto sessions = found.front().get<std::int64_t>("sessions"); sessions > 0)
        throw refusal(
            fmt::format("{} sessions of role {} are open: stop the servers first, or set migrate.while_serving = true if every pending "
                        "migration allows the previous release to go on.",
                        sessions, settings.app_role));
}

void refuse_changes_by_hand(blocking_connection& db, const std::vector<applied_migration>& applied, bool accept) {
    if (applied.empty()) return;
    const auto now = read_fingerprint(db);
    if (applied.back().schema_after == now) return;
    if (!accept && changed_by_hand(applied.back().schema_after, now))
        throw refusal(
            "The schema was changed by hand since the last migration. Undo the change, or set migrate.accept_schema = true to take it as "
            "it is.");
    record_fingerprint(db);
}

void apply(blocking_connection& db, const migration& m, const migrate_settings& settings) {
    db.execute("begin");
    try {
        db.execute(std::string(m.sql));
        record(db, m, settings.release);
        db.execute("commit");
        set_lock_timeout(db, settings.lock_timeout);  // the file may have set its own for the session
    } catch (const error&) {
        db.execute("rollback");
        throw;
    }
}

// When this process is gone, its statement ends within a second and its locks are free, instead of the next migration waiting for it.
void end_with_this_process(blocking_connection& db) { db.execute("set client_connection_check_interval = '1s'"); }

migrate_outcome apply_all(blocking_connection& db, std::span<const migration> pending, const migrate_settings& settings,
                          std::ostream& report) {
    for (const auto& m : pending) {
        try {
            const auto began = std::chrono::steady_clock::now();
            apply(db, m, settings);
            const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
            report << fmt::format("Applied {:04} {} in {} ms.\n", m.version, m.name, took.count());
        } catch (const std::exception& e) {
            report << fmt::format("Stopped at {:04} {}: {}. It was rolled back; what came before stays. Repair the cause and run again.\n",
                                  m.version, m.name, e.what());
            return migrate_outcome::stopped;
        }
    }
    return migrate_outcome::done;
}

// From here on something may have been applied: whatever fails now, the answer is no longer "refused".
migrate_outcome finish(blocking_connection& db, migrate_outcome outcome, const migrate_settings& settings, std::ostream& report) {
    try {
        grant_after(db, settings.app_role);
        return outcome;
    } catch (const std::exception& e) {
        report << fmt::format("Stopped before role {} had its grants: {}. Run again.\n", settings.app_role, e.what());
        return migrate_outcome::stopped;
    }
}

migrate_outcome run(const std::vector<migration>& known, const migrate_settings& settings, std::ostream& report) {
    blocking_connection db(settings.url);
    end_with_this_process(db);
    take_turn(db, settings);
    create_history(db);
    const auto applied = read_history(db);
    if (const auto problem = contradiction(known, applied)) throw refusal(*problem);
    refuse_changes_by_hand(db, applied, settings.accept_schema);
    complete_history(db, known);
    if (applied.size() >= known.size()) {
        grant_before(db, settings.app_role);
        grant_after(db, settings.app_role);
        report << fmt::format("Nothing to do: the schema is at {:04}{}.\n", applied.size(),
                              applied.size() > known.size() ? ", newer than this release, which runs on it" : "");
        return migrate_outcome::unchanged;
    }
    refuse_while_serving(db, settings);
    grant_before(db, settings.app_role);
    auto outcome = apply_all(db, std::span(known).subspan(applied.size()), settings, report);
    outcome = finish(db, outcome, settings, report);
    if (outcome == migrate_outcome::done) report << fmt::format("Done: the schema is at {:04}.\n", known.size());
    return outcome;
}

}  // namespace

migrate_outcome migrate(const std::vector<migration>& known, const migrate_settings& settings, std::ostream& report) {
    try {
        return run(known, settings, report);
    } catch (const refusal& e) {
        report << "Not started: " << e.what() << '\n';
    } catch (const error& e) {
        const bool role = e.sqlstate() == insufficient_privilege;
        report << "Not started: " << (role ? "migrate.url must name the role that owns the schema: " : "") << e.what() << ".\n";
    } catch (const unavailable& e) {
        report << "Not started: PostgreSQL cannot be used: " << e.what() << ".\n";
    } catch (const std::exception& e) {
        report << "Not started: " << e.what() << ".\n";
    }
    return migrate_outcome::refused;
}

}  // namespace gavel::pg
