// Looks into PostgreSQL for what the wire did not bring: every second while Redis is away, every ten seconds otherwise.
// One per process, on the shard that listens.
#pragma once
#include "modules/bidding/live.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <vector>

namespace gavel::bidding {

// Unread notifications of these accounts; the notifications module provides it.
struct unread_count {
    account_id account;
    std::int64_t unread;
};
using unread_source = std::function<boost::asio::awaitable<std::vector<unread_count>>(std::vector<account_id>)>;

class live_poller {
public:
    live_poller(hub& h, pg::pool& pool, unread_source unread = {}) : hub_(h), pool_(pool), unread_(std::move(unread)) {}

    boost::asio::awaitable<void> run_once();             // everything watched, in bounded pieces
    boost::asio::awaitable<void> run(runtime::life& l);  // until the process stops

private:
    hub& hub_;
    pg::pool& pool_;
    unread_source unread_;
};

}  // namespace gavel::bidding
