// Exceptions of the world as answers: a lost database or too much work is 503 with Retry-After, anything else a bare 500.
#pragma once
#include "base/error.hpp"

#include <exception>
#include <optional>

namespace gavel::app {

std::optional<error> translate(std::exception_ptr failure);

}  // namespace gavel::app
