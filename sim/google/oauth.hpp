// Where tokens come from: /token, /device/code, and the page on which a person consents.
#pragma once
#include "platform/http/router.hpp"
#include "platform/runtime/life.hpp"
#include "sim/google/state.hpp"

namespace gavel::sim::google {

void add_oauth(http::router& to, state& g, runtime::life& life);

}  // namespace gavel::sim::google
