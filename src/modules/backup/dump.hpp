// PostgreSQL's own programs as ends of a pipe: pg_dump, whose output comes out sealed, and pg_restore, which gets what was opened.
// Blocking.
#pragma once
#include "modules/backup/program_pipe.hpp"

#include <memory>
#include <string>

namespace gavel::backup {

class dumping {
public:
    // `snapshot`: the name of a state of the database that a transaction has shared. process::not_started.
    dumping(const std::string& url, const std::string& snapshot, const std::vector<recipient>& to, int level);

    std::shared_ptr<const std::string> next();  // null: that was all, and pg_dump was content with it; program_failed
    std::uint64_t taken_in() const { return parts_.taken_in(); }

private:
    process::child program_;
    sealed_parts parts_;
};

class restoring {
public:
    // Into the empty database of `url`: all or nothing, in one transaction.
    explicit restoring(const std::string& url);

    void add(std::string_view bytes);  // program_failed
    void finish();                     // program_failed: then nothing was restored

private:
    process::child program_;
};

}  // namespace gavel::backup
