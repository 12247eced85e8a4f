// Refusals of this module.
#pragma once
#include "base/error.hpp"

namespace gavel::searches {

inline constexpr problem too_many_searches{"too-many-searches",
                                           409,
                                           {"Забагато збережених пошуків: видаліть якийсь", "Too many saved searches: delete one",
                                            "Слишком много сохранённых поисков: удалите какой-нибудь"}};

}  // namespace gavel::searches
