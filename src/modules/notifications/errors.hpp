// Refusals of this module.
#pragma once
#include "modules/mail/errors.hpp"

namespace gavel::notifications {

using mail::letter_link_invalid;

}  // namespace gavel::notifications
