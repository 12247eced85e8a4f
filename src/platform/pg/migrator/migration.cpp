#include "platform/pg/migrator/migration.hpp"

#include "base/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace gavel::pg {
namespace {

constexpr std::size_t version_digits = 4;

constexpr std::string_view promise = "release keeps running: yes";

// The comment lines with which a file begins.
std::string head_of(std::string_view sql) {
    std::string head;
    while (sql.starts_with("--")) {
        const auto end = sql.find('\n');
        head += sql.substr(2, end == std::string_view::npos ? end : end - 2);
        sql.remove_prefix(end == std::string_view::npos ? sql.size() : end + 1);
    }
    return head;
}

migration read(const embedded::embedded_file& file) {
    migration m;
    const auto digits = file.name.substr(0, version_digits);
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), m.version);
    if (problem != std::errc{} || end != digits.data() + version_digits || file.name.substr(version_digits, 1) != "_" ||
        !file.name.ends_with(".sql"))
        throw std::logic_error(fmt::format("migration {} is not named NNNN_name.sql", file.name));
    m.name = file.name.substr(version_digits + 1, file.name.size() - version_digits - 5);
    m.sql = file.content;
    m.checksum = hex(sha256(file.content));
    m.older_release_runs = head_of(file.content).contains(promise);
    return m;
}

}  // namespace

std::vector<migration> read_migrations(std::span<const embedded::embedded_file> files) {
    std::vector<migration> found;
    for (const auto& file : files) found.push_back(read(file));
    std::ranges::sort(found, {}, &migration::version);
    for (std::size_t i = 0; i < found.size(); ++i)
        if (found[i].version != static_cast<int>(i) + 1)
            throw std::logic_error(fmt::format("migration {:04} is missing or doubled", i + 1));
    return found;
}

}  // namespace gavel::pg
