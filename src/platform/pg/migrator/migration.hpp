// The migrations a program knows, read from its embedded files.
#pragma once
#include "base/embedded.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::pg {

struct migration {
    int version = 0;       // from the file name: 0003_lots_catalogue.sql is 3
    std::string name;      // lots_catalogue
    std::string checksum;  // SHA-256 of the file, hexadecimal
    std::string_view sql;  // lives as long as the embedded file
    // Its head says "release keeps running: yes": a program that does not know this migration may serve on top of it.
    bool older_release_runs = false;
};

// In order of version. Throws std::logic_error if a name is malformed or a version is missing or doubled: a broken build.
std::vector<migration> read_migrations(std::span<const embedded::embedded_file> files);

}  // namespace gavel::pg
