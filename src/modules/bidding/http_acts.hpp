// Routes of the commands that are not bids, of block lists, moderation and the audit chain (openapi.yaml beside this file).
#pragma once
#include "modules/bidding/acts.hpp"
#include "modules/bidding/blocks.hpp"
#include "modules/bidding/suspensions.hpp"
#include "platform/http/router.hpp"

namespace gavel::bidding {

void add_act_routes(http::router& routes, acts& lots);
void add_block_routes(http::router& routes, blocks& lists);
void add_moderation_routes(http::router& routes, acts& lots, suspensions& accounts);
void add_audit_route(http::router& routes, pg::pool& pool);

}  // namespace gavel::bidding
