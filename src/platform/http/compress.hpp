// gzip and brotli of whole texts.
#pragma once
#include <string>
#include <string_view>

namespace gavel::http {

std::string gzip(std::string_view text, int level);      // 1 (quick) to 9
std::string brotli(std::string_view text, int quality);  // 0 (quick) to 11

}  // namespace gavel::http
