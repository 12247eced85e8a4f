// Private to this folder: decodes a stranger's picture with libvips and makes its variants. Runs in the process of child.cpp, which has
// nothing to lose; in tests also in theirs.
#pragma once
#include "platform/image/order.hpp"

#include <expected>
#include <string_view>

namespace gavel::image {

// Once per process, before render(). Afterwards only the loaders of the accepted kinds exist.
void start_libvips(const char* program);

std::expected<picture, reason> render(std::string_view content, const order& wanted);

}  // namespace gavel::image
