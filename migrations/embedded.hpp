// The migration files of this release, in the order of their names.
#pragma once
#include "base/embedded.hpp"

namespace gavel::embedded {

extern const embedded_file migrations[];
extern const std::size_t migrations_count;

}  // namespace gavel::embedded
