// Routes of the catalogue's API (openapi.yaml beside this file). Pages are in pages.hpp.
#pragma once
#include "modules/catalogue/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::catalogue {

void add_routes(http::router& routes, service& catalogue);

}  // namespace gavel::catalogue
