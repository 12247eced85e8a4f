// GET /api/openapi.json and the readable page /api/docs, both made from the same contract by tools/openapi.
#pragma once
#include "platform/http/router.hpp"

namespace gavel::app {

void add_contract_routes(http::router& routes);

}  // namespace gavel::app
