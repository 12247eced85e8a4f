// Ends holds that have outlived their time; several servers share the work, and doing it again changes nothing.
#pragma once
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace gavel::ledger {

using boost::asio::awaitable;

class worker {
public:
    explicit worker(pg::pool& pool) : pool_(pool) {}

    awaitable<std::int64_t> run_once();  // how many holds have ended
    static constexpr std::int64_t wallets_per_round = 100;

    awaitable<void> run(runtime::life& l);  // until the process stops

private:
    pg::pool& pool_;
};

}  // namespace gavel::ledger
