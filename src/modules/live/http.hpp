// The route of live updates (openapi.yaml beside this file).
#pragma once
#include "modules/live/shard.hpp"
#include "modules/live/sources.hpp"
#include "platform/http/router.hpp"

namespace gavel::live {

void add_routes(http::router& routes, shard& on, change_source changes, unread_source unread);

}  // namespace gavel::live
