// A place that keeps backups: Google Drive, an S3 bucket, a folder. It sees sealed bytes under neutral names and is asked for nothing else.
//
// One writer at a time per target. Everything throws target_failure and runs on one io thread; blocking implementations go to a worker
// pool.
#pragma once
#include "platform/runtime/deadline.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace gavel::backup {

using boost::asio::awaitable;
using runtime::deadline;

// All chunks of a file but the last have exactly this many bytes: a multiple of 256 KiB, which Drive demands.
inline constexpr std::size_t chunk_bytes = 8 * 1024 * 1024;

// Has a constructor on purpose: it passes through co_await (docs/develop/compiler-traps.md).
class stored_file {
public:
    stored_file() {}

    std::string name;  // as given to create(): [a-z0-9/._-], at most 120 bytes
    std::uint64_t bytes = 0;
    std::string sha256;  // hexadecimal; empty if the place does not say
    std::chrono::system_clock::time_point created{};
};

class target_failure : public std::runtime_error {
public:
    // What helps: waiting; room; credentials or settings mended by a person; nothing (the content is not what was written); creating the
    // file anew from its first byte, because the place has forgotten the part that is no longer in memory.
    enum class reason { unreachable, full, not_allowed, damaged, begin_again };

    target_failure(reason r, const std::string& what) : std::runtime_error(what), why(r) {}
    reason why;
};

// A file on its way. Nothing of it is visible under its name before finish() returned; destroying it earlier abandons what was sent.
class outgoing_file {
public:
    virtual ~outgoing_file() = default;

    // The next chunk_bytes. Interruptions are waited out within the deadline; what was sent is not sent again.
    virtual awaitable<void> append(std::shared_ptr<const std::string> chunk, deadline until) = 0;
    // The rest, 0 to chunk_bytes. Compares the length, and the checksums where the place has them, with what was appended: `damaged`
    // otherwise, and then there is no file.
    virtual awaitable<stored_file> finish(std::shared_ptr<const std::string> rest, deadline until) = 0;
};

class target {
public:
    virtual ~target() = default;

    virtual std::string description() const = 0;  // for people: "the folder /srv/backup"
    // A name that exists already is replaced when the file is finished.
    virtual awaitable<std::unique_ptr<outgoing_file>> create(std::string name, deadline until) = 0;
    // Every file whose name begins with `prefix`, by name. Unfinished ones are not there.
    virtual awaitable<std::vector<stored_file>> list(std::string prefix, deadline until) = 0;
    // At most `count` bytes from `from`; fewer at the end of the file. Nothing: there is no such file.
    virtual awaitable<std::optional<std::string>> read(std::string name, std::uint64_t from, std::size_t count, deadline until) = 0;
    virtual awaitable<void> remove(std::string name, deadline until) = 0;  // also fine if it is not there
    // Bytes still free; nothing if the place does not say.
    virtual awaitable<std::optional<std::uint64_t>> room(deadline until) = 0;
    // Writes, reads and removes a small file. What does not work, as sentences that say what to do; none: all is well.
    virtual awaitable<std::vector<std::string>> self_test(deadline until) = 0;
};

}  // namespace gavel::backup
