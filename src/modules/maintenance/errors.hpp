// What the maintenance application answers to programs.
#pragma once
#include "base/error.hpp"

namespace gavel::maintenance {

inline constexpr problem under_maintenance{
    "maintenance",
    503,
    {"Сайт оновлюється, спробуйте трохи згодом", "The site is being updated, please try again shortly",
     "Сайт обновляется, попробуйте чуть позже"}};

}  // namespace gavel::maintenance
