// The route that names bidders to the seller of a lot and to moderators (openapi.yaml beside this file).
#pragma once
#include "platform/http/router.hpp"
#include "platform/pg/pool.hpp"

namespace gavel::bidding {

void add_bidder_route(http::router& routes, pg::pool& pool);

}  // namespace gavel::bidding
