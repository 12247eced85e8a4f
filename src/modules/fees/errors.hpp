// Refusals of fees.
#pragma once
#include "base/error.hpp"

namespace gavel::fees {

// clang-format off
inline constexpr problem fee_overlaps{"fee-overlaps", 409,
    {"У цей час уже має почати діяти інший збір: видаліть його або змініть дати", "Another fee is to begin within this time: take it back or choose other dates",
     "В это время уже должен начать действовать другой сбор: удалите его или измените даты"}};
inline constexpr problem fee_begun{"fee-begun", 409,
    {"Цей збір уже діє або ось-ось почне: встановіть новий з потрібної дати", "This fee applies already or is about to: set another one from the date you need",
     "Этот сбор уже действует или вот-вот начнёт: установите новый с нужной даты"}};
// clang-format on

}  // namespace gavel::fees
