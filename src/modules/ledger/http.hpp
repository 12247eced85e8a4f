// Routes of openapi.yaml.
#pragma once
#include "modules/ledger/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::ledger {

void add_routes(http::router& to, service& s);  // keeps a reference to `s`

}  // namespace gavel::ledger
