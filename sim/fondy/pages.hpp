// The hosted page of an order: card, 3-D Secure, cancel, and the way back to the shop by POST.
#pragma once
#include "platform/http/router.hpp"
#include "sim/fondy/gateway.hpp"

namespace gavel::sim::fondy {

void add_pages(http::router& to, gateway& g);  // keeps a reference

}  // namespace gavel::sim::fondy
