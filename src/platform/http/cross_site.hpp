// Whether a request that changes something comes from our own pages (or from a program without cookies).
#pragma once
#include "platform/http/request.hpp"

namespace gavel::http {

// Safe methods are always fine. Decided by Sec-Fetch-Site and Origin; a request with neither is accepted only without cookies.
bool is_cross_site(const request& r);

}  // namespace gavel::http
