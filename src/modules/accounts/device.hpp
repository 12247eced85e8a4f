// "Firefox, Windows": what a person recognises in a list of sessions.
#pragma once
#include <string>
#include <string_view>

namespace gavel::accounts {

// Browser and system from a User-Agent; only names we know ever reach the list, so the header's own words are never stored.
std::string device_text(std::string_view user_agent);

}  // namespace gavel::accounts
