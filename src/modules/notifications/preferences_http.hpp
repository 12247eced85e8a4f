// Routes of preferences: with a session, and with a link from a letter.
#pragma once
#include "modules/notifications/preferences_service.hpp"
#include "platform/http/router.hpp"

namespace gavel::notifications {

void add_preference_routes(http::router& to, preferences_service& s);  // keeps a reference to `s`

}  // namespace gavel::notifications
