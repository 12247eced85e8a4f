// Routes of openapi.yaml.
#pragma once
#include "modules/searches/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::searches {

void add_routes(http::router& to, service& s);  // keeps a reference to `s`

}  // namespace gavel::searches
