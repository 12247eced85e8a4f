// Files, folders, lists, downloads and the account: /drive/v3.
#pragma once
#include "sim/google/answers.hpp"

namespace gavel::sim::google {

void add_files(http::router& to, state& g, runtime::life& life);

}  // namespace gavel::sim::google
