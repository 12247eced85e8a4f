// Private to this folder: objects as files below one folder. Blocking: runs on the worker pool. Thread-safe: it keeps nothing but the path.
#pragma once
#include "platform/storage/store.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::storage {

class descriptor;

class disk_files {
public:
    explicit disk_files(std::filesystem::path folder) : root_(std::move(folder)) {}

    // Everything throws storage::unavailable. Files appear by renaming and are on the disk when the call returns.
    void write(const std::string& key, std::string_view content) const;
    std::optional<object> read(const std::string& key, std::size_t bytes_max) const;
    std::optional<std::string> read_range(const std::string& key, std::uint64_t from, std::size_t count) const;
    std::optional<facts> look(const std::string& key) const;
    void remove(const std::string& key) const;
    page list(const std::string& prefix, const std::string& after, std::size_t limit) const;

    std::uint64_t append(const std::string& key, std::uint64_t from, std::string_view chunk) const;
    void settle(const std::string& key) const;  // appended content is on the disk

    void prepare() const;
    void tidy() const;  // drafts of processes that died while writing
    std::vector<std::string> self_test() const;

private:
    std::filesystem::path path_of(const std::string& key) const;  // std::logic_error if it is no key
    std::filesystem::path unfinished() const;
    descriptor create(const std::filesystem::path& file, int flags) const;
    void make_parents(const std::filesystem::path& file) const;
    void place(const std::filesystem::path& finished, const std::filesystem::path& at) const;

    std::filesystem::path root_;
};

}  // namespace gavel::storage
