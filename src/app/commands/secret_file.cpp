#include "app/commands/secret_file.hpp"

#include "base/random.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace gavel::app {
namespace {

[[noreturn]] void give_up(int code, const std::string& path) {
    throw std::system_error(code, std::generic_category(), path + " cannot be written");
}

}  // namespace

void create_secret(const std::string& path, const std::string& text) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) give_up(errno, path);
    const auto count = write(file, text.data(), text.size());
    int code = count < 0 ? errno : count == static_cast<ssize_t>(text.size()) ? 0 : ENOSPC;
    if (code == 0 && fsync(file) != 0) code = errno;
    close(file);
    if (code == 0) return;
    unlink(path.c_str());
    give_up(code, path);
}

void replace_secret(const std::string& path, const std::string& text) {
    const auto beside = path + "." + random_token(6);
    create_secret(beside, text);
    if (std::rename(beside.c_str(), path.c_str()) == 0) return;
    const int code = errno;
    unlink(beside.c_str());
    give_up(code, path);
}

}  // namespace gavel::app
