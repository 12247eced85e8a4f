// Settings of continuous archiving: docs/operate/wal.md.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>
#include <string>

namespace gavel::backup {

struct wal_options {
    std::string cluster_url;
    std::int64_t keep_bases = 2;

    void declare(config::table& t);
};

}  // namespace gavel::backup
