// Gives deposits back when their lot is over, and holds them on when a lot is moved; several servers share the work.
#pragma once
#include "modules/deposits/options.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace gavel::deposits {

using boost::asio::awaitable;

class worker {
public:
    worker(pg::pool& pool, const options& chosen) : pool_(pool), options_(chosen) {}  // `chosen` outlives it

    awaitable<std::int64_t> run_once();  // how many were released or renewed
    static constexpr std::int64_t deposits_per_round = 100;

    awaitable<void> run(runtime::life& l);  // until the process stops

private:
    pg::pool& pool_;
    const options& options_;
};

}  // namespace gavel::deposits
