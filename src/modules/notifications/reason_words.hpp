// Why something was done to a lot or to bids, in words for a letter.
#pragma once
#include "base/language.hpp"
#include "modules/bidding/words.hpp"

#include <string_view>

namespace gavel::notifications {

// Words that fit behind "The reason: "; nothing for no or an unknown reason.
std::string_view reason_in_words(std::string_view act_reason, language lang);

// Why an order was cancelled or is disputed, how a dispute was settled, what an unpaid order leads to. Empty for what is none of these.
std::string_view order_reason_in_words(std::string_view code, language lang);

// Where the money of a deposit goes. Empty for what is none of these.
std::string_view deposit_reason_in_words(std::string_view code, language lang);

}  // namespace gavel::notifications
