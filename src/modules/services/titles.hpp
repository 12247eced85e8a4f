// What a purchase is called where the payer sees it outside our pages.
#pragma once
#include "base/language.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gavel::services {

// "Лот угорі категорії: Монета 1992"; the lot's title may be missing.
std::string title_of(std::string_view service, const std::optional<std::string>& lot_title, language l);

}  // namespace gavel::services
