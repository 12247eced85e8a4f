// Why something was done to a lot or to bids, in words for a letter.
#pragma once
#include "base/language.hpp"
#include "modules/bidding/words.hpp"

#include <string_view>

namespace gavel::notifications {

// Words that fit behind "The reason: "; nothing for no or an unknown reason.
std::string_view reason_in_words(std::string_view act_reason, language lang);

}  // namespace gavel::notifications
