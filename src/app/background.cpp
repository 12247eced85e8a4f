#include "app/background.hpp"

#include "migrations/embedded.hpp"
#include "modules/accounts/worker.hpp"
#include "modules/notifications/worker.hpp"
#include "platform/observe/log.hpp"
#include "platform/pg/metrics.hpp"
#include "platform/pg/migrator/schema_state.hpp"

#include <algorithm>
#include <chrono>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;

// A schema that is good once can be replaced under a running server: looked at again now and then.
constexpr auto schema_wait_good = 2s;
constexpr auto schema_wait_bad = 500ms;

constexpr std::int64_t connections_max = 6;

pg::pool_options few_connections(pg::pool_options all) {
    all.connections_max = std::min(all.connections_max, connections_max);
    return all;
}

boost::asio::awaitable<std::vector<bidding::unread_count>> unread_of(shard& on, std::vector<account_id> accounts) {
    const auto found = co_await on.notifications.unread_of(std::move(accounts), runtime::within(2s));
    std::vector<bidding::unread_count> all;
    for (const auto& each : found) all.push_back({each.account, each.unread});
    co_return all;
}

}  // namespace

background::background(shard& on, observe::health& health)
    : shard_(on),
      pool_(on.io, pg::counted(few_connections(on.shared.settings.pg), on.shared.numbers)),
      health_(health),
      jobs_(on.io, pool_, on.shared.settings.jobs),
      closing_(pool_, on.live, on.shared.numbers),
      poller_(on.shared.live, pool_, [&on](std::vector<account_id> accounts) { return unread_of(on, std::move(accounts)); }) {
    health_.require("schema");
    auto& shared = on.shared;
    for (auto& each : shared.letters.registrations()) jobs_.add(std::move(each));
    for (auto& each : accounts::registrations(shared.letters)) jobs_.add(std::move(each));
    auto announce = [&on](account_id account, std::int64_t unread) { on.live.notify(account, unread); };
    for (auto& each : notifications::registrations(shared.letters, announce)) jobs_.add(std::move(each));
}

void background::start() {
    auto& life = shard_.shared.life;
    const auto executor = shard_.io.get_executor();
    shard_.live.listen();
    life.spawn(executor, "jobs", [this, &life] { return jobs_.run(life); });
    life.spawn(executor, "closing", [this, &life] { return closing_.run(life); });
    life.spawn(executor, "live_poller", [this, &life] { return poller_.run(life); });
    life.spawn(executor, "schema", [this] { return watch_schema(); });
}

boost::asio::awaitable<void> background::watch_schema() {
    const auto known = pg::read_migrations({embedded::migrations, embedded::migrations_count});
    auto& life = shard_.shared.life;
    while (!life.stopping()) {
        bool good = false;
        std::string why = "PostgreSQL cannot be reached";
        try {
            const auto state = co_await pg::read_schema_state(pool_, runtime::within(2s), known);
            good = state == pg::schema_state::current;
            why = pg::sentence(state);
        } catch (const std::exception& e) {
            log::warning("schema.unreadable", "error", e.what());
        }
        if (good) health_.good("schema");
        else health_.bad("schema", why);
        const std::chrono::steady_clock::duration pause = good ? std::chrono::steady_clock::duration(schema_wait_good) : schema_wait_bad;
        co_await life.sleep(pause);
    }
}

}  // namespace gavel::app
