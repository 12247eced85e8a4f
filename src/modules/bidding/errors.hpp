// Refusals of bidding. Those about one lot carry min_next, ends_at and version.
#pragma once
#include "base/error.hpp"

namespace gavel::bidding {

// clang-format off
inline constexpr problem no_such_lot{"lot-not-found", 404,
    {"Такого лота немає", "There is no such lot", "Такого лота нет"}};
inline constexpr problem lot_not_started{"lot-not-started", 409,
    {"Торги ще не почалися", "The auction has not started yet", "Торги ещё не начались"}};
inline constexpr problem lot_ended{"lot-ended", 409,
    {"Торги вже завершено", "The auction has ended", "Торги уже завершены"}};
inline constexpr problem own_lot{"own-lot", 403,
    {"На власний лот ставити не можна", "A seller cannot bid on their own lot", "На собственный лот ставить нельзя"}};
inline constexpr problem wrong_currency{"wrong-currency", 422,
    {"Ставка в іншій валюті, ніж лот", "The bid is in another currency than the lot", "Ставка в другой валюте, чем лот"}};
inline constexpr problem amount_too_large{"amount-too-large", 422,
    {"Сума завелика", "The amount is too large", "Сумма слишком велика"}};
inline constexpr problem amount_not_whole{"amount-not-whole", 422,
    {"Потрібна сума без копійок", "A whole amount is needed", "Нужна сумма без копеек"}};
inline constexpr problem max_not_higher{"max-not-higher", 422,
    {"Новий максимум має бути вищим за ваш попередній", "The new maximum must be higher than your present one",
     "Новый максимум должен быть выше вашего прежнего"}};
inline constexpr problem bid_too_low{"bid-too-low", 422,
    {"Ставка нижча за наступну мінімальну", "The bid is below the next minimum", "Ставка ниже следующей минимальной"}};
inline constexpr problem key_reused{"key-reused", 422,
    {"Цей ключ повтору вже належить іншій ставці", "This idempotency key already belongs to another bid",
     "Этот ключ повтора уже принадлежит другой ставке"}};
inline constexpr problem too_many_bids{"too-many-bids", 429,
    {"Забагато ставок поспіль, зачекайте трохи", "Too many bids in a row, please wait a little",
     "Слишком много ставок подряд, подождите немного"}};

// clang-format on
}  // namespace gavel::bidding
