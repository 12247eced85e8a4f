// Refusals of this module. Each carries `state` and `allowed`: what this party may do with the order now.
#pragma once
#include "base/error.hpp"

namespace gavel::orders {

inline constexpr problem no_such_order{"order-not-found", 404, {"Такого замовлення немає", "There is no such order", "Такого заказа нет"}};
inline constexpr problem buyer_only{
    "order-buyer-only", 403, {"Це може лише покупець", "Only the buyer may do this", "Это может только покупатель"}};
inline constexpr problem seller_of_order_only{
    "order-seller-only", 403, {"Це може лише продавець", "Only the seller may do this", "Это может только продавец"}};
inline constexpr problem moderator_only{
    "order-moderator-only", 403, {"Це вирішує модератор", "A moderator decides this", "Это решает модератор"}};
inline constexpr problem not_awaiting_payment{
    "order-not-awaiting-payment",
    409,
    {"Це замовлення не чекає на оплату", "This order does not wait for payment", "Этот заказ не ждёт оплаты"}};
inline constexpr problem paid_already{
    "order-paid-already", 409, {"Замовлення вже оплачено", "The order is paid already", "Заказ уже оплачен"}};
inline constexpr problem pay_time_over{
    "order-pay-time-over", 409, {"Час на оплату минув", "The time to pay is over", "Время на оплату истекло"}};
inline constexpr problem delivery_missing{
    "order-delivery-missing", 409, {"Спершу оберіть доставку", "Choose a delivery first", "Сначала выберите доставку"}};
inline constexpr problem delivery_fixed{
    "order-delivery-fixed",
    409,
    {"Доставку вже не змінити: замовлення відправлено або завершено",
     "The delivery can no longer be changed: the order was sent or is over", "Доставку уже не изменить: заказ отправлен или завершён"}};
inline constexpr problem delivery_not_offered{
    "order-delivery-not-offered",
    422,
    {"Продавець не пропонує такої доставки: оберіть з наявних", "The seller does not offer this delivery: choose one that is there",
     "Продавец не предлагает такой доставки: выберите из имеющихся"}};
inline constexpr problem method_fixed{
    "order-delivery-method-fixed",
    409,
    {"Після оплати можна змінити лише адресу, не спосіб доставки", "After payment only the address can be changed, not the way of delivery",
     "После оплаты можно изменить только адрес, не способ доставки"}};
inline constexpr problem shipping_fixed{
    "order-shipping-fixed",
    409,
    {"Покупець уже почав платити: ціну доставки не змінити", "The buyer has begun to pay: the price of shipping stands",
     "Покупатель уже начал платить: цену доставки не изменить"}};
inline constexpr problem not_combinable{
    "order-not-combinable",
    409,
    {"Об’єднати можна лише свої неоплачені замовлення в одного продавця", "Only one’s own unpaid orders of one seller can be combined",
     "Объединить можно только свои неоплаченные заказы у одного продавца"}};
inline constexpr problem no_common_delivery{"order-no-common-delivery",
                                            409,
                                            {"У цих лотів немає спільного способу доставки", "These lots have no way of delivery in common",
                                             "У этих лотов нет общего способа доставки"}};
inline constexpr problem too_many_lines{
    "order-too-many-lots",
    409,
    {"Забагато лотів для одного замовлення", "Too many lots for one order", "Слишком много лотов для одного заказа"}};
inline constexpr problem not_paid{
    "order-not-paid", 409, {"Замовлення ще не оплачено", "The order is not paid yet", "Заказ ещё не оплачен"}};
inline constexpr problem not_to_be_shipped{
    "order-not-to-be-shipped",
    409,
    {"Це замовлення вже не відправляють", "This order is no longer to be sent", "Этот заказ уже не отправляют"}};
inline constexpr problem not_shipped{
    "order-not-shipped", 409, {"Замовлення ще не відправлено", "The order was not sent yet", "Заказ ещё не отправлен"}};
inline constexpr problem not_to_be_received{
    "order-received-already", 409, {"Отримання вже підтверджено", "Receipt was confirmed already", "Получение уже подтверждено"}};
inline constexpr problem not_to_be_completed{
    "order-not-to-be-completed",
    409,
    {"Завершити можна відправлене або отримане замовлення", "An order can be completed once it was sent or received",
     "Завершить можно отправленный или полученный заказ"}};
inline constexpr problem too_late_to_cancel{
    "order-too-late-to-cancel",
    409,
    {"Скасувати можна лише до відправлення; далі — спір", "It can be cancelled only before it is sent; later there is the dispute",
     "Отменить можно только до отправки; дальше — спор"}};
inline constexpr problem too_early_to_cancel{
    "order-too-early-to-cancel",
    409,
    {"Скасувати можна, якщо продавець не відправить вчасно", "It can be cancelled if the seller does not send it in time",
     "Отменить можно, если продавец не отправит вовремя"}};
inline constexpr problem not_disputable{
    "order-not-disputable",
    409,
    {"Спір можна відкрити від оплати до завершення замовлення", "A dispute can be opened from payment until the order is completed",
     "Спор можно открыть от оплаты до завершения заказа"}};
inline constexpr problem not_disputed{
    "order-not-disputed", 409, {"Про це замовлення немає спору", "There is no dispute about this order", "По этому заказу нет спора"}};
inline constexpr problem refund_out_of_range{
    "order-refund-out-of-range",
    422,
    {"Повернути можна не більше, ніж сплачено", "No more can be given back than was paid", "Вернуть можно не больше, чем оплачено"}};
inline constexpr problem refund_refused{"order-refund-refused",
                                        409,
                                        {"Ці гроші зараз не повернути: спробуйте пізніше", "This money cannot be given back now: try later",
                                         "Эти деньги сейчас не вернуть: попробуйте позже"}};
inline constexpr problem no_second_chance{
    "order-no-second-chance",
    409,
    {"Другий шанс можливий, коли замовлення не оплачено або скасовано", "There is a second chance once an order is unpaid or cancelled",
     "Второй шанс возможен, когда заказ не оплачен или отменён"}};
inline constexpr problem second_chance_over{
    "order-second-chance-over",
    409,
    {"Час для другого шансу минув", "The time for a second chance is over", "Время для второго шанса истекло"}};
inline constexpr problem no_runner_up{
    "order-no-runner-up",
    409,
    {"Немає учасника, якому ще можна запропонувати лот", "There is no bidder left to whom the lot can be offered",
     "Нет участника, которому ещё можно предложить лот"}};
inline constexpr problem lot_has_live_order{
    "order-lot-has-live-order",
    409,
    {"На цей лот уже є чинне замовлення", "There is a live order for this lot", "На этот лот уже есть действующий заказ"}};
inline constexpr problem not_below_reserve{"order-lot-not-below-reserve",
                                           409,
                                           {"Так пропонують лише лот, торги за який закінчилися нижче резервної ціни",
                                            "Only a lot whose auction ended below its reserve is offered like this",
                                            "Так предлагают только лот, торги за который закончились ниже резервной цены"}};
inline constexpr problem lot_listed_again{
    "order-lot-listed-again", 409, {"Цей лот уже виставлено знову", "This lot has been listed again", "Этот лот уже выставлен снова"}};
inline constexpr problem lot_promised{
    "order-lot-promised",
    409,
    {"Цей лот запропоновано або продано учасникові попередніх торгів", "This lot is offered or sold to a bidder of its earlier auction",
     "Этот лот предложен или продан участнику предыдущих торгов"}};
inline constexpr problem which_lot{
    "order-which-lot",
    422,
    {"Назвіть лот: у замовленні їх кілька", "Say which lot: the order has several", "Назовите лот: в заказе их несколько"}};
inline constexpr problem above_maximum{
    "order-above-maximum",
    422,
    {"Ціна не може перевищувати максимум цього учасника", "The price cannot be above this bidder’s maximum",
     "Цена не может превышать максимум этого участника"}};
inline constexpr problem not_offered{
    "order-not-offered",
    409,
    {"Ця пропозиція вже не чекає на відповідь", "This offer no longer waits for an answer", "Это предложение уже не ждёт ответа"}};
inline constexpr problem nothing_to_write_about{
    "order-no-messages", 409, {"Тут уже не листуються", "There is no correspondence here any more", "Здесь уже не переписываются"}};
inline constexpr problem too_many_messages{
    "order-too-many-messages",
    409,
    {"У цьому замовленні забагато повідомлень", "There are too many messages in this order", "В этом заказе слишком много сообщений"}};
inline constexpr problem message_key_reused{
    "order-message-key-reused",
    422,
    {"Цей ключ повтору вже належить іншому повідомленню", "This idempotency key already belongs to another message",
     "Этот ключ повтора уже принадлежит другому сообщению"}};
inline constexpr problem payments_closed{
    "order-payments-closed",
    503,
    {"Оплата карткою зараз недоступна, спробуйте пізніше", "Paying by card is not available now, please try later",
     "Оплата картой сейчас недоступна, попробуйте позже"}};

}  // namespace gavel::orders
