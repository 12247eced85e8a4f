// Routes of openapi.yaml.
#pragma once
#include "modules/payments/callbacks.hpp"
#include "modules/payments/moderation.hpp"
#include "modules/payments/service.hpp"
#include "platform/http/reply.hpp"
#include "platform/http/router.hpp"

namespace gavel::payments {

void add_routes(http::router& to, service& s, callbacks& c);  // keep references
void add_moderation_routes(http::router& to, moderation& m);

// As POST /payments answers; also for routes of other modules that begin a payment, which need as much time (`opening_time`).
http::reply view_of(const started& s);
inline constexpr std::chrono::seconds opening_time{90};

}  // namespace gavel::payments
