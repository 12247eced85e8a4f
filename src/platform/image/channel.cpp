#include "platform/image/channel.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace gavel::image {

namespace {

[[noreturn]] void fail(const char* step) {
    throw std::runtime_error(std::string("a picture cannot be ") + step + ": " + std::strerror(errno));
}

// Above every number that the child's own descriptors get.
constexpr int first_number = 10;

}  // namespace

channel::channel(const char* label) : fd_(-1) {
    const int made = ::memfd_create(label, MFD_CLOEXEC);
    if (made < 0) fail("kept in memory");
    fd_ = ::fcntl(made, F_DUPFD_CLOEXEC, first_number);
    const int reason = errno;
    ::close(made);
    errno = reason;
    if (fd_ < 0) fail("kept in memory");
}

channel::~channel() {
    if (fd_ >= 0) ::close(fd_);
}

std::string read_channel(int fd, std::size_t bytes_max) {
    struct stat s {};
    if (::fstat(fd, &s) != 0) fail("read");
    if (static_cast<std::size_t>(s.st_size) > bytes_max) throw std::runtime_error("a picture is larger than anything that was allowed");
    std::string content(static_cast<std::size_t>(s.st_size), '\0');
    for (std::size_t got = 0; got < content.size();) {
        const auto done = ::pread(fd, content.data() + got, content.size() - got, static_cast<off_t>(got));
        if (done <= 0) fail("read");
        got += static_cast<std::size_t>(done);
    }
    return content;
}

void write_channel(int fd, std::string_view content) {
    for (std::size_t put = 0; put < content.size();) {
        const auto done = ::pwrite(fd, content.data() + put, content.size() - put, static_cast<off_t>(put));
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) fail("handed over");
        put += static_cast<std::size_t>(done);
    }
}

}  // namespace gavel::image
