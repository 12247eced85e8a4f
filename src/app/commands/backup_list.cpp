// `gavel backup list`, `show` and `prune`: what lies at the places, and how the last attempts to save there ended.
#include "app/commands/backup_work.hpp"
#include "app/commands/commands.hpp"

#include "modules/backup/pruning.hpp"
#include "modules/backup/shelf.hpp"
#include "modules/backup/watch.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

std::vector<backup::signer> trusted_signers(const options& chosen) { return {chosen.backups.signs().by()}; }

awaitable<void> print_shelf(backup::target& at, const std::vector<backup::signer>& trusted) {
    const auto shelf = co_await backup::read_shelf(at, trusted);
    fmt::print("{}: {} backups\n", at.description(), shelf.size());
    for (const auto& each : shelf) {
        if (each.said)
            fmt::print("  {}  {:10.1f} MB  release {}\n", each.id, static_cast<double>(each.said->bytes()) / 1e6, each.said->release);
        else fmt::print("  {}  NOT TO BE TRUSTED: {}\n", each.id, each.fault);
    }
    const auto room = co_await at.room(runtime::within(1min));
    if (room) fmt::print("  {:.1f} GB are free\n", static_cast<double>(*room) / 1e9);
}

// Where everything is lost there is no database either: the backups are listed all the same.
awaitable<std::vector<backup::watched>> attempts(backup_work& with) {
    const auto records = with.open_database(with.owner_url());
    std::vector<backup::watched> known;
    try {
        known = co_await backup::look_at_all(*records, with.chosen.backups, runtime::within(10s));
    } catch (const std::exception& e) {
        fmt::print(stderr, "The database does not say how the last attempts ended: {}\n", e.what());
    }
    co_return known;
}

void print_attempt(const backup::watched& of, const char* what) {
    fmt::print("  {}: {}{}\n", what, of.last ? format_instant(*of.last) : "never", of.late ? ", TOO LONG AGO" : "");
    if (!of.failure.empty()) fmt::print("  THE LAST ATTEMPT FAILED, {}: {}\n", format_instant(of.tried.value()), of.failure);
}

awaitable<int> list(backup_work& with) {
    const auto trusted = trusted_signers(with.chosen);
    const auto places = with.open_places();
    const auto known = co_await attempts(with);  // of each place in the same order, then of the drill
    bool good = true;
    for (std::size_t i = 0; i < places.size(); ++i) {
        try {
            co_await print_shelf(*places[i], trusted);
        } catch (const backup::target_failure& e) {
            fmt::print(stderr, "{}: {}\n", places[i]->description(), e.what());
            good = false;
        }
        if (!known.empty()) print_attempt(known[i], "last saved");
    }
    if (!known.empty()) {
        fmt::print("Drill\n");
        print_attempt(known.back(), "last proven");
    }
    co_return good ? 0 : 1;
}

awaitable<int> show(backup_work& with, std::string id) {
    if (!backup::is_backup_id(id)) throw std::invalid_argument("A backup is named as `gavel backup list` shows it: 20261130-083200-0a1b2c");
    const auto trusted = trusted_signers(with.chosen);
    int found = 0;
    for (const auto& place : with.open_places()) {
        const auto entry = co_await backup::read_entry(*place, id, trusted);
        if (!entry.said) {
            fmt::print("{}: {}\n", place->description(), entry.fault);
            continue;
        }
        ++found;
        fmt::print("{}\n  finished {}\n  release {}, schema {:04}\n  readers {}\n", place->description(),
                   format_instant(entry.said->finished), entry.said->release, entry.said->schema, fmt::join(entry.said->recipients, ", "));
        for (const auto& file : entry.said->files)
            fmt::print("  {:8}  {:4} parts  {:10.1f} MB\n", backup::name_of(file.content), file.parts.size(),
                       static_cast<double>(file.bytes()) / 1e6);
        double packs = 0;
        for (const auto& each : entry.said->packs) packs += static_cast<double>(each.bytes);
        fmt::print("  {:8}  {:4} packs  {:10.1f} MB\n", "photos", entry.said->packs.size(), packs / 1e6);
    }
    co_return found > 0 ? 0 : 1;
}

awaitable<int> remove_old(backup_work& with, bool only_say) {
    const auto records = with.open_database(with.owner_url());
    bool good = true;
    for (const auto& place : with.open_places()) {
        try {
            const auto done = co_await backup::prune(*records, *place, with.chosen.backups, only_say);
            const auto* verb = only_say ? "would go" : "removed";
            fmt::print("{}: {} backups and {} files {}\n", place->description(), done.backups.size(), done.files, verb);
            for (const auto& id : done.backups) fmt::print("  {}\n", id);
            if (!done.not_touched.empty()) fmt::print(stderr, "  Nothing else was touched: {}\n", done.not_touched);
            good = good && done.not_touched.empty();
        } catch (const backup::target_failure& e) {
            fmt::print(stderr, "{}: {}\n", place->description(), e.what());
            good = false;
        }
    }
    co_return good ? 0 : 1;
}

}  // namespace

int list_backups(const std::string& config_file) {
    backup_work with(config_file);
    return with.run([&with] { return list(with); });
}

int show_backup(const std::string& config_file, const std::string& id) {
    backup_work with(config_file);
    return with.run([&with, &id] { return show(with, id); });
}

int prune_backups(const std::string& config_file, bool only_say) {
    backup_work with(config_file);
    return with.run([&with, only_say] { return remove_old(with, only_say); });
}

}  // namespace gavel::app
