// Photos of the demo's lots, drawn by the demo itself: recognisable by category, different for each title, nobody else's work.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace gavel::sim {

// SVG of 1600 × 1200. `view` 0 shows the whole object, 1 a part of it from closer, 2 the whole again from further away. Pure.
std::string drawing_of(std::string_view category, std::string_view title, int view);

// The same as a JPEG file. Throws std::runtime_error.
std::string photo_of(std::string_view category, std::string_view title, int view);

}  // namespace gavel::sim
