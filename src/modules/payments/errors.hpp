// Refusals of this module.
#pragma once
#include "base/error.hpp"

namespace gavel::payments {

inline constexpr problem not_set_up{"payments-not-set-up",
                                    503,
                                    {"Оплату карткою на цьому сайті ще не налаштовано", "Paying by card is not set up on this site yet",
                                     "Оплата картой на этом сайте ещё не настроена"}};
inline constexpr problem unknown_subject{
    "unknown-subject", 422, {"Такого не можна оплатити карткою", "This cannot be paid for by card", "Такое нельзя оплатить картой"}};
inline constexpr problem currency_not_taken{
    "currency-not-taken",
    409,
    {"Картки в цій валюті не приймаємо", "Cards are not taken in this currency", "Карты в этой валюте не принимаем"}};
inline constexpr problem too_late_to_pay{
    "too-late-to-pay", 409, {"Час на оплату вийшов", "The time to pay is over", "Время на оплату вышло"}};
inline constexpr problem payment_busy{"payment-busy",
                                      409,
                                      {"Оплата саме відкривається або перевіряється, спробуйте за кілька секунд",
                                       "The payment is being opened or checked, please try in a few seconds",
                                       "Оплата как раз открывается или проверяется, попробуйте через несколько секунд"}};
inline constexpr problem already_paid{"already-paid", 409, {"Це вже оплачено", "This has been paid already", "Это уже оплачено"}};
inline constexpr problem under_review{"payment-under-review",
                                      409,
                                      {"Попередню оплату перевіряє оператор; платити ще раз не потрібно",
                                       "An operator is looking at the earlier payment; there is no need to pay again",
                                       "Предыдущую оплату проверяет оператор; платить ещё раз не нужно"}};
inline constexpr problem provider_unavailable{
    "payment-provider-unavailable",
    503,
    {"Платіжна система не відповідає, спробуйте за хвилину", "The payment provider does not answer, please try in a minute",
     "Платёжная система не отвечает, попробуйте через минуту"}};
inline constexpr problem bad_signature{"bad-signature", 400, {"Підпис не збігається", "The signature is wrong", "Подпись не совпадает"}};
inline constexpr problem not_from_provider{
    "not-from-provider",
    403,
    {"Ця адреса приймає повідомлення лише від платіжної системи", "This address takes messages from the payment provider only",
     "Этот адрес принимает сообщения только от платёжной системы"}};
inline constexpr problem nothing_to_refund{
    "nothing-to-refund",
    409,
    {"За цією оплатою немає чого повертати", "There is nothing to give back of this payment", "По этой оплате нечего возвращать"}};
inline constexpr problem refund_too_large{
    "refund-too-large",
    409,
    {"Повернути можна не більше, ніж лишилося від оплати", "No more than what is left of the payment can be given back",
     "Вернуть можно не больше, чем осталось от оплаты"}};
inline constexpr problem not_refundable{
    "not-refundable",
    409,
    {"Ці гроші вже використано: повернути їх на картку не можна", "This money has been used already and cannot go back to the card",
     "Эти деньги уже использованы: вернуть их на карту нельзя"}};
inline constexpr problem key_reused{
    "refund-key-reused",
    422,
    {"Цей ключ повтору вже належить іншому поверненню", "This idempotency key already belongs to another refund",
     "Этот ключ повтора уже принадлежит другому возврату"}};

}  // namespace gavel::payments
