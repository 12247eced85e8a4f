#include "modules/backup/folder_files.hpp"

#include "base/random.hpp"
#include "modules/backup/file_name.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>

namespace gavel::backup {
namespace {

constexpr const char* drafts_folder = ".unfinished";
constexpr mode_t only_ours = 0600, only_our_folder = 0700;
constexpr std::chrono::hours draft_kept{24};
constexpr int folder_races_max = 10;  // with remove(), which takes empty folders away

std::chrono::system_clock::time_point moment(const timespec& t) {
    return std::chrono::system_clock::time_point(std::chrono::duration_cast<std::chrono::system_clock::duration>(
        std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec)));
}

std::string last_segment(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// What is in a folder.
std::vector<std::string> names_in(int folder) {
    const int own = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    std::vector<std::string> names;
    if (own < 0) return names;
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::fdopendir(own), ::closedir);
    while (const auto* each = ::readdir(open.get())) names.emplace_back(each->d_name);
    std::erase_if(names, [](const std::string& name) { return name == "." || name == ".."; });
    return names;
}

}  // namespace

open_file::~open_file() {
    if (fd_ >= 0) ::close(fd_);
}

void folder_files::fail(int error_number) const {
    using reason = target_failure::reason;
    switch (error_number) {
        case ENOSPC:
        case EDQUOT:
            throw target_failure(reason::full, fmt::format("The folder {} is full: make room there, or keep fewer backups.", folder_));
        case EFBIG:
            throw target_failure(
                reason::full, fmt::format("The folder {} does not take files of this size: its disk needs another file system.", folder_));
        case ENOENT:
            throw target_failure(
                reason::not_allowed,
                fmt::format("The folder {} is not there: mount its disk, or make the folder and mend backup.folder.", folder_));
        case EACCES:
        case EPERM:
            throw target_failure(reason::not_allowed,
                                 fmt::format("The folder {} is closed to us: give it to the user under whom Gavel runs.", folder_));
        case EROFS:
            throw target_failure(reason::not_allowed, fmt::format("The folder {} is on a disk that is mounted read-only.", folder_));
        case ENOTDIR:
        case ELOOP:
            throw target_failure(
                reason::not_allowed,
                fmt::format("In {} something else is where a folder is needed: links and files are not followed.", folder_));
        default: throw target_failure(reason::unreachable, fmt::format("The folder {} fails: {}.", folder_, std::strerror(error_number)));
    }
}

open_file folder_files::root() const {
    open_file open(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!open) fail(errno);
    return open;
}

open_file folder_files::inside(const open_file& parent, const std::string& name, bool made) const {
    for (int race = 0;; ++race) {
        open_file open(::openat(parent.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (open) return open;
        const bool absent = errno == ENOENT;
        if (!made && (absent || errno == ENOTDIR || errno == ELOOP)) return open;
        if (!absent || race == folder_races_max) fail(errno);
        if (::mkdirat(parent.get(), name.c_str(), only_our_folder) == 0) flush(parent);
        else if (errno != EEXIST) fail(errno);
    }
}

open_file folder_files::parent_of(const std::string& name, bool made) const {
    auto at = root();
    std::size_t from = 0;
    for (auto slash = name.find('/'); slash != std::string::npos && at; slash = name.find('/', from)) {
        at = inside(at, name.substr(from, slash - from), made);
        from = slash + 1;
    }
    return at;
}

void folder_files::write_all(const open_file& to, std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto done = ::write(to.get(), bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) fail(errno);
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
}

void folder_files::flush(const open_file& file) const {
    if (::fsync(file.get()) != 0) fail(errno);
}

folder_files::draft::draft(const folder_files& in, std::string name)
    : in_(in),
      name_(std::move(name)),
      hidden_name_(random_uuid()),
      drafts_(in.inside(in.root(), drafts_folder, true)) {
    require_file_name(name_);
    file_ = open_file(::openat(drafts_.get(), hidden_name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, only_ours));
    if (!file_) in_.fail(errno);
}

folder_files::draft::~draft() {
    if (!ended_) ::unlinkat(drafts_.get(), hidden_name_.c_str(), 0);
}

void folder_files::draft::append(std::string_view bytes) {
    in_.write_all(file_, bytes);
    bytes_ += bytes.size();
}

stored_file folder_files::draft::end() {
    in_.flush(file_);
    struct stat is {};
    if (::fstat(file_.get(), &is) != 0) in_.fail(errno);
    if (static_cast<std::uint64_t>(is.st_size) != bytes_)
        throw target_failure(target_failure::reason::damaged,
                             fmt::format("The folder {} has another length than was written for {}; it was removed.", in_.folder_, name_));
    for (int race = 0;; ++race) {
        const auto to = in_.parent_of(name_, true);
        if (::renameat(drafts_.get(), hidden_name_.c_str(), to.get(), last_segment(name_).c_str()) == 0) {
            ended_ = true;
            in_.flush(to);
            break;
        }
        if (errno != ENOENT || race == folder_races_max) in_.fail(errno);
    }
    stored_file done;
    done.name = name_;
    done.bytes = bytes_;
    done.created = moment(is.st_mtim);
    return done;
}

void folder_files::walk(const open_file& at, const std::string& below, std::string_view prefix, std::vector<stored_file>& found) const {
    for (const auto& each : names_in(at.get())) {
        stored_file file;
        file.name = below + each;
        struct stat is {};
        if (::fstatat(at.get(), each.c_str(), &is, AT_SYMLINK_NOFOLLOW) != 0) continue;  // removed meanwhile
        if (S_ISDIR(is.st_mode)) {
            const auto deeper = file.name + "/";
            const bool related = deeper.starts_with(prefix) || prefix.starts_with(deeper);
            if (!is_file_name(file.name) || !related) continue;
            const auto sub = inside(at, each, false);
            if (sub) walk(sub, deeper, prefix, found);
        } else if (S_ISREG(is.st_mode) && is_file_name(file.name) && file.name.starts_with(prefix)) {
            file.bytes = static_cast<std::uint64_t>(is.st_size);
            file.created = moment(is.st_mtim);
            found.push_back(std::move(file));
        }
    }
}

std::vector<stored_file> folder_files::list(std::string_view prefix) const {
    std::vector<stored_file> found;
    walk(root(), {}, prefix, found);
    std::sort(found.begin(), found.end(), [](const stored_file& a, const stored_file& b) { return a.name < b.name; });
    return found;
}

open_file folder_files::reading(const std::string& name) const {
    require_file_name(name);
    const auto parent = parent_of(name, false);
    if (!parent) return open_file();
    open_file file(::openat(parent.get(), last_segment(name).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file && errno != ENOENT && errno != ELOOP) fail(errno);
    struct stat is {};
    if (file && (::fstat(file.get(), &is) != 0 || !S_ISREG(is.st_mode))) return open_file();
    return file;
}

std::optional<std::string> folder_files::read(const std::string& name, std::uint64_t from, std::size_t count) const {
    const auto file = reading(name);
    if (!file) return std::nullopt;
    struct stat is {};
    if (::fstat(file.get(), &is) != 0) fail(errno);
    const auto whole = static_cast<std::uint64_t>(is.st_size);
    const auto left = whole > from ? whole - from : 0;
    std::string content(static_cast<std::size_t>(std::min<std::uint64_t>(left, count)), '\0');
    std::size_t got = 0;
    while (got < content.size()) {
        const auto done = ::pread(file.get(), content.data() + got, content.size() - got, static_cast<off_t>(from + got));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) fail(errno);
        if (done == 0) break;
        got += static_cast<std::size_t>(done);
    }
    content.resize(got);
    return content;
}

void folder_files::remove(const std::string& name) const {
    require_file_name(name);
    auto parent = parent_of(name, false);
    if (!parent) return;
    if (::unlinkat(parent.get(), last_segment(name).c_str(), 0) != 0 && errno != ENOENT && errno != EISDIR) fail(errno);
    flush(parent);
    // Folders go with their last file; one that is not empty stays.
    auto at = name;
    for (auto slash = at.rfind('/'); slash != std::string::npos; slash = at.rfind('/')) {
        at.resize(slash);
        const auto above = parent_of(at, false);
        if (!above || ::unlinkat(above.get(), last_segment(at).c_str(), AT_REMOVEDIR) != 0) break;
    }
}

std::uint64_t folder_files::room() const {
    struct statvfs of {};
    if (::fstatvfs(root().get(), &of) != 0) fail(errno);
    return static_cast<std::uint64_t>(of.f_bavail) * of.f_frsize;
}

void folder_files::sweep() const {
    const auto drafts = inside(root(), drafts_folder, true);
    const auto before = std::chrono::system_clock::now() - draft_kept;
    for (const auto& each : names_in(drafts.get())) {
        struct stat is {};
        if (::fstatat(drafts.get(), each.c_str(), &is, AT_SYMLINK_NOFOLLOW) == 0 && moment(is.st_mtim) < before)
            ::unlinkat(drafts.get(), each.c_str(), 0);
    }
}

}  // namespace gavel::backup
