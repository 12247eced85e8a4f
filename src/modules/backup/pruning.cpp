#include "modules/backup/pruning.hpp"

#include "base/time.hpp"
#include "modules/backup/journal.hpp"
#include "modules/backup/repository.hpp"
#include "modules/backup/saving.hpp"
#include "modules/backup/shelf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr auto step_within = 60min;
// What is younger may belong to somebody who lost the turn and does not know it yet.
constexpr auto remains_after = 48h;

class sweep {
public:
    sweep(pg::pool& records, target& at, const options& chosen, bool only_say)
        : records_(records),
          at_(at),
          options_(chosen),
          only_say_(only_say) {}

    awaitable<void> run() {
        const auto signs = options_.signs();
        const std::vector<signer> trusted{signs.by()};
        const auto shelf = co_await read_shelf(at_, trusted);
        std::vector<kept_backup> good;
        for (const auto& each : shelf) {
            if (each.said) good.push_back({each.id, began_at(each.id)});
            else result.not_touched = fmt::format("{} is not believed: {}", each.id, each.fault);
        }
        const auto old = outdated(std::move(good), options_.keep, server_now());
        const std::set<std::string> going(old.begin(), old.end());
        for (const auto& id : old) co_await remove_backup(id);
        std::set<std::string> used, visible;
        for (const auto& each : shelf) {
            if (going.contains(each.id)) continue;
            visible.insert(each.id);
            if (!each.said) continue;
            for (const auto& pack : each.said->packs) used.insert(pack.name);
        }
        if (!result.not_touched.empty()) co_return;
        co_await remove_remains(visible);
        co_await remove_packs(used);
    }

    pruned result;

private:
    // The manifest first: what is removed half-way is not visible.
    awaitable<void> remove_backup(std::string id) {
        result.backups.push_back(id);
        if (only_say_) co_return;
        auto name = manifest_name(id);
        co_await at_.remove(std::move(name), runtime::within(step_within));
        ++result.files;
        auto prefix = backup_prefix(id);
        const auto files = co_await at_.list(std::move(prefix), runtime::within(step_within));
        for (const auto& each : files) co_await remove(each);
    }

    awaitable<void> remove_remains(const std::set<std::string>& visible) {
        std::string prefix(backups_prefix);
        const auto files = co_await at_.list(std::move(prefix), runtime::within(step_within));
        for (const auto& each : files) {
            const auto id = each.name.substr(backups_prefix.size(), each.name.find('/', backups_prefix.size()) - backups_prefix.size());
            if (visible.contains(id) || !old(each)) continue;
            co_await remove(each);
        }
    }

    // Their rows go first: a pack that is not known any more is never referred to again.
    awaitable<void> remove_packs(const std::set<std::string>& used) {
        std::string prefix(packs_prefix);
        const auto files = co_await at_.list(std::move(prefix), runtime::within(step_within));
        std::vector<stored_file> unused;
        std::vector<std::string> names;
        for (const auto& each : files) {
            if (used.contains(each.name) || !old(each)) continue;
            unused.push_back(each);
            names.push_back(each.name);
        }
        if (!only_say_ && !names.empty()) co_await repository::forget_packs(records_, runtime::within(step_within), names);
        for (const auto& each : unused) co_await remove(each);
    }

    static bool old(const stored_file& f) { return f.created < std::chrono::system_clock::now() - remains_after; }

    awaitable<void> remove(stored_file file) {
        ++result.files;
        if (!only_say_) co_await at_.remove(file.name, runtime::within(step_within));
    }

    pg::pool& records_;
    target& at_;
    const options& options_;
    const bool only_say_;
};

}  // namespace

awaitable<pruned> prune(pg::pool& records, target& at, const options& chosen, bool only_say) {
    auto turn = co_await records.begin(runtime::within(24h));
    const bool ours = co_await take_backup_turn(turn);
    if (!ours) throw refused("Another backup, drill or pruning is running.");
    sweep one(records, at, chosen, only_say);
    co_await one.run();
    co_await turn.rollback();
    co_return one.result;
}

}  // namespace gavel::backup
