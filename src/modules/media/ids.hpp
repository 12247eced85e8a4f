// Strong identifiers of this module.
#pragma once
#include "base/ids.hpp"

namespace gavel::media {

using file_id = id<struct media_file_tag>;

}  // namespace gavel::media
