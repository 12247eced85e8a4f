// Fields that several routes of this module read.
#pragma once
#include "modules/accounts/email.hpp"
#include "platform/http/form.hpp"

#include <string>

namespace gavel::accounts {

// "email", normalised; at fault: empty, and finish() will throw.
inline std::string read_email(http::form& f) {
    const auto typed = f.required_text("email", 3, 254);
    if (typed.empty()) return {};
    auto email = normalise_email(typed);
    if (!email) f.reject("email", "malformed");
    return email.value_or(std::string());
}

}  // namespace gavel::accounts
