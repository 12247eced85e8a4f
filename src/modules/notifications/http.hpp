// Routes of openapi.yaml.
#pragma once
#include "modules/notifications/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::notifications {

void add_routes(http::router& to, service& s);  // keeps a reference to `s`

}  // namespace gavel::notifications
