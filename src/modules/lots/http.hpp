// Routes of lots: categories, drafts, publishing, watching (openapi.yaml beside this file).
#pragma once
#include "modules/lots/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::lots {

void add_routes(http::router& routes, service& lots);

}  // namespace gavel::lots
