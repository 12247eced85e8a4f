// Accounts, running lots and services on a real database, for tests of bidding and closing.
#pragma once
#include "base/random.hpp"
#include "modules/bidding/acts.hpp"
#include "modules/bidding/chain.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/live_view.hpp"
#include "modules/bidding/publication.hpp"
#include "modules/bidding/repository.hpp"
#include "modules/bidding/repository_log.hpp"
#include "modules/bidding/service.hpp"
#include "modules/live/shard.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/runtime/life.hpp"
#include "tests/support/pg.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>

namespace gavel::bidding::test {

using namespace std::chrono_literals;

// One io thread's worth of bidding.
struct bench {
    bench(boost::asio::io_context& io, pg::pool& connections, const options& chosen)
        : pool(connections),
          live(io, live_hub, life, nullptr),
          allowed(chosen.bids_per_minute),
          own_desk(io, pool, live, life, usual, numbers, chosen),
          bids(pool, all_desks, allowed, numbers, chosen),
          acts(pool, live, allowed, numbers, chosen) {
        all_desks.add(own_desk);
    }

    pg::pool& pool;
    metrics::registry numbers;
    runtime::life life;
    live::hub live_hub;
    live::shard live;
    allowance allowed;
    usual_maxima usual;
    desk own_desk;
    desks all_desks;
    service bids;
    bidding::acts acts;
};

class auction_test : public gavel::test::pg_test {
protected:
    auction_test() : here(io, pool, settings) {}

    account_id account(const std::string& name) {
        const auto id =
            db.scalar(fmt::format("insert into accounts (email, password_hash, display_name, language) "
                                  "values ('{0}@example.org', 'x', '{0}', 'uk') returning id",
                                  name));
        return account_id::parse(id).value();
    }

    struct terms {
        std::int64_t start = 100'00;
        std::optional<std::int64_t> reserve = {}, buy_now = {};
        std::chrono::milliseconds begins = 0s;  // from now
        std::chrono::milliseconds lasts = 1h;
    };

    // Published through the listener that lots calls.
    lot_id lot(account_id seller) { return lot(seller, terms{}); }
    lot_id lot(account_id seller, terms t) {
        lots::published_lot published;
        published.lot =
            lot_id::parse(db.scalar(fmt::format("insert into lots (seller_id) values ({}) returning id", seller.value))).value();
        published.seller = seller;
        published.start_price.amount = t.start;
        if (t.reserve) published.reserve_price = money{*t.reserve, {}};
        if (t.buy_now) published.buy_now_price = money{*t.buy_now, {}};
        published.now = database_now();
        published.starts_at = published.now + t.begins;
        published.ends_at = published.starts_at + t.lasts;
        run(publish(published));
        return published.lot;
    }

    boost::asio::awaitable<void> publish(lots::published_lot lot) {
        publication listener(here.live, settings);
        auto tx = co_await pool.begin(soon());
        co_await listener.published(tx, lot);
        co_await tx.commit();
    }

    instant database_now() {
        return parse_instant(db.scalar(R"(select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))")).value();
    }

    // As if the lot had been published a day earlier and its end were this moment.
    void end_now(lot_id lot) {
        db.execute(
            fmt::format("update standings set starts_at = starts_at - interval '1 day', original_ends_at = statement_timestamp(), "
                        "ends_at = statement_timestamp() where lot_id = {}",
                        lot.value));
    }

    static offer intent(lot_id lot, account_id who, std::int64_t amount, std::string key = random_uuid()) {
        offer bid;
        bid.lot = lot;
        bid.bidder = who;
        bid.max.amount = amount;
        bid.idempotency_key = std::move(key);
        return bid;
    }

    standing stored(lot_id where) { return run(repository::newer_than(pool, soon(), {where}, {0})).front(); }

    std::vector<record> log_of(lot_id where) {
        const auto read = [&]() -> boost::asio::awaitable<std::vector<record>> {
            auto tx = co_await pool.begin(soon());
            co_return co_await repository::read_log(tx, where);
        };
        return run(read());
    }

    // The account of each number, from 1.
    std::vector<account_id> bidders_of(lot_id where) {
        std::vector<account_id> all;
        for (int n = 1;; ++n) {
            const auto found = account_id::parse(
                db.scalar(fmt::format("select bidder_id from participants where lot_id = {} and number = {}", where.value, n)));
            if (!found) return all;
            all.push_back(*found);
        }
    }

    static command by(account_id who, lot_id lot, std::string key = random_uuid()) {
        command asked;
        asked.lot = lot;
        asked.by = who;
        asked.idempotency_key = std::move(key);
        return asked;
    }
    static command by_moderator(account_id who, lot_id lot) {
        auto asked = by(who, lot);
        asked.moderates = true;
        return asked;
    }

    // The log has no gap, every record follows from the one before it, every hash is right, and they lead to what is stored beside them.
    void expect_whole(lot_id where) {
        const auto report = run(audit(pool, where, soon()));
        ASSERT_TRUE(report);
        EXPECT_FALSE(report->found) << "record " << report->found->seq << ": " << report->found->what;
    }

    // "305/1": the price and the leader's number; "-" before the first bid, the state in front if the lot does not run.
    static std::string shown(const public_standing& lot) {
        const auto state = lot.state == lot_state::running ? std::string() : std::string(lots::to_string(lot.state)) + " ";
        return lot.price ? fmt::format("{}{}/{}", state, lot.price->amount / 100, *lot.leader) : state + "-";
    }
    // What a command left, or the code of its refusal.
    static std::string shown(const result<command_result>& done) {
        return done ? shown(done->act.standing) : std::string(done.error().kind().slug);
    }
    // Who is told what about the newest act of a lot that anybody is told about: "lost 7, won 9".
    std::string events(lot_id lot) {
        return db.scalar(
            fmt::format("with told as (select e from jobs, jsonb_array_elements(payload->'events') e "
                        "where kind = 'notifications.events' and e->>'lot' = '{}') "
                        "select string_agg((e->>'event') || ' ' || (e->>'account'), ', ' order by e->>'event', (e->>'account')::bigint) "
                        "from told where e->>'seq' = (select max((e->>'seq')::bigint)::text from told)",
                        lot.value));
    }

    result<placed_bid> place(lot_id lot, account_id who, std::int64_t amount) {
        return run(here.bids.place(intent(lot, who, amount), soon()));
    }

    live::change_source changes() {
        return [this](std::vector<lot_id> lots, std::vector<std::int64_t> versions, runtime::deadline until) {
            return changes_since(pool, std::move(lots), std::move(versions), until);
        };
    }
    std::shared_ptr<live::reader> open_stream(std::vector<lot_id> lots, std::optional<account_id> who = {}, std::string_view seen = {}) {
        return run(here.live.open(live::mailbox(std::move(lots), who, seen), changes(), nothing_unread, soon()));
    }

    bidding::options settings = generous();
    bench here;

private:
    static boost::asio::awaitable<std::vector<live::unread_count>> nothing_unread(std::vector<account_id>, runtime::deadline) {
        co_return std::vector<live::unread_count>();
    }

    static bidding::options generous() {
        bidding::options o;
        o.bids_per_minute = 1'000'000;
        o.rules.bids.confirm_times = 1'000'000;  // round amounts read better than likely ones
        return o;
    }
};

}  // namespace gavel::bidding::test
