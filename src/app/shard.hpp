// The parts of one io thread, built in the order in which they need each other. Used only on that thread once it runs.
#pragma once
#include "app/process.hpp"

#include "modules/accounts/service.hpp"
#include "modules/bidding/publication.hpp"
#include "modules/bidding/service.hpp"
#include "modules/catalogue/pages.hpp"
#include "modules/catalogue/service.hpp"
#include "modules/lots/service.hpp"
#include "modules/notifications/service.hpp"
#include "platform/http/router.hpp"
#include "platform/pg/pool.hpp"
#include "platform/redis/client.hpp"

#include <boost/asio/io_context.hpp>

#include <optional>

namespace gavel::app {

struct shard {
    shard(boost::asio::io_context& where, process& of);

    boost::asio::io_context& io;
    process& shared;
    pg::pool pool;
    redis::client redis;
    bidding::live_shard live;
    accounts::service accounts;
    bidding::publication auction;
    bidding::service bidding;
    lots::service lots;
    notifications::service notifications;
    catalogue::service catalogue;
    http::router router;
    std::optional<catalogue::pages> pages;  // none without web.root

private:
    gavel::notifications::announcer announcer();
};

}  // namespace gavel::app
