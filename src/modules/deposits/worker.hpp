// Gives deposits back when their lot is over, and holds them on when a lot is moved, one deposit per transaction; several servers share the
// work.
#pragma once
#include "modules/deposits/model.hpp"
#include "modules/deposits/options.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <vector>

namespace gavel::deposits {

using boost::asio::awaitable;

class worker {
public:
    worker(pg::pool& pool, const options& chosen, metrics::registry& m);  // all outlive it

    // How many were released or renewed. One that fails is counted, left alone for some rounds, and stops no other.
    awaitable<std::int64_t> run_once();
    static constexpr std::int64_t deposits_per_round = 100;
    static constexpr int rounds_left_alone = 30;  // ten minutes
    static constexpr std::size_t left_alone_max = 1000;

    awaitable<void> run(runtime::life& l);  // until the process stops

private:
    enum class outcome { none, done, failed };
    awaitable<outcome> look_at_one();

    struct failure {
        deposit_id of;
        int rounds = 0;  // since it failed
    };

    pg::pool& pool_;
    const options& options_;
    metrics::counter failed_;
    std::vector<failure> left_alone_;
};

}  // namespace gavel::deposits
