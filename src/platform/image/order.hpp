// What is asked of a picture, and what comes of it.
#pragma once
#include "platform/image/kind.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::image {

// What a file may be before it is decoded.
struct limits {
    std::int64_t pixels_max = 60'000'000;
    std::int64_t side_max = 20'000;
    std::int64_t side_min = 32;
    std::int64_t ratio_max = 12;  // of the longer side to the shorter
    std::int64_t seconds_max = 60;
    std::int64_t memory_mib_max = 1024;
};

enum class format { avif, webp, jpeg };
std::string_view to_string(format f);      // "avif"
std::string_view media_type_of(format f);  // "image/avif"
std::string_view extension_of(format f);   // "avif", "webp", "jpg"

// Longest sides of the variants, from the largest. A picture is never enlarged: what is larger than it is made once, in its own size.
struct order {
    image::limits limits;
    std::vector<int> sides{2048, 1280, 640, 320};
    std::vector<format> formats{format::avif, format::webp, format::jpeg};
    int quarter_turns = 0;  // clockwise, after what the camera noted; 0 to 3
    bool square = false;    // cut to the middle square (avatars)
};

struct variant {
    image::format format = format::jpeg;
    int width = 0, height = 0;
    std::string content;
};

struct picture {
    image::kind kind = image::kind::jpeg;
    int width = 0, height = 0;      // of the source, as it is meant to be seen
    std::vector<variant> variants;  // by size from the largest, each in the order of the formats
    std::string placeholder;        // a WebP of at most 16 × 16 pixels, to be shown blurred
};

}  // namespace gavel::image
