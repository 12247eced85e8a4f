// What may be missing, as JSON has it.
#pragma once
#include "base/time.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <type_traits>

namespace gavel {

// Of a text, a number or a moment.
template <class T>
boost::json::value or_null(const std::optional<T>& value) {
    if (!value) return nullptr;
    if constexpr (std::is_same_v<T, instant>) return boost::json::value(format_instant(*value));
    else return boost::json::value(*value);
}

}  // namespace gavel
