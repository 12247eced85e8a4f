// Routes of bidding: bids and their history, relations (openapi.yaml beside this file).
#pragma once
#include "modules/bidding/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::bidding {

void add_routes(http::router& routes, service& bids);

}  // namespace gavel::bidding
