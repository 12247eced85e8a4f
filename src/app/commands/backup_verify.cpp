// `gavel backup verify`: the drill. The newest backup of each place into a throw-away database, examined, counted, dropped, written down.
// Exit codes: 0 all are proven; 1 one is not.
#include "app/commands/backup_recovery.hpp"
#include "app/commands/commands.hpp"
#include "app/doctor.hpp"

#include "base/random.hpp"
#include "migrations/embedded.hpp"
#include "modules/backup/journal.hpp"
#include "modules/backup/restore.hpp"
#include "modules/backup/saving.hpp"
#include "platform/pg/migrator/blocking.hpp"
#include "platform/pg/program_environment.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <exception>
#include <span>
#include <sstream>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

constexpr std::string_view drill_prefix = "gavel_drill_";

// A database for this drill alone. Those that killed drills left behind go first: nobody else drills while we have the turn.
class throw_away {
public:
    explicit throw_away(const std::string& url) : server_(url) {
        for (const auto row : server_.query("select datname as name from pg_database where starts_with(datname, $1)", drill_prefix))
            drop(row.get<std::string>("name"));
        std::array<unsigned char, 6> bytes{};
        fill_randomly(bytes);
        name_ = fmt::format("{}{}", drill_prefix, hex(bytes));
        server_.execute("create database " + name_ + " template template0");
        url_ = pg::with_database(url, name_);
    }
    ~throw_away() {
        try {
            drop(name_);
        } catch (const std::exception& e) {
            fmt::print(stderr, "The database {} is left over: {}\n", name_, e.what());
        }
    }
    throw_away(const throw_away&) = delete;
    throw_away& operator=(const throw_away&) = delete;
    const std::string& url() const { return url_; }

private:
    void drop(const std::string& name) { server_.execute("drop database if exists " + name + " with (force)"); }

    pg::blocking_connection server_;
    std::string name_, url_;
};

// To this release's schema: the doctor knows no other.
void migrate_copy(const options& chosen, const std::string& url) {
    auto settings = chosen.migrate.settings(url, GAVEL_VERSION);
    settings.url = url;
    settings.app_role.clear();
    const auto known = pg::read_migrations(std::span(embedded::migrations, embedded::migrations_count));
    std::ostringstream report;
    const auto outcome = pg::migrate(known, settings, report);
    if (outcome != pg::migrate_outcome::done && outcome != pg::migrate_outcome::unchanged)
        throw backup::damaged("the copy cannot be brought to this release's schema: " + report.str());
}

awaitable<std::int64_t> prove(backup_work& with, backup::target& place, const backup::manifest& what, const backup::recovery_key& key) {
    throw_away copy(with.drill_url());
    auto database = with.open_database(copy.url());
    backup::progress shown(stderr);
    backup::restore_parts parts{place, what, key, copy.url(), *database, nullptr, with.workers, shown};
    const auto done = co_await backup::restore(std::move(parts));
    if (!done.differences.empty()) throw backup::damaged(fmt::format("the copy differs: {}", fmt::join(done.differences, "; ")));
    auto work = [&] { migrate_copy(with.chosen, copy.url()); };
    co_await with.workers.run(std::move(work));
    database = with.open_database(copy.url());  // whose prepared statements know the tables as they are now
    const auto found = co_await examine(*database, nullptr, runtime::within(6h));
    for (const auto& each : found.checks) fmt::print("{}\n", to_text(each));
    database->close();
    if (!found.well()) throw backup::damaged("the copy does not agree with itself");
    fmt::print("{} in {} is proven: {} tables, {} photos and documents.\n", what.id, place.description(), done.saved.rows.size(),
               done.objects);
    co_return static_cast<std::int64_t>(what.bytes());
}

// What is written down of a drill, whatever comes of it.
backup::run begun(const std::string& name, const backup::target& place) {
    backup::run r;
    r.kind = "verify";
    r.target = name;
    r.place = place.description();
    r.began = server_now();
    return r;
}

awaitable<bool> prove_newest(backup_work& with, pg::pool& records, backup::run r, backup::target& place, std::string id,
                             const backup::recovery_file& keys) {
    try {
        const auto what = co_await choose_backup(place, id, keys.signers);
        r.backup = what.id;
        r.bytes = co_await prove(with, place, what, keys.key);
    } catch (const std::exception& e) {
        r.failure = e.what();
        fmt::print(stderr, "{}: NOT PROVEN: {}\n", place.description(), e.what());
    }
    const bool proven = !r.failure;
    co_await backup::note_run(records, runtime::within(1min), std::move(r));
    co_return proven;
}

awaitable<int> drill(backup_work& with, const restore_request& asked) {
    const auto keys = read_recovery(asked.key_file);
    const auto records = with.open_database(with.owner_url());
    if (!asked.from.empty()) with.chosen.backups.places.targets = asked.from;
    const auto names = backup::place_names(with.chosen.backups.places);
    const auto places = with.open_places();
    auto turn = co_await records->begin(runtime::within(24h));
    const bool ours = co_await backup::take_backup_turn(turn);
    if (!ours) {
        const backup::refused busy("A backup, another drill or pruning is running.");
        for (std::size_t i = 0; i < places.size(); ++i) {
            auto r = begun(names[i], *places[i]);
            r.failure = busy.what();
            co_await backup::note_run(*records, runtime::within(1min), std::move(r));
        }
        throw busy;
    }
    bool all = true;
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto r = begun(names[i], *places[i]);
        const bool proven = co_await prove_newest(with, *records, std::move(r), *places[i], asked.id, keys);
        all = all && proven;
    }
    co_await turn.rollback();
    co_return all ? 0 : 1;
}

}  // namespace

int verify_backup(const std::string& config_file, const restore_request& asked) {
    backup_work with(config_file);
    return with.run([&] { return drill(with, asked); });
}

}  // namespace gavel::app
