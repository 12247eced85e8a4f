// A service that was away, for tests of outages and closing. Time away is simulated by a pulse that was last written long ago.
#pragma once
#include "modules/bidding/tests/auction_fixture.hpp"
#include "modules/outages/pulse.hpp"
#include "modules/outages/settled.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>

namespace gavel::outages::test {

using namespace std::chrono_literals;

class outage_test : public bidding::test::auction_test {
protected:
    outage_test() : sweeps(pool, here.live, here.numbers, {}), heart(pool, sweeps, here.numbers, {}) {}

    bool beat() { return run(heart.beat()); }
    int sweep() {
        int rounds = 0;
        while (run(sweeps.sweep_once())) ++rounds;
        return rounds;
    }
    bool trusted() {
        const auto ask = [&]() -> boost::asio::awaitable<bool> {
            auto tx = co_await pool.begin(soon());
            co_return co_await settled(tx, gap_s);
        };
        return run(ask());
    }
    static constexpr std::int64_t gap_s = 10;

    // As if the last beat of the service had been so long ago.
    void away_for(std::chrono::seconds s) {
        beat();
        db.execute(fmt::format("update service_pulse set beat_at = clock_timestamp() - interval '{} seconds'", s.count()));
    }
    // An earlier outage, over and made up for.
    void once_away(std::chrono::seconds began_ago, std::chrono::seconds lasted) {
        db.execute(
            fmt::format("insert into outages (began_at, ended_at, swept_at) select b, b + interval '{} seconds', clock_timestamp() "
                        "from (select clock_timestamp() - interval '{} seconds' as b) began",
                        lasted.count(), began_ago.count()));
    }
    // As if its end were so far from now; negative: it has passed.
    void ends_in(lot_id where, std::chrono::seconds s) {
        db.execute(fmt::format(
            "update standings set starts_at = statement_timestamp() - interval '1 day', "
            "original_ends_at = statement_timestamp() + interval '{0} seconds', ends_at = statement_timestamp() + interval '{0} "
            "seconds', hard_ends_at = statement_timestamp() + interval '{0} seconds' + interval '2 hours' where lot_id = {1}",
            s.count(), where.value));
    }
    std::string left_min(lot_id where) {
        return db.scalar(fmt::format("select round(extract(epoch from ends_at - clock_timestamp()) / 60) from standings where lot_id = {}",
                                     where.value));
    }
    std::string state(lot_id where) { return db.scalar(fmt::format("select state from standings where lot_id = {}", where.value)); }
    // "anna extended, olena extended", of all news there are.
    std::string news() {
        return db.scalar(
            "select coalesce(string_agg(display_name || ' ' || (e->>'event'), ', ' order by display_name), '') "
            "from jobs, jsonb_array_elements(payload->'events') e join accounts on accounts.id = (e->>'account')::bigint "
            "where e->>'event' <> 'outbid'");
    }

    sweeper sweeps;
    pulse heart;
};

}  // namespace gavel::outages::test
