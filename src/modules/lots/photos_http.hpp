// Routes of a lot's photos and documents (openapi.yaml beside this file).
#pragma once
#include "modules/lots/photos.hpp"
#include "platform/http/router.hpp"

namespace gavel::lots {

void add_photo_routes(http::router& routes, photos& of_lots);

}  // namespace gavel::lots
