// The page behind the unsubscribe link of a letter, for people whose mail program opens it instead of sending the one-click request.
// It works without scripts and without signing in.
#pragma once
#include "base/language.hpp"
#include "platform/http/reply.hpp"

#include <string_view>

namespace gavel::notifications {

enum class unsubscribe_step { ask, done, unknown };

http::reply unsubscribe_page(unsubscribe_step step, language lang);

}  // namespace gavel::notifications
