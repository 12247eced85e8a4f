// Routes of uploads and portraits, and the media address.
#pragma once
#include "modules/media/files.hpp"
#include "modules/media/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::media {

// All outlive the router.
void add_routes(http::router& routes, service& media, files& served);

}  // namespace gavel::media
