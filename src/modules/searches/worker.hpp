// Looks for new lots on behalf of saved searches, a bounded number of searches at a time; several servers share the work.
#pragma once
#include "modules/searches/options.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace gavel::searches {

using boost::asio::awaitable;

class worker {
public:
    worker(pg::pool& pool, options chosen) : pool_(pool), options_(chosen) {}

    awaitable<std::int64_t> run_once();  // how many searches were looked after
    static constexpr std::int64_t searches_per_round = 200;

    awaitable<void> run(runtime::life& l);  // until the process stops

private:
    pg::pool& pool_;
    options options_;
};

}  // namespace gavel::searches
