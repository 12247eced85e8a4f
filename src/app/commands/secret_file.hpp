// Files that nobody but their owner may read. Both throw std::system_error that names the file.
#pragma once
#include <string>

namespace gavel::app {

void create_secret(const std::string& path, const std::string& text);   // never one that is there already
void replace_secret(const std::string& path, const std::string& text);  // whole or not at all

}  // namespace gavel::app
