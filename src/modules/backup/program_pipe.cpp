#include "modules/backup/program_pipe.hpp"

#include <fmt/format.h>

#include <string_view>

namespace gavel::backup {

constexpr std::size_t read_bytes = 256 * 1024;

void require_success(const char* program, const process::outcome& o) {
    if (o.code == 0) return;
    auto said = o.errors;
    while (!said.empty() && (said.back() == '\n' || said.back() == ' ')) said.pop_back();
    throw program_failed(fmt::format("{} ended with {}: {}", program, o.code, said.empty() ? "it said nothing" : said));
}

std::shared_ptr<const std::string> next_part(const char* program, process::child& from, sealed_parts& parts) {
    std::string buffer(read_bytes, '\0');
    while (!parts.ready()) {
        const auto got = from.read(buffer.data(), buffer.size());
        if (got > 0) {
            parts.add(std::string_view(buffer).substr(0, got));
            continue;
        }
        require_success(program, from.finish());
        parts.finish();
    }
    return parts.take();
}

}  // namespace gavel::backup
