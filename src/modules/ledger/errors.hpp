// Refusals of this module.
#pragma once
#include "base/error.hpp"

namespace gavel::ledger {

// clang-format off
inline constexpr problem statement_too_long{"statement-too-long", 422,
    {"Виписка завелика для одного файлу: оберіть коротший період", "The statement is too long for one file: choose a shorter period",
     "Выписка слишком велика для одного файла: выберите период короче"}};
inline constexpr problem payout_not_covered{"payout-not-covered", 409,
    {"У гаманці немає стільки вільних грошей", "There is not so much free money in the wallet",
     "В кошельке нет столько свободных денег"}};
inline constexpr problem payout_known{"payout-known", 409,
    {"Виплату цій людині за цим документом уже записано", "A payout to this person under this reference was recorded already",
     "Выплата этому человеку по этому документу уже записана"}};
inline constexpr problem payout_key_reused{"payout-key-reused", 422,
    {"Цей ключ повтору вже належить іншій виплаті", "This idempotency key already belongs to another payout",
     "Этот ключ повтора уже принадлежит другой выплате"}};
// clang-format on

}  // namespace gavel::ledger
