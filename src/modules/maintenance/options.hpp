// What an operator can set about the maintenance application.
#pragma once
#include "platform/config/options.hpp"

#include <string>

namespace gavel::maintenance {

struct options {
    std::string file;  // of the notice; empty: none

    void declare(config::table& t);
};

}  // namespace gavel::maintenance
