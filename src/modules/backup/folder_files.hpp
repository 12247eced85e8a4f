// Private to this folder: files below one folder. Blocking: runs on the worker pool. Everything throws target_failure.
//
// A file appears by renaming, and is on the disk when its draft has ended; until then it is below a hidden folder. The folder itself is
// never made: a disk that is not mounted would go unnoticed. Symbolic links below it are not there.
#pragma once
#include "modules/backup/target.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::backup {

class open_file {
public:
    explicit open_file(int fd = -1) : fd_(fd) {}
    open_file(open_file&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    open_file& operator=(open_file&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~open_file();
    explicit operator bool() const { return fd_ >= 0; }
    int get() const { return fd_; }

private:
    int fd_;
};

class folder_files {
public:
    explicit folder_files(std::string folder) : folder_(std::move(folder)) {}

    class draft {
    public:
        draft(const folder_files& in, std::string name);
        ~draft();  // removes what was not ended
        draft(const draft&) = delete;
        draft& operator=(const draft&) = delete;

        void append(std::string_view bytes);
        stored_file end();

    private:
        const folder_files& in_;
        const std::string name_, hidden_name_;
        open_file drafts_, file_;
        std::uint64_t bytes_ = 0;
        bool ended_ = false;
    };

    std::vector<stored_file> list(std::string_view prefix) const;
    std::optional<std::string> read(const std::string& name, std::uint64_t from, std::size_t count) const;
    void remove(const std::string& name) const;
    std::uint64_t room() const;
    void sweep() const;  // drafts of writers that were killed, after a day

    const std::string& folder() const { return folder_; }

private:
    [[noreturn]] void fail(int error_number) const;
    open_file root() const;
    open_file inside(const open_file& parent, const std::string& name, bool made) const;  // a sub-folder; closed if it is not there
    open_file parent_of(const std::string& name, bool made) const;
    open_file reading(const std::string& name) const;
    void write_all(const open_file& to, std::string_view bytes) const;
    void flush(const open_file& file) const;
    void walk(const open_file& at, const std::string& below, std::string_view prefix, std::vector<stored_file>& found) const;

    const std::string folder_;
};

}  // namespace gavel::backup
