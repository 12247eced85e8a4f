// Private to this folder: orders and their results as bytes, between this process and the one that decodes. Pure. What comes back is not
// trusted: that process has read a stranger's file.
#pragma once
#include "platform/image/order.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::image {

std::string write_order(const order& o);
order read_order(std::string_view text);

std::string write_result(const std::expected<picture, reason>& made);
// Nothing: not what was ordered. Sizes, formats and the first bytes of every variant are checked.
std::optional<std::expected<picture, reason>> read_result(std::string_view bytes, const order& wanted);

}  // namespace gavel::image
