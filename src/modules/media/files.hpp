// The media address: public files as visitors get them, with headers that leave a browser no choice.
#pragma once
#include "modules/media/service.hpp"
#include "platform/http/request.hpp"
#include "platform/http/router.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gavel::media {

// What a file name below a rendition means: its media type, and whether it is for downloading. Nothing: no such file can exist. Pure.
struct served_kind {
    std::string_view content_type;
    bool attachment = false;
};
std::optional<served_kind> served_as(std::string_view file_name);

class files {
public:
    files(storage::store& store, common& shared) : store_(store), shared_(shared) {}

    awaitable<http::reply> get(http::request& r);  // /media/{shard}/{rendition}/{file}

private:
    awaitable<std::optional<http::reply>> picture(const std::string& key, pg::deadline until);
    awaitable<std::optional<http::reply>> download(const std::string& key, pg::deadline until);
    awaitable<std::string> piece(std::string key, std::uint64_t from);

    storage::store& store_;
    common& shared_;
};

}  // namespace gavel::media
