// How tests tell Google what to do wrong, and look into it. JSON; see README.md.
#pragma once
#include "platform/http/router.hpp"
#include "sim/google/state.hpp"

namespace gavel::sim::google {

void add_control_routes(http::router& to, state& g);  // keeps a reference

}  // namespace gavel::sim::google
