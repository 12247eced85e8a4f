#include "modules/media/photo_row.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::media {

namespace {

namespace json = boost::json;

std::string text_of(const json::object& row, const char* name) { return std::string(row.at(name).as_string()); }

photo photo_of(const json::object& row) {
    photo p;
    p.id = file_id{row.at("id").to_number<std::int64_t>()};
    p.rendition = text_of(row, "rendition");
    for (const auto& each : row.at("widths").as_array()) p.widths.push_back(each.to_number<std::int64_t>());
    p.width = row.at("width").to_number<std::int64_t>();
    p.height = row.at("height").to_number<std::int64_t>();
    p.placeholder = text_of(row, "placeholder");
    if (!row.at("alt").is_null()) p.alt = text_of(row, "alt");
    return p;
}

}  // namespace

std::optional<photo> read_photo(const json::value& stored) {
    if (stored.is_null()) return std::nullopt;
    return photo_of(stored.as_object());
}

std::vector<photo> read_photos(const json::value& stored) {
    std::vector<photo> all;
    for (const auto& each : stored.as_array()) all.push_back(photo_of(each.as_object()));
    return all;
}

std::vector<document> read_documents(const json::value& stored) {
    std::vector<document> all;
    for (const auto& each : stored.as_array()) {
        const auto& row = each.as_object();
        document d;
        d.id = file_id{row.at("id").to_number<std::int64_t>()};
        d.rendition = text_of(row, "rendition");
        d.name = text_of(row, "name");
        d.bytes = row.at("bytes").to_number<std::int64_t>();
        all.push_back(std::move(d));
    }
    return all;
}

}  // namespace gavel::media
