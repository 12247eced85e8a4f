// A sale room with several servers: lots, who was told what about them, and threads that each are a process of their own.
#pragma once
#include "modules/bidding/tests/auction_fixture.hpp"
#include "modules/closing/worker.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gavel::closing::test {

using namespace std::chrono_literals;

// What one process has: its own thread, connections, live hub and hammer.
struct server {
    server(const pg::pool_options& connections, const bidding::options& settings)
        : pool(io, connections),
          here(io, pool, settings),
          hammer(pool, here.live, here.numbers) {}

    boost::asio::io_context io{1};
    pg::pool pool;
    bidding::test::bench here;
    worker hammer;
};

class hall_test : public bidding::test::auction_test {
protected:
    hall_test() : hammer(pool, here.live, here.numbers) {}

    std::string state(lot_id where) {
        return db.scalar(fmt::format("select state || coalesce(' ' || unsold_reason, '') from standings where lot_id = {}", where.value));
    }

    // Every event queued so far but those about being outbid, as rows of lot, account, event, price.
    static constexpr const char* told =
        "(select event->>'lot' as lot, event->>'account' as account, event->>'event' as event, event->'price' as price "
        "from jobs, jsonb_array_elements(payload->'events') as event "
        "where kind = 'notifications.events' and event->>'event' <> 'outbid') as told";

    // "won:anna lost:borys sold:olena", by name.
    std::string news(lot_id where) {
        return db.scalar(
            fmt::format("select string_agg(event || ':' || display_name, ' ' order by display_name) from {} "
                        "join accounts on accounts.id = account::bigint where lot = '{}'",
                        told, where.value));
    }

    // Runs what each of `work` does, each on a server and thread of its own, and throws what any of them threw.
    void at_once(const std::vector<std::function<boost::asio::awaitable<void>(server&)>>& work) {
        std::mutex guard;
        std::exception_ptr failure;
        std::vector<std::thread> threads;
        for (const auto& each : work)
            threads.emplace_back([&] {
                server own(options(4), settings);
                const auto ended = [&](std::exception_ptr thrown) {
                    if (thrown) {
                        const std::lock_guard lock(guard);
                        failure = thrown;
                    }
                    own.io.stop();
                };
                boost::asio::co_spawn(own.io, each(own), ended);
                own.io.run();
            });
        for (auto& each : threads) each.join();
        if (failure) std::rethrow_exception(failure);
    }

    // Every lot has ended by the rules, everybody concerned was told the right thing, and nobody was told anything twice.
    void expect_all_closed_once(std::size_t lots) {
        const auto none = [&](const std::string& what, const std::string& rows) {
            EXPECT_EQ(db.scalar("select count(*) from " + rows), "0") << what;
        };
        EXPECT_EQ(db.scalar("select count(*) from standings where state in ('ended_sold', 'ended_unsold')"), std::to_string(lots));
        none("closed before its end", "standings where closed_at < ends_at");
        none("a bid after the end", "bids join standings using (lot_id) where placed_at >= ends_at");
        none("sold below the reserve, or unsold at or above it",
             "standings where (state = 'ended_sold') <> (price is not null and price >= coalesce(reserve_amount, price))");
        none("told twice", std::string("(select from ") + told + " group by lot, account having count(*) > 1) as twice");
        const std::string due = R"sql(
            select s.lot_id::text, s.seller_id::text, case s.state when 'ended_sold' then 'sold' else 'unsold' end,
                   coalesce(to_jsonb(s.price), 'null')
              from standings s
            union all
            select p.lot_id::text, p.bidder_id::text, case when s.state = 'ended_sold' and s.leader_id = p.bidder_id then 'won' else 'lost' end,
                   coalesce(to_jsonb(s.price), 'null')
              from participants p join standings s using (lot_id))sql";
        const auto heard = std::string("select lot, account, event, price from ") + told;
        none("somebody was not told what happened", "((" + due + ") except " + heard + ") as missing");
        none("somebody was told what did not happen", "(" + heard + " except (" + due + ")) as wrong");
    }

    worker hammer;
};

}  // namespace gavel::closing::test
