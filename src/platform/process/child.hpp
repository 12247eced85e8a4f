// A program that runs beside this one, with a pipe to it or from it: pg_dump, pg_restore. Blocking: for commands and the worker pool.
//
// It inherits nothing but the pipe: no descriptors, no environment, no terminal (so nobody can be asked for a password and Ctrl-C does not
// reach it), default signals. Its error stream is read along and kept to its last 8 KiB. It and what it has started are killed when the
// object goes. When this whole process dies, only the pipe tells it: who writes gets SIGPIPE, who reads sees an end, which may look like a
// whole input; give a reader only what shows where it ends.
#pragma once
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::process {

// There is no such program, or no room for another process; a sentence that says which.
struct not_started : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct command {
    std::vector<std::string> words;  // the program, looked up in PATH, and its arguments
    std::vector<std::pair<std::string, std::string>>
        environment;  // added to PATH, LC_ALL=C and TZ=UTC, which is all it gets; secrets belong here
};

struct outcome {
    int code = 0;        // exit code, or 128 + the signal
    std::string errors;  // the end of what it wrote to its error stream
};

// Used by one thread at a time. std::system_error when the operating system fails.
class child {
public:
    enum class direction { reads_from_it, writes_to_it };
    child(const command& what, direction d);  // not_started
    ~child();
    child(child&&) noexcept;

    std::size_t read(char* into, std::size_t count);  // waits for at least one byte; 0: it has closed its output
    // Waits until all is written. False: it reads no more. Its outcome says why.
    bool write(std::string_view bytes);
    outcome finish();  // closes the pipe and waits for its end; asked again, says the same

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace gavel::process
