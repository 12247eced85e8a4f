// Looks into PostgreSQL for what the wire did not bring: every second while Redis is away, every ten seconds otherwise.
// One per process, on the shard that listens.
#pragma once
#include "modules/live/hub.hpp"
#include "modules/live/sources.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <utility>

namespace gavel::live {

class poller {
public:
    poller(hub& h, change_source changes, unread_source unread) : hub_(h), changes_(std::move(changes)), unread_(std::move(unread)) {}

    boost::asio::awaitable<void> run_once();             // everything watched, in bounded pieces
    boost::asio::awaitable<void> run(runtime::life& l);  // until the process stops

private:
    hub& hub_;
    change_source changes_;
    unread_source unread_;
};

}  // namespace gavel::live
