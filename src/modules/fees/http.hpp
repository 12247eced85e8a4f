// Routes of openapi.yaml.
#pragma once
#include "modules/fees/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::fees {

void add_routes(http::router& to, service& s);  // keeps a reference to `s`

}  // namespace gavel::fees
