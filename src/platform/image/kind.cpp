#include "platform/image/kind.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gavel::image {

namespace {

constexpr std::size_t looked_at = 64 * 1024;

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

// An acTL chunk before the first IDAT makes a PNG an animation.
bool is_animated_png(std::string_view content) {
    for (std::size_t at = 8; at + 12 <= content.size();) {
        const auto type = content.substr(at + 4, 4);
        if (type == "acTL") return true;
        if (type == "IDAT") return false;
        at += 12 + std::size_t{big_endian(content.substr(at))};
    }
    return false;
}

// The extended header of a WebP says so in its flags.
bool is_animated_webp(std::string_view content) {
    return content.size() > 20 && content.substr(12, 4) == "VP8X" && (content[20] & 0x02) != 0;
}

// The brands of an ISO file: what its reader must be able to do.
std::expected<kind, reason> by_brand(std::string_view content) {
    const auto box = std::min<std::size_t>(big_endian(content), content.size());
    bool avif = false, heic = false, sequence = false, other = false;
    const auto brand = [&](std::string_view name) {
        if (name == "avif") avif = true;
        else if (name == "heic" || name == "heix" || name == "heim" || name == "heis") heic = true;
        else if (name == "avis" || name == "hevc" || name == "hevx" || name == "msf1") sequence = true;
        else if (name == "isom" || name == "mp42" || name == "qt  " || name == "crx " || name == "jp2 " || name == "jxl ") other = true;
    };
    const auto major = content.substr(8, 4);
    brand(major);
    if (!avif && !heic && !sequence)
        for (std::size_t at = 16; at + 4 <= box; at += 4)
            brand(content.substr(at, 4));  // a "mif1" says what it is among the compatible ones
    if (sequence) return std::unexpected(reason::animated);
    if (avif) return kind::avif;
    if (heic) return kind::heic;
    return std::unexpected(other ? reason::not_accepted : reason::not_a_picture);
}

// Pictures, or what people take for them, that are known and not taken.
bool is_known_elsewhere(std::string_view content) {
    using namespace std::string_view_literals;
    constexpr std::array beginnings{"GIF87a"sv,         "GIF89a"sv, "BM"sv,    "II*\0"sv,    "MM\0*"sv, "\xff\x0a"sv, "\0\0\0\x0cJXL "sv,
                                    "\0\0\0\x0cjP  "sv, "8BPS"sv,   "%PDF-"sv, "\0\0\1\0"sv, "qoif"sv,  "FLIF"sv,     "v/1\1"sv};
    if (std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view each) { return content.starts_with(each); })) return true;
    const auto text = content.substr(0, 4096);
    return (content.starts_with('<') || content.starts_with("\xef\xbb\xbf<")) && text.find("<svg") != std::string_view::npos;
}

}  // namespace

std::string_view to_string(kind k) {
    constexpr std::array<std::string_view, 5> names{"jpeg", "png", "webp", "avif", "heic"};
    return names[static_cast<std::size_t>(k)];
}

std::string_view media_type_of(kind k) {
    constexpr std::array<std::string_view, 5> names{"image/jpeg", "image/png", "image/webp", "image/avif", "image/heic"};
    return names[static_cast<std::size_t>(k)];
}

std::expected<kind, reason> recognise(std::string_view content) {
    content = content.substr(0, looked_at);
    if (content.starts_with("\xff\xd8\xff")) return kind::jpeg;
    if (content.starts_with("\x89PNG\r\n\x1a\n")) {
        if (is_animated_png(content)) return std::unexpected(reason::animated);
        return kind::png;
    }
    if (content.size() >= 16 && content.starts_with("RIFF") && content.substr(8, 4) == "WEBP") {
        if (is_animated_webp(content)) return std::unexpected(reason::animated);
        return kind::webp;
    }
    if (content.size() >= 16 && content.substr(4, 4) == "ftyp") return by_brand(content);
    return std::unexpected(is_known_elsewhere(content) ? reason::not_accepted : reason::not_a_picture);
}

}  // namespace gavel::image
