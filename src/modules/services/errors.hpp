// Refusals of this module.
#pragma once
#include "base/error.hpp"

namespace gavel::services {

// clang-format off
inline constexpr problem not_offered{"service-not-offered", 409,
    {"Цю послугу зараз не продають", "This service is not for sale at present", "Эта услуга сейчас не продаётся"}};
inline constexpr problem lot_not_open{"service-lot-over", 409,
    {"Просувати можна лише лот, який заплановано або вже триває", "Only a lot that is scheduled or running can be promoted",
     "Продвигать можно только лот, который запланирован или уже идёт"}};
inline constexpr problem wallet_too_low{"wallet-too-low", 409,
    {"У гаманці не вистачає грошей: сплатіть карткою", "There is not enough in the wallet: please pay by card",
     "В кошельке не хватает денег: оплатите картой"}};
inline constexpr problem key_reused{"service-key-reused", 422,
    {"Цей ключ повтору вже належить іншій покупці", "This idempotency key already belongs to another purchase",
     "Этот ключ повтора уже принадлежит другой покупке"}};
inline constexpr problem already_paid{"service-paid", 409,
    {"Цю послугу вже сплачено", "This service is paid already", "Эта услуга уже оплачена"}};
inline constexpr problem closed{"service-closed", 409,
    {"Цю покупку скасовано: оформіть нову", "This purchase was cancelled: please make a new one", "Эта покупка отменена: оформите новую"}};
inline constexpr problem pay_time_over{"service-lapsed", 409,
    {"Час на оплату минув: оформіть покупку ще раз", "The time to pay is over: please buy it again", "Время на оплату истекло: оформите покупку ещё раз"}};
inline constexpr problem not_returnable{"service-not-returnable", 409,
    {"Послугу вже надають, тому гроші не повертаються", "The service has begun, so it cannot be given back",
     "Услуга уже оказывается, поэтому деньги не возвращаются"}};
inline constexpr problem listing_fee_unpaid{"listing-fee-unpaid", 409,
    {"Публікація платна: поповніть гаманець або купіть пакет публікацій", "Publishing costs a fee: fill the wallet or buy a package of listings",
     "Публикация платная: пополните кошелёк или купите пакет публикаций"}};
// clang-format on

}  // namespace gavel::services
