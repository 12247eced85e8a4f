// Tells those who wait for a lot that its auction ends soon: each of them once, however many servers look.
#pragma once
#include "modules/notifications/options.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace gavel::notifications {

using boost::asio::awaitable;

class reminders {
public:
    reminders(pg::pool& pool, options chosen) : pool_(pool), options_(chosen) {}

    // At most `lots_per_round` lots. Returns how many.
    awaitable<std::int64_t> run_once();
    static constexpr std::int64_t lots_per_round = 50;

    awaitable<void> run(runtime::life& l);  // until the process stops

private:
    pg::pool& pool_;
    options options_;
};

}  // namespace gavel::notifications
