// One piece of news as a device shows it. Pure.
#pragma once
#include "base/language.hpp"
#include "modules/news/event.hpp"
#include "modules/push/messages.hpp"

#include <string>

namespace gavel::notifications {

// `ends_at`: where the end moved to, as a letter says it; empty if it has not.
push::message push_about(const news::event& e, const std::string& lot_title, const std::string& ends_at, language lang);

}  // namespace gavel::notifications
