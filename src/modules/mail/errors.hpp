// Refusals around letters, shared by the modules that write them.
#pragma once
#include "base/error.hpp"

namespace gavel::mail {

inline constexpr problem letter_link_invalid{
    "letter-link-invalid",
    404,
    {"Це посилання неповне або не наше", "This link is incomplete or not ours", "Эта ссылка неполная или не наша"}};

}  // namespace gavel::mail
