// Routes of new passwords.
#pragma once
#include "modules/accounts/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::accounts {

void add_password_routes(http::router& to, service& s);  // keeps a reference to `s`

}  // namespace gavel::accounts
