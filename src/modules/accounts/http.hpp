// Routes of openapi.yaml and the authenticator.
#pragma once
#include "modules/accounts/service.hpp"
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"

namespace gavel::accounts {

// Both keep a reference to `s`.
void add_routes(http::router& to, service& s);
http::authenticator authenticator(service& s);

}  // namespace gavel::accounts
