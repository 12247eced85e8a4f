// From the address of the list page to what is kept of it. Pure.
#pragma once
#include "modules/searches/model.hpp"

#include <string>
#include <string_view>

namespace gavel::searches {

// Parameters that GET /lots does not know, its order, its page and its state are left out. Throws http::refusal (invalid_input) when a
// value is malformed and when nothing is left: whoever wants every new lot has the front page.
filter read_filter(std::string_view query);

}  // namespace gavel::searches
