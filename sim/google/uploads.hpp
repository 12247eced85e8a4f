// Uploads, small and resumable: /upload/drive/v3.
#pragma once
#include "sim/google/answers.hpp"

namespace gavel::sim::google {

void add_uploads(http::router& to, state& g, runtime::life& life);

}  // namespace gavel::sim::google
