#include "modules/media/worker.hpp"

#include "modules/media/checker.hpp"
#include "modules/media/comparison.hpp"
#include "modules/media/sweeper.hpp"
#include "platform/observe/log.hpp"

#include <memory>

namespace gavel::media {

namespace {

using namespace std::chrono_literals;

constexpr auto check_kind = "media.check", turn_kind = "media.turn", sweep_kind = "media.sweep", orphans_kind = "media.orphans";

// Back-off reaches an hour after 12 attempts; the rest of two days covers a store that is away for long.
constexpr int attempts_max = 60;
constexpr int tidying_attempts_max = 3;  // the next round comes anyway
constexpr auto sweep_every = 5min;
constexpr auto sweep_within = 4min;

boost::json::object naming(file_id id) {
    boost::json::object payload;
    payload["file"] = id.value;
    return payload;
}

jobs::registration handled(std::string kind, int attempts, jobs::handler run) {
    jobs::registration r;
    r.kind = std::move(kind);
    r.attempts_max = attempts;
    r.run = std::move(run);
    return r;
}

awaitable<void> sweep(storage::store& store, common& shared, pg::pool& pool) {
    sweeper one(store, shared);
    const auto done = co_await one.run_once(pool, runtime::within(sweep_within));
    if (done.uploads + done.objects > 0) log::info("media.swept", "uploads", done.uploads, "objects", done.objects);
}

awaitable<void> remove_orphans(storage::store& store, common& shared, pg::pool& pool) {
    const auto say = [](std::string) {};
    const std::chrono::hours age(24 * shared.settings.orphan_days);
    const auto found = co_await compare(pool, store, age, say);
    log::info("media.compared", "files", found.files, "objects", found.objects, "missing", found.missing, "unknown", found.unknown,
              "removed", found.removed);
    if (found.missing > 0) log::error("media.objects_missing", "objects", found.missing);
}

}  // namespace

void enqueue_check(pg::transaction& tx, file_id id) { jobs::enqueue(tx, check_kind, naming(id)); }
void enqueue_copy(pg::transaction& tx, file_id id, std::string from) {
    auto payload = naming(id);
    payload["from"] = std::move(from);
    jobs::enqueue(tx, check_kind, std::move(payload));
}
void enqueue_turn(pg::transaction& tx, file_id id) { jobs::enqueue(tx, turn_kind, naming(id)); }

std::vector<jobs::registration> registrations(storage::store& store, common& shared, changed told) {
    const auto one = std::make_shared<checker>(store, shared, std::move(told));
    std::vector<jobs::registration> all;
    all.push_back(handled(check_kind, attempts_max, [one](jobs::job j, pg::pool& pool) { return one->check(std::move(j), pool); }));
    all.push_back(handled(turn_kind, attempts_max, [one](jobs::job j, pg::pool& pool) { return one->turn(std::move(j), pool); }));
    all.push_back(
        handled(sweep_kind, tidying_attempts_max, [&store, &shared](jobs::job, pg::pool& pool) { return sweep(store, shared, pool); }));
    all.push_back(handled(orphans_kind, tidying_attempts_max,
                          [&store, &shared](jobs::job, pg::pool& pool) { return remove_orphans(store, shared, pool); }));
    return all;
}

// The names are those of moments by the clock of this machine: two machines whose clocks differ sweep once more, which harms nobody.
awaitable<void> ask_for_sweeps(pg::pool& pool, runtime::life& life) {
    while (!life.stopping()) {
        try {
            const auto now = format_instant(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
            const auto minutes = std::stoi(now.substr(14, 2)) / 5 * 5;
            auto tx = co_await pool.begin(runtime::within(10s));
            jobs::enqueue(tx, sweep_kind, {}, now.substr(0, 14) + std::to_string(minutes));
            jobs::enqueue(tx, orphans_kind, {}, now.substr(0, 10));
            co_await tx.commit();
        } catch (const std::exception& e) {
            log::warning("media.sweep_not_asked", "error", e.what());
        }
        co_await life.sleep(sweep_every);
    }
}

}  // namespace gavel::media
