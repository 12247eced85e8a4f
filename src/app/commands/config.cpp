// `gavel config`: prints and checks; `gavel config document`: the page of the manual.
#include "app/commands/commands.hpp"
#include "app/options.hpp"

#include "platform/config/loader.hpp"
#include "platform/config/print.hpp"

#include <fmt/format.h>

namespace gavel::app {

int print_config(const std::string& config_file) {
    options all;
    config::table t;
    all.declare(t);
    const auto faults = config::load(t, config_file, config::process_environment());
    fmt::print("{}", config::print(t));
    for (const auto& each : faults) fmt::print(stderr, "gavel: {}\n", each);
    return faults.empty() ? 0 : 2;
}

int document_config() {
    options defaults;
    config::table t;
    defaults.declare(t);
    fmt::print("{}", config::markdown(t));
    return 0;
}

}  // namespace gavel::app
