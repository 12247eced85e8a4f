// Routes of openapi.yaml.
#pragma once
#include "modules/trust/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::trust {

void add_routes(http::router& to, service& s);  // keeps a reference to `s`

}  // namespace gavel::trust
