// A connection string for PostgreSQL's own programs: as environment variables, so that the password stands in no list of processes.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace gavel::pg {

// PGHOST, PGPASSWORD, …, and what the address leaves out from our own environment, as libpq does; std::invalid_argument as for pg.url, or
// for a setting that has no variable.
std::vector<std::pair<std::string, std::string>> program_environment(const std::string& url);
// The same connection string with another database.
std::string with_database(const std::string& url, const std::string& database);

}  // namespace gavel::pg
