// Fills declared options from their sources and says, in sentences, everything that is wrong with them.
#pragma once
#include "platform/config/options.hpp"

#include <string>
#include <utility>
#include <vector>

namespace gavel::config {

using environment = std::vector<std::pair<std::string, std::string>>;

// Every variable of the process whose name begins with GAVEL_, except GAVEL_CONFIG, which names the file, and GAVEL_TEST_ ones, which
// belong to the test programs.
environment process_environment();

// `file_path` empty: no file. Returns one sentence per fault, each naming the key or variable and what would be accepted; empty means that
// all is well. Values of secrets are never in a sentence. Options without fault are filled even when others have one.
std::vector<std::string> load(table& options, const std::string& file_path, const environment& variables);

}  // namespace gavel::config
