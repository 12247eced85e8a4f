// Private to this folder: an open file, and what the system said when something failed.
#pragma once
#include "platform/storage/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace gavel::storage {

// Names the step and the reason, not the file: it ends in logs.
[[noreturn]] inline void fail(const char* step, int error_number = errno) {
    throw unavailable(std::string("the folder of files fails to ") + step + ": " + std::strerror(error_number));
}

class descriptor {
public:
    // Negative when there is no such file and none is to be made; anything else that goes wrong throws.
    static descriptor open(const std::filesystem::path& path, int flags) {
        const int fd = ::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0640);
        if (fd < 0 && errno != ENOENT) fail("open a file");
        return descriptor(fd);
    }
    descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    descriptor& operator=(descriptor&&) = delete;
    ~descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }

    explicit operator bool() const { return fd_ >= 0; }
    int get() const { return fd_; }

    struct stat status() const {
        struct stat s {};
        if (::fstat(fd_, &s) != 0) fail("look at a file");
        return s;
    }
    void write_all(std::string_view content) const {
        while (!content.empty()) {
            const auto done = ::write(fd_, content.data(), content.size());
            if (done < 0 && errno == EINTR) continue;
            if (done < 0) fail("write");
            content.remove_prefix(static_cast<std::size_t>(done));
        }
    }
    // Fewer bytes only at the end of the file.
    std::string read_at(std::uint64_t from, std::size_t count) const {
        std::string content(count, '\0');
        std::size_t got = 0;
        while (got < count) {
            const auto done = ::pread(fd_, content.data() + got, count - got, static_cast<off_t>(from + got));
            if (done < 0 && errno == EINTR) continue;
            if (done < 0) fail("read");
            if (done == 0) break;
            got += static_cast<std::size_t>(done);
        }
        content.resize(got);
        return content;
    }
    void flush() const {
        if (::fsync(fd_) != 0) fail("write to the disk");
    }

private:
    explicit descriptor(int fd) : fd_(fd) {}
    int fd_;
};

}  // namespace gavel::storage
