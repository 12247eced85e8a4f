// Settings of the catalogue.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>

namespace gavel::catalogue {

struct options {
    std::int64_t cache_entries = 2000;  // lot views kept per process
    std::int64_t cache_ttl_ms = 1000;   // how old a kept view may be; also the longest delay of what another node changed

    void declare(config::table& t);
};

}  // namespace gavel::catalogue
