// Routes of openapi.yaml.
#pragma once
#include "modules/deposits/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::deposits {

void add_routes(http::router& to, service& s);  // keeps a reference to `s`

}  // namespace gavel::deposits
