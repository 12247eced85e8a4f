// Options as people read them: the current values, and the page of the manual.
#pragma once
#include "platform/config/options.hpp"

#include <string>

namespace gavel::config {

// `key = value` lines, each below a comment naming its source: the syntax of the file, so the output can be kept as one.
// Secrets show only whether they are set.
std::string print(const table& options);

// The tables of docs/operate/configure.md, one per module.
std::string markdown(const table& options);

}  // namespace gavel::config
