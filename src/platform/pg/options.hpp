// The settings of PostgreSQL that an operator can change.
#pragma once
#include "platform/config/options.hpp"
#include "platform/pg/pool.hpp"

namespace gavel::pg {

struct options : pool_options {
    void declare(config::table& t);
};

}  // namespace gavel::pg
