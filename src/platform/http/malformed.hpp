// The refusal of a request that cannot be read: which part of it, and why.
#pragma once
#include "base/error.hpp"
#include "platform/http/problems.hpp"

#include <string_view>

namespace gavel::http {

inline error malformed(std::string_view field, std::string_view detail) {
    return error(malformed_request, {{"field", field}, {"detail", detail}});
}

}  // namespace gavel::http
