// Refusals of bidding. Those about one lot carry min_next, ends_at and version.
#pragma once
#include "base/error.hpp"
#include "modules/accounts/errors.hpp"
#include "modules/lots/errors.hpp"
#include "platform/http/problems.hpp"

namespace gavel::bidding {

// clang-format off
using lots::no_such_lot;

// A lot that is not open.
inline constexpr problem lot_not_started{"lot-not-started", 409,
    {"Торги ще не почалися", "The auction has not started yet", "Торги ещё не начались"}};
inline constexpr problem lot_ended{"lot-ended", 409,
    {"Торги вже завершено", "The auction has ended", "Торги уже завершены"}};
inline constexpr problem lot_frozen{"lot-frozen", 409,
    {"Торги зупинено до перевірки", "The auction is paused for a check", "Торги остановлены до проверки"}};
inline constexpr problem lot_not_frozen{"lot-not-frozen", 409,
    {"Торги не зупинено", "The auction is not paused", "Торги не остановлены"}};

// Who may not bid.
inline constexpr problem own_lot{"own-lot", 403,
    {"На власний лот ставити не можна", "A seller cannot bid on their own lot", "На собственный лот ставить нельзя"}};
inline constexpr const problem& account_suspended = accounts::suspended;
inline constexpr problem not_admitted{"not-admitted", 403,
    {"На цьому лоті вам ставити не можна", "You cannot bid on this lot", "На этом лоте вам ставить нельзя"}};
inline constexpr problem deposit_required{"deposit-required", 409,
    {"Спершу внесіть гарантійний внесок за цей лот", "Make the deposit for this lot first", "Сначала внесите задаток за этот лот"}};

// A bid.
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
inline constexpr problem exposure_exceeded{"exposure-exceeded", 422,
    {"Разом з іншими вашими ставками це більше за ваш ліміт", "Together with your other bids this is above your limit",
     "Вместе с другими вашими ставками это больше вашего лимита"}};
inline constexpr problem confirm_amount{"confirm-amount", 409,
    {"Сума незвично велика: підтвердьте її", "The amount is unusually high: please confirm it", "Сумма необычно велика: подтвердите её"}};
inline constexpr problem key_reused{"key-reused", 422,
    {"Цей ключ повтору вже належить іншому запиту", "This idempotency key already belongs to another request",
     "Этот ключ повтора уже принадлежит другому запросу"}};
inline constexpr problem too_many_bids{"too-many-bids", 429,
    {"Забагато ставок поспіль, зачекайте трохи", "Too many bids in a row, please wait a little",
     "Слишком много ставок подряд, подождите немного"}};

// Buying at once.
inline constexpr problem no_buy_now{"no-buy-now", 409,
    {"Цей лот не можна купити одразу", "This lot cannot be bought at once", "Этот лот нельзя купить сразу"}};
inline constexpr problem buy_now_gone{"buy-now-gone", 409,
    {"Купити одразу вже не можна: торги пішли далі", "Buying at once is no longer possible: the bidding has moved on",
     "Купить сразу уже нельзя: торги пошли дальше"}};
inline constexpr problem buy_now_changed{"buy-now-changed", 409,
    {"Ціна купівлі одразу змінилася", "The price for buying at once has changed", "Цена покупки сразу изменилась"}};

// Taking bids back.
inline constexpr problem no_standing_bids{"no-standing-bids", 409,
    {"На цьому лоті немає чинних ставок цього учасника", "That bidder has no standing bids on this lot",
     "На этом лоте нет действующих ставок этого участника"}};
inline constexpr problem retraction_closed{"retraction-closed", 409,
    {"Відкликати ставку вже пізно", "It is too late to retract the bid", "Отзывать ставку уже поздно"}};
inline constexpr problem too_many_retractions{"too-many-retractions", 409,
    {"Ви вже відкликали найбільшу дозволену кількість ставок", "You have retracted as often as is allowed",
     "Вы уже отозвали наибольшее разрешённое число ставок"}};
inline constexpr problem description_not_changed{"description-not-changed", 409,
    {"Після вашої ставки опис не змінювався", "The description has not changed since your bid",
     "После вашей ставки описание не менялось"}};
inline constexpr problem no_such_bidder{"bidder-not-found", 404,
    {"На цьому лоті немає учасника з таким номером", "Nobody on this lot has that number", "На этом лоте нет участника с таким номером"}};
inline constexpr problem too_many_blocked{"too-many-blocked-bidders", 409,
    {"Список заблокованих заповнено: приберіть когось", "The block list is full: remove somebody",
     "Список заблокированных заполнен: уберите кого-нибудь"}};
inline constexpr problem freeze_first{"freeze-first", 409,
    {"В останню годину спершу зупиніть торги", "In the last hour, pause the auction first", "В последний час сначала остановите торги"}};

// What a seller changes or ends (R-22, auction rules 2.1).
inline constexpr problem seller_only{"seller-only", 403,
    {"Це може лише продавець лота", "Only the seller of the lot can do this", "Это может только продавец лота"}};
inline constexpr problem lot_has_bids{"lot-has-bids", 409,
    {"На лот уже є ставки", "The lot already has bids", "На лот уже есть ставки"}};
inline constexpr problem lot_without_bids{"lot-without-bids", 409,
    {"На лот ще немає ставок", "The lot has no bids yet", "На лот ещё нет ставок"}};
inline constexpr problem too_close_to_end{"too-close-to-end", 409,
    {"До кінця торгів залишилося замало часу", "The auction ends too soon for that", "До конца торгов осталось слишком мало времени"}};
inline constexpr problem terms_not_allowed{"terms-not-allowed", 422,
    {"Такі умови не підходять до цього лота", "Such terms do not fit this lot", "Такие условия не подходят к этому лоту"}};
inline constexpr problem reserve_only_lower{"reserve-only-lower", 422,
    {"Резервну ціну можна лише знизити або прибрати", "A reserve can only be lowered or removed",
     "Резервную цену можно только снизить или убрать"}};
inline constexpr problem reserve_out_of_range{"reserve-out-of-range", 422,
    {"Резервна ціна має бути між початковою ціною і ціною купівлі одразу",
     "A reserve lies between the start price and the price for buying at once",
     "Резервная цена должна быть между начальной ценой и ценой покупки сразу"}};
inline constexpr problem reserve_not_reached{"reserve-not-reached", 409,
    {"Резервної ціни ще не досягнуто: знизьте або приберіть її", "The reserve is not met yet: lower or remove it",
     "Резервная цена ещё не достигнута: снизьте или уберите её"}};
inline constexpr problem sell_or_wait{"sell-or-wait", 409,
    {"Скасувати вже не можна: продайте лідеру або дочекайтеся кінця",
     "It is too late to cancel: sell to the leader or wait for the end",
     "Отменить уже нельзя: продайте лидеру или дождитесь конца"}};
using lots::not_relistable;

// What moderators do.
using http::moderators_only;
inline constexpr problem moderator_involved{"moderator-involved", 403,
    {"Модератор не вирішує про лот, у якому бере участь", "A moderator does not decide about a lot they take part in",
     "Модератор не решает о лоте, в котором участвует"}};

inline constexpr problem no_such_account{"account-not-found", 404,
    {"Такого облікового запису немає", "There is no such account", "Такой учётной записи нет"}};
inline constexpr problem protected_account{"protected-account", 403,
    {"Цей обліковий запис може призупинити лише оператор", "Only an operator can suspend this account",
     "Эту учётную запись может приостановить только оператор"}};

// clang-format on
}  // namespace gavel::bidding
