// Routes of openapi.yaml.
#pragma once
#include "modules/newsletters/campaigns.hpp"
#include "modules/newsletters/subscriptions.hpp"
#include "platform/http/router.hpp"

namespace gavel::newsletters {

// Both keep a reference to what they get.
void add_subscription_routes(http::router& to, subscriptions& s);
void add_campaign_routes(http::router& to, campaigns& c);  // for operators only

}  // namespace gavel::newsletters
