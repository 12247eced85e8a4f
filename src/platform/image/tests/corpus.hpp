// Pictures for tests, made on the spot: ordinary ones, and what somebody might send who means harm.
#pragma once
#include "platform/image/order.hpp"

#include <vips/vips8>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::image::corpus {

using vips::VImage;
using namespace std::string_literals;

// What asks the work to end early, and does not.
inline const std::atomic<bool> never = false;

// Four coloured corners on a soft ground, so that one sees which way up it is: red, green / blue, white.
inline VImage plain(int width = 400, int height = 300) {
    const auto ramp = VImage::xyz(width, height).cast(VIPS_FORMAT_FLOAT);
    const auto across = ramp.extract_band(0) * (120.0 / width), down = ramp.extract_band(1) * (120.0 / height);
    auto image = across.bandjoin(down).bandjoin((across + down) * 0.5).linear(1.0, 60.0).cast(VIPS_FORMAT_UCHAR);
    image = image.copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB)).copy_memory();
    const int w = width / 4, h = height / 4;
    const auto fill = [&](double r, double g, double b, int left, int top) {
        image.draw_rect({r, g, b}, left, top, w, h, VImage::option()->set("fill", true));
    };
    fill(255, 0, 0, 0, 0);
    fill(0, 255, 0, width - w, 0);
    fill(0, 0, 255, 0, height - h);
    fill(255, 255, 255, width - w, height - h);
    return image;
}

inline std::string taken(VipsBlob* blob) {
    std::size_t size = 0;
    const auto* data = static_cast<const char*>(vips_blob_get(blob, &size));
    std::string content(data, size);
    vips_area_unref(VIPS_AREA(blob));
    return content;
}
inline std::string jpeg(const VImage& image = plain()) { return taken(image.jpegsave_buffer(VImage::option()->set("Q", 90))); }
inline std::string png(const VImage& image = plain()) { return taken(image.pngsave_buffer()); }
inline std::string webp(const VImage& image = plain()) { return taken(image.webpsave_buffer()); }
inline std::string avif(const VImage& image = plain()) {
    return taken(image.heifsave_buffer(VImage::option()->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1)->set("effort", 0)));
}
inline std::string heic(const VImage& image = plain()) {
    return taken(image.heifsave_buffer(VImage::option()->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_HEVC)));
}
// Decoded again: with every loader of the corpus, whatever the product has shut.
inline VImage opened(const std::string& content) { return VImage::new_from_buffer(content.data(), content.size(), "").copy_memory(); }

inline std::string big_endian(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
    return text;
}
inline std::string little_endian(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
    return text;
}

// A segment of a JPEG, right after its beginning.
inline std::string with_segment(const std::string& jpeg_file, char marker, const std::string& content) {
    return jpeg_file.substr(0, 2) + "\xff"s + marker + big_endian(static_cast<std::uint32_t>(content.size() + 2), 2) + content +
           jpeg_file.substr(2);
}
inline std::string exif_entry(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::uint32_t value) {
    return little_endian(tag, 2) + little_endian(type, 2) + little_endian(count, 4) + little_endian(value, 4);
}
// How the camera was held, which one it was ("SECRETCAMERA") and where (50° 27' N).
inline std::string exif(int orientation) {
    constexpr std::uint32_t first = 8, entries = 3, make_at = first + 2 + entries * 12 + 4, gps_at = make_at + 14;
    std::string tiff = "II*\0"s + little_endian(first, 4) + little_endian(entries, 2);
    tiff += exif_entry(0x010F, 2, 13, make_at);
    tiff += exif_entry(0x0112, 3, 1, static_cast<std::uint32_t>(orientation));
    tiff += exif_entry(0x8825, 4, 1, gps_at);
    tiff += little_endian(0, 4) + "SECRETCAMERA\0\0"s;
    tiff += little_endian(2, 2) + exif_entry(0x0001, 2, 2, 'N') + exif_entry(0x0002, 5, 3, gps_at + 2 + 24 + 4) + little_endian(0, 4);
    for (const std::uint32_t part : {50u, 27u, 13u}) tiff += little_endian(part, 4) + little_endian(1, 4);
    return "Exif\0\0"s + tiff;
}
inline std::string held(int orientation, const std::string& of = jpeg()) { return with_segment(of, '\xe1', exif(orientation)); }

inline std::uint32_t crc_of(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0u);
    }
    return ~crc;
}
inline std::string png_chunk(const std::string& type, const std::string& content) {
    return big_endian(static_cast<std::uint32_t>(content.size()), 4) + type + content + big_endian(crc_of(type + content), 4);
}
constexpr std::size_t png_head = 8 + 25;  // signature and IHDR
inline std::string with_chunk(const std::string& png_file, const std::string& type, const std::string& content) {
    return png_file.substr(0, png_head) + png_chunk(type, content) + png_file.substr(png_head);
}
// What its head says, and nothing behind it that would be worth so much.
inline std::string png_claiming(std::uint32_t width, std::uint32_t height) {
    const auto real = png(plain(64, 64));
    return real.substr(0, 8) + png_chunk("IHDR", big_endian(width, 4) + big_endian(height, 4) + "\x08\x02\0\0\0"s) + real.substr(png_head);
}
inline std::string jpeg_claiming(std::uint32_t width, std::uint32_t height) {
    auto file = jpeg(plain(64, 64));
    const auto frame = file.find("\xff\xc0"s);
    return file.replace(frame + 5, 4, big_endian(height, 2) + big_endian(width, 2));
}

inline std::string animated_webp() {
    const auto frames = plain().join(plain().invert(), VIPS_DIRECTION_VERTICAL);
    return taken(frames.webpsave_buffer(VImage::option()->set("page_height", 300)));
}
inline std::string animated_png() { return with_chunk(png(), "acTL", big_endian(2, 4) + big_endian(0, 4)); }
inline std::string sequence() { return "\0\0\0\x18"s + "ftypavis\0\0\0\0msf1avis"s + std::string(100, '\0'); }

inline std::string svg() {
    return R"(<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><script>alert(1)</script></svg>)";
}

}  // namespace gavel::image::corpus
