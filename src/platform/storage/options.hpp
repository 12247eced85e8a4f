// Which store, and where.
#pragma once
#include "platform/config/options.hpp"
#include "platform/s3/options.hpp"

#include <string>

namespace gavel::storage {

struct options {
    std::string folder = "/var/lib/gavel/media";
    s3::options s3;

    void declare(config::table& t);
};

}  // namespace gavel::storage
