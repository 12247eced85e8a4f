// Routes of openapi.yaml.
#pragma once
#include "modules/push/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::push {

void add_routes(http::router& to, service& s);  // keeps a reference to `s`

}  // namespace gavel::push
