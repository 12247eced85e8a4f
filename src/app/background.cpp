#include "app/background.hpp"

#include "migrations/embedded.hpp"
#include "modules/accounts/worker.hpp"
#include "modules/bidding/live_view.hpp"
#include "modules/deposits/deposits.hpp"
#include "modules/deposits/refunding.hpp"
#include "modules/media/worker.hpp"
#include "modules/newsletters/letters.hpp"
#include "modules/notifications/preferences_service.hpp"
#include "modules/notifications/worker.hpp"
#include "modules/orders/opening.hpp"
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

// As many photos at once as may be worked on, and one place for the sweep.
jobs::options few_jobs(const options& all) {
    auto few = all.jobs;
    few.concurrency_max = all.media.workers + 1;
    return few;
}

}  // namespace

background::background(shard& on, observe::health& health)
    : shard_(on),
      pool_(on.io, pg::counted(few_connections(on.shared.settings.pg), on.shared.numbers)),
      health_(health),
      jobs_(on.io, pool_, on.shared.settings.jobs),
      media_jobs_(on.io, pool_, few_jobs(on.shared.settings)),
      digests_(pool_, on.shared.letters),
      reminders_(pool_, on.shared.settings.notifications),
      searches_(pool_, on.shared.settings.searches),
      campaigns_(pool_),
      pushes_(on.io, pool_, on.shared.settings.push,
              on.shared.settings.push.contact(on.shared.settings.mail.site_url, on.shared.letters.address()), on.shared.numbers),
      payments_(on.io, pool_, on.cards, on.payables, on.shared.settings.payments, on.shared.numbers),
      closing_(pool_, on.live, on.shared.numbers, on.shared.settings.outages),
      poller_(
          on.shared.live,
          [this](std::vector<lot_id> lots, std::vector<std::int64_t> versions, runtime::deadline until) {
              return bidding::changes_since(pool_, std::move(lots), std::move(versions), until);
          },
          [&on](std::vector<account_id> accounts, runtime::deadline until) { return on.unread_of(std::move(accounts), until); }),
      sweeper_(pool_, on.live, on.shared.numbers, on.shared.settings.bidding.rules.outages),
      pulse_(on.desk_pool, sweeper_, on.shared.numbers, on.shared.settings.outages),
      trust_(pool_, on.shared.numbers, on.shared.settings.trust),
      holds_(pool_),
      orders_(pool_, on.house),
      deposits_(pool_, on.shared.settings.deposits, on.shared.numbers) {
    health_.require("schema");
    auto& shared = on.shared;
    if (shared.letters.open()) {
        post_.emplace(on.io, pool_, shared.letters, shared.numbers);
        accounts::complete_letters(*post_, shared.letters, notifications::local_time);
        notifications::complete_letters(*post_);
        newsletters::complete_letters(*post_, shared.letters);
    }
    if (!shared.settings.backups.places.targets.empty()) backups_.emplace(pool_, shared.settings.backups, shared.letters, shared.numbers);
    if (shared.settings.bounces.open()) bounces_.emplace(pool_, shared.settings.bounces);
    jobs_.add(bidding::suspension_job(on.acts));
    jobs_.add(orders::opening_job(on.house));
    jobs_.add(deposits::release_job());
    jobs_.add(deposits::refund_job(on.payables));
    auto announce = [&on](account_id account, std::int64_t unread) { on.live.notify(account, unread); };
    for (auto& each : notifications::registrations(shared.letters, announce)) jobs_.add(std::move(each));
    auto shown = [this](media::album of) { photo_ready(of); };
    for (auto& each : media::registrations(*on.store, shared.media, shown)) media_jobs_.add(std::move(each));
}

void background::start() {
    auto& life = shard_.shared.life;
    const auto executor = shard_.io.get_executor();
    shard_.live.listen();
    life.spawn(executor, "jobs", [this, &life] { return jobs_.run(life); });
    life.spawn(executor, "media_jobs", [this, &life] { return media_jobs_.run(life); });
    life.spawn(executor, "media_sweeps", [this, &life] { return media::ask_for_sweeps(pool_, life); });
    life.spawn(executor, "store_test", [this] { return test_store(); });
    if (post_) life.spawn(executor, "mail", [this, &life] { return post_->run(life); });
    life.spawn(executor, "pushes", [this, &life] { return pushes_.run(life); });
    life.spawn(executor, "payments", [this, &life] { return payments_.run(life); });
    life.spawn(executor, "digests", [this, &life] { return digests_.run(life); });
    life.spawn(executor, "reminders", [this, &life] { return reminders_.run(life); });
    life.spawn(executor, "searches", [this, &life] { return searches_.run(life); });
    life.spawn(executor, "orders", [this, &life] { return orders_.run(life); });
    life.spawn(executor, "campaigns", [this, &life] { return campaigns_.run(life); });
    if (bounces_) life.spawn(executor, "bounces", [this, &life] { return bounces_->run(life); });
    life.spawn(executor, "closing", [this, &life] { return closing_.run(life); });
    life.spawn(executor, "pulse", [this, &life, executor] { return pulse_.run(life, executor); });
    life.spawn(executor, "live_poller", [this, &life] { return poller_.run(life); });
    life.spawn(executor, "trust", [this, &life] { return trust_.run(life); });
    life.spawn(executor, "deposits", [this, &life] { return deposits_.run(life); });
    if (backups_) life.spawn(executor, "backups", [this, &life] { return backups_->run(life); });
    life.spawn(executor, "holds", [this, &life] { return holds_.run(life); });
    life.spawn(executor, "schema", [this] { return watch_schema(); });
}

void background::photo_ready(media::album of) {
    if (of.purpose != media::purpose::avatar) shard_.shared.caches.invalidate(lot_id{of.holder});
}

// Once, so that the operator reads at the start what would otherwise fail with the first photo. Nothing waits for it: without the store
// everything but files works.
boost::asio::awaitable<void> background::test_store() {
    const auto site = shard_.shared.settings.mail.site_url;
    const auto faults = co_await shard_.store->self_test(site, runtime::within(1min));
    for (const auto& each : faults) log::error("media.store_fault", "fault", each);
    if (faults.empty()) log::info("media.store_good");
}

boost::asio::awaitable<void> background::watch_schema() {
    const auto known = pg::read_migrations({embedded::migrations, embedded::migrations_count});
    auto& life = shard_.shared.life;
    while (!life.stopping()) {
        bool good = false;
        std::string why = "PostgreSQL cannot be reached";
        try {
            const auto state = co_await pg::read_schema_state(pool_, runtime::within(2s), known);
            good = pg::is_served(state);
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
