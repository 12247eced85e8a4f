// What a file is, by its first bytes and not by its name. Pure; the first gate every upload passes.
#pragma once
#include "platform/image/reason.hpp"

#include <expected>
#include <string_view>

namespace gavel::image {

// What is taken. Everything else is refused, also what libvips could read.
enum class kind { jpeg, png, webp, avif, heic };

std::string_view to_string(kind k);      // "jpeg"
std::string_view media_type_of(kind k);  // "image/jpeg"

// Refuses not_a_picture, not_accepted (SVG, GIF, TIFF ...) and animated. Looks at no more than the first 64 KiB.
std::expected<kind, reason> recognise(std::string_view content);

}  // namespace gavel::image
