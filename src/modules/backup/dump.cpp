#include "modules/backup/dump.hpp"

#include "platform/pg/program_environment.hpp"

#include <fmt/format.h>

#include <array>

namespace gavel::backup {
namespace {

constexpr std::size_t read_bytes = 256 * 1024;

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

void require_success(const char* program, const process::outcome& o) {
    if (o.code == 0) return;
    auto said = o.errors;
    while (!said.empty() && (said.back() == '\n' || said.back() == ' ')) said.pop_back();
    throw program_failed(fmt::format("{} ended with {}: {}", program, o.code, said.empty() ? "it said nothing" : said));
}

}  // namespace

dumping::dumping(const std::string& url, const std::string& snapshot, const std::vector<recipient>& to, int level)
    : program_(dump_command(url, snapshot), process::child::direction::reads_from_it),
      parts_(to, level) {}

std::shared_ptr<const std::string> dumping::next() {
    std::string buffer(read_bytes, '\0');
    while (!ended_ && !parts_.ready()) {
        const auto got = program_.read(buffer.data(), buffer.size());
        if (got > 0) {
            parts_.add(std::string_view(buffer).substr(0, got));
            continue;
        }
        require_success("pg_dump", program_.finish());
        parts_.finish();
        ended_ = true;
    }
    return parts_.take();
}

restoring::restoring(const std::string& url) : program_(restore_command(url), process::child::direction::writes_to_it) {}

void restoring::add(std::string_view bytes) {
    if (program_.write(bytes)) return;
    require_success("pg_restore", program_.finish());
    throw program_failed("pg_restore ended before it had read everything");
}

void restoring::finish() { require_success("pg_restore", program_.finish()); }

}  // namespace gavel::backup
