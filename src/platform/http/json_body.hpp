// Untrusted JSON: bounded in depth, without repeated members, with numbers that fit.
#pragma once
#include "base/error.hpp"

#include <boost/json/value.hpp>

#include <string_view>

namespace gavel::http {

inline constexpr std::size_t json_depth_max = 16;

// Not JSON, broken UTF-8, too deep, a repeated member: malformed-request. A whole number beyond int64: invalid-input naming the field.
result<boost::json::value> parse_json(std::string_view text);

}  // namespace gavel::http
