// Files and folders of Google Drive (API v3). One io thread. Everything throws failure.
#pragma once
#include "platform/google/api.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::google {

// Where files live. Has constructors on purpose, as all of these: they pass through co_await.
class location {
public:
    location() {}

    std::string api_url = "https://www.googleapis.com";
    std::string drive_id;  // of a shared drive; empty: the account's own
};

class file {
public:
    file() {}

    std::string id, name, label;  // the label is our own property of it
    std::uint64_t bytes = 0;
    std::string sha256, md5;  // lower-case hexadecimal; empty: Google does not say (yet)
    std::chrono::system_clock::time_point created{};
    bool trashed = false;
};

class new_file {
public:
    new_file() {}

    std::string id, name, folder, label;
    boost::json::object json() const;
};

class quota {
public:
    quota() {}

    std::string user;                    // whose account it is
    std::optional<std::uint64_t> limit;  // nothing: as much as one wants, or shared with others
    std::uint64_t used = 0, in_trash = 0;
};

file read_file(const boost::json::object& o);  // pure

class drive {
public:
    drive(api& through, location where) : api_(through), where_(std::move(where)) {}

    awaitable<std::string> reserve_id(deadline until);
    awaitable<void> make_folder(new_file folder, deadline until);  // also fine if it was made by an attempt before
    // Up to 5 MB, whole. An id that was used by an attempt before is no fault: what is there is returned.
    awaitable<file> put(new_file what, std::shared_ptr<const std::string> content, deadline until);
    awaitable<std::optional<file>> find(std::string id, deadline until);
    awaitable<std::vector<file>> list(std::string search, deadline until);  // of all pages, the short and the empty ones too
    // At most `count` bytes from `from`, none beyond the end. Nothing: there is no such file.
    awaitable<std::optional<std::string>> read(std::string id, std::uint64_t from, std::size_t count, deadline until);
    awaitable<void> set_label(std::string id, std::string label, deadline until);
    awaitable<void> trash(std::string id, deadline until);   // also fine if it is not there
    awaitable<void> remove(std::string id, deadline until);  // for good; also fine if it is not there
    awaitable<quota> about(deadline until);

    const location& where() const { return where_; }
    api& through() { return api_; }
    std::string upload_url(std::string_view kind) const;

private:
    std::string url(std::string_view path, std::vector<std::pair<std::string, std::string>> query = {}) const;
    awaitable<void> change(http_client::request r, deadline until);

    api& api_;
    location where_;
};

inline constexpr std::string_view label_key = "gavel";  // of the property that holds a file's label
std::string search_in(std::string_view folder);         // what is in a folder and not in the trash
std::string search_label(std::string_view label);
std::string search_name(std::string_view name);

}  // namespace gavel::google
