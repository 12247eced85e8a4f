#include "platform/image/pack.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace gavel::image {

namespace {

namespace json = boost::json;

constexpr std::size_t placeholder_bytes_max = 4096;

// A file of that format cannot be taken for anything a browser would run.
bool begins_like(std::string_view content, format f) {
    switch (f) {
        case format::avif: return content.size() > 12 && content.substr(4, 8) == "ftypavif";
        case format::webp: return content.size() > 12 && content.starts_with("RIFF") && content.substr(8, 4) == "WEBP";
        case format::jpeg: return content.starts_with("\xff\xd8\xff");
    }
    return false;
}

bool is_ordered(const variant& v, const order& wanted) {
    const auto longest = *std::max_element(wanted.sides.begin(), wanted.sides.end());
    return v.width >= 1 && v.height >= 1 && v.width <= longest && v.height <= longest && begins_like(v.content, v.format);
}

// Takes `size` bytes off the front; nothing if there are fewer.
std::optional<std::string> take(std::string_view& rest, std::int64_t size) {
    if (size < 0 || static_cast<std::size_t>(size) > rest.size()) return std::nullopt;
    std::string part(rest.substr(0, static_cast<std::size_t>(size)));
    rest.remove_prefix(part.size());
    return part;
}

std::optional<picture> read_picture(const json::object& head, std::string_view rest, const order& wanted) {
    picture p;
    p.kind = static_cast<kind>(std::clamp<std::int64_t>(head.at("kind").as_int64(), 0, 4));
    p.width = head.at("width").to_number<int>();
    p.height = head.at("height").to_number<int>();
    const auto& variants = head.at("variants").as_array();
    if (p.width < 1 || p.height < 1 || variants.empty() || variants.size() > wanted.sides.size() * wanted.formats.size())
        return std::nullopt;
    auto placeholder = take(rest, head.at("placeholder").as_int64());
    if (!placeholder || placeholder->size() > placeholder_bytes_max || !begins_like(*placeholder, format::webp)) return std::nullopt;
    p.placeholder = std::move(*placeholder);
    for (const auto& each : variants) {
        const auto& facts = each.as_object();
        variant v;
        v.format = static_cast<format>(std::clamp<std::int64_t>(facts.at("format").as_int64(), 0, 2));
        v.width = facts.at("width").to_number<int>();
        v.height = facts.at("height").to_number<int>();
        auto content = take(rest, facts.at("bytes").as_int64());
        if (!content) return std::nullopt;
        v.content = std::move(*content);
        if (!is_ordered(v, wanted)) return std::nullopt;
        p.variants.push_back(std::move(v));
    }
    if (!rest.empty()) return std::nullopt;
    return p;
}

}  // namespace

std::string write_order(const order& o) {
    json::array sides(o.sides.begin(), o.sides.end());
    json::array formats;
    for (const auto f : o.formats) formats.push_back(static_cast<int>(f));
    const auto& l = o.limits;
    return json::serialize(json::object{{"sides", std::move(sides)},
                                        {"formats", std::move(formats)},
                                        {"quarter_turns", o.quarter_turns},
                                        {"square", o.square},
                                        {"pixels_max", l.pixels_max},
                                        {"side_max", l.side_max},
                                        {"side_min", l.side_min},
                                        {"ratio_max", l.ratio_max},
                                        {"seconds_max", l.seconds_max},
                                        {"memory_mib_max", l.memory_mib_max}});
}

order read_order(std::string_view text) {
    const auto parsed = json::parse(json::string_view(text.data(), text.size()));
    const auto& from = parsed.as_object();
    order o;
    o.sides.clear();
    for (const auto& each : from.at("sides").as_array()) o.sides.push_back(each.to_number<int>());
    o.formats.clear();
    for (const auto& each : from.at("formats").as_array()) o.formats.push_back(static_cast<format>(each.to_number<int>()));
    o.quarter_turns = from.at("quarter_turns").to_number<int>();
    o.square = from.at("square").as_bool();
    const auto number = [&](const char* name) { return from.at(name).to_number<std::int64_t>(); };
    o.limits = {number("pixels_max"), number("side_max"),    number("side_min"),
                number("ratio_max"),  number("seconds_max"), number("memory_mib_max")};
    return o;
}

std::string write_result(const std::expected<picture, reason>& made) {
    if (!made) return json::serialize(json::object{{"refused", to_string(made.error())}}) + "\n";
    json::array variants;
    for (const auto& v : made->variants)
        variants.push_back(
            json::object{{"format", static_cast<int>(v.format)}, {"width", v.width}, {"height", v.height}, {"bytes", v.content.size()}});
    auto bytes = json::serialize(json::object{{"kind", static_cast<int>(made->kind)},
                                              {"width", made->width},
                                              {"height", made->height},
                                              {"placeholder", made->placeholder.size()},
                                              {"variants", std::move(variants)}}) +
                 "\n";
    bytes += made->placeholder;
    for (const auto& v : made->variants) bytes += v.content;
    return bytes;
}

std::optional<std::expected<picture, reason>> read_result(std::string_view bytes, const order& wanted) {
    const auto line = bytes.find('\n');
    if (line == std::string_view::npos) return std::nullopt;
    try {
        const auto head = json::parse(json::string_view(bytes.data(), line)).as_object();
        if (const auto* refused = head.if_contains("refused")) {
            const auto why = parse_reason(std::string_view(refused->as_string()));
            if (!why) return std::nullopt;
            return std::unexpected(*why);
        }
        auto made = read_picture(head, bytes.substr(line + 1), wanted);
        if (!made) return std::nullopt;
        return std::move(*made);
    } catch (const std::exception&) {
        return std::nullopt;  // not the JSON that was agreed on
    }
}

}  // namespace gavel::image
