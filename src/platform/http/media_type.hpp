// Content types of the files a web application consists of.
#pragma once
#include <string_view>

namespace gavel::http {

std::string_view media_type_of(std::string_view path);  // by extension; application/octet-stream when unknown
bool is_compressible(std::string_view media_type);

}  // namespace gavel::http
