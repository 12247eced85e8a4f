// A program that runs beside this one, with a pipe to it or from it: pg_dump, pg_restore. Blocking: for commands and the worker pool.
//
// It inherits nothing but the pipe, its error stream is read along and kept to its last 8 KiB, it is killed and waited for when the object
// goes, and it gets SIGKILL when this process dies (PR_SET_PDEATHSIG by `setpriv` is not needed: the pipe ends).
#pragma once
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::process {

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

class child {
public:
    enum class direction { reads_from_it, writes_to_it };
    child(const command& what, direction d);  // not_started
    ~child();
    child(child&&) noexcept;

    std::size_t read(char* into, std::size_t count);  // 0: it has closed its output
    // False: it reads no more. Its outcome says why.
    bool write(std::string_view bytes);
    outcome finish();  // closes the pipe and waits for its end

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace gavel::process
