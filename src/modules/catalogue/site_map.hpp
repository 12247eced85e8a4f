// robots.txt and sitemap.xml.
#pragma once
#include "modules/catalogue/repository.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::catalogue {

inline constexpr std::int64_t site_map_lots_max = 2000;  // three addresses each: about 2 MB

std::string robots_txt(std::string_view origin);
std::string site_map_xml(std::string_view origin, const std::vector<repository::listed_lot>& running);

}  // namespace gavel::catalogue
