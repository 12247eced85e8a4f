// What a backup says about itself to whoever can open it: enough to prove a copy, and the settings it was made under.
#pragma once
#include "modules/backup/seal.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

struct facts {
    std::string seen_at;                       // when the state of the database was taken, RFC 3339
    std::map<std::string, std::int64_t> rows;  // of each table
    std::int64_t database_bytes = 0;
    std::int64_t objects = 0, missing_objects = 0;  // of the store; those that were not there when they were to be copied
    bool with_media = true;
    std::string configuration;  // as `gavel config` prints it: without secrets
};

std::string write_facts(const facts& f);
facts read_facts(std::string_view text);  // damaged

// What differs between the copy and what was saved, in sentences; none: all is there. Tables that the copy alone has, of newer migrations,
// are no difference.
std::vector<std::string> differences(const facts& saved, const std::map<std::string, std::int64_t>& copy);

}  // namespace gavel::backup
