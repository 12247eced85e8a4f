// The second port: /livez, /readyz, /metrics. For the operator's machines, never for visitors.
#pragma once
#include "platform/http/router.hpp"
#include "platform/observe/health.hpp"
#include "platform/observe/metrics.hpp"

namespace gavel::app {

// Both outlive the router.
void add_operations_routes(http::router& routes, const observe::health& health, metrics::registry& metrics);

}  // namespace gavel::app
