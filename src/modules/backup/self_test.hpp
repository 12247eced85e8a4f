// Private to this folder: the self-test of every place, with what all of them can do.
#pragma once
#include "modules/backup/target.hpp"

#include <string>
#include <vector>

namespace gavel::backup {

// A small file is written, listed, read and removed. One sentence for what does not work, and one if there is hardly any room.
awaitable<std::vector<std::string>> tried_out(target& place, deadline until);

}  // namespace gavel::backup
