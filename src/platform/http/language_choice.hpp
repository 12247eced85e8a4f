// Accept-Language: the language of ours that the visitor likes best; the default when none is named.
#pragma once
#include "base/language.hpp"

#include <string_view>

namespace gavel::http {

language choose_language(std::string_view accept_language);

}  // namespace gavel::http
