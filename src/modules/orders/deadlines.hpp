// Reminders and deadlines of orders, one order per transaction; several servers share the work. Also opens what no job has opened and ends
// suspensions whose time is over.
#pragma once
#include "modules/orders/house.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace gavel::orders {

using boost::asio::awaitable;

class deadlines {
public:
    deadlines(pg::pool& pool, const house& h) : pool_(pool), house_(h) {}

    awaitable<std::int64_t> run_once();  // how many orders were looked after; at most orders_per_round
    static constexpr std::int64_t orders_per_round = 200;

    awaitable<std::int64_t> end_suspensions();  // accounts that may bid again

    awaitable<void> run(runtime::life& l);  // until the process stops

private:
    awaitable<void> look_after(pg::transaction& tx, order& o, instant now);
    awaitable<bool> look_at_one();

    pg::pool& pool_;
    const house& house_;
};

}  // namespace gavel::orders
