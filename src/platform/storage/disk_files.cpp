#include "platform/storage/disk_files.hpp"

#include "base/random.hpp"
#include "platform/storage/descriptor.hpp"
#include "platform/storage/key.hpp"

#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <stdexcept>

namespace gavel::storage {

namespace fs = std::filesystem;

namespace {

constexpr const char* unfinished_folder = ".unfinished";  // no key begins with a dot
constexpr std::chrono::hours draft_kept{24};
constexpr int races_max = 50;  // with remove(), which takes empty folders away
constexpr std::uintmax_t free_bytes_min = 256 * 1024 * 1024;

// Another file, another size or another moment: another content. Files are replaced, never changed, once they are whole.
std::string version_of(const struct stat& s) {
    return fmt::format("\"{:x}-{:x}-{:x}{:09}\"", s.st_ino, s.st_size, s.st_mtim.tv_sec, s.st_mtim.tv_nsec);
}

facts facts_of(std::string key, const struct stat& s) {
    facts f;
    f.key = std::move(key);
    f.bytes = static_cast<std::uint64_t>(s.st_size);
    f.version = version_of(s);
    f.modified = instant(std::chrono::seconds(s.st_mtim.tv_sec) + std::chrono::microseconds(s.st_mtim.tv_nsec / 1000));
    return f;
}

void flush_folder(const fs::path& folder) {
    const auto open = descriptor::open(folder, O_RDONLY | O_DIRECTORY);
    if (open) open.flush();
}

struct walk {
    const std::string& prefix;
    const std::string& after;
    std::size_t limit;
    page found;

    // Keys below a folder in order; `below` ends with a slash or is empty. False: the page is full.
    bool down(const fs::path& folder, const std::string& below) {
        std::vector<std::string> names;  // folders with their slash, so that they sort like the keys in them
        std::error_code gone;
        for (fs::directory_iterator at(folder, gone), end; !gone && at != end; at.increment(gone)) {
            const auto name = at->path().filename().string();
            if (name.starts_with('.')) continue;
            std::error_code unknown;
            names.push_back(at->is_directory(unknown) ? name + "/" : name);
        }
        std::sort(names.begin(), names.end());
        for (const auto& name : names)
            if (!visit(folder / name, below + name)) return false;
        return true;
    }
    bool visit(const fs::path& at, const std::string& key) {
        if (key.ends_with('/')) {
            const bool before = key < after && !after.starts_with(key);
            const bool related = key.starts_with(prefix) || prefix.starts_with(key);
            return before || !related || down(at.parent_path(), key);
        }
        if (key <= after || !key.starts_with(prefix) || !is_key(key)) return true;
        struct stat s {};
        if (::lstat(at.c_str(), &s) != 0 || !S_ISREG(s.st_mode)) return true;  // removed meanwhile
        if (found.objects.size() == limit) {
            found.next = found.objects.back().key;
            return false;
        }
        found.objects.push_back(facts_of(key, s));
        return true;
    }
};

}  // namespace

fs::path disk_files::path_of(const std::string& key) const {
    if (!is_key(key)) throw std::logic_error("not a key of the store: " + key);
    return root_ / key;
}

fs::path disk_files::unfinished() const { return root_ / unfinished_folder / hex(sha256(random_token())).substr(0, 32); }

void disk_files::make_parents(const fs::path& file) const {
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    // Taken away again by remove() while it was being made: whoever needs it notices and comes back.
    if (failed && failed != std::errc::no_such_file_or_directory) fail("make a folder", failed.value());
}

descriptor disk_files::create(const fs::path& file, int flags) const {
    for (int race = 0; race < races_max; ++race) {
        make_parents(file);
        auto made = descriptor::open(file, flags | O_CREAT);
        if (made) return made;
    }
    fail("make a file", ENOENT);
}

void disk_files::place(const fs::path& finished, const fs::path& at) const {
    for (int race = 0;; ++race) {
        make_parents(at);
        if (::rename(finished.c_str(), at.c_str()) == 0) break;
        if (errno == ENOENT && race < races_max) continue;
        const int reason = errno;
        ::unlink(finished.c_str());
        fail("name a file", reason);
    }
    flush_folder(at.parent_path());
}

void disk_files::write(const std::string& key, std::string_view content) const {
    const auto at = path_of(key), draft = unfinished();
    try {
        const auto file = create(draft, O_WRONLY | O_EXCL);
        file.write_all(content);
        file.flush();
    } catch (...) {
        ::unlink(draft.c_str());
        throw;
    }
    place(draft, at);
}

std::optional<object> disk_files::read(const std::string& key, std::size_t bytes_max) const {
    const auto file = descriptor::open(path_of(key), O_RDONLY);
    if (!file) return std::nullopt;
    object found{facts_of(key, file.status()), {}};
    if (found.facts.bytes > bytes_max) throw unavailable("a file is larger than was asked for");
    found.content = file.read_at(0, static_cast<std::size_t>(found.facts.bytes));
    return found;
}

std::optional<std::string> disk_files::read_range(const std::string& key, std::uint64_t from, std::size_t count) const {
    const auto file = descriptor::open(path_of(key), O_RDONLY);
    if (!file) return std::nullopt;
    return file.read_at(from, count);
}

std::optional<facts> disk_files::look(const std::string& key) const {
    const auto file = descriptor::open(path_of(key), O_RDONLY);
    if (!file) return std::nullopt;
    return facts_of(key, file.status());
}

void disk_files::remove(const std::string& key) const {
    const auto at = path_of(key);
    if (::unlink(at.c_str()) != 0 && errno != ENOENT) fail("remove a file");
    // Folders go with their last file; one that is not empty stays.
    for (auto folder = at.parent_path(); folder != root_ && ::rmdir(folder.c_str()) == 0;) folder = folder.parent_path();
}

page disk_files::list(const std::string& prefix, const std::string& after, std::size_t limit) const {
    walk w{prefix, after, limit, {}};
    w.down(root_, {});
    return std::move(w.found);
}

std::uint64_t disk_files::append(const std::string& key, std::uint64_t from, std::string_view chunk) const {
    const auto at = path_of(key);
    const auto file = create(at, O_WRONLY | O_APPEND);
    // Two senders of one upload take turns; the second finds that the length is not what it thought.
    while (::flock(file.get(), LOCK_EX) != 0)
        if (errno != EINTR) fail("lock a file");
    const auto there = static_cast<std::uint64_t>(file.status().st_size);
    if (there != from) return there;
    file.write_all(chunk);
    return there + chunk.size();
}

void disk_files::settle(const std::string& key) const {
    const auto at = path_of(key);
    const auto file = descriptor::open(at, O_RDONLY);
    if (!file) return;
    file.flush();
    flush_folder(at.parent_path());
}

void disk_files::prepare() const {
    std::error_code failed;
    fs::create_directories(root_, failed);
    if (failed) fail("be made", failed.value());
}

void disk_files::tidy() const {
    std::error_code gone;
    const auto before = fs::file_time_type::clock::now() - draft_kept;
    for (fs::directory_iterator at(root_ / unfinished_folder, gone), end; !gone && at != end; at.increment(gone)) {
        std::error_code unknown;
        if (at->last_write_time(unknown) < before && !unknown) fs::remove(at->path(), unknown);
    }
}

std::vector<std::string> disk_files::self_test() const {
    const std::string key = "incoming/self-test-" + hex(sha256(random_token())).substr(0, 16) + ".txt";
    try {
        write(key, "gavel");
        const auto back = read(key, 100);
        remove(key);
        if (!back || back->content != "gavel") return {"storage.folder = " + root_.string() + " does not keep what is written into it."};
    } catch (const unavailable& e) {
        return {"storage.folder = " + root_.string() + " cannot be used: " + e.what() + "."};
    }
    std::error_code unknown;
    const auto space = fs::space(root_, unknown);
    if (!unknown && space.available < free_bytes_min)
        return {fmt::format("storage.folder = {} has only {} MiB left.", root_.string(), space.available / 1024 / 1024)};
    return {};
}

}  // namespace gavel::storage
