// The gateway's interface for shops.
#pragma once
#include "platform/http/router.hpp"
#include "sim/fondy/gateway.hpp"

namespace gavel::sim::fondy {

// POST /api/checkout/url, token, redirect; status/order_id; reverse/order_id; capture/order_id; transaction_list; p2pcredit. Keeps a
// reference.
void add_api_routes(http::router& to, gateway& g);

std::string own_address(const http::request& r);  // "http://127.0.0.1:9090"

}  // namespace gavel::sim::fondy
