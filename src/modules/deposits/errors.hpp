// Refusals of this module.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/errors.hpp"

namespace gavel::deposits {

using bidding::lot_ended;
using bidding::no_such_lot;
using bidding::own_lot;

// clang-format off
inline constexpr problem deposit_not_needed{"deposit-not-needed", 409,
    {"На цьому лоті можна ставити без гарантійного внеску", "One can bid on this lot without a deposit", "На этом лоте можно ставить без задатка"}};
inline constexpr problem deposit_bound{"deposit-bound", 409,
    {"Внесок тримається, доки стоять ваші ставки або не оплачено виграний лот", "The deposit stays while bids of yours stand or the lot you won is not paid",
     "Задаток удерживается, пока стоят ваши ставки или не оплачен выигранный лот"}};
inline constexpr problem deposit_too_late{"deposit-too-late", 409,
    {"Умови внеску змінюються лише до першої ставки", "What must be deposited can only be changed before the first bid",
     "Условия задатка меняются только до первой ставки"}};
inline constexpr problem deposit_not_due{"deposit-not-due", 409,
    {"Цей внесок уже не треба сплачувати", "This deposit is not to be paid any more", "Этот задаток уже не нужно платить"}};
// clang-format on

}  // namespace gavel::deposits
