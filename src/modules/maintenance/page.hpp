// The page that visitors see during maintenance: one file that needs nothing else, in three languages, light and dark.
#pragma once
#include "base/language.hpp"
#include "modules/maintenance/notice.hpp"
#include "platform/http/reply.hpp"

namespace gavel::maintenance {

// 503 with its own Content-Security-Policy. The ETag is that of the notice and the language: by it an open page finds out that there is
// something new to say.
http::reply page(const notice& n, language lang);

}  // namespace gavel::maintenance
