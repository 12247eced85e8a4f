#include "modules/backup/dump.hpp"

#include "platform/pg/program_environment.hpp"

#include <fmt/format.h>

#include <array>

namespace gavel::backup {
namespace {

process::command dump_command(const std::string& url, const std::string& snapshot) {
    process::command c;
    c.words = {"pg_dump", "--format=custom", "--compress=0", "--snapshot=" + snapshot, "--no-password"};
    c.environment = pg::program_environment(url);
    return c;
}

// No owners and no grants: those of this place are set by `gavel migrate` afterwards.
process::command restore_command(const std::string& url) {
    process::command c;
    c.environment = pg::program_environment(url);
    std::string database;
    for (const auto& [name, value] : c.environment)
        if (name == "PGDATABASE") database = value;
    c.words = {"pg_restore", "--format=custom", "--single-transaction", "--exit-on-error",
               "--no-owner", "--no-privileges", "--no-password",        "--dbname=" + database};
    return c;
}

}  // namespace

dumping::dumping(const std::string& url, const std::string& snapshot, const std::vector<recipient>& to, int level)
    : program_(dump_command(url, snapshot), process::child::direction::reads_from_it),
      parts_(to, level) {}

std::shared_ptr<const std::string> dumping::next() { return next_part("pg_dump", program_, parts_); }

restoring::restoring(const std::string& url) : program_(restore_command(url), process::child::direction::writes_to_it) {}

void restoring::add(std::string_view bytes) {
    if (program_.write(bytes)) return;
    require_success("pg_restore", program_.finish());
    throw program_failed("pg_restore ended before it had read everything");
}

void restoring::finish() { require_success("pg_restore", program_.finish()); }

}  // namespace gavel::backup
