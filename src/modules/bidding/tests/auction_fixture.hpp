// Accounts, running lots and services on a real database, for tests of bidding and closing.
#pragma once
#include "base/random.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/publication.hpp"
#include "modules/bidding/service.hpp"
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
    bench(boost::asio::io_context& io, pg::pool& pool, const options& chosen)
        : live(io, live_hub, life, nullptr),
          allowed(chosen.bids_per_minute),
          bids(pool, live, allowed, numbers, chosen) {}

    metrics::registry numbers;
    runtime::life life;
    hub live_hub;
    live_shard live;
    allowance allowed;
    service bids;
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
        std::optional<std::int64_t> reserve = {};
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
        published.now = database_now();
        published.starts_at = published.now + t.begins;
        published.ends_at = published.starts_at + t.lasts;
        run(publish(published));
        return published.lot;
    }

    boost::asio::awaitable<void> publish(lots::published_lot lot) {
        publication listener(settings);
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

    result<placed_bid> place(lot_id lot, account_id who, std::int64_t amount) {
        return run(here.bids.place(intent(lot, who, amount), soon()));
    }

    bidding::options settings = generous();
    bench here;

private:
    static bidding::options generous() {
        bidding::options o;
        o.bids_per_minute = 1'000'000;
        return o;
    }
};

}  // namespace gavel::bidding::test
