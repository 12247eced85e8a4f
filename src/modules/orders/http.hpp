// Routes of openapi.yaml.
#pragma once
#include "modules/orders/acts.hpp"
#include "modules/orders/evidence.hpp"
#include "modules/orders/house.hpp"
#include "modules/orders/reading.hpp"
#include "platform/http/router.hpp"
#include "platform/runtime/worker_pool.hpp"

namespace gavel::orders {

// What the routes need; all outlive the router.
struct counter {
    acts& people;
    reading& pages;
    evidence& proofs;
    const house& h;
    runtime::worker_pool& workers;  // documents are made there
};

void add_routes(http::router& to, counter c);
void add_act_routes(http::router& to, counter c);
void add_moderation_routes(http::router& to, counter c);

}  // namespace gavel::orders
