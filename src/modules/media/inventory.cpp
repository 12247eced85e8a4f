#include "modules/media/inventory.hpp"

#include "modules/media/expected.hpp"
#include "modules/media/repository.hpp"

#include <array>

namespace gavel::media {

using boost::asio::awaitable;

namespace {

constexpr std::int64_t inventory_rows = 1000;

using page_reader = awaitable<std::vector<repository::owned>> (*)(pg::transaction&, std::string, std::int64_t);

awaitable<void> list(pg::transaction& tx, page_reader read, std::set<std::string> (*expected)(const repository::owned&),
                     const std::function<void(const std::string&)>& each) {
    std::string last;
    for (bool more = true; more;) {
        const auto rows = co_await read(tx, last, inventory_rows);
        for (const auto& row : rows)
            for (const auto& key : expected(row)) each(key);
        more = static_cast<std::int64_t>(rows.size()) == inventory_rows;
        if (more) last = rows.back().name;
    }
}

}  // namespace

awaitable<void> list_objects(pg::transaction& tx, std::function<void(const std::string& key)> each) {
    co_await list(tx, repository::by_token, original_keys, each);
    co_await list(tx, repository::by_rendition, public_keys, each);
}

std::string_view media_type_of_key(std::string_view key) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> endings{{{".avif", "image/avif"},
                                                                                    {".webp", "image/webp"},
                                                                                    {".jpg", "image/jpeg"},
                                                                                    {".jpeg", "image/jpeg"},
                                                                                    {".png", "image/png"},
                                                                                    {".heic", "image/heic"},
                                                                                    {".pdf", "application/pdf"}}};
    for (const auto& [ending, type] : endings)
        if (key.ends_with(ending)) return type;
    return "application/octet-stream";
}

}  // namespace gavel::media
