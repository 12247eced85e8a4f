// What all programs at the end of a pipe have in common.
#pragma once
#include "modules/backup/sealed_parts.hpp"
#include "platform/process/child.hpp"

#include <memory>
#include <stdexcept>
#include <string>

namespace gavel::backup {

// pg_dump, pg_restore, pg_basebackup or tar did not do it; carries what it said.
struct program_failed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void require_success(const char* program, const process::outcome& o);  // program_failed

// The next part of what `from` writes; null: that was all, and the program was content with it. Blocking; program_failed.
std::shared_ptr<const std::string> next_part(const char* program, process::child& from, sealed_parts& parts);

}  // namespace gavel::backup
