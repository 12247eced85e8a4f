#include "modules/media/rules.hpp"

#include "base/text.hpp"
#include "modules/media/errors.hpp"

#include <algorithm>
#include <array>

namespace gavel::media {

namespace {

constexpr std::array<std::string_view, 6> picture_types{"image/jpeg", "image/png", "image/webp", "image/avif", "image/heic", "image/heif"};
constexpr std::array<std::string_view, 1> document_types{"application/pdf"};

std::int64_t album_max_for(purpose p, const options& limits) {
    if (p == purpose::lot_photo) return limits.lot_photos_max;
    return p == purpose::order_photo ? limits.order_photos_max : limits.lot_documents_max;
}

constexpr std::size_t pdf_end_within = 1024;  // readers look for %%EOF in the last kilobyte

}  // namespace

std::span<const std::string_view> types_for(purpose p) {
    if (p == purpose::lot_document) return document_types;
    return picture_types;
}

std::int64_t bytes_max_for(purpose p) {
    switch (p) {
        case purpose::lot_photo: return photo_bytes_max;
        case purpose::lot_document: return document_bytes_max;
        case purpose::avatar: return avatar_bytes_max;
        case purpose::order_photo: return photo_bytes_max;
    }
    return 0;
}

result<void> judge_one_more(purpose p, std::int64_t bytes, const counts& now, const options& limits) {
    const auto album_max = album_max_for(p, limits);
    if (p != purpose::avatar && now.in_album >= album_max) return refuse(album_full, {{"max", album_max}});
    if (now.unfinished >= limits.account_uploads_max) return refuse(too_many_uploads, {{"max", limits.account_uploads_max}});
    const auto bytes_max = limits.account_mib_max * 1024 * 1024;
    if (now.account_bytes + bytes > bytes_max) return refuse(quota_exceeded, {{"max_bytes", bytes_max}, {"used_bytes", now.account_bytes}});
    return {};
}

image::order order_for(purpose p, int quarter_turns, const options& limits) {
    image::order o;
    o.limits = limits.picture_limits();
    o.quarter_turns = quarter_turns;
    if (p == purpose::avatar) {
        o.square = true;
        o.sides = {512, 256, 96};
    }
    return o;
}

bool is_pdf(std::string_view content) {
    if (!content.starts_with("%PDF-1.") && !content.starts_with("%PDF-2.")) return false;
    const auto tail = content.substr(content.size() - std::min(content.size(), pdf_end_within));
    const auto end = tail.rfind("%%EOF");
    // What follows the end is read by nobody who reads PDF, so it would be there for somebody else.
    return end != std::string_view::npos && tail.find_first_not_of("\r\n \t\0", end + 5, 5) == std::string_view::npos;
}

std::string document_name_of(std::string_view given) {
    constexpr std::string_view reserved = "<>:\"/\\|?*";
    std::string name;
    for (const char c : given)
        name += static_cast<unsigned char>(c) < 0x20 || c == 0x7F || reserved.find(c) != std::string_view::npos ? ' ' : c;
    constexpr std::string_view extension = ".pdf";
    name = trimmed(name);
    const bool ends = name.size() >= extension.size() && std::equal(extension.begin(), extension.end(), name.end() - 4, [](char a, char b) {
                          return a == (b >= 'A' && b <= 'Z' ? b + 32 : b);
                      });
    if (ends) name.resize(name.size() - extension.size());
    name = trimmed(name);
    while (name.starts_with('.') || name.starts_with(' ')) name.erase(0, 1);
    if (name.empty()) name = "document";
    return first_code_points(name, name_max - extension.size()) + std::string(extension);
}

}  // namespace gavel::media
