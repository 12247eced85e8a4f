// How tests tell the gateway what to do wrong, and what its payers do. JSON; see README.md.
#pragma once
#include "platform/http/router.hpp"
#include "sim/fondy/gateway.hpp"

namespace gavel::sim::fondy {

void add_control_routes(http::router& to, gateway& g);  // keeps a reference

}  // namespace gavel::sim::fondy
