// Pictures that the sides of an order send about it. Their album is the order's; who may write may send.
#pragma once
#include "modules/media/service.hpp"
#include "modules/orders/acts.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace gavel::orders {

// One per io thread; used only there.
class evidence {
public:
    evidence(pg::pool& pool, media::service& files) : pool_(pool), media_(files) {}

    // Refuses what write does, and what media refuses.
    awaitable<result<media::upload>> add(visitor v, order_id id, media::new_file f, pg::deadline until);
    awaitable<std::vector<media::file>> all(order_id id, pg::deadline until);

    const media::service& files() const { return media_; }
    const media::addresses& where() const { return media_.where(); }

private:
    pg::pool& pool_;
    media::service& media_;
};

}  // namespace gavel::orders
